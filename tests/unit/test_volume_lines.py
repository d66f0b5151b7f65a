"""The lines about volumes that are to be deleted."""

from __future__ import annotations

import pytest

from mimiry_tui.ui.volume_lines import each_volume, one_volume
from tests.support.clock import EPOCH
from tests.support.volumes import a_session, a_volume

TRAIN = a_session("s-1", "c", name="train-llama")


@pytest.mark.parametrize("width", [40, 54, 66])
def test_a_long_name_does_not_hide_who_holds_the_volume(width: int) -> None:
    held = a_volume(name="checkpoints-of-the-run-that-never-ends", attached_to="s-1")
    (line,) = each_volume([held], [TRAIN], EPOCH, width)
    assert "train" in line.plain
    assert line.plain.endswith("100 GB     15m")
    assert line.cell_length == width


def test_the_lines_of_one_volume_tell_its_size_its_place_and_its_age() -> None:
    shown = [line.plain for line in one_volume(a_volume(size_gb=1_500), [], EPOCH)]
    assert "size     1,500 GB at verda/FIN-03, made 15m ago" in shown
