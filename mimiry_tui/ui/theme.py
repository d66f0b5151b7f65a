"""Our themes, and the tones every other theme gets.

A tone is a meaning, not a colour: text levels (bright, text, dim, faint), teal for what has the
focus, green, amber and red for good, in progress and failed, violet for watched, blues for the
early phases. Widgets name tones as `$tone-…`; nothing else in the project names a colour.
"""

from __future__ import annotations

from collections.abc import Mapping

from textual.color import Color
from textual.theme import Theme

from mimiry_tui.ui.contrast import READABLE, contrast, readable

DARK, LIGHT, CONTRAST = "mimiry-dark", "mimiry-light", "mimiry-contrast"

_BRIGHT, _DIM, _IN_ROWS = 6.0, 3.0, 3.0
"""The contrast that has in borrowed themes at the least: emphasis; what is said by the way; a colour on
the ground of a row, where nothing is said by it alone."""

_DARK_TONES = {
    "tone-bright": "#eef4fa",
    "tone-text": "#a3b3c3",
    "tone-dim": "#7b8c9d",
    "tone-faint": "#465667",
    "tone-accent": "#5eead4",
    "tone-good": "#7ee2a8",
    "tone-warn": "#f2c46d",
    "tone-bad": "#f7768e",
    "tone-watch": "#b794f6",
    "tone-early1": "#7089a6",
    "tone-early2": "#7496cf",
    "tone-early3": "#86a3ea",
    "tone-line": "#24313e",
    "row-cursor": "#1d3338",
    "row-cursor-blurred": "#17212b",
    "row-mark": "#261f38",
}
_LIGHT_TONES = {
    "tone-bright": "#0c141c",
    "tone-text": "#33424f",
    "tone-dim": "#566674",
    "tone-faint": "#a3b0bb",
    "tone-accent": "#0b6e63",
    "tone-good": "#14683a",
    "tone-warn": "#85530a",
    "tone-bad": "#b3203d",
    "tone-watch": "#6a3fc0",
    "tone-early1": "#4c637b",
    "tone-early2": "#3a5f99",
    "tone-early3": "#3556b8",
    "tone-line": "#c9d3db",
    "row-cursor": "#d5ece8",
    "row-cursor-blurred": "#e6ecf0",
    "row-mark": "#e9e0f7",
}
# Told apart by their lightness alone, also by those who do not see red, green or blue: good, warn, bad
# are a tenth of the way from black to white apart, whoever looks.
_CONTRAST_TONES = {
    "tone-bright": "#ffffff",
    "tone-text": "#f0f0f0",
    "tone-dim": "#c8c8c8",
    "tone-faint": "#8a8a8a",
    "tone-accent": "#00ffe0",
    "tone-good": "#9dffc8",
    "tone-warn": "#ffb52e",
    "tone-bad": "#ff7284",
    "tone-watch": "#d9b8ff",
    "tone-early1": "#a9c4e4",
    "tone-early2": "#9cc2ff",
    "tone-early3": "#b3c6ff",
    "tone-line": "#8a8a8a",
    "row-cursor": "#003c37",
    "row-cursor-blurred": "#2b2b2b",
    "row-mark": "#3b2563",
}


def made_theme(name: str, background: str, pane: str, tones: Mapping[str, str], *, dark: bool) -> Theme:
    """A theme of our kind: `tones` are all of them, the rows' colours among them."""
    return Theme(
        name=name,
        primary=tones["tone-accent"],
        secondary=tones["tone-early3"],
        accent=tones["tone-accent"],
        warning=tones["tone-warn"],
        error=tones["tone-bad"],
        success=tones["tone-good"],
        foreground=tones["tone-bright"],
        background=background,
        surface=pane,
        panel=tones["row-cursor-blurred"],
        dark=dark,
        variables={
            **tones,
            "footer-key-foreground": tones["tone-accent"],
            "input-cursor-background": tones["tone-accent"],
            "input-selection-background": tones["row-cursor"],
            "block-cursor-foreground": tones["tone-bright"],
            "block-cursor-background": tones["row-cursor"],
            "block-cursor-text-style": "none",
            "scrollbar": tones["tone-line"],
            "scrollbar-hover": tones["tone-dim"],
            "scrollbar-active": tones["tone-accent"],
            "scrollbar-background": pane,
            "scrollbar-background-hover": pane,
            "scrollbar-background-active": pane,
            "scrollbar-corner-color": pane,
        },
    )


