"""What the user prefers, as it is now, for every widget of an app."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any, ClassVar
from weakref import WeakKeyDictionary

from textual.app import App

from mimiry_tui.settings.preferences import Preferences
from mimiry_tui.settings.settings import Problem

Told = Callable[[Preferences], None]


class PreferenceDesk:
    """One per app: see `PreferenceDesk.of`. Tells whoever wants to know when something changed."""

    _by_app: ClassVar[WeakKeyDictionary[App[Any], PreferenceDesk]] = WeakKeyDictionary()

    def __init__(self, now: Preferences | None = None) -> None:
        self.now = now or Preferences()
        self.is_file_unused = False
        """Whether there is a settings file of which nothing is used, so that all this is but the defaults."""
        self.are_problems_shown = False
        """Whether what is not used is on screen: a toast would only cover it."""
        self._told: list[Told] = []
        self._problems: dict[str, tuple[Problem, ...]] = {}
        self._lines: Mapping[str, int] = {}

    @classmethod
    def of(cls, app: App[Any]) -> PreferenceDesk:
        """The app's desk, made with the defaults when it has none yet."""
        desk = cls._by_app.get(app)
        if desk is None:
            desk = cls._by_app[app] = cls()
        return desk

    def subscribe(self, told: Told) -> Callable[[], None]:
        """Call `told` after every change, also of the problems; what is returned ends that."""
        self._told.append(told)
        return lambda: self._told.remove(told) if told in self._told else None

    @property
    def problems(self) -> tuple[Problem, ...]:
        """What in the settings file is not used, as far as anybody noticed, in the order of its lines."""
        placed = (
            one if one.line is not None else replace(one, line=self._lines.get(one.setting))
            for found in self._problems.values()
            for one in found
        )
        return tuple(sorted(placed, key=lambda one: one.line or 0))

    def report(self, source: str, problems: tuple[Problem, ...]) -> None:
        """These, and no others, are what `source` cannot use; whoever subscribed is told of a change."""
        before, self._problems[source] = self._problems.get(source, ()), problems
        if problems != before:
            self._tell()

    def place(self, lines: Mapping[str, int]) -> None:
        """The lines of the file on which settings stand, by their dotted names."""
        before, self._lines = self.problems, lines
        if self.problems != before:
            self._tell()

    def use(self, preferences: Preferences) -> None:
        """From now on these."""
        if preferences != self.now:
            self.now = preferences
            self._tell()

    def _tell(self) -> None:
        for told in tuple(self._told):
            told(self.now)
