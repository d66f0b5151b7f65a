"""The looks of the launch form, section by section, and of the dialogs of volumes."""

from __future__ import annotations

from pathlib import Path

import pytest

from mimiry_tui.domain.launching.draft import Field
from mimiry_tui.ui.theme import CONTRAST, LIGHT
from tests.support import launch_scenes as scenes
from tests.support.looks import Comparison, Look, check

pytestmark = pytest.mark.thorough

ANSI, SMALL, SMALLEST = "ansi-dark", (80, 24), (60, 16)

LOOKS = {
    "full": Look(scenes.full),
    "full-light": Look(scenes.full, theme=LIGHT),
    "full-ansi": Look(scenes.full, theme=ANSI),
    "full-small": Look(scenes.full, size=SMALL),
    "full-smallest": Look(scenes.full, size=SMALLEST),
    "empty": Look(scenes.empty),
    "criteria": Look(scenes.criteria),
    "images": Look(scenes.images),
    "storage-small": Look(scenes.section(Field.STORAGE), size=SMALL),
    "failing": Look(scenes.failing),
    "review-small": Look(scenes.review, size=SMALL),
    "volume-create": Look(scenes.create_volume),
    "volume-delete": Look(scenes.delete_volume),
    "volume-delete-ansi": Look(scenes.delete_volume, theme=ANSI),
    "volume-delete-held": Look(scenes.delete_held_volume, size=SMALL),
    "volume-extend-contrast": Look(scenes.extend_volume, theme=CONTRAST),
}


@pytest.mark.parametrize("name", LOOKS)
def test_a_launch_looks_as_accepted(snap_compare: Comparison, name: str, tmp_path: Path) -> None:
    check(snap_compare, LOOKS[name], tmp_path)
