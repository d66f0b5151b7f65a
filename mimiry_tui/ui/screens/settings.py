"""The settings that people change most, each saved as soon as it is changed."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from pathlib import Path
from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.screen import ModalScreen

from mimiry_tui.settings.settings import Problem

Save = Callable[[str, object], Awaitable[None]]
"""Keeps a setting by its dotted name and uses it from now on; None takes it out of the file, so that its
default counts. Raises SettingsError with words where that did not work."""


class SettingsScreen(ModalScreen[None]):
    """Shows what `PreferenceDesk.of(app).now` says."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,q,comma", "dismiss", "back", id="settings.back", tooltip="Back"),
    ]

    def __init__(self, save: Save, *, path: Path, problems: Sequence[Problem] = ()) -> None:
        """`path` is the file's, `problems` what of it is not used."""
        super().__init__()
        self._save = save
        self._path = path
        self._problems = tuple(problems)
