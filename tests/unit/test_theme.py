"""The shipped themes keep every text level readable."""

from __future__ import annotations

import pytest
from textual.color import Color
from textual.theme import BUILTIN_THEMES, Theme

from mimiry_tui.ui.theme import THEMES, borrowed_tones

READABLE = 4.5
TEXT_LEVELS = (
    "bright",
    "text",
    "dim",
    "accent",
    "good",
    "warn",
    "bad",
    "watch",
    "early1",
    "early2",
    "early3",
)
BACKGROUNDS = ("row-cursor", "row-cursor-blurred", "row-mark")


def luminance(color: Color) -> float:
    """Relative luminance by WCAG 2."""
    linear = [
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in color.normalized
    ]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: Color, other: Color) -> float:
    lighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


@pytest.mark.parametrize("theme", THEMES, ids=lambda theme: theme.name)
@pytest.mark.parametrize("tone", TEXT_LEVELS)
def test_every_text_level_stands_out_from_panes_and_from_the_desktop(theme: Theme, tone: str) -> None:
    text = Color.parse(theme.variables[f"tone-{tone}"])
    assert theme.background is not None
    assert theme.surface is not None
    for background in (theme.background, theme.surface):
        assert contrast(text, Color.parse(background)) >= READABLE


@pytest.mark.parametrize("theme", THEMES, ids=lambda theme: theme.name)
@pytest.mark.parametrize("background", BACKGROUNDS)
def test_a_row_stays_readable_under_the_cursor(theme: Theme, background: str) -> None:
    behind = Color.parse(theme.variables[background])
    for tone in ("bright", "text", "accent", "good", "warn", "bad"):
        assert contrast(Color.parse(theme.variables[f"tone-{tone}"]), behind) >= READABLE


@pytest.mark.parametrize("name", sorted(BUILTIN_THEMES))
def test_a_borrowed_theme_gets_every_tone(name: str) -> None:
    assert borrowed_tones(BUILTIN_THEMES[name]).keys() == THEMES[0].variables.keys() & {
        key for key in THEMES[0].variables if key.startswith(("tone-", "row-"))
    }


@pytest.mark.parametrize("name", sorted(name for name, theme in BUILTIN_THEMES.items() if not theme.ansi))
def test_a_row_stays_readable_under_the_cursor_in_a_borrowed_theme(name: str) -> None:
    tones = borrowed_tones(BUILTIN_THEMES[name])
    for background in BACKGROUNDS:
        behind = Color.parse(tones[background])
        # What is seen through is not kept where styles of cells are made of it.
        assert behind.a == 1
        # Some of these themes are pale by themselves.
        assert contrast(behind.blend(Color.parse(tones["tone-bright"]), 1.0, 1.0), behind) >= 3
