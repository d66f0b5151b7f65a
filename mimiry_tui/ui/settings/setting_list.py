"""The settings in groups, one line each: what it is called, what it is, what it is about."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.content import Content
from textual.message import Message
from textual.widgets import OptionList
from textual.widgets.option_list import Option as Line

from mimiry_tui.settings.options import TABLES
from mimiry_tui.settings.values import Option, Value
from mimiry_tui.ui.settings.values import SHOWN, is_turned, shown
from mimiry_tui.ui.toned import toned

BEFORE, AFTER = "‹", "›"
_INDENT, _GAP = 2, 2
_LONGEST_VALUE = 22
_TITLES = {table: table.capitalize() for table in TABLES} | {"ssh": "SSH"}


class SettingList(OptionList):
    """Says what is wanted of the setting under its cursor as `Wanted`; it changes nothing itself."""

    DEFAULT_CSS = """
    SettingList {
        height: auto; border: none; padding: 0; background: transparent; scrollbar-size: 1 1;
        text-wrap: nowrap; text-overflow: ellipsis;
    }
    SettingList:focus { border: none; background-tint: $foreground 0%; }
    SettingList > .option-list--option-highlighted { background: $row-cursor-blurred; text-style: none; }
    SettingList:focus > .option-list--option-highlighted { background: $row-cursor; text-style: none; }
    SettingList > .option-list--option-disabled { text-style: none; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("right,space,l", "want('next')", "next", id="settings.next", tooltip="The next value"),
        Binding("left,h", "want('before')", "before", id="settings.before", tooltip="The value before"),
        Binding("0,delete", "want('default')", "default", id="settings.default", tooltip="As at first"),
        Binding("j", "cursor_down", id="settings.down", show=False),
        Binding("k", "cursor_up", id="settings.up", show=False),
    ]

    class Wanted(Message):
        """The setting shall have its next value, the one before, its default, or one that is typed."""

        def __init__(self, option: Option, what: str) -> None:
            super().__init__()
            self.option = option
            self.what = what
            """"next", "before", "default" or "typed"."""

    def __init__(self, values: Mapping[str, Value]) -> None:
        self._values = dict(values)
        self._by_name = {option.name: option for option in SHOWN}
        self._widest = max(len(option.label) for option in SHOWN)
        lines: list[Line] = []
        table = ""
        for option in SHOWN:
            if option.table != table:
                table = option.table
                lines.append(Line(toned(_TITLES[table], "accent", bold=True), disabled=True))
            lines.append(Line(self._line(option), id=option.name))
        super().__init__(*lines, markup=False)
        self.highlighted = 1

    @property
    def option(self) -> Option | None:
        """The setting under the cursor."""
        at = self.highlighted
        return None if at is None else self._by_name.get(self.get_option_at_index(at).id or "")

    def show(self, values: Mapping[str, Value]) -> None:
        """Draw the lines whose values are others than before."""
        for name, value in values.items():
            if self._values[name] != value:
                self._values[name] = value
                self.replace_option_prompt(name, self._line(self._by_name[name]))

    def action_want(self, what: str) -> None:
        """Tell what is wanted; what cannot be stepped is typed."""
        option = self.option
        if option is not None:
            steps = what in {"next", "before"}
            self.post_message(self.Wanted(option, "typed" if steps and not is_turned(option) else what))

    def action_select(self) -> None:
        """Type a value; a switch is turned, a choice goes to its next."""
        option = self.option
        if option is not None:
            is_number = option.least is not None or option.most is not None
            turns = is_turned(option) and not is_number
            self.post_message(self.Wanted(option, "next" if turns else "typed"))

    def _line(self, option: Option) -> Content:
        value = self._values[option.name]
        changed = option.literal(value) != option.literal(option.default)
        words = toned(shown(option, value), "bright" if changed else "text", bold=changed)
        words = words.truncate(_LONGEST_VALUE, ellipsis=True)
        if is_turned(option):
            words = toned(f"{BEFORE} ", "faint") + words + toned(f" {AFTER}", "faint")
        else:
            words = toned("  ", "faint") + words
        label = toned(option.label, "text")
        return (
            Content(" " * _INDENT)
            + label.pad_right(self._widest + _GAP - label.cell_length)
            + words.pad_right(max(0, _LONGEST_VALUE + 4 + _GAP - words.cell_length))
            + toned(option.help, "dim")
        )
