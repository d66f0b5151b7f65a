"""Logs of sessions that sleep or have ended, and of clouds that keep none."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from mimiry_tui.clouds.base import Capability
from mimiry_tui.domain.phases import Phase
from mimiry_tui.live.logs.last_lines import last_lines
from mimiry_tui.live.logs.state import LogState, LogStatus
from mimiry_tui.ui.widgets.log.status import words_of
from tests.support.clock import EPOCH
from tests.support.log_desk import LogDesk, a_session, texts


async def test_a_sleeping_log_is_asked_for_only_by_a_reader_and_again_once_it_wakes(tmp_path: Path) -> None:
    session = a_session()
    desk = LogDesk(tmp_path, session)
    desk.service.print("before its sleep")
    async with desk.open():
        await desk.clock.advance(5)
        asked = len(desk.asked())
        desk.bring(replace(session, phase=Phase.SLEEPING))
        await desk.clock.advance(600)
        assert len(desk.asked()) == asked
        desk.service.print("awake")
        desk.bring(session)
        await desk.clock.advance(1)
        assert texts(desk.path())[-1] == "awake"


async def test_the_log_of_what_ended_before_is_fetched_once_for_a_reader_and_kept(tmp_path: Path) -> None:
    session = replace(a_session("completed"), ended_at=EPOCH)
    desk = LogDesk(tmp_path, session)
    desk.service.print("step 1", "step 2")
    async with desk.open():
        await desk.clock.advance(60)
        assert desk.asked() == []
        desk.logs.watch(session.id)
        await desk.clock.advance(600)
        assert len(desk.asked()) == 1
        assert texts(desk.path()) == ["step 1", "step 2"]
        assert desk.state().status is LogStatus.STORED


@pytest.mark.parametrize("is_kept", [True, False])
async def test_the_end_of_a_log_is_fetched_without_a_reader_where_the_service_still_has_it(
    tmp_path: Path, is_kept: bool
) -> None:
    ended, running = replace(a_session("failed"), ended_at=EPOCH), a_session(session_id="running")
    lacking = frozenset() if is_kept else frozenset({Capability.LOGS_AFTER_END})
    desk = LogDesk(tmp_path, ended, running, capabilities=frozenset(Capability) - lacking)
    desk.service.print("it broke")
    async with desk.open():
        desk.logs.fetch_end(ended.id)
        await desk.clock.advance(300)
        asked = [call.arguments[0] for call in desk.cloud.calls if call.name == "logs"]
        assert asked.count(ended.id) == is_kept
        assert last_lines(desk.path(), 3) == (("it broke",) if is_kept else ())


def test_a_cloud_without_logs_says_why() -> None:
    everything = frozenset(Capability) - {Capability.LOGS}
    state = LogDesk(None, a_session(), capabilities=everything).state()
    assert state.status is LogStatus.OFF
    assert words_of(state, EPOCH, has_lines=False).line.plain == "there are no logs here"


def test_a_log_that_was_given_after_the_end_may_be_empty() -> None:
    state = LogState(LogStatus.STORED, captured_until=EPOCH + timedelta(seconds=1))
    words = words_of(state, EPOCH, has_lines=False, ended_at=EPOCH)
    assert words.empty.plain == "its log is empty"
