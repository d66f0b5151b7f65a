"""The styles behind the tones and the parts of a table, read from its component classes."""

from __future__ import annotations

from typing import Literal, NamedTuple, get_args

from rich.style import Style
from textual.color import Color
from textual.widget import Widget

from mimiry_tui.ui.widgets.cells import TONES, Tone

Part = Literal["header", "header-sorted", "cursor", "cursor-blurred", "sign", "sign-blurred", "mark", "stale"]

PREFIX = "live-table--"
COMPONENTS = {PREFIX + name for name in (*TONES, *get_args(Part))}


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
        self._parts: dict[str, Style] = {}
        self._spans: dict[tuple[Tone, bool, Look], Style] = {}
        self._backgrounds: dict[Look, Style] = {}

    def part(self, name: Tone | Part) -> Style:
        """What a component class adds to the style it stands on."""
        style = self._parts.get(name)
        if style is None:
            style = self._parts[name] = self._read(PREFIX + name)
        return style

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
            return self.part(look.tone)
        return self.part(tone) + Style(bold=True) if bold else self.part(tone)

    def _read(self, name: str) -> Style:
        styles = self._widget.get_component_styles(name)
        background: Color | None = None
        if styles.has_rule("background"):
            background = self._background_color + styles.background
        color: Color | None = None
        if styles.has_rule("color"):
            color = (background or self._background_color) + styles.color
        return styles.text_style + Style.from_color(
            color.rich_color if color is not None else None,
            background.rich_color if background is not None else None,
        )
