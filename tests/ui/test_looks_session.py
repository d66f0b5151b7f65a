"""The looks of a session in hand: its screen, its log, and the dialog that ends it."""

from __future__ import annotations

from pathlib import Path

import pytest

from mimiry_tui.ui.theme import CONTRAST, LIGHT
from tests.support import scenes
from tests.support.looks import Comparison, Look, check

LOOKS = {
    "booting": Look(scenes.booting),
    "booting-light": Look(scenes.booting, theme=LIGHT),
    "booting-contrast": Look(scenes.booting, theme=CONTRAST),
    "booting-small": Look(scenes.booting, size=(80, 24)),
    "failed": Look(scenes.failed),
    "failed-light": Look(scenes.failed, theme=LIGHT),
    "failed-small": Look(scenes.failed, size=(60, 16)),
    "search": Look(scenes.search_of_the_past),
    "search-contrast": Look(scenes.search_of_the_past, theme=CONTRAST),
    "search-ansi": Look(scenes.search_of_the_past, theme="ansi-dark"),
    "search-small": Look(scenes.search_of_the_past, size=(80, 24)),
    "terminate": Look(scenes.terminate_booting),
    "terminate-many": Look(scenes.terminate_many, theme=LIGHT),
    "terminate-small": Look(scenes.terminate_booting, size=(60, 16)),
}


@pytest.mark.parametrize("name", LOOKS)
def test_a_session_looks_as_accepted(snap_compare: Comparison, name: str, tmp_path: Path) -> None:
    check(snap_compare, LOOKS[name], tmp_path)
