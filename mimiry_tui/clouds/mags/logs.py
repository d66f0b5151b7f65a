"""What a job printed: the service's entries as lines of a log.

Every answer is the whole log from its beginning (Mags: logs), so only the entries whose lines are wanted
are read; the others are skipped as bytes.
"""

from __future__ import annotations

from dataclasses import replace

import msgspec

from mimiry_tui.clouds.answers import Answer, json_of, unreadable
from mimiry_tui.clouds.halves import mended
from mimiry_tui.domain import coerce
from mimiry_tui.domain.logs.stamps import stamp_of

_LOUD = frozenset({"warn", "warning", "error", "fatal", "critical", "debug"})
"""Levels that a line does not tell by itself; the others only say that something was printed."""


class _Logs(msgspec.Struct):
    """The usual shape of an answer."""

    logs: list[msgspec.Raw]


_usual = msgspec.json.Decoder(_Logs)


def log_text(answer: Answer, *, tail: int, timestamps: bool) -> str:
    """The last `tail` lines. Entries are objects or bare strings. Raises UnreadableAnswer."""
    wanted = max(1, tail)
    # Each entry has a line at least, so that no more of them can be wanted.
    lines = [line for entry in _entries(answer, wanted) for line in _lines(entry, timestamps)]
    return "".join(f"{line}\n" for line in lines[-wanted:])


def _entries(answer: Answer, wanted: int) -> list[object]:
    """The last so many entries."""
    try:
        return [msgspec.json.decode(mended(bytes(raw))) for raw in _usual.decode(answer.body).logs[-wanted:]]
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
        text = answer.body.decode("utf-8", "replace")
    value = json_of(replace(answer, body=text.encode()))
    entries = value if isinstance(value, list) else coerce.mapping(value).get("logs")
    if isinstance(entries, str):
        return list(entries.removesuffix("\n").split("\n"))
    if entries is None and isinstance(value, dict):
        return []
    if not isinstance(entries, list):
        raise unreadable(answer)
    return entries[-wanted:]


def _lines(entry: object, timestamps: bool) -> list[str]:
    fields = coerce.mapping(entry)
    if not fields:
        return coerce.text(entry).removesuffix("\n").split("\n")
    message = coerce.text(fields.get("message") or fields.get("line") or fields.get("text"))
    level = coerce.text(fields.get("level")).strip().lower()
    mark = f"{level}: " if level in _LOUD and level not in message[:40].lower() else ""
    at = coerce.moment(fields.get("timestamp")) if timestamps else None
    stamp = f"{stamp_of(at)} " if at is not None else ""
    return [f"{stamp}{mark}{line}" for line in message.removesuffix("\n").split("\n")]
