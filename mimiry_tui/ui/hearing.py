"""Whoever shows what changes hears of it for as long as it shows anything."""

from __future__ import annotations

from collections.abc import Callable
from typing import ParamSpec

from textual import events, on
from textual.message_pump import MessagePump

P = ParamSpec("P")


class Hearing(MessagePump):
    """A screen or widget that subscribes to what changes. All our screens are such."""

    _ends: tuple[Callable[[], None], ...] = ()
    """What ends each of its subscriptions."""

    def hear(
        self, subscribe: Callable[[Callable[P, None]], Callable[[], None]], told: Callable[P, None]
    ) -> Callable[[], None]:
        """Have `told` called with all news from now on until this goes; what is returned ends that sooner.

        What goes loses all that is inside it before it is unmounted itself, and other things go on
        meanwhile: their news come to somebody who has nothing left to show them in, and are not for it.
        """

        def heard(*news: P.args, **named: P.kwargs) -> None:
            if self.is_running and self.is_attached:
                told(*news, **named)

        end = subscribe(heard)
        self._ends += (end,)
        return end

    @on(events.Unmount)
    def _hear_nothing(self) -> None:
        for end in self._ends:
            end()
