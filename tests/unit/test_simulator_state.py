"""A world written down is read back the same."""

from __future__ import annotations

import stat
from dataclasses import replace
from pathlib import Path

import msgspec
import pytest

from mimiry_tui.simulator import state
from mimiry_tui.simulator.records import GpuRequest
from mimiry_tui.simulator.world import Rules, World
from tests.support.worlds import PLAIN, demo_world


def test_a_world_survives_being_written_down(tmp_path: Path) -> None:
    world, _ = demo_world()
    world.create_session(replace(PLAIN, gpu=GpuRequest(families=("A100",), priority=("PRICE",))))
    state.save(world.state, tmp_path)
    assert state.load(tmp_path) == world.state
    assert [path.name for path in tmp_path.iterdir()] == ["world.json"]
    assert stat.S_IMODE((tmp_path / "world.json").stat().st_mode) == 0o600


async def test_a_restored_world_goes_on_like_the_one_that_was_kept(tmp_path: Path) -> None:
    world, clock = demo_world()
    state.save(world.state, tmp_path)
    kept = state.load(tmp_path)
    assert kept is not None
    restored = World(kept, clock, Rules())
    await clock.advance(120)
    for each in (world, restored):
        each.tick()
        each.create_session(PLAIN)
    assert restored.state == world.state
    assert [quote.stock for quote in restored.market.quotes] == [quote.stock for quote in world.market.quotes]


def test_no_file_is_no_world_and_half_a_file_is_an_error(tmp_path: Path) -> None:
    assert state.load(tmp_path) is None
    (tmp_path / "world.json").write_text("{")
    with pytest.raises(msgspec.DecodeError):
        state.load(tmp_path)
