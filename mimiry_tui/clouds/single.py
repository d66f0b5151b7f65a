"""Answers that hold one record."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

import msgspec

from mimiry_tui.clouds.answers import Answer, unreadable
from mimiry_tui.clouds.halves import mended

T = TypeVar("T")


def record_of(answer: Answer, wrapper: str, read: Callable[[bytes], T]) -> T:
    """The one record of an answer, bare or inside an object. Raises UnreadableAnswer.

    `read` makes it of its JSON, and may raise msgspec's errors or ValueError where it cannot.
    """
    body = mended(answer.body)
    try:
        fields = msgspec.json.decode(body, type=dict[str, msgspec.Raw])
        inner = next(
            (fields[key] for key in (wrapper, "data") if bytes(fields.get(key, b""))[:1] == b"{"), body
        )
        return read(bytes(inner))
    except (msgspec.MsgspecError, RecursionError, ValueError):
        raise unreadable(answer) from None