THEMES = (
    made_theme(DARK, "#0b1016", "#0f161e", _DARK_TONES, dark=True),
    made_theme(LIGHT, "#eef2f5", "#fafcfd", _LIGHT_TONES, dark=False),
    made_theme(CONTRAST, "#000000", "#000000", _CONTRAST_TONES, dark=True),
)
"""What is shipped: dark (the default), light, and high contrast."""


def borrowed_tones(theme: Theme) -> dict[str, str]:
    """Tones for a theme that is not ours, made of the colours it has, or of such as can be read there.

    Some themes are pale by themselves, and none was made for rows with a ground of their own.
    ANSI themes keep to the terminal's own colours and its own background.
    """
    if theme.ansi:
        return _ansi_tones(theme)
    colors = theme.to_color_system().generate()
    foreground, primary, surface = colors["foreground"], colors["primary"], colors["surface"]
    rows = {
        "row-cursor": _tinted(surface, primary, 0.18),
        "row-cursor-blurred": _tinted(surface, foreground, 0.08),
        "row-mark": _tinted(surface, colors["secondary"], 0.18),
    }
    grounds = [Color.parse(colour).rgb for colour in (colors["background"], surface, *rows.values())]
    letters = Color.parse(foreground).rgb
    panes_hardest, hardest = (
        min(some, key=lambda ground: contrast(letters, ground)) for some in (grounds[:2], grounds)
    )

    def told(colour: str, share: float = 1.0, least: float = READABLE) -> str:
        """That colour, so much of it over the pane, as far from every ground as it has to be."""
        over = Color.parse(surface).blend(Color.parse(colour), share, 1.0)
        return Color(*readable(over.rgb, hardest, least)).hex

    def coloured(colour: str) -> str:
        """For words that mean something by their colour, which is not to fade away in the rows' grounds."""
        return told(Color(*readable(Color.parse(colour).rgb, panes_hardest)).hex, least=_IN_ROWS)

    return {
        "tone-bright": told(foreground, least=_BRIGHT),
        "tone-text": told(foreground, 0.88),
        "tone-dim": told(foreground, 0.70, _DIM),
        "tone-faint": _faded(foreground, 0.35),
        "tone-accent": coloured(colors["accent"] if theme.accent else primary),
        "tone-good": coloured(colors["success"]),
        "tone-warn": coloured(colors["warning"]),
        "tone-bad": coloured(colors["error"]),
        "tone-watch": coloured(colors["secondary"]),
        "tone-early1": told(foreground, 0.70, _DIM),
        "tone-early2": coloured(primary),
        "tone-early3": coloured(colors["secondary"]),
        "tone-line": _faded(foreground, 0.25),
        **rows,
    }


def _faded(color: str, share: float) -> str:
    """That colour with so much of it over what is behind; `Content` would overlook a percentage."""
    return Color.parse(color).with_alpha(share).hex


def _tinted(ground: str, color: str, share: float) -> str:
    """That ground with so much of the colour in it."""
    return Color.parse(ground).blend(Color.parse(color), share, 1.0).hex


def _ansi_tones(theme: Theme) -> dict[str, str]:
    warning = "ansi_yellow" if theme.dark else "ansi_magenta"
    return {
        "tone-bright": "ansi_default",
        "tone-text": "ansi_default",
        "tone-dim": "ansi_default",
        "tone-faint": "ansi_bright_black",
        "tone-accent": "ansi_cyan" if theme.dark else "ansi_blue",
        "tone-good": "ansi_green",
        "tone-warn": warning,
        "tone-bad": "ansi_red",
        "tone-watch": "ansi_magenta",
        "tone-early1": "ansi_blue",
        "tone-early2": "ansi_blue",
        "tone-early3": "ansi_blue",
        "tone-line": "ansi_bright_black",
        "row-cursor": "ansi_bright_black" if theme.dark else "ansi_white",
        "row-cursor-blurred": "ansi_default",
        "row-mark": "ansi_default",
    }
