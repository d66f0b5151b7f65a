"""A frame in a form, lit while the focus is in it."""

from __future__ import annotations

from textual.color import Color
from textual.containers import Vertical
from textual.content import Content

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


class LitFrame(Vertical):
    """As high as what is in it. Subclasses make its parts and arrange them."""

    DEFAULT_CSS = """
    LitFrame {
        height: auto; width: 1fr; background: $surface; color: $tone-text;
        FramedBody {
            height: auto; padding: 0 1; background: $surface;
            border-left: round $tone-line; border-right: round $tone-line;
        }
        PaneEdge.-lit { color: $tone-accent; }
    }
    """
    top: PaneEdge
    foot: PaneEdge
    _body: FramedBody

    def on_descendant_focus(self) -> None:
        self._light()

    def on_descendant_blur(self) -> None:
        self._light()

    def _light(self) -> None:
        lit = self.has_focus_within
        self._body.light(lit)
        for edge in (self.top, self.foot):
            edge.set_class(lit, "-lit")

    def say(self, words: Content) -> None:
        """Put these words into the lower line; none leave it plain."""
        self.foot.show(right=[Part(words)] if words else [])
