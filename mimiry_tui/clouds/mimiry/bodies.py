"""Answers that hold one thing: a record, or a log."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TypeVar

import msgspec

from mimiry_tui.clouds.answers import Answer, object_of, unreadable
from mimiry_tui.clouds.halves import mended
from mimiry_tui.clouds.mimiry.wire import UnusableRecordError
from mimiry_tui.domain import coerce

T = TypeVar("T")


def record_of(answer: Answer, wrapper: str, read: Callable[[bytes], T]) -> T:
    """The one record of an answer, bare or inside an object. Raises UnreadableAnswer."""
    body = mended(answer.body)
    try:
        fields = msgspec.json.decode(body, type=dict[str, msgspec.Raw])
        inner = next(
            (fields[key] for key in (wrapper, "data") if bytes(fields.get(key, b""))[:1] == b"{"), body
        )
        return read(bytes(inner))
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError, UnusableRecordError):
        raise unreadable(answer) from None


def log_text(answer: Answer) -> str:
    """`{"logs": "…"}`, a list of lines, or the bare text; bytes that are no text are replaced in each."""
    text = answer.body.decode("utf-8", "replace")
    if not answer.headers.get("content-type", "").startswith("text/plain"):
        logs = object_of(replace(answer, body=text.encode())).get("logs")
        if isinstance(logs, list):
            return "\n".join(map(coerce.text, logs))
        if isinstance(logs, str) or logs is None:
            return logs or ""
        raise unreadable(answer)
    return text
