"""Volumes by keyboard on the dashboard: created, grown, deleted, each followed in its row."""

from __future__ import annotations

from typing import Any

import pytest
from textual.screen import Screen

from mimiry_tui.domain.volumes import Volume, VolumeStatus
from mimiry_tui.settings import Profile
from mimiry_tui.ui.screens.volume_create import CreateVolumeScreen
from mimiry_tui.ui.screens.volume_delete import DeleteVolumeScreen
from mimiry_tui.ui.screens.volume_extend import ExtendVolumeScreen
from tests.support.dashboard import Dashboard, dashboard

SIZES = [(120, 36), pytest.param((80, 24), marks=pytest.mark.thorough)]


def named(shown: Dashboard, name: str) -> Volume | None:
    """The volume of that name, as the store has it."""
    volumes = shown.store.volumes.values()
    return next((one for one in volumes if isinstance(one, Volume) and one.name == name), None)


def asks(shown: Dashboard, dialog: type[Screen[Any]]) -> bool:
    """Whether that dialog is in front."""
    return isinstance(shown.app.screen, dialog)


async def on_volumes(shown: Dashboard, name: str | None = None) -> None:
    """The cursor in the volumes pane, on that volume if one is named."""
    await shown.filled()
    await shown.press("3")
    if name is not None:
        volume = named(shown, name)
        assert volume is not None
        shown.screen.volumes.table.move_to(volume.id)
        await shown.pilot.pause()


async def follow(shown: Dashboard, name: str, status: VolumeStatus | None) -> None:
    """Until the picture says that of it; None for a volume that is gone."""
    for _ in range(120):
        volume = named(shown, name)
        if (volume.status if volume is not None else None) is status:
            return
        await shown.live_for(1)
    raise AssertionError(f"{name} never became {status}; shown was:\n{shown.text()}")


async def create(shown: Dashboard, name: str) -> None:
    await shown.press("v")
    assert asks(shown, CreateVolumeScreen)
    await shown.press(*name, "enter")
    await shown.until(shown.on_dashboard)


@pytest.mark.parametrize("size", SIZES)
async def test_a_volume_lives_its_whole_life_by_keyboard(size: tuple[int, int]) -> None:
    async with dashboard(size) as shown:
        await on_volumes(shown, "ckpt")
        await create(shown, "weights")
        assert shown.shows("weights"), "at once, before any answer"
        await shown.until(lambda: named(shown, "weights") is not None)
        assert isinstance(shown.screen.record, Volume)
        assert shown.screen.record.name == "weights", "the cursor is on it"
        assert shown.screen.record.where == "verda/FIN-03", "where the volume under the cursor was"
        assert "creating" in shown.line_with("weights ")
        await follow(shown, "weights", VolumeStatus.FREE)
        await shown.press("plus")
        assert asks(shown, ExtendVolumeScreen)
        await shown.press("enter")
        await shown.until(lambda: shown.on_dashboard() and shown.shows("growing"))
        await shown.live_for(30)
        grown = named(shown, "weights")
        assert grown is not None
        assert grown.size_gb == 200
        await shown.press("d")
        assert asks(shown, DeleteVolumeScreen)
        await shown.press("y")
        await shown.until(lambda: shown.on_dashboard() and shown.shows("deleting"))
        await follow(shown, "weights", None)
        assert not any("weights" in line and "FIN-03" in line for line in shown.lines())


async def test_a_failed_creation_stays_in_its_row_and_in_words_until_it_is_forgotten() -> None:
    async with dashboard() as shown:
        await on_volumes(shown)
        await shown.press("v", *"giant", "tab", *"90000", "enter")
        await shown.until(lambda: shown.shows("not created"))
        await shown.live_for(30)
        row = next(line for line in shown.lines() if "giant" in line and "90,000" in line)
        assert "✗" in row
        assert isinstance(shown.screen.record, Volume)
        assert shown.screen.record.name == "giant"
        assert "volume_gb quota exceeded" in shown.line_with("not created: quota"), "in full in the detail"
        assert not shown.shows("task 1"), "which is no id that anybody else knows"
        await shown.press("y")
        assert not shown.shows("task 1")
        await shown.press("escape")
        shown.screen.detail.show_tab("Raw")
        await shown.pilot.pause()
        await shown.press("d")
        await shown.until(lambda: not any("90,000" in line for line in shown.lines()))
        assert shown.on_dashboard(), "there is nothing to ask about"


