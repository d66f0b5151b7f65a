"""Trying a theme on: the app wears it at once, and takes it off again unless it is kept."""

from __future__ import annotations

from typing import Any

from textual.app import App


class ThemePreview:
    """From the moment it is made, the theme worn then is the one to go back to."""

    def __init__(self, app: App[Any]) -> None:
        self._app = app
        self._worn = app.theme

    @property
    def before(self) -> str:
        """The theme to go back to."""
        return self._worn

    def show(self, name: str) -> None:
        """Wear that theme for now; one that does not exist changes nothing."""
        if name in self._app.available_themes and name != self._app.theme:
            self._app.theme = name

    def keep(self) -> bool:
        """What is worn now is what to go back to; whether it is another one than before."""
        changed, self._worn = self._worn != self._app.theme, self._app.theme
        return changed

    def take_back(self) -> None:
        """Wear what was worn before."""
        self.show(self._worn)
