"""What came back: an answer of a service, and the error that an unwelcome one means.

Texts of an answer are foreign: they are cut to a length here and cleaned where they are shown.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import field
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime

import msgspec

from mimiry_tui.clouds import errors
from mimiry_tui.clouds.halves import mended
from mimiry_tui.domain import coerce
from mimiry_tui.domain.frozen import dataclass

_MAX_DETAIL = 400
_MAX_WAIT = 3_600.0
HTML_PAGE = "an HTML page"
"""How the words begin that stand for a web page, which comes from something before the service."""
_MASK = "[hidden]"
_SHORTEST_SECRET = 16
"""Shorter ones are no secrets, and masking them would garble the words of errors."""
_TITLE = re.compile(rb"<title[^>]*>([^<]{1,200})", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Answer:
    """Status, headers (names in lower case) and the whole decompressed body."""

    status: int
    headers: Mapping[str, str] = field(repr=False)
    body: bytes = field(repr=False)

    @property
    def is_success(self) -> bool:
        return 200 <= self.status < 300


def told_wait(answer: Answer, now: datetime) -> float | None:
    """Seconds the answer says to wait: `Retry-After` in seconds or as a date, or its JSON field.

    Never negative, at most an hour; None where it says nothing readable.
    """
    header = answer.headers.get("retry-after", "").strip()
    seconds = coerce.decimal(header) if header else None
    if seconds is None and header:
        try:
            seconds = coerce.decimal((_aware(parsedate_to_datetime(header)) - now).total_seconds())
        except ValueError:
            seconds = None
    if seconds is None:
        seconds = coerce.decimal(_fields(answer.body).get("retry_after_seconds"))
    return None if seconds is None else min(max(0.0, float(seconds)), _MAX_WAIT)


def tells_in_body(answer: Answer) -> bool:
    """Whether the answer's JSON says itself when to ask again, as that of a booting machine does."""
    return "retry_after_seconds" in _fields(answer.body)


def sent_at(answer: Answer) -> datetime | None:
    """The service's own time by its `Date` header, to the second."""
    try:
        return _aware(parsedate_to_datetime(answer.headers["date"]))
    except (KeyError, ValueError):
        return None


def masked(answer: Answer, secret: str) -> Answer:
    """Without a secret that an error page may repeat: its text is shown to people."""
    if len(secret) < _SHORTEST_SECRET:
        return answer
    headers = {name: value.replace(secret, _MASK) for name, value in answer.headers.items()}
    return Answer(answer.status, headers, answer.body.replace(secret.encode(), _MASK.encode()))


def json_of(answer: Answer) -> object:
    """The body as JSON values. Raises UnreadableAnswer for HTML, truncated or other bodies."""
    try:
        return msgspec.json.decode(mended(answer.body))
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
        raise unreadable(answer) from None


def object_of(answer: Answer, *wrappers: str) -> dict[str, object]:
    """The body as one JSON object, also from inside one of these keys. Raises UnreadableAnswer."""
    value = json_of(answer)
    if not isinstance(value, dict):
        raise unreadable(answer)
    inner = next((value[key] for key in wrappers if isinstance(value.get(key), dict)), value)
    return coerce.mapping(inner)


def unreadable(answer: Answer) -> errors.UnreadableAnswer:
    """The error for a success whose body makes no sense: says what it looks like."""
    return errors.UnreadableAnswer(_looks_like(answer.body), status=answer.status)


