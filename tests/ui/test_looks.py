"""The looks people get, drawn and compared with those a person has seen and accepted."""

from __future__ import annotations

from pathlib import Path

import pytest

from mimiry_tui.ui.theme import CONTRAST, LIGHT
from tests.support import scenes
from tests.support.dashboard import Dashboard
from tests.support.looks import Comparison, Look, check


async def help_shown(shown: Dashboard) -> None:
    await scenes.as_it_is(shown)
    await shown.press("question_mark")


async def farewell(shown: Dashboard) -> None:
    await scenes.as_it_is(shown)
    await shown.press("q")


LOOKS = {
    "dark": Look(scenes.as_it_is),
    "light": Look(scenes.as_it_is, theme=LIGHT),
    "contrast": Look(scenes.as_it_is, theme=CONTRAST),
    "ansi": Look(scenes.as_it_is, theme="ansi-dark"),
    "small": Look(scenes.as_it_is, size=(80, 24)),
    "wide": Look(scenes.as_it_is, size=(200, 60)),
    "help": Look(help_shown),
    "farewell": Look(farewell),
    "signed-out": Look(scenes.first_run, with_key=False),
    "too-small": Look(scenes.as_it_is, size=(50, 12)),
}


@pytest.mark.parametrize("name", LOOKS)
def test_it_looks_as_accepted(snap_compare: Comparison, name: str, tmp_path: Path) -> None:
    check(snap_compare, LOOKS[name], tmp_path)
