"""The frame every section stands in: number and title above, what can be chosen or said below."""

from __future__ import annotations

from abc import abstractmethod
from typing import ClassVar

from textual import events
from textual.app import ComposeResult
from textual.message import Message

from mimiry_tui.domain.draft import Field
from mimiry_tui.ui.launch.section import Section, View
from mimiry_tui.ui.toned import toned
from mimiry_tui.ui.widgets.pane_body import PaneBody
from mimiry_tui.ui.widgets.pane_edge import PaneEdge
from mimiry_tui.ui.widgets.part_line import Part


class Asked(Message):
    """Someone clicked on a part of a line; what it stands for is up to whoever drew the line."""

    def __init__(self, what: str) -> None:
        super().__init__()
        self.what = what


def asking(what: str) -> str:
    """The action that a part of a line gets so that a click on it posts `Asked(what)`."""
    return f"ask({what!r})"


class FormEdge(PaneEdge):
    """A frame line whose parts can ask the section for something (see `asking`)."""

    def action_ask(self, what: str) -> None:
        self.post_message(Asked(what))


class Framed(Section):
    """A section with its frame. Subclasses compose what is in it in `body`."""

    NUMBER: ClassVar[int] = 0
    """Its place in the form, from 1."""
    BLANK = True  # covered by its lines and its body
    DEFAULT_CSS = """
    Framed {
        width: 1fr;
        height: auto;
        background: $surface;
        color: $tone-text;

        .pane-body {
            height: auto;
            background: $surface;
            border-left: round $tone-line;
            border-right: round $tone-line;
        }
        &:focus-within {
            PaneEdge { color: $tone-accent; }
            .pane-body { border-left: round $tone-accent; border-right: round $tone-accent; }
        }
    }
    """

    def __init__(self, *, id: str | None = None, classes: str | None = None) -> None:
        super().__init__(id=id, classes=classes)
        self.top = FormEdge("top")
        self.foot = FormEdge("bottom")

    @abstractmethod
    def body(self) -> ComposeResult:
        """What is between the upper and the lower line."""

    def compose(self) -> ComposeResult:
        number = toned(f"{self.NUMBER} ", "accent", bold=True) if self.NUMBER else toned("")
        self.top.show(left=[Part(number + toned(self.NAME, "bright", bold=True))])
        yield self.top
        with PaneBody():
            yield from self.body()
        yield self.foot

    def on_click(self, event: events.Click) -> None:
        """A click on the upper frame line goes into the section."""
        if event.widget is self.top and self.FIELDS:
            event.stop()
            self.focus_field(self.FIELDS[0])


def refusal_in(view: View, fields: tuple[Field, ...]) -> str:
    """What the service's last refusal says of one of these fields, or ""."""
    return view.refused_words if view.refused_field in fields else ""
