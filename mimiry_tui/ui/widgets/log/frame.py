"""The parts of a log view: a line for searching above the log, one that says where the reader is below."""

from __future__ import annotations

from typing import ClassVar, Self

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal, Vertical
from textual.widgets import Static

from mimiry_tui.ui.toned import toned
from mimiry_tui.ui.widgets.log.bars import LogBar
from mimiry_tui.ui.widgets.log.canvas import LogCanvas
from mimiry_tui.ui.widgets.log.keys import LOG_BINDINGS
from mimiry_tui.ui.widgets.log.prompt import LogPrompt, Purpose
from mimiry_tui.ui.widgets.part_line import Part


class LogFrame(Vertical):
    """Puts the parts together; subclasses say what stands in the two lines."""

    DEFAULT_CSS = """
    LogFrame {
        height: 1fr; width: 1fr;
        #log-top { height: 1; }
        #log-label { display: none; width: auto; color: $tone-accent; }
    }
    """
    BINDINGS: ClassVar[list[BindingType]] = LOG_BINDINGS
    BINDING_GROUP_TITLE = "Log"

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self.canvas = LogCanvas()
        self.top_bar = LogBar(id="log-find")
        self.prompt = LogPrompt()
        self.label = Static(id="log-label")
        self.foot = LogBar(id="log-foot", right_first=True)

    def compose(self) -> ComposeResult:
        with Horizontal(id="log-top"):
            yield self.label
            yield self.prompt
            yield self.top_bar
        yield self.canvas
        yield self.foot

    def focus(self, scroll_visible: bool = True) -> Self:
        """Give the log the focus: its lines have it."""
        self.canvas.focus(scroll_visible)
        return self

    def show_bars(self) -> None:
        """Bring the lines above and below up to date."""
        self.top_bar.show(self.finding(), self.top_words())
        self.foot.show(self.whereabouts(), self.foot_words())

    def finding(self) -> list[Part]:
        """What the upper line says at its left."""
        return []

    def top_words(self) -> list[Part]:
        """What the upper line says at its right."""
        return []

    def whereabouts(self) -> list[Part]:
        """What the lower line says at its left."""
        return []

    def foot_words(self) -> list[Part]:
        """What the lower line says at its right."""
        return []

    # The prompt

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """While one is answered no other is asked for."""
        if action in ("search", "save") and self.prompt.has_focus:
            return False
        return super().check_action(action, parameters)

    def ask(self, purpose: Purpose, label: str, value: str, hint: str) -> None:
        """Have the reader type something."""
        self.label.update(toned(label, "accent"))
        self.label.display = True
        self.prompt.ask(purpose, value, hint)
        self.show_bars()

    def close_prompt(self) -> None:
        """Go back to the log."""
        self.label.display = False
        self.prompt.display = False
        self.canvas.focus()
        self.show_bars()

    @on(LogBar.Asked)
    async def _asked(self, event: LogBar.Asked) -> None:
        event.stop()
        await self.run_action(event.action)
