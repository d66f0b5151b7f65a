"""What is told of launches, wherever one is by then, and what the keys mean that it names."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from mimiry_tui.domain.phases import Phase
from mimiry_tui.domain.sessions import Session
from mimiry_tui.live.account import Account
from mimiry_tui.simulator.faults import Fault
from mimiry_tui.ui import announce
from mimiry_tui.ui.screens.session import SessionScreen
from mimiry_tui.ui.screens.waiting import WaitingScreen
from mimiry_tui.ui.session_commands import SessionCommands
from tests.support.keys_desk import EITHER, KeysDesk, keys_desk, on_either, ssh_stands_in, with_state
from tests.support.launch_ways import (
    CREATE,
    filled_form,
    form_by,
    form_on,
    launched,
    leave_form,
    left_under_way,
    session_named,
    told,
)


def _account(desk: KeysDesk) -> Account:
    assert desk.app.account is not None
    return desk.app.account


# After a launch


@on_either
async def test_what_was_launched_is_there_at_once_and_s_means_it(
    where: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    runs = ssh_stands_in(monkeypatch)
    async with keys_desk(change=with_state(tmp_path)) as desk:
        await desk.filled()
        await desk.on(where, "train-llama")
        if where == EITHER[0]:
            await desk.press("slash", *"llama", "enter")
        session = await launched(desk, "mine")
        assert "mine is launched · s goes in as soon as it is ready" in await told(desk, "is launched")
        assert desk.shows("mine")
        front = desk.app.screen
        assert isinstance(front, SessionScreen) is (where == EITHER[1])
        assert isinstance(front, SessionCommands)
        assert front.record is not None
        assert front.record.id == session.id
        await desk.press("s")
        await desk.until(lambda: isinstance(desk.app.screen, WaitingScreen))
        seen: set[Phase] = set()
        for _ in range(600):
            if runs:
                break
            await desk.live_for(1)
            known = desk.store.sessions[session.id]
            assert isinstance(known, Session)
            seen.add(known.phase)
        assert len(runs) == 1
        assert {Phase.PROVISIONING, Phase.PULLING_IMAGE, Phase.READY} <= seen
        assert desk.cloud.requests[CREATE] == 1


async def test_a_launch_that_is_found_after_its_form_was_left_moves_no_cursor(tmp_path: Path) -> None:
    async with keys_desk(change=with_state(tmp_path)) as desk:
        await desk.filled()
        before = await desk.at("notebook")
        await left_under_way(desk, "sim-launch-lost")
        desk.cloud.service.faults.order()
        words = await told(desk, "sim-launch-lost is launched")
        assert "after all · s on its row goes in" in words
        assert desk.screen.sessions.table.cursor_id == before
        assert session_named(desk, "sim-launch-lost") is not None
        assert desk.cloud.requests[CREATE] == 1


async def test_a_launch_that_is_not_found_after_its_form_was_left_is_told_aloud(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    rung: list[str] = []
    monkeypatch.setattr(announce, "send", lambda _app, codes: rung.append(codes))
    async with keys_desk(change=with_state(tmp_path)) as desk:
        await desk.filled()
        await left_under_way(desk, "sim-launch-unheard")
        desk.cloud.service.faults.order()
        words = await told(desk, "most likely not launched")
        assert "n opens the form again" in words
        assert rung
        assert (await form_by(desk, "n")).name == "sim-launch-unheard"


async def test_a_refusal_that_comes_after_the_form_was_left_is_told_and_the_form_is_kept(
    tmp_path: Path,
) -> None:
    async with keys_desk(change=with_state(tmp_path)) as desk:
        await desk.filled()
        form = await filled_form(desk, "sim-launch-402")
        desk.cloud.service.faults.order(Fault.parse("latency:POST /api/compute/v1/sessions"))
        await desk.press("ctrl+l")
        await desk.until(lambda: form.flow.is_sent)
        await leave_form(desk)
        words = await told(desk, "not launched")
        assert "insufficient balance" in words
        assert "n opens the form again" in words
        assert (await form_by(desk, "n")).name == "sim-launch-402"


async def test_a_copy_that_was_launched_as_it_came_and_then_refused_is_not_lost(tmp_path: Path) -> None:
    async with keys_desk(change=with_state(tmp_path)) as desk:
        await desk.filled()
        form = await filled_form(desk, "another")
        other = form.desk.draft
        await leave_form(desk)
        await desk.at("train-llama")
        copied = await form_by(desk, "c")
        # Nothing is typed into it, so that nothing of it was kept.
        (await form_on(desk)).desk.restore(replace(copied, picks=other.picks, mounts=(), max_duration="4h"))
        desk.cloud.service.faults.order(
            Fault.parse("latency:POST /api/compute/v1/sessions"),
            Fault.parse("error402:POST /api/compute/v1/sessions"),
        )
        await desk.press("ctrl+l")
        await desk.until(lambda: desk.app.screen is not form and bool(_account(desk).launches.current))
        await leave_form(desk)
        await told(desk, "n opens the form again")
        await desk.until(lambda: [one.draft for one in _account(desk).draft_file.left] == [other])
        await desk.press("2")
        await desk.at("train-llama")
        assert (await form_by(desk, "n")).name == "train-llama-2"


async def test_what_the_form_says_itself_is_no_toast(tmp_path: Path) -> None:
    async with keys_desk(change=with_state(tmp_path)) as desk:
        await desk.filled()
        await filled_form(desk, "sim-launch-409")
        await desk.press("ctrl+l")
        await desk.until(lambda: desk.shows("not launched"))
        await desk.live_for(1)
        assert desk.toasts == []


# Launches of earlier runs


@pytest.mark.parametrize("exists", [True, pytest.param(False, marks=pytest.mark.thorough)])
async def test_a_launch_that_no_run_saw_end_is_told_of_at_the_next_start(
    tmp_path: Path, exists: bool
) -> None:
    async with keys_desk(change=with_state(tmp_path)) as desk:
        await desk.filled()
        await left_under_way(desk, "sim-launch-unheard")
    async with keys_desk(change=with_state(tmp_path)) as desk:
        if exists:
            launch = desk.one("train-llama").launch
            desk.cloud.world.create_session(replace(launch, name="sim-launch-unheard", mounts=()))
        await desk.filled()
        # Both lists have to be newer than what caches may hide, and this run began when the launch was sent.
        await desk.clock.advance(180)
        await desk.press("r")
        words = await told(desk, "sim-launch-unheard was ")
        assert ("launched after all" in words) is exists
        assert ("most likely never launched" in words) is not exists
        (found,) = _account(desk).launches.found
        assert bool(found.session_id) is exists
        await desk.live_for(5)
        assert len([one for one in desk.toasts if "sim-launch-unheard was" in one]) == 1
        assert desk.cloud.requests[CREATE] == 0
