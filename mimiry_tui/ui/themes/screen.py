"""The list of themes: each is worn while the cursor is on it."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.screen import ModalScreen
from textual.widgets import OptionList

from mimiry_tui.ui.themes.preview import ThemePreview

Save = Callable[[str], Awaitable[None]]
"""Keeps the name of a theme in the settings. Raises SettingsError with words for the user."""


class ThemeScreen(ModalScreen[None]):
    """Enter keeps the theme and saves it, escape takes it back."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "take_back", "back", id="themes.back", tooltip="Wear what was worn before")
    ]

    def __init__(self, save: Save | None = None) -> None:
        """Without `save` a theme lasts as long as this run."""
        super().__init__()
        self._save = save

    def compose(self) -> ComposeResult:
        yield OptionList(*sorted(self.app.available_themes))

    def on_mount(self) -> None:
        self._preview = ThemePreview(self.app)

    def action_take_back(self) -> None:
        self._preview.take_back()
        self.dismiss()
