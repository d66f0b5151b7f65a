"""The high-contrast theme tells states apart for everybody, whatever colours they see."""

from __future__ import annotations

from itertools import combinations

import pytest

from mimiry_tui.ui.theme import CONTRAST, THEMES
from tests.support.colour_sight import NORMAL, SIGHTS, contrast, lightness

THEME = next(theme for theme in THEMES if theme.name == CONTRAST)
STATES = ("good", "warn", "bad")
APART = 10
"""Steps of L*, of which there are 100 from black to white."""


@pytest.mark.parametrize("sight", SIGHTS)
def test_states_are_told_apart_by_lightness_alone(sight: str) -> None:
    light = {state: lightness(THEME.variables[f"tone-{state}"], sight) for state in STATES}
    for one, other in combinations(STATES, 2):
        assert abs(light[one] - light[other]) >= APART, (one, other, light)


@pytest.mark.parametrize("sight", SIGHTS)
def test_what_is_written_stands_out_more_than_elsewhere(sight: str) -> None:
    assert THEME.background is not None
    least = 7 if sight == NORMAL else 5
    for tone in ("bright", "text", "dim", "accent", "watch", *STATES):
        assert contrast(THEME.variables[f"tone-{tone}"], THEME.background, sight) >= least
