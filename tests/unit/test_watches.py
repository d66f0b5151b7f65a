"""Watches as they run: told once, kept across runs, launching what was agreed to and nothing else."""

from __future__ import annotations

import stat
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest

from mimiry_tui.clouds.errors import AnswerLost, Refused, ServerTrouble, TooManyRequests
from mimiry_tui.domain.launching.draft import Draft
from mimiry_tui.domain.money import Money
from mimiry_tui.live.watches.watches import NewsKind, OfferMark
from tests.support.launch_goods import H100
from tests.support.launching_desk import settled
from tests.support.watch_desk import OUT, TEMPLATE, WatchDesk

DEAR = replace(H100, rate=Money(Decimal("2.40")))


async def test_a_watch_tells_once_whenever_what_it_waits_for_comes_in(tmp_path: Path) -> None:
    desk = WatchDesk(tmp_path)
    async with desk.running_watches():
        desk.wait_for_h100()
        assert desk.watches.state_of(H100.id) is OfferMark.WAITING
        await desk.see(OUT)
        before = desk.watches.progress(desk.watch.id)
        assert (before.last_check, before.why_not) == (desk.clock.now(), "sold out at verda/FIN-01")
        for _ in range(2):
            await desk.see(H100)
            await desk.see(H100)
            await desk.see(OUT)
        assert [one.offer for one in desk.heard(NewsKind.HIT)] == [H100, H100]
        assert desk.watches.progress(desk.watch.id).checks == before.checks + 6
        assert desk.posts == 0


async def test_watches_are_kept_privately_and_come_back_without_telling_again(tmp_path: Path) -> None:
    desk = WatchDesk(tmp_path)
    async with desk.running_watches():
        watch = desk.wait_for_h100()
        await desk.see(H100)
    file = tmp_path / "watches.json"
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    later = WatchDesk(tmp_path, clock=desk.clock)
    later.offer(H100)
    async with later.running_watches():
        assert later.watch == watch
        await later.see(H100)
        assert later.news == []
        later.watches.remove(watch.id)
        await settled()
    assert "models" not in file.read_text()


async def test_an_armed_watch_launches_once_within_its_ceiling_and_is_disarmed(tmp_path: Path) -> None:
    desk = WatchDesk(tmp_path)
    async with desk.running_watches():
        desk.wait_for_h100()
        assert await desk.arm() == ""
        assert [one.armed for one in desk.watches.armed] == [desk.an_arming()]
        assert desk.watches.state_of(H100.id) is OfferMark.ARMED
        await desk.see(DEAR)
        assert (desk.posts, desk.note) == (0, "dearer now than it may launch at")
        await desk.see(H100)
        (request,) = desk.requests
        assert (request.gpu.types, request.gpu.provider, request.gpu.location) == (
            ("H100_80G_SXM",),
            "verda",
            "FIN-01",
        )
        assert request.gpu.max_hourly_rate == Decimal("2.30")
        assert (desk.watches.armed, desk.note) == ((), f"launched {request.name}")
        (news,) = desk.heard(NewsKind.LAUNCHING)
        assert "for at most €9.20" in news.words
        for offer in (OUT, H100, H100):
            await desk.see(offer)
        assert desk.posts == 1
        assert '"armed"' not in (tmp_path / "watches.json").read_text()
        assert (tmp_path / "launches.jsonl").read_text().count("about to launch") == 1


async def test_several_launches_take_as_many_comings_into_match() -> None:
    desk = WatchDesk()
    async with desk.running_watches():
        desk.wait_for_h100()
        assert await desk.arm(launches=2) == ""
        for offer, posts in ((H100, 1), (H100, 1), (OUT, 1), (H100, 2), (OUT, 2), (H100, 2)):
            await desk.see(offer)
            assert desk.posts == posts
        names = [request.name for request in desk.requests]
        assert len(set(names)) == 2
        assert desk.watches.armed == ()