def error_of(answer: Answer, now: datetime, skew: timedelta | None = None) -> errors.CloudError:
    """The error an answer that is no success means (Mimiry compute API, errors)."""
    code, message = words_of(answer)
    told = f"{code} {message}".lower()
    wait = told_wait(answer, now)
    status = answer.status
    if "no_balance" in told and status in {402, 404}:
        return errors.InsufficientBalance(
            message or code, hint="there is no billing account yet: ask an admin to create one", status=status
        )
    if status == 401:
        return _unauthorised(told, message or code, skew)
    if status == 429 and "quota" in told:
        return errors.TooManyRequests(
            message or code,
            title="Quota reached",
            hint="end a session, or ask for a higher quota",
            status=status,
            retry_after=wait,
        )
    if status == 503 and "vm_setup_in_progress" in told:
        return errors.StillBooting(message, status=status, retry_after=wait)
    if 300 <= status < 400:
        return errors.UnreadableAnswer(
            f"to {answer.headers.get('location', '')[:_MAX_DETAIL]}",
            title="Redirected",
            hint="set the host it points to, if you trust it: redirects are not followed",
            status=status,
        )
    kind = _KINDS.get(status) or (errors.ServerTrouble if status >= 500 else errors.Refused)
    return kind(message or code or f"HTTP {status}", status=status, retry_after=wait)


def words_of(answer: Answer) -> tuple[str, str]:
    """Code and message of an error answer; of an HTML page its title; of other text its beginning."""
    fields = _fields(answer.body)
    if not fields:
        return "", _looks_like(answer.body)
    inner = coerce.mapping(fields.get("error"))
    code = (
        coerce.text(fields.get("error")) or coerce.text(fields.get("code")) or coerce.text(inner.get("code"))
    )
    candidates = (fields.get("message"), inner.get("message"), fields.get("detail"), fields.get("details"))
    message = next((text for text in map(_sentence, candidates) if text), "")
    return code[:_MAX_DETAIL], message[:_MAX_DETAIL]


_KINDS: dict[int, type[errors.CloudError]] = {
    400: errors.BadRequest,
    402: errors.InsufficientBalance,
    403: errors.Forbidden,
    404: errors.NotFound,
    405: errors.BadRequest,
    409: errors.InvalidState,
    422: errors.BadRequest,
    429: errors.TooManyRequests,
}


def _unauthorised(told: str, detail: str, skew: timedelta | None) -> errors.SignInFailed:
    if "timestamp expired" in told:
        return errors.ClockSkewed(_skew_words(skew) or detail, status=401)
    if "not registered" in told:
        return errors.KeyNotRegistered(detail, status=401)
    if "invalid ssh signature" in told:
        return errors.SignatureRefused(detail, status=401)
    return errors.SignInFailed(detail, status=401)


def _skew_words(skew: timedelta | None) -> str:
    """ "this machine's clock is 7 min 12 s behind the service's"."""
    if skew is None:
        return ""
    seconds = round(abs(skew.total_seconds()))
    length = f"{seconds // 60} min {seconds % 60} s" if seconds >= 60 else f"{seconds} s"
    side = "behind" if skew > timedelta(0) else "ahead of"
    return f"this machine's clock is {length} {side} the service's"


def _sentence(value: object) -> str:
    """A message: plain text, or the messages of a list of validation errors."""
    if isinstance(value, list):
        return "; ".join(text for text in map(_sentence, value[:5]) if text)
    fields = coerce.mapping(value)
    return coerce.text(fields.get("message") or fields.get("msg")) or coerce.text(value)


def _fields(body: bytes) -> dict[str, object]:
    if body.lstrip()[:1] != b"{":
        return {}
    try:
        return coerce.mapping(msgspec.json.decode(mended(body)))
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
        return {}


def _looks_like(body: bytes) -> str:
    """A short text for a body that is not the JSON that was expected."""
    start = body.lstrip()[:200_000]
    if not start:
        return "an empty answer"
    if start[:1] == b"<":
        title = _TITLE.search(start)
        name = " ".join(title.group(1).decode("utf-8", "replace").split()) if title else ""
        return f"{HTML_PAGE}: {name}" if name else HTML_PAGE
    if start[:1] in b"{[":
        return f"JSON that breaks off or is damaged ({len(body)} bytes)"
    words = " ".join(start[:_MAX_DETAIL].decode("utf-8", "replace").split())
    return words or f"no text ({len(body)} bytes)"


def _aware(moment: datetime) -> datetime:
    return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)
