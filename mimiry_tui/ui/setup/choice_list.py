"""Things to choose from, one or two lines each; the lit one is the one that enter takes."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import ClassVar, NamedTuple

from textual import events, on
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.widgets import OptionList
from textual.widgets.option_list import Option

from mimiry_tui.ui.launch.typed_ahead import took_key
from mimiry_tui.ui.setup.stage import keep_for_next
from mimiry_tui.ui.toned import toned

CHOSEN, OTHER = "●", "○"


class Choice(NamedTuple):
    """What is called how, and what is to be known of it on the line below."""

    id: str
    name: Content
    below: Content = Content("")
    apart: bool = False
    """Below a line: of another sort than those above."""


class ChoiceList(OptionList):
    """Enter takes what is lit, a click what is clicked."""

    DEFAULT_CSS = """
    ChoiceList {
        height: auto; border: none; padding: 0; background: transparent;
        text-wrap: nowrap; text-overflow: ellipsis; scrollbar-size-vertical: 1;
    }
    ChoiceList:focus { border: none; background-tint: $foreground 0%; }
    ChoiceList > .option-list--separator { color: $tone-line; }
    ChoiceList > .option-list--option-highlighted { background: $row-cursor-blurred; text-style: none; }
    ChoiceList:focus > .option-list--option-highlighted { background: $row-cursor; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "select", "take it", id="setup.take", tooltip="Take what is lit"),
        Binding("j", "cursor_down", show=False, id="setup.down", tooltip="Down"),
        Binding("k", "cursor_up", show=False, id="setup.up", tooltip="Up"),
    ]

    def __init__(
        self, choices: Sequence[Choice], taken: Callable[[], None], *, id: str | None = None
    ) -> None:
        """`taken` is called at once, before any key that was pressed after enter is looked at."""
        super().__init__(id=id)
        self._taken = taken
        self._choices: tuple[Choice, ...] = ()
        self.offer(choices)

    @property
    def chosen(self) -> str:
        """The id of what is lit; "" where there is nothing."""
        at = self.highlighted
        return self._choices[at].id if at is not None and at < len(self._choices) else ""

    def offer(self, choices: Sequence[Choice], lit: str = "") -> None:
        """Have these; `lit` is lit, else what was, else the first one."""
        wanted = lit or self.chosen
        self._choices = ()
        self.clear_options()
        self._choices = tuple(choices)
        for choice in choices:
            if choice.apart and self.option_count:
                self.add_option(None)
            self.add_option(Option(self._line(choice, lit=False)))
        places = [number for number, choice in enumerate(choices) if choice.id == wanted]
        if choices:
            self.highlighted = places[0] if places else 0

    def action_select(self) -> None:
        """Take what is lit."""
        if self.chosen:
            self._taken()

    @on(OptionList.OptionSelected)
    def _clicked(self, event: OptionList.OptionSelected) -> None:
        event.stop()
        self.action_select()

    async def _on_key(self, event: events.Key) -> None:
        if not keep_for_next(self, event):
            await took_key(self, event)

    def watch_highlighted(self, highlighted: int | None) -> None:
        super().watch_highlighted(highlighted)
        for number, choice in enumerate(self._choices):
            self.replace_option_prompt_at_index(number, self._line(choice, lit=number == highlighted))

    def _line(self, choice: Choice, *, lit: bool) -> Content:
        sign = toned(f"{CHOSEN if lit else OTHER} ", "accent" if lit else "faint")
        line = sign + choice.name
        return line + Content("\n  ") + choice.below if choice.below else line
