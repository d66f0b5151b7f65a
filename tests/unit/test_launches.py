"""Launching: one request, however often it is asked for, and what its answer means."""

from __future__ import annotations

from dataclasses import replace

import pytest

from mimiry_tui.clouds import errors
from mimiry_tui.clouds.errors import CloudError
from mimiry_tui.domain.launching.draft import Field
from mimiry_tui.domain.sessions import Session
from mimiry_tui.live.launches.launches import LaunchState
from tests.support.clock import settle
from tests.support.launching_desk import DRAFT, LaunchingDesk, a_request, settled


async def test_a_launch_that_is_accepted_is_in_the_picture_before_any_list_holds_it() -> None:
    desk = LaunchingDesk()
    async with desk.running():
        lists = desk.cloud.count("live_sessions")
        desk.launch()
        assert desk.words == "launching train · 0 s"
        desk.cloud.hold("live_sessions")
        await settled()
        assert desk.state() is LaunchState.ACCEPTED
        assert desk.words == "train launched"
        assert desk.present.session_id == "s1"
        assert isinstance(desk.live.store.sessions["s1"], Session)
        assert desk.cloud.count("live_sessions") == lists + 1, "which has no answer yet"
    assert desk.posts == 1


async def test_impatient_keys_send_one_request() -> None:
    desk = LaunchingDesk()
    async with desk.running():
        answer = desk.cloud.hold("launch")
        first = desk.launch()
        assert desk.launch() is first
        await settled()
        assert desk.launch("another") == first, "nothing else is launched meanwhile"
        answer()
        await settled()
        assert desk.state() is LaunchState.ACCEPTED
        assert desk.launch() is desk.present, "the key was still held down"
        await settled()
        assert desk.posts == 1
        await desk.clock.advance(5)
        desk.cloud.answer("launch", lambda request: desk.exists("s2", request.name))
        desk.launch()
        await settled()
        assert desk.posts == 2, "asked for once more, later"


async def test_another_launch_right_after_one_is_another_launch() -> None:
    desk = LaunchingDesk()
    async with desk.running():
        desk.launch()
        await settled()
        desk.cloud.answer("launch", lambda request: desk.exists("s2", request.name))
        desk.launch("train-2")
        await settled()
        assert desk.present.session_id == "s2"
    assert desk.posts == 2


async def test_what_was_asked_for_before_the_start_is_sent_at_the_start() -> None:
    desk = LaunchingDesk()
    desk.launch()
    await settle()
    assert desk.posts == 0
    async with desk.running():
        await settled()
        assert desk.state() is LaunchState.ACCEPTED
    assert desk.posts == 1


@pytest.mark.parametrize(
    ("error", "words", "field"),
    [
        (
            errors.InsufficientBalance("insufficient_balance", status=402),
            "out of credit: insufficient_balance · top up the balance, or ask the admin of the organisation",
            None,
        ),
        (
            errors.InvalidState("volume ckpt is attached to another session", status=409),
            "not possible now: volume ckpt is attached to another session",
            Field.STORAGE,
        ),
        (
            errors.BadRequest("gpu.count: too many", status=422),
            "request refused: gpu.count: too many",
            Field.COUNT,
        ),
        (errors.BadRequest("no such image", status=400), "request refused: no such image", Field.IMAGE),
        (errors.Forbidden("not yours", status=403), "not allowed: not yours", None),
        (errors.NotFound("what?", status=404), "not found: what?", None),
        (
            errors.TooManyRequests("slow down", status=429, retry_after=30),
            "too many requests: slow down · the service asks to wait 30 s",
            None,
        ),
        (
            errors.KeyLocked(),
            "key is locked · enter the passphrase, or add the key to ssh-agent; nothing was sent",
            None,
        ),
        (errors.Unreachable("no route"), "offline: no route; nothing was sent", None),
        (errors.BadRequest("\x1b[2Jboo", status=400), "request refused: ␛[2Jboo", None),
    ],
)
async def test_a_refusal_is_told_and_never_repeated(
    error: CloudError, words: str, field: Field | None
) -> None:
    desk = LaunchingDesk()
    desk.cloud.answer("launch", error)
    async with desk.running():
        desk.launch()
        await desk.clock.advance(120)
        assert desk.state() is LaunchState.REFUSED
        assert desk.words == f"not launched: {words}"
        assert desk.present.field is field
        assert desk.present.error is error
        assert desk.present.draft is DRAFT, "the form stays as it was"
        desk.launches.forget()
        assert desk.launches.current is None
    assert desk.posts == 1


async def test_after_a_refusal_the_same_may_be_sent_again_at_once() -> None:
    desk = LaunchingDesk()
    desk.cloud.answer("launch", errors.TooManyRequests(), lambda request: desk.exists("s1", request.name))
    async with desk.running():
        first = desk.launch()
        await settled()
        second = desk.launch()
        await settled()
        assert second.id != first.id
        assert desk.state() is LaunchState.ACCEPTED


async def test_read_only_sends_nothing() -> None:
    desk = LaunchingDesk()
    desk.cloud.read_only = True
    async with desk.running():
        desk.launch()
        await desk.clock.advance(5)
        assert desk.words == (
            "not launched: read-only · by --read-only, or by read_only in its profile; nothing was sent"
        )
    assert desk.posts == 0


async def test_a_pending_launch_cannot_be_forgotten() -> None:
    desk = LaunchingDesk()
    async with desk.running():
        answer = desk.cloud.hold("launch")
        launching = desk.launch()
        await settled()
        desk.launches.forget()
        assert desk.present is launching
        answer()
        await settled()
        desk.launches.forget()
        assert desk.launches.current is None
    assert desk.told >= 3


async def test_what_was_launched_can_be_launched_again_without_its_secrets() -> None:
    desk = LaunchingDesk()
    async with desk.running():
        desk.launch()
        await settled()
        (recent,) = desk.launches.recent
        assert (recent.name, recent.session_id, recent.image) == ("train", "s1", a_request().image)
        assert recent.draft.picks == DRAFT.picks
        assert [(one.name, one.value) for one in recent.draft.environment] == [("HF_TOKEN", "")]
        assert desk.launches.draft_of("s1") == recent.draft
        assert desk.launches.draft_of("") is None
        assert desk.launches.draft_of("stranger") is None


async def test_secrets_are_in_no_repr() -> None:
    desk = LaunchingDesk()
    assert "hunter2" not in repr(replace(desk.launch(), error=errors.Unreachable("x")))
