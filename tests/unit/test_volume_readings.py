"""The list of volumes, and deleted ones while somebody wants to see them."""

from __future__ import annotations

from mimiry_tui.clouds.base import Page
from mimiry_tui.clouds.errors import BadRequest
from mimiry_tui.live.store import Resource
from tests.support.volumes import VolumeDesk, a_volume


def shown(desk: VolumeDesk) -> set[str]:
    return set(desk.live.store.volumes)


async def test_deleted_volumes_are_asked_for_only_while_somebody_wants_them() -> None:
    desk = VolumeDesk(a_volume("kept"), a_volume("gone"))
    desk.is_deleted("gone")
    async with desk.running():
        assert shown(desk) == {"kept"}
        assert desk.sent("volumes") == [(False,)]
        desk.live.volumes.show_deleted(True)
        await desk.clock.advance(1)
        assert shown(desk) == {"kept", "gone"}
        desk.live.volumes.show_deleted(False)
        assert shown(desk) == {"kept"}
        await desk.clock.advance(90)
        assert desk.sent("volumes").count((True,)) == 1


async def test_a_volume_that_is_deleted_meanwhile_moves_from_list_to_list() -> None:
    desk = VolumeDesk(a_volume("one"))
    async with desk.running():
        desk.live.volumes.show_deleted(True)
        await desk.clock.advance(1)
        desk.is_deleted("one")
        removed: list[str] = []
        desk.live.store.subscribe(lambda change: removed.extend(change.removed))
        await desk.clock.advance(35)
        assert shown(desk) == {"one"}
        assert removed == [], "its row stays"


async def test_a_service_that_does_not_know_the_filter_takes_nothing_away() -> None:
    desk = VolumeDesk(a_volume("kept"))
    desk.cloud.answer("volumes", Page((a_volume("kept"),)))
    async with desk.running():
        desk.live.volumes.show_deleted(True)
        await desk.clock.advance(35)
        desk.live.volumes.show_deleted(False)
        await desk.clock.advance(1)
        assert shown(desk) == {"kept"}


async def test_where_only_the_deleted_ones_are_refused_the_others_are_fresh_and_the_trouble_is_told() -> None:
    desk = VolumeDesk(a_volume("kept"))
    refuse = BadRequest("state")
    desk.cloud.answer("volumes", lambda deleted: refuse if deleted else Page(tuple(desk.volumes.values())))
    async with desk.running():
        desk.live.volumes.show_deleted(True)
        await desk.clock.advance(1)
        desk.becomes("new")
        await desk.clock.advance(65)
        assert shown(desk) == {"kept", "new"}
        assert desk.live.store.health(Resource.VOLUMES).error is refuse


async def test_one_that_is_known_to_be_gone_leaves_at_once_and_stays_away() -> None:
    desk = VolumeDesk(a_volume("one"), a_volume("two"))
    async with desk.running():
        desk.live.volumes.gone("one")
        assert shown(desk) == {"two"}
        desk.live.volumes.gone("never seen")
        del desk.volumes["one"]
        await desk.clock.advance(65)
        assert shown(desk) == {"two"}


async def test_one_that_was_taken_for_gone_comes_back_with_the_next_answer_that_has_it() -> None:
    desk = VolumeDesk()
    same = Page((a_volume("one"),))
    desk.cloud.answer("volumes", same)
    async with desk.running():
        desk.live.volumes.gone("one")
        await desk.clock.advance(35)
        assert shown(desk) == {"one"}
