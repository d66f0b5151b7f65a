"""Which columns a pane has, and in which order: seen at once in the pane beside the list."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any, ClassVar

from textual import events, on, work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.widgets import OptionList, Static

from mimiry_tui.domain.safe_text import safe_text
from mimiry_tui.settings.errors import SettingsError
from mimiry_tui.ui.columns.choice_list import ColumnList
from mimiry_tui.ui.key_of import key_of
from mimiry_tui.ui.screens.dialog import Dialog
from mimiry_tui.ui.toned import key_hints, toned
from mimiry_tui.ui.widgets.pane import PANE_NAMES, TablePane

Save = Callable[[str, object], Awaitable[None]]
"""Keeps "columns.<pane>", a list of keys; None takes it out of the file. Raises SettingsError with words."""

_AROUND = 8
"""Lines besides the list: frame, hint, air, and the lines of figures and keys."""
_LEAST_LIST = 3
_AT_THE_TOP, _AT_THE_RIGHT = 1, 3
"""The numbers of the panes that stand there where all of them show."""


class ColumnsScreen(Dialog[None]):
    """The pane's table shows what is chosen as soon as it is chosen; escape takes all of it back."""

    DEFAULT_CSS = """
    ColumnsScreen {
        background: transparent;
        #columns { width: 58; max-width: 96%; height: auto; border: round $tone-accent;
                   background: $surface; padding: 0 1; margin: 1; }
        #columns-hint { height: 1; margin-top: 1; }
    }
    """
    AUTO_FOCUS = "ColumnList"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,q", "leave", "back", id="columns.back", tooltip="As it was before"),
        Binding("0", "reset", "default", id="columns.reset", tooltip="The columns everyone has at first"),
    ]

    def __init__(self, pane: TablePane[Any], save: Save) -> None:
        super().__init__()
        self._pane = pane
        self._save = save
        self._before = pane.table.chosen_keys
        self._list = ColumnList(pane.table.known_columns, self._before)

    def compose(self) -> ComposeResult:
        with Vertical(id="columns") as box:
            name = PANE_NAMES[self._pane.number - 1]
            box.border_title = toned(f"Columns of {name}", "bright", bold=True)
            box.border_subtitle = key_hints(("enter", "keeps"), (key_of(self, "columns.back"), "as before"))
            yield self._list
            yield Static(
                key_hints(
                    (key_of(self._list, "columns.toggle"), "shows or hides"),
                    (
                        f"{key_of(self._list, 'columns.later')} {key_of(self._list, 'columns.earlier')}",
                        "move",
                    ),
                    (key_of(self, "columns.reset"), "default"),
                ),
                id="columns-hint",
            )

    def on_mount(self) -> None:
        # Where it leaves most of its pane to be seen.
        self.styles.align_horizontal = "left" if self._pane.number == _AT_THE_RIGHT else "right"
        self.styles.align_vertical = "bottom" if self._pane.number == _AT_THE_TOP else "top"

    def on_resize(self, event: events.Resize) -> None:
        self._list.styles.max_height = max(_LEAST_LIST, event.size.height - _AROUND)

    @on(ColumnList.Changed)
    def _changed(self, event: ColumnList.Changed) -> None:
        event.stop()
        self._pane.table.use_columns(event.keys)

    @on(OptionList.OptionSelected)
    def _selected(self, event: OptionList.OptionSelected) -> None:
        event.stop()
        self._keep()

    def action_leave(self) -> None:
        """Show again what was shown before."""
        self._pane.table.use_columns(self._before)
        self.dismiss()

    def action_reset(self) -> None:
        """Show what is shown by default."""
        self._list.reset()

    @work
    async def _keep(self) -> None:
        keys = self._list.keys
        if keys != self._before:
            try:
                await self._save(f"columns.{self._pane.settings_name}", None if keys is None else list(keys))
            except SettingsError as error:
                words = safe_text(f"in use until you leave, but not saved: {error}")
                self.app.notify(words, severity="warning", markup=False)
        self.dismiss()
