"""What is asked for only while somebody looks at it: collections and reports, each on its own."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import datetime
from typing import Generic, TypeVar

from mimiry_tui.clock import Clock
from mimiry_tui.clouds.errors import CloudError
from mimiry_tui.domain.frozen import dataclass
from mimiry_tui.live.subscribers import Subscribers

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Known(Generic[T]):
    """The last good answer to one question, and how asking goes."""

    value: T | None = None
    as_of: datetime | None = None
    """When it came (aware, UTC); None before the first."""
    error: CloudError | None = None
    """Of the last attempt; None after a success."""
    loading: bool = False


class Asked(Generic[T]):
    """Answers by key. Each question is under way at most once; an error leaves the last answer in place."""

    def __init__(self, ask: Callable[[str], Awaitable[T]], clock: Clock) -> None:
        self._ask = ask
        self._clock = clock
        self._known: dict[str, Known[T]] = {}
        self._under_way: dict[str, asyncio.Task[None]] = {}
        self._subscribers: Subscribers[[]] = Subscribers()

    def of(self, key: str) -> Known[T]:
        """What is known now."""
        return self._known.get(key) or Known()

    async def read(self, key: str, *, again: bool = False) -> None:
        """Ask, and wait for the answer. Never raises CloudError.

        A question under way serves; `again`: that one may be too old, so another one follows it.
        """
        task = self._under_way.get(key)
        if task is not None:
            await asyncio.shield(task)
        if task is None or again:
            task = self._under_way.get(key)
            if task is None:
                task = self._under_way[key] = asyncio.create_task(self._read(key), name=f"ask for {key}")
            await asyncio.shield(task)

    def subscribe(self, callback: Callable[[], None]) -> Callable[[], None]:
        """Call it when any answer or its state changed; returns what ends that. It must not raise."""
        return self._subscribers.add(callback)

    def stop(self) -> None:
        """Wait for no answer any more: who asked is gone, and so is whom one could ask."""
        for task in self._under_way.values():
            task.cancel()

    async def _read(self, key: str) -> None:
        self._move(key, replace(self.of(key), loading=True))
        try:
            value = await self._ask(key)
        except CloudError as error:
            self._move(key, replace(self.of(key), error=error, loading=False))
        else:
            self._move(key, Known(value, self._clock.now()))
        finally:
            self._under_way.pop(key, None)

    def _move(self, key: str, known: Known[T]) -> None:
        self._known[key] = known
        self._subscribers.tell()
