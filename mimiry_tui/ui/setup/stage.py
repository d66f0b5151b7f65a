"""One step of the set-up: what stands in the frame while it is taken."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Callable, Coroutine
from typing import Any, ClassVar, Protocol

from textual import events
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widget import Widget

from mimiry_tui.ui.launch.block import Block, Row, wrapped
from mimiry_tui.ui.setup.notes import Notes, Place
from mimiry_tui.ui.setup.services import SetupResult, SetupServices
from mimiry_tui.ui.widgets.part_line import Part

_BEFORE_WORDS = re.compile(r"\s*(?:[^\w\s/~] +|\d  +)?")
"""A sign or a number before a line's words."""

Make = Callable[["Flow"], "Stage"]
"""How a stage comes to be: most are classes, and a class is one."""


class Flow(Protocol):
    """The way through the stages, as one of them sees it."""

    services: SetupServices
    notes: Notes

    def show(self, make: Make, *, instead: bool = False) -> None:
        """Go on to that stage. `instead`: esc leads past the present one."""
        ...

    def finish(self, result: SetupResult) -> None: ...

    def keeps(self, event: events.Key) -> bool:
        """Whether that key was meant for the stage that is about to come; then it gets it."""
        ...

    def hold(self, task: asyncio.Task[Any]) -> None:
        """Let that come to its end before the screen does."""
        ...

    def told(self) -> None:
        """What stands in the frame's lines, the keys, or the facts of the way have changed."""
        ...


class Stage(VerticalScroll, can_focus=False):
    """Subclasses compose what is seen, and tell the flow where to go."""

    DEFAULT_CSS = """
    Stage {
        width: 1fr; height: 1fr; background: $surface; scrollbar-size-vertical: 1;
        .gap { margin-top: 1; }
        .field { height: 1; }
        .label { width: 14; color: $tone-dim; }
        .aside { width: 1fr; margin-left: 1; height: 1; text-wrap: nowrap; text-overflow: ellipsis; }
        Field { max-width: 60; padding: 0 1; }
        .buttons { height: 1; margin-top: 1; }
        Button { margin-right: 2; min-width: 0; }
    }
    """
    TITLE: ClassVar[str] = ""
    PLACE: Place = Place.KEY
    IS_LAST: ClassVar[bool] = False
    """Whether everything is set up: there is no way back."""

    def __init__(self, flow: Flow) -> None:
        super().__init__()
        self.flow = flow

    @property
    def notes(self) -> Notes:
        return self.flow.notes

    @property
    def services(self) -> SetupServices:
        return self.flow.services

    def on_key(self, event: events.Key) -> None:
        keep_for_next(self, event)

    def start(self, work: Coroutine[None, None, None], name: str) -> None:
        """Do that while the stage is there; what was begun before under any name is given up."""
        self.run_worker(work, name=name, group="stage", exclusive=True)

    def leave(self) -> None:
        """Called before the stage goes: what it began elsewhere is ended here."""


def keep_for_next(widget: Widget, event: events.Key) -> bool:
    """Keep a key that was pressed when the widget's stage had already done its part."""
    stage = next((node for node in widget.ancestors_with_self if isinstance(node, Stage)), None)
    if stage is None or not stage.flow.keeps(event):
        return False
    event.stop()
    event.prevent_default()
    return True


class Words(Block):
    """A text, each line of which goes on below itself where it does not fit."""

    def __init__(self, words: Content | None = None, *, id: str | None = None, classes: str = "") -> None:
        super().__init__(id=id)
        self.set_classes(classes)
        self._words = words or Content("")

    def say(self, words: Content) -> None:
        """Show these words; none take no room."""
        self.display = bool(words)
        if not words.is_same(self._words):
            self._words = words
            self.renew()

    def rows(self, width: int) -> list[Row]:
        return [
            [Part(row)] for line in self._words.split("\n", allow_blank=True) for row in _below(line, width)
        ]


def _below(line: Content, width: int) -> list[Content]:
    """The line on as many as it takes; the others are indented as far as the first one's words."""
    begins = _BEFORE_WORDS.match(line.plain)
    indent = begins.end() if begins is not None else 0
    if not indent or line.cell_length <= width:
        return wrapped(line, width)
    first, *others = wrapped(line[indent:], width - indent)
    return [line[:indent] + first, *(Content(" " * indent) + row for row in others)]