async def test_marked_volumes_are_deleted_together_and_those_in_use_stay() -> None:
    async with dashboard() as shown:
        await on_volumes(shown, "ckpt")
        await shown.press("g", "space", "space", "d")
        assert asks(shown, DeleteVolumeScreen)
        assert shown.shows("train-llama holds it until it ends")
        await shown.press(*"ckpt", "enter")
        await shown.until(shown.on_dashboard)
        assert not shown.screen.volumes.table.marked
        await follow(shown, "ckpt", None)
        assert named(shown, "corpus-eu") is not None


async def test_escape_takes_marks_away_before_it_leaves_the_pane() -> None:
    async with dashboard() as shown:
        await on_volumes(shown)
        await shown.press("space", "escape")
        assert not shown.screen.volumes.table.marked
        assert shown.screen._area.current is shown.screen.volumes


async def test_deleted_volumes_are_shown_on_request_below_the_others() -> None:
    async with dashboard() as shown:
        await on_volumes(shown)
        await create(shown, "aaa")
        await follow(shown, "aaa", VolumeStatus.FREE)
        await shown.press("d", "y")
        await follow(shown, "aaa", None)
        await shown.press("D")
        await shown.until(lambda: named(shown, "aaa") is not None)
        table = shown.screen.volumes.table
        gone = named(shown, "aaa")
        assert gone is not None
        assert table.visible_ids[-1] == gone.id, "last, though its name comes first"
        await shown.press("D")
        await shown.until(lambda: gone.id not in table.visible_ids)


async def test_a_key_that_can_do_nothing_says_why() -> None:
    async with dashboard() as shown:
        await on_volumes(shown)
        await create(shown, "weights")
        await shown.until(lambda: named(shown, "weights") is not None)
        await shown.press("plus")
        await shown.until(lambda: shown.shows("weights: creating"))
        await shown.press("d")
        assert shown.on_dashboard()


async def test_the_keys_are_offered_where_they_mean_something() -> None:
    async with dashboard() as shown:
        await shown.filled()
        assert "+ grow" not in shown.lines()[-1]
        await shown.press("3")
        assert "+ grow" in shown.lines()[-1]
        assert "d delete" in shown.lines()[-1]
        assert shown.shows("v new")


async def test_a_read_only_account_offers_none_of_it() -> None:
    async with dashboard() as writable:
        cloud = writable.cloud
        profile = Profile(
            name="looking",
            api_base=cloud.base_url,
            api_base_source="test",
            key_path=cloud.key_path,
            key_source="test",
            read_only=True,
        )
        async with dashboard(profile=profile) as shown:
            await shown.opened()
            await shown.until(lambda: bool(shown.store.volumes))
            await shown.press("3")
            assert "+ grow" not in shown.lines()[-1]
            assert not shown.shows("v new")
            await shown.press("v", "d", "plus")
            assert shown.on_dashboard()


async def test_columns_follow_what_the_rows_say() -> None:
    name = "checkpoints-of-the-long-run"
    async with dashboard((120, 36)) as shown:
        await on_volumes(shown)
        await shown.press("z")
        assert not shown.shows("€/DAY"), "no cost is told of any"
        await create(shown, name)
        await shown.until(lambda: named(shown, name) is not None)
        assert name in shown.line_with("creating")
        await follow(shown, name, VolumeStatus.FREE)
        assert name in shown.line_with("free")


async def test_an_unused_volume_says_in_the_detail_since_when() -> None:
    async with dashboard((120, 36)) as shown:
        await on_volumes(shown, "ckpt")
        assert "unused" in shown.line_with("ckpt ")
        await shown.until(lambda: shown.shows("unused: no session known here had it since"))
        await on_volumes(shown, "corpus-eu")
        await shown.until(lambda: not shown.shows("no session known here"))
