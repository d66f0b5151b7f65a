"""Which columns a pane has, and in which order."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any, ClassVar

from textual.binding import Binding, BindingType
from textual.screen import ModalScreen

from mimiry_tui.ui.widgets.pane import TablePane

Save = Callable[[str, object], Awaitable[None]]
"""Keeps "columns.<pane>"; None takes it out of the file. Raises SettingsError with words."""


class ColumnsScreen(ModalScreen[None]):
    """The pane's table shows at once what is chosen; leaving by escape takes it back."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,q", "dismiss", "back", id="columns.back", tooltip="As it was"),
    ]

    def __init__(self, pane: TablePane[Any], save: Save) -> None:
        super().__init__()
        self._pane = pane
        self._save = save
