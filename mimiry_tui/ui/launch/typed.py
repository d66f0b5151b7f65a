"""Waits until what was typed has reached the form.

A letter takes three steps from a field to the draft: the field tells that it changed, its section
says what should become of the draft, the screen does it. A key of the screen pressed right behind
that letter would overtake it, and something else would be launched than what can be read.
"""

from __future__ import annotations

from collections.abc import Callable

from textual.message import Message
from textual.widget import Widget


class Typed(Message):
    """Goes the way of every letter, once for each step of it; at the end, nothing is before it any more."""

    def __init__(self, origin: Widget, rounds: int, then: Callable[[], None]) -> None:
        super().__init__()
        self._origin = origin
        self._rounds = rounds
        self._then = then

    @staticmethod
    def follow(origin: Widget | None, screen: Widget, then: Callable[[], None]) -> None:
        """Have `then` called by `screen` behind all that was typed into `origin`."""
        if origin is None or origin is screen:
            then()
            return
        # Each widget on the way may answer with a message of its own, which queues up behind this one.
        steps = list(origin.ancestors_with_self).index(screen)
        origin.post_message(Typed(origin, steps, then))

    def go_on(self) -> None:
        """The screen has it: another round, or the end."""
        if self._rounds > 0 and self._origin.is_attached:
            self._origin.post_message(Typed(self._origin, self._rounds - 1, self._then))
        else:
            self._then()
