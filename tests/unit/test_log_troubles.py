"""Logs that the service refuses, fails to give, or does not have."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from mimiry_tui.clouds.base import Capability
from mimiry_tui.clouds.errors import (
    BadRequest,
    CloudError,
    InvalidState,
    KeyLocked,
    NotFound,
    ServerTrouble,
    Unreachable,
)
from mimiry_tui.live.logs.state import LogStatus
from mimiry_tui.live.store import Change, Health, Resource
from tests.support.log_desk import ID, LogDesk, a_session, texts


@pytest.mark.parametrize("refusal", [InvalidState("not running"), NotFound()])
async def test_after_the_end_a_refusal_leaves_the_copy(tmp_path: Path, refusal: CloudError) -> None:
    desk = LogDesk(tmp_path, a_session())
    desk.service.print("kept")
    async with desk.open():
        await desk.clock.advance(5)
        until = desk.state().captured_until
        desk.cloud.answer("logs", refusal)
        desk.bring(a_session("completed"))
        await desk.clock.advance(60)
    assert desk.state().status is LogStatus.STORED
    assert desk.state().captured_until == until == desk.now - timedelta(seconds=64)
    assert texts(desk.path()) == ["kept"]
    assert len(desk.asked()) == 2


async def test_a_service_that_is_silent_at_the_end_is_asked_a_few_times_and_no_more(tmp_path: Path) -> None:
    desk = LogDesk(tmp_path, a_session())
    async with desk.open():
        await desk.clock.advance(5)
        desk.cloud.answer("logs", Unreachable("gone"))
        desk.bring(a_session("completed"))
        await desk.clock.advance(1_000)
    assert len(desk.asked()) == 1 + 5
    assert desk.state().status is LogStatus.STORED


async def test_failures_back_off_and_are_told_with_the_next_attempt(tmp_path: Path) -> None:
    desk = LogDesk(tmp_path, a_session())
    desk.cloud.answer("logs", *[ServerTrouble("down", status=500)] * 3, "up\n")
    desk.logs.watch(ID)
    async with desk.open():
        await desk.clock.advance(3)
        assert desk.state().status is LogStatus.FAILED
        assert str(desk.state().error) == "Service trouble: down"
        await desk.clock.advance(40)
        assert desk.state().status is LogStatus.FOLLOWING
        assert desk.state().error is None
    assert desk.asked()[:4] == [1, 6, 16, 36]


async def test_a_running_session_whose_log_is_refused_shows_the_copy_and_is_asked_again(
    tmp_path: Path,
) -> None:
    desk = LogDesk(tmp_path, a_session())
    desk.cloud.answer("logs", InvalidState("session is not running"), "line\n")
    async with desk.open():
        await desk.clock.advance(2)
        assert desk.state().status is LogStatus.STORED
        await desk.clock.advance(15)
        assert desk.state().status is LogStatus.FOLLOWING


async def test_nobody_asks_while_signing_in_fails(tmp_path: Path) -> None:
    desk = LogDesk(tmp_path, a_session())
    desk.cloud.answer("logs", KeyLocked(), "line\n")
    async with desk.open():
        await desk.clock.advance(500)
        assert desk.asked() == [1]
        assert desk.state().next_try_at is None
        desk.store.set_health(Resource.SESSIONS, Health(as_of=desk.now))
        desk.store.publish(Change(Resource.SESSIONS, health_only=True))
        await desk.clock.advance(0)
        assert desk.asked() == [1, 500]
        assert desk.state().status is LogStatus.FOLLOWING


async def test_a_service_that_fails_on_long_answers_is_asked_for_shorter_ones(tmp_path: Path) -> None:
    desk = LogDesk(tmp_path, a_session())
    desk.cloud.answer("logs", BadRequest("too many"), BadRequest("too many"), "line\n")
    async with desk.open():
        await desk.clock.advance(100)
        assert desk.tails()[:4] == [2_000, 1_000, 500, 200]


async def test_a_cloud_without_logs_is_never_asked(tmp_path: Path) -> None:
    desk = LogDesk(tmp_path, a_session(), capabilities=frozenset({Capability.SESSIONS}))
    desk.logs.watch(ID)
    async with desk.open():
        await desk.clock.advance(60)
    assert desk.state().status is LogStatus.OFF
    assert desk.path() is None
    assert not desk.asked()