@pytest.mark.parametrize("error", [Refused("no such image"), ServerTrouble(status=503), AnswerLost()])
async def test_a_launch_that_did_not_lead_to_a_session_for_sure_disarms(error: Exception) -> None:
    desk = WatchDesk()
    async with desk.running_watches():
        desk.wait_for_h100()
        assert await desk.arm(launches=3) == ""
        desk.cloud.answer("launch", error)
        await desk.see(H100)
        await desk.clock.advance(70)
        assert desk.watches.armed == ()
        assert len(desk.heard(NewsKind.DISARMED)) == 1
        desk.accept()
        for offer in (OUT, H100):
            await desk.see(offer)
        assert desk.posts == 1


async def test_nothing_is_launched_while_another_launch_is_uncertain() -> None:
    desk = WatchDesk()
    async with desk.running_watches():
        desk.wait_for_h100()
        desk.cloud.answer("launch", AnswerLost())
        desk.launch("by-hand")
        await settled()
        assert await desk.arm() == ""
        desk.accept()
        await desk.see(H100)
        assert desk.posts == 1
        assert desk.note.startswith("held back")
        desk.exists("s9", "by-hand")
        await desk.clock.advance(10)
        await desk.see(H100)
        assert desk.posts == 2


async def test_old_answers_launch_nothing_and_time_that_is_up_disarms() -> None:
    desk = WatchDesk()
    async with desk.running_watches():
        desk.wait_for_h100()
        assert await desk.arm(hours=1) == ""
        await desk.see(TooManyRequests())
        desk.clock.machine_slept(3_000)
        assert desk.posts == 0
        desk.clock.machine_slept(601)
        await desk.see(H100)
        assert (desk.posts, desk.watches.armed, desk.note) == (0, (), "its time was up")
        desk.watches.put(replace(desk.watch, max_rate=None))
        await desk.see(OUT)
        assert await desk.arm(hours=1) == ""
        await desk.clock.advance(3_601)
        assert desk.watches.armed == ()


@pytest.mark.parametrize("change", ["template", "rule", "removed", "disarmed"])
async def test_what_is_not_as_it_was_agreed_to_launches_nothing(change: str) -> None:
    desk = WatchDesk()
    async with desk.running_watches():
        watch = desk.wait_for_h100()
        assert await desk.arm(launches=2) == ""
        match change:
            case "template":
                await desk.templates.save("train", replace(TEMPLATE, max_duration="8h"))
            case "rule":
                desk.watches.put(replace(watch, max_rate=None))
            case "removed":
                desk.watches.remove(watch.id)
            case _:
                desk.watches.disarm(watch.id)
        await desk.see(H100)
        assert (desk.posts, desk.watches.armed) == (0, ())


async def test_what_is_disarmed_while_a_launch_is_prepared_is_not_launched() -> None:
    desk = WatchDesk()
    async with desk.running_watches():
        watch = desk.wait_for_h100()
        assert await desk.arm() == ""
        await desk.clock.advance(61)  # balance and quota are old by now, and are asked for again
        answer = desk.cloud.hold("quotas")
        await desk.see(H100)
        assert desk.posts == 0
        desk.watches.disarm(watch.id)
        answer()
        await desk.clock.advance(6)
        assert desk.posts == 0


async def test_it_is_not_armed_read_only_signed_out_or_without_bounds() -> None:
    desk = WatchDesk()
    async with desk.running_watches():
        desk.wait_for_h100()
        desk.cloud.read_only = True
        assert await desk.arm() == "read-only: nothing is launched from here"
        desk.cloud.read_only = False
        await desk.templates.save("train", Draft(image="example.org/tools/torch:2.4"))
        assert "duration limit" in await desk.arm()
        await desk.templates.save("train", replace(TEMPLATE, image=""))
        assert "image" in await desk.arm()
        assert desk.watches.armed == ()


async def test_one_key_launches_from_the_template_at_the_price_that_was_told() -> None:
    desk = WatchDesk()
    async with desk.running_watches():
        watch = desk.wait_for_h100()
        await desk.see(H100)
        await desk.see(DEAR)
        assert H100.rate is not None
        assert "by now, above €2.10" in await desk.watches.launch(watch.id, H100.id, H100.rate)
        assert desk.posts == 0
        await desk.see(H100)
        assert await desk.watches.launch(watch.id, H100.id, H100.rate) == ""
        assert await desk.watches.launch(watch.id, H100.id, H100.rate) != ""
        await settled()
        assert desk.posts == 1
