"""The colours of a log: ours by the theme, a program's own as near to what it asked for as can be read.

The sixteen colours of old become the theme's tones. Any other colour is moved towards the colour of text
until it stands out from what it is written on; in themes of the terminal's own colours it stays.
"""

from __future__ import annotations

from rich.color import Color as RichColor
from rich.style import Style
from textual.color import Color
from textual.widget import Widget

from mimiry_tui.domain.logs.ansi_text import PLAIN, AnsiStyle, Colour
from mimiry_tui.ui.contrast import between, readable
from mimiry_tui.ui.widgets.cells import Tone
from mimiry_tui.ui.widgets.table.palette import Palette

_TONES: tuple[Tone, ...] = ("dim", "bad", "good", "warn", "early2", "watch", "accent", "text")
_BASIC = (
    (0x20, 0x24, 0x2A), (0xB8, 0x38, 0x4C), (0x2E, 0x8B, 0x57), (0xB0, 0x80, 0x20),
    (0x3A, 0x5F, 0xA8), (0x7A, 0x4F, 0xC0), (0x1F, 0x8A, 0x80), (0xC0, 0xC8, 0xD0),
    (0x60, 0x6C, 0x78), (0xF7, 0x76, 0x8E), (0x7E, 0xE2, 0xA8), (0xF2, 0xC4, 0x6D),
    (0x86, 0xA3, 0xEA), (0xB7, 0x94, 0xF6), (0x5E, 0xEA, 0xD4), (0xEE, 0xF4, 0xFA),
)  # fmt: skip
"""The sixteen colours as backgrounds, where the tones of text would be too loud or too faint."""
_STEPS = (0, 95, 135, 175, 215, 255)


class LogPalette(Palette):
    """Styles of a log view under one theme; made anew when its styles change."""

    def __init__(self, widget: Widget) -> None:
        super().__init__(widget)
        self._ansi: dict[AnsiStyle, Style] = {}
        self._no_color = widget.app.no_color
        self._is_ansi = widget.app.native_ansi_color
        if self._no_color or self._is_ansi:
            # The terminal's own background has no name to write in: only reversed text is sure to be read.
            self.current = Style(bold=True)
            self.match = (Style() if self._no_color else self.tone("warn")) + Style(reverse=True)
        else:
            self.current = self.part("mark")
            self.match = self._read("$surface on $tone-warn")
        self.selection = Style(reverse=True) if self._no_color else self._read("$tone-bright on $row-cursor")

    def run(self, style: AnsiStyle) -> Style:
        """What the program's own style adds to the text's."""
        if style == PLAIN:
            return self.tone("text")
        known = self._ansi.get(style)
        if known is None:
            known = self._ansi[style] = self._program_style(style)
        return known

    def _program_style(self, style: AnsiStyle) -> Style:
        weights = Style(
            bold=style.bold or None,
            italic=style.italic or None,
            underline=style.underline or None,
            strike=style.strike or None,
        )
        if self._no_color:
            return self.tone("text") + weights + Style(reverse=style.reverse or None)
        if self._is_ansi:
            colours = Style(
                color=_terminal_colour(style.foreground),
                bgcolor=_terminal_colour(style.background),
                dim=style.dim or None,
                reverse=style.reverse or None,
            )
            return weights + colours
        return weights + self._readable_style(style)

    def _readable_style(self, style: AnsiStyle) -> Style:
        fore, back = style.foreground, style.background
        if back is None and not style.reverse:
            if isinstance(fore, int) and fore < 16:
                tone: Tone = "bright" if fore == 15 else _TONES[fore % 8]
                return self.tone("dim" if style.dim and fore in (7, 15) else tone)
            if fore is None:
                return self.tone("dim" if style.dim else "bright" if style.bold else "text")
        own_text = self._rgb_of_tone("text")
        text = own_text if fore is None else rgb(fore)
        ground = self._background_color.rgb if back is None else rgb(back)
        if style.reverse:
            text, ground = ground, text
        if style.dim:
            text = between(text, ground, 0.35)
        colour = readable(text, ground)
        has_ground = back is not None or style.reverse
        return Style(
            color=RichColor.from_rgb(*colour), bgcolor=RichColor.from_rgb(*ground) if has_ground else None
        )

    def _rgb_of_tone(self, tone: Tone) -> tuple[int, int, int]:
        colour = self.tone(tone).color
        return (128, 128, 128) if colour is None else Color.from_rich_color(colour).rgb


def rgb(colour: Colour) -> tuple[int, int, int]:
    """Red, green and blue of any colour a program can name."""
    if isinstance(colour, tuple):
        return colour
    if colour < 16:
        return _BASIC[colour]
    if colour >= 232:
        return (8 + (colour - 232) * 10,) * 3
    cube = colour - 16
    return (_STEPS[cube // 36], _STEPS[cube // 6 % 6], _STEPS[cube % 6])


def _terminal_colour(colour: Colour | None) -> RichColor | None:
    if colour is None:
        return None
    return RichColor.from_ansi(colour) if isinstance(colour, int) else RichColor.from_rgb(*colour)
