"""What in the settings file is not used, whoever of an app noticed."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace

from mimiry_tui.live.subscribers import Subscribers
from mimiry_tui.settings.settings import Problem


class UnusedSettings:
    """One per app, on its `PreferenceDesk`: the reader of the file, keys, themes and columns report to it."""

    def __init__(self) -> None:
        self.are_shown = False
        """Whether they are on screen: a toast would only cover them."""
        self._problems: dict[str, tuple[Problem, ...]] = {}
        self._lines: Mapping[str, int] = {}
        self._subscribers: Subscribers[[]] = Subscribers()

    @property
    def problems(self) -> tuple[Problem, ...]:
        """All of them, in the order of the file's lines."""
        placed = (
            one if one.line is not None else replace(one, line=self._lines.get(one.setting))
            for found in self._problems.values()
            for one in found
        )
        return tuple(sorted(placed, key=lambda one: one.line or 0))

    @property
    def want_lines(self) -> bool:
        """Whether some were noticed by somebody who does not know the file."""
        return any(one.setting and one.line is None for found in self._problems.values() for one in found)

    def subscribe(self, told: Callable[[], None]) -> Callable[[], None]:
        """Call `told` after every change; what is returned ends that."""
        return self._subscribers.add(told)

    def report(self, source: str, problems: tuple[Problem, ...]) -> None:
        """These, and no others, are what `source` cannot use."""
        before, self._problems[source] = self._problems.get(source, ()), problems
        if problems != before:
            self._subscribers.tell()

    def place(self, lines: Mapping[str, int]) -> None:
        """The lines of the file on which settings stand, by their dotted names."""
        before, self._lines = self.problems, lines
        if self.problems != before:
            self._subscribers.tell()
