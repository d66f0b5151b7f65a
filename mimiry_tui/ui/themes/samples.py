"""A theme in one line: its name, and its states in its own colours."""

from __future__ import annotations

from textual.color import Color, ColorParseError
from textual.content import Content
from textual.theme import Theme

from mimiry_tui.domain.safe_text import safe_text
from mimiry_tui.ui.theme import borrowed_tones
from mimiry_tui.ui.toned import toned

NAME = 22
"""Cells of a theme's name."""
_STATES = (("● ", "good"), ("◐ ", "warn"), ("✗ ", "bad"), ("▬▬ ", "accent"), ("abc ", "text"))


def sample(theme: Theme, *, is_worn: bool) -> Content:
    """The line; the theme that was worn when the list was opened has a mark."""
    mark = toned("✓ " if is_worn else "  ", "accent", bold=True)
    name = safe_text(theme.name, NAME)
    kind = toned("dark " if theme.dark else "light", "dim")
    return mark + toned(name.ljust(NAME + 1), "text") + kind + Content("  ") + _swatch(theme)


def _swatch(theme: Theme) -> Content:
    if theme.ansi:
        return toned("terminal's own", "dim")
    tones = theme.variables if "tone-text" in theme.variables else borrowed_tones(theme)
    system = theme.to_color_system().generate()
    behind = _hex(theme.surface or system["surface"], theme)
    signs = [
        Content.styled(sign, f"{_hex(tones[f'tone-{tone}'], theme)} on {behind}") for sign, tone in _STATES
    ]
    return Content.styled(" ", f"on {behind}") + Content("").join(signs)


def _hex(colour: str, theme: Theme) -> str:
    """That colour as a terminal shows it: tones may let some of what is behind through."""
    try:
        parsed = Color.parse(colour)
    except ColorParseError:
        parsed = Color.parse(theme.foreground or theme.primary)
    behind = Color.parse(theme.surface or theme.background or ("#000000" if theme.dark else "#ffffff"))
    return behind.blend(parsed.with_alpha(1), parsed.a).hex6
