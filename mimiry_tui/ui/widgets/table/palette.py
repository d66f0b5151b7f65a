"""The styles behind the tones and the parts of a table, read from the theme's variables.

Not from component classes: a table would have twenty, and each is styled as if it were a widget.
"""

from __future__ import annotations

from typing import Literal, NamedTuple

from rich.style import Style
from textual.style import Style as VisualStyle
from textual.widget import Widget

from mimiry_tui.ui.widgets.cells import Tone

Part = Literal["header", "header-sorted", "cursor", "cursor-blurred", "sign", "sign-blurred", "mark", "stale"]

_PARTS: dict[Part, str] = {
    "header": "$tone-dim",
    "header-sorted": "$tone-bright",
    "cursor": "on $row-cursor",
    "cursor-blurred": "on $row-cursor-blurred",
    "sign": "$tone-accent",
    "sign-blurred": "$tone-dim",
    "mark": "on $row-mark",
    "stale": "$tone-dim",
}
_WITHOUT_COLOURS: dict[Part, str] = {"cursor": "reverse", "header-sorted": "bold"}
"""What takes the place of a colour where there is none."""


class Look(NamedTuple):
    """How a row is shown, beside what its cells say."""

    cursor: bool = False
    focused: bool = False
    marked: bool = False
    stale: bool = False
    tone: Tone | None = None
    """Takes the place of `text` and `bright`: a row that recedes, or stands out."""


class Palette:
    """Styles of one widget under one theme; made anew when its styles change."""

    def __init__(self, widget: Widget) -> None:
        self._widget = widget
        self._background_color = widget.background_colors[1]
        self.base = widget.rich_style
        self._known: dict[str, Style] = {}
        self._spans: dict[tuple[Tone, bool, Look], Style] = {}
        self._backgrounds: dict[Look, Style] = {}

    def part(self, name: Part) -> Style:
        """What a part of the table adds to the style it stands on."""
        extra = _WITHOUT_COLOURS.get(name, "") if self._widget.app.no_color else ""
        return self._read(f"{extra} {_PARTS[name]}".strip())

    def tone(self, name: Tone) -> Style:
        """The colour of a tone."""
        return self._read(f"$tone-{name}")

    def header(self, is_sorted: bool) -> Style:
        """A column's title."""
        return self.base + self.part("header-sorted" if is_sorted else "header")

    def background(self, look: Look) -> Style:
        """A row where it says nothing."""
        style = self._backgrounds.get(look)
        if style is None:
            style = self.base
            if look.marked:
                style += self.part("mark")
            if look.cursor:
                style += self.part("cursor" if look.focused else "cursor-blurred")
            self._backgrounds[look] = style
        return style

    def span(self, tone: Tone, bold: bool, look: Look) -> Style:
        """A piece of text in a row."""
        key = (tone, bold, look)
        style = self._spans.get(key)
        if style is None:
            style = self._spans[key] = self.background(look) + self._text(tone, bold, look)
        return style

    def sign(self, look: Look) -> Style:
        """The cursor's sign."""
        return self.background(look) + self.part("sign" if look.focused else "sign-blurred")

    def _text(self, tone: Tone, bold: bool, look: Look) -> Style:
        if look.stale:
            return self.part("stale")
        if look.tone is not None and tone in ("text", "bright"):
            return self.tone(look.tone)
        return self.tone(tone) + Style(bold=True) if bold else self.tone(tone)

    def _read(self, text: str) -> Style:
        style = self._known.get(text)
        if style is None:
            style = self._known[text] = self._parsed(text)
        return style

    def _parsed(self, text: str) -> Style:
        parsed = VisualStyle.parse(text, self._widget.app.theme_variables)
        background = self._background_color + parsed.background if parsed.background is not None else None
        color = parsed.foreground
        if color is not None:
            color = (background or self._background_color) + color
        return Style(
            color=color.rich_color if color is not None else None,
            bgcolor=background.rich_color if background is not None else None,
            bold=parsed.bold,
            reverse=parsed.reverse,
        )
