"""Which piece of a record to copy."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import OptionList
from textual.widgets.option_list import Option

from mimiry_tui.ui.clipboard import copy
from mimiry_tui.ui.menu_keys import with_keys
from mimiry_tui.ui.screens.dialog import Dialog
from mimiry_tui.ui.toned import toned
from mimiry_tui.ui.yankable import Choice, yankable

__all__ = ["Choice", "YankScreen", "yankable"]


class YankScreen(Dialog[None]):
    """One key copies; the toast says what went where."""

    DEFAULT_CSS = """
    YankScreen {
        align: center middle;
        #yank { width: 100; max-width: 95%; height: auto; max-height: 96%; border: round $tone-accent;
                background: $surface; padding: 0 1; }
        OptionList {
            height: auto; max-height: 100%; border: none; padding: 0; background: transparent;
            text-wrap: nowrap; text-overflow: ellipsis;
        }
        OptionList:focus { border: none; }
    }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,q,y", "dismiss", "back", id="yank.back", tooltip="Copy nothing")
    ]

    def __init__(self, choices: list[Choice]) -> None:
        super().__init__()
        self._choices = choices
        keys = [(one.key, f"take({number})") for number, one in enumerate(choices) if len(one.key) == 1]
        self._bindings = with_keys(self._bindings, keys)

    def compose(self) -> ComposeResult:
        with Vertical(id="yank") as box:
            box.border_title = "Copy"
            width = max(len(choice.label) for choice in self._choices)
            yield OptionList(*(Option(_line(choice, width)) for choice in self._choices))

    def action_take(self, number: int) -> None:
        """Copy that one."""
        self._copy(self._choices[number])

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        self._copy(self._choices[event.option_index])

    def _copy(self, choice: Choice) -> None:
        copy(self.app, choice.text, choice.label)
        self.dismiss()


def _line(choice: Choice, width: int) -> Content:
    """Its key, what it is, and how it reads: of several lines the last, which is what does the work."""
    shown = choice.shown or choice.text.rpartition("\n")[2]
    return (
        toned(f"{choice.key or ' '}  ", "accent", bold=True)
        + toned(f"{choice.label:<{width}}  ", "text")
        + toned(shown, "dim")
    )
