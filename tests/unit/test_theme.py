"""The shipped themes keep every text level readable."""

from __future__ import annotations

import pytest
from textual.color import Color
from textual.theme import BUILTIN_THEMES, Theme

from mimiry_tui.ui.contrast import READABLE, contrast
from mimiry_tui.ui.theme import THEMES, borrowed_tones

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


def contrast_of(one: str, other: str) -> float:
    return contrast(Color.parse(one).rgb, Color.parse(other).rgb)


@pytest.mark.parametrize("theme", THEMES, ids=lambda theme: theme.name)
def test_every_text_level_stands_out_from_panes_and_from_the_desktop(theme: Theme) -> None:
    assert theme.background is not None
    assert theme.surface is not None
    for tone in TEXT_LEVELS:
        for background in (theme.background, theme.surface):
            assert contrast_of(theme.variables[f"tone-{tone}"], background) >= READABLE, tone


@pytest.mark.parametrize("theme", THEMES, ids=lambda theme: theme.name)
def test_a_row_stays_readable_under_the_cursor(theme: Theme) -> None:
    for background in BACKGROUNDS:
        for tone in ("bright", "text", "accent", "good", "warn", "bad"):
            behind = theme.variables[background]
            assert contrast_of(theme.variables[f"tone-{tone}"], behind) >= READABLE, tone


@pytest.mark.parametrize("name", sorted(BUILTIN_THEMES))
def test_a_borrowed_theme_gets_every_tone(name: str) -> None:
    assert borrowed_tones(BUILTIN_THEMES[name]).keys() == THEMES[0].variables.keys() & {
        key for key in THEMES[0].variables if key.startswith(("tone-", "row-"))
    }


@pytest.mark.parametrize("name", sorted(name for name, theme in BUILTIN_THEMES.items() if not theme.ansi))
def test_every_text_level_can_be_read_in_a_borrowed_theme_however_pale_it_is(name: str) -> None:
    theme = BUILTIN_THEMES[name]
    tones, system = borrowed_tones(theme), theme.to_color_system().generate()
    rows = [tones[row] for row in BACKGROUNDS]
    for behind in (system["background"], system["surface"], *rows):
        # What is seen through is not kept where styles of cells are made of it.
        assert Color.parse(behind).a == 1
        for tone in TEXT_LEVELS:
            is_low = tone in ("dim", "early1") or (behind in rows and tone not in ("bright", "text"))
            # Colours stay themselves: made to be read in the rows' grounds too, they would be near white.
            assert contrast_of(tones[f"tone-{tone}"], behind) >= (3 if is_low else READABLE), (tone, behind)
