"""The line in which a pane is filtered while one types."""

from __future__ import annotations

from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.message import Message

from mimiry_tui.ui.widgets.orderly_input import OrderlyInput


class FilterInput(OrderlyInput):
    """`enter` keeps the filter, `esc` clears it; either gives the focus back."""

    DEFAULT_CSS = """
    FilterInput {
        display: none;
        height: 1;
        border: none;
        padding: 0 1;
        background: $row-cursor-blurred;
        &:focus { border: none; }
    }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "clear_filter", "clear", id="filter.clear", tooltip="Clear the filter"),
        Binding(
            "enter", "submit", "keep", id="filter.keep", tooltip="Keep the filter, go to the first match"
        ),
        Binding("down", "submit", id="filter.down", show=False),
    ]

    class Cleared(Message):
        """The filter is wanted no more."""

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id, placeholder="text · !text · column:text", select_on_focus=False)

    def action_clear_filter(self) -> None:
        self.value = ""
        self.post_message(self.Cleared())
