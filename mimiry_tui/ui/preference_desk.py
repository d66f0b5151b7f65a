"""What the user prefers, as it is now, for every widget of an app."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, ClassVar
from weakref import WeakKeyDictionary

from textual.app import App

from mimiry_tui.settings.preferences import Preferences
from mimiry_tui.ui.unused_settings import UnusedSettings

Told = Callable[[Preferences], None]


class PreferenceDesk:
    """One per app: see `PreferenceDesk.of`. Tells whoever wants to know when something changed."""

    _by_app: ClassVar[WeakKeyDictionary[App[Any], PreferenceDesk]] = WeakKeyDictionary()

    def __init__(self, now: Preferences | None = None) -> None:
        self.now = now or Preferences()
        self.is_file_unused = False
        """Whether there is a settings file of which nothing is used, so that all this is but the defaults."""
        self.unused = UnusedSettings()
        self._told: list[Told] = []

    @classmethod
    def of(cls, app: App[Any]) -> PreferenceDesk:
        """The app's desk, made with the defaults when it has none yet."""
        desk = cls._by_app.get(app)
        if desk is None:
            desk = cls._by_app[app] = cls()
        return desk

    def subscribe(self, told: Told) -> Callable[[], None]:
        """Call `told` after every change; what is returned ends that."""
        self._told.append(told)
        return lambda: self._told.remove(told) if told in self._told else None

    def use(self, preferences: Preferences) -> None:
        """From now on these."""
        if preferences != self.now:
            self.now = preferences
            for told in tuple(self._told):
                told(preferences)
