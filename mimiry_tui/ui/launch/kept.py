"""What is dear to make, made anew only out of something else than before."""

from __future__ import annotations

from collections.abc import Callable
from typing import Generic, TypeVar

T = TypeVar("T")


class Kept(Generic[T]):
    """Remembers the last thing made, and what it was made of."""

    def __init__(self) -> None:
        self._last: tuple[tuple[object, ...], T] | None = None

    def made_of(self, grounds: tuple[object, ...], make: Callable[[], T]) -> T:
        """What `make` gives; the very same object as the last time where its grounds are equal.

        `grounds` name everything that `make` looks at. Comparing tuples of the same records is cheap.
        """
        if self._last is None or self._last[0] != grounds:
            self._last = (grounds, make())
        return self._last[1]
