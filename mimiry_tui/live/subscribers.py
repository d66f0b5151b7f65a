"""Who wants to hear of something, and how they are told."""

from __future__ import annotations

from collections.abc import Callable
from typing import Generic, ParamSpec

P = ParamSpec("P")


class Subscribers(Generic[P]):
    """Callbacks in the order they came. None of them may raise: one that does keeps the rest from hearing."""

    def __init__(self) -> None:
        self._callbacks: list[Callable[P, None]] = []

    def add(self, callback: Callable[P, None]) -> Callable[[], None]:
        """Call it from now on; returns what ends that, and may be called more than once."""
        self._callbacks.append(callback)

        def unsubscribe() -> None:
            if callback in self._callbacks:
                self._callbacks.remove(callback)

        return unsubscribe

    def tell(self, *news: P.args, **named: P.kwargs) -> None:
        """Call everyone who subscribed before this, synchronously."""
        for callback in tuple(self._callbacks):
            callback(*news, **named)
