"""The frame of a part of the form: as a pane's, as high as what is in it."""

from __future__ import annotations

from abc import abstractmethod
from typing import ClassVar

from textual import events
from textual.app import ComposeResult
from textual.color import Color
from textual.content import Content
from textual.widget import Widget

from mimiry_tui.ui.launch.asking import AskingEdge
from mimiry_tui.ui.launch.section import Section
from mimiry_tui.ui.toned import toned
from mimiry_tui.ui.widgets.pane_body import PaneBody
from mimiry_tui.ui.widgets.pane_edge import PaneEdge
from mimiry_tui.ui.widgets.part_line import Part


class FramedBody(PaneBody):
    """The sides of a section's frame, lit while the focus is between them."""

    def __init__(self) -> None:
        # Of a pane's body style sheets say how it looks while the focus is within: not of this one.
        super().__init__(classes="")
        self._is_lit = False

    def light(self, lit: bool) -> None:
        """Draw the sides in another colour; a rule of the style sheet would style all that is in it again."""
        if lit != self._is_lit:
            self._is_lit = lit
            self.repaint()

    def side_color(self) -> Color:
        accent = self.app.stylesheet.parse_style("$tone-accent").foreground if self._is_lit else None
        return accent or super().side_color()


class FramedSection(Section):
    """Number and title in the upper line, what the focused field understands in the lower one."""

    BLANK = True  # covered by its lines and its body
    DEFAULT_CSS = """
    FramedSection {
        height: auto; width: 1fr; background: $surface; color: $tone-text;
        FramedBody {
            height: auto; padding: 0 1; background: $surface;
            border-left: round $tone-line; border-right: round $tone-line;
        }
        PaneEdge.-lit { color: $tone-accent; }
    }
    """
    NUMBER: ClassVar[int] = 0

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self.top = AskingEdge("top")
        self.foot = PaneEdge("bottom")
        self._body = FramedBody()

    @abstractmethod
    def fields(self) -> ComposeResult:
        """What stands between the frame's lines."""

    def compose(self) -> ComposeResult:
        title = toned(f"{self.NUMBER} ", "accent", bold=True) + toned(self.NAME, "bright", bold=True)
        self.top.show(left=[Part(title)])
        yield self.top
        with self._body:
            yield from self.fields()
        yield self.foot

    def on_click(self, event: events.Click) -> None:
        """A click on the upper line goes into the section."""
        if event.widget is self.top and self.FIELDS:
            event.stop()
            self.focus_field(self.FIELDS[0])

    def on_descendant_focus(self) -> None:
        self._light()

    def on_descendant_blur(self) -> None:
        self._light()

    def _light(self) -> None:
        lit = self.has_focus_within
        self._body.light(lit)
        for edge in (self.top, self.foot):
            edge.set_class(lit, "-lit")

    def go(self, widget: Widget) -> None:
        """Put the focus there at once: the next key may be waiting already."""
        self.screen.set_focus(widget)

    def say(self, words: Content) -> None:
        """Put these words into the lower line; none leave it plain."""
        self.foot.show(right=[Part(words)] if words else [])
