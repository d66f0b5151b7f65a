"""Watches after a restart, and beside those of another dashboard of the same account."""

from __future__ import annotations

from pathlib import Path

from mimiry_tui.live.watches.watches import NewsKind
from tests.support.launch_goods import H100
from tests.support.launching_desk import settled
from tests.support.watch_desk import OUT, WatchDesk


async def test_after_a_restart_it_asks_and_stays_disarmed(tmp_path: Path) -> None:
    desk = WatchDesk(tmp_path)
    async with desk.running_watches():
        desk.wait_for_h100()
        assert await desk.arm() == ""
    later = WatchDesk(tmp_path, clock=desk.clock)
    async with later.running_watches():
        assert [one.kind for one in later.news] == [NewsKind.ASK]
        assert later.watches.progress(later.watch.id).was_armed is not None
        await later.see(H100)
        assert (later.posts, later.watches.armed) == (0, ())
    third = WatchDesk(tmp_path, clock=desk.clock)
    async with third.running_watches():
        assert third.heard(NewsKind.ASK) == []


async def test_two_dashboards_never_both_launch_for_one_watch(tmp_path: Path) -> None:
    one = WatchDesk(tmp_path)
    other = WatchDesk(tmp_path, clock=one.clock)
    async with one.running_watches():
        one.wait_for_h100()
        await settled()
        async with other.running_watches():
            assert await one.arm() == ""
            assert await other.arm() == "another dashboard has it armed"
            await other.see(OUT)
            assert other.watches.progress(other.watch.id).elsewhere == one.watch.armed
            await other.see(H100)
            assert (other.posts, len(other.heard(NewsKind.HIT))) == (0, 1)
            # Disarmed there, it launches nothing here, although this dashboard has not looked yet.
            other.watches.disarm(other.watch.id)
            await settled()
            await one.see(H100)
            assert (one.posts, one.watches.armed) == (0, ())
            assert await other.arm() == ""
            assert await one.arm() == "another dashboard has it armed"
            await settled()
            assert other.posts == 1


async def test_a_file_that_cannot_be_read_is_left_alone_and_nothing_is_armed(tmp_path: Path) -> None:
    (tmp_path / "watches.json").write_text("{oops")
    desk = WatchDesk(tmp_path)
    async with desk.running_watches():
        desk.wait_for_h100()
        await settled()
        assert "left as it is" in desk.watches.trouble
        assert "cannot be written down" in await desk.arm()
    assert (tmp_path / "watches.json").read_text() == "{oops"
