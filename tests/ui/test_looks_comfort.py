"""The looks of the set-up, and of what makes the dashboard one's own."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest
from textual.pilot import Pilot

from mimiry_tui.ui.theme import CONTRAST, LIGHT
from tests.support import comfort_scenes, setup_scenes
from tests.support.looks import Comparison, Look, check, compare
from tests.support.setup_desk import SetupDesk

SMALL, SMALLEST = (80, 24), (60, 16)
LOOKS = {
    "profiles": Look(comfort_scenes.profiles),
    "settings-small": Look(comfort_scenes.settings_with_problems, size=SMALL),
    "columns-light": Look(comfort_scenes.columns, theme=LIGHT),
    "command": Look(comfort_scenes.command),
    "compact": Look(comfort_scenes.compact),
    "long-name-small": Look(comfort_scenes.long_name, size=SMALL),
}
STEPS: dict[str, tuple[Callable[[SetupDesk], Awaitable[None]], tuple[int, int], str]] = {
    "keys": (setup_scenes.keys, (112, 30), LIGHT),
    "register": (setup_scenes.at_portal, (112, 30), CONTRAST),
    "register-smallest": (setup_scenes.at_portal, SMALLEST, "ansi-dark"),
}


@pytest.mark.parametrize("name", LOOKS)
def test_it_looks_as_accepted(snap_compare: Comparison, name: str, tmp_path: Path) -> None:
    check(snap_compare, LOOKS[name], tmp_path)


@pytest.mark.parametrize("name", STEPS)
def test_a_step_of_the_set_up_looks_as_accepted(snap_compare: Comparison, name: str) -> None:
    prepare, size, theme = STEPS[name]
    desk = SetupDesk(theme, setup_scenes.KEYS, "")
    desk.trials = list(setup_scenes.KNOWN_AFTERWARDS)

    async def come(pilot: Pilot[None]) -> None:
        await desk.opened(pilot)
        await prepare(desk)

    assert compare(snap_compare, desk.app, size, come)
