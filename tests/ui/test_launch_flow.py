"""From the key that launches to a session, or back to the form with the reason; never two sessions."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from textual.events import Key

from mimiry_tui.clouds.transport import Deadlines
from mimiry_tui.domain.launching.draft import Draft, Field
from mimiry_tui.domain.sessions import Session
from mimiry_tui.live.launches.launches import LaunchState
from mimiry_tui.settings.preferences import Guards
from mimiry_tui.simulator.faults import Fault
from mimiry_tui.ui.preference_desk import PreferenceDesk
from tests.support.launch_desk import LaunchDesk, a_draft, launch_desk, open_form

SMALL = (80, 24)


async def launched(desk: LaunchDesk) -> Session:
    """Until the form was left with a session; that session as the dashboard shows it."""
    await desk.board.until(lambda: not desk.is_open)
    session = desk.board.store.sessions[desk.left_with[0] or ""]
    assert isinstance(session, Session)
    return session


async def refused(desk: LaunchDesk, words: str) -> None:
    """Until the form says that, ready to be written in again."""
    await desk.board.until(lambda: desk.board.shows(words) and not desk.form.flow.is_busy)
    assert desk.is_open


async def test_a_session_is_launched_by_keyboard_alone_on_a_small_terminal(tmp_path: Path) -> None:
    async with launch_desk(size=SMALL, state_dir=tmp_path) as desk:
        await desk.press("alt+1", "space")
        await desk.press("alt+2")
        await desk.type("nvcr.io/nvidia/pytorch:24.01-py3")
        await desk.board.until(lambda: desk.view.preflight.may_launch)
        assert desk.board.shows("✓") or desk.board.shows("⚠")
        await desk.press("ctrl+l")
        session = await launched(desk)
        assert session.image == "nvcr.io/nvidia/pytorch:24.01-py3"
        assert desk.posts == 1


async def test_an_impatient_key_launches_once(tmp_path: Path) -> None:
    async with launch_desk(a_draft, size=SMALL, state_dir=tmp_path) as desk:
        for _ in range(5):
            desk.board.app.post_message(Key("ctrl+l", None))
        await launched(desk)
        await desk.board.pilot.pause()
        assert desk.posts == 1


async def test_what_is_launched_is_what_can_be_read_however_fast_the_key_comes(tmp_path: Path) -> None:
    async with launch_desk(a_draft, state_dir=tmp_path) as desk:
        # What the settings would end it by is said before, and counts as soon as they say so.
        preferences = PreferenceDesk.of(desk.board.app)
        preferences.use(replace(preferences.now, guards=Guards(end_after=timedelta(hours=12))))
        await desk.board.until(lambda: desk.board.shows("ended from here, while this runs, after 12h"))
        desk.form.focus_field(Field.IMAGE)
        await desk.board.pilot.pause()
        await desk.press("end")
        for sign in "-typed":
            desk.board.app.post_message(Key("minus" if sign == "-" else sign, sign))
        desk.board.app.post_message(Key("ctrl+l", None))
        session = await launched(desk)
        assert session.image == "nvcr.io/nvidia/pytorch:24.01-py3-typed"


async def test_the_form_cannot_be_changed_while_it_is_sent(tmp_path: Path) -> None:
    async with launch_desk(lambda pick: a_draft(pick, "sim-launch-unheard"), state_dir=tmp_path) as desk:
        await desk.press("ctrl+l")
        await desk.board.until(lambda: desk.form.flow.is_busy and desk.board.shows("may exist"))
        before = desk.form.desk.draft
        await desk.press("alt+2", *"xyz", "f2", "ctrl+t", "ctrl+l")
        assert desk.form.desk.draft == before
        assert desk.board.app.screen is desk.form
        assert desk.posts == 1


@pytest.mark.parametrize(
    ("scenario", "words", "field"),
    [
        ("sim-launch-402", "insufficient balance", None),
        ("sim-launch-409", "volume ckpt is attached to session train-llama", Field.STORAGE),
        ("sim-launch-422", "image.uri: no such image", Field.IMAGE),
        ("sim-launch-429", "concurrent_sessions quota exceeded", None),
    ],
)
async def test_a_refusal_keeps_the_form_and_is_said_where_it_belongs(
    tmp_path: Path, scenario: str, words: str, field: Field | None
) -> None:
    async with launch_desk(lambda pick: a_draft(pick, scenario), size=SMALL, state_dir=tmp_path) as desk:
        draft = desk.form.desk.draft
        await desk.press("ctrl+l")
        await refused(desk, "not launched")
        assert words in " ".join(desk.board.text().split())
        assert desk.form.desk.draft == draft
        assert desk.view.refused_field is field
        assert words in desk.view.refused_words
        assert desk.posts == 1
        if field is not None:
            await desk.board.until(lambda: desk.section_of(field).has_focus_within)


async def test_a_refusal_is_over_once_the_form_is_another(tmp_path: Path) -> None:
    async with launch_desk(lambda pick: a_draft(pick, "sim-launch-422"), state_dir=tmp_path) as desk:
        await desk.press("ctrl+l")
        await refused(desk, "not launched")
        await desk.press("alt+2", "end", "x")
        await desk.board.until(lambda: not desk.board.shows("not launched"))
        assert desk.view.refused_words == ""
        assert desk.account.launches.current is None


@pytest.mark.parametrize("scenario", ["sim-launch-lost", "sim-launch-silent"])
async def test_an_answer_that_never_comes_is_looked_for_and_found(tmp_path: Path, scenario: str) -> None:
    async with launch_desk(lambda pick: a_draft(pick, scenario), state_dir=tmp_path) as desk:
        cloud: Any = desk.account.cloud
        # By its own deadlines nobody would know for twenty seconds that nothing comes.
        cloud._transport._deadlines = Deadlines(whole=1.0)
        await desk.press("ctrl+l")
        assert (await launched(desk)).name == scenario
        assert desk.posts == 1


async def test_what_is_not_found_within_a_minute_may_be_launched_again(tmp_path: Path) -> None:
    async with launch_desk(lambda pick: a_draft(pick, "sim-launch-500"), state_dir=tmp_path) as desk:
        await desk.press("ctrl+l")
        await desk.board.until(lambda: desk.board.shows("may exist"))
        await desk.live_on(20)
        await desk.press("ctrl+l")
        assert desk.posts == 1, "it was sent again while it may exist"
        await desk.live_on(50)
        await refused(desk, "was not found")
        current = desk.account.launches.current
        assert current is not None
        assert current.state is LaunchState.LOST
        assert desk.posts == 1


async def test_a_form_left_while_its_launch_is_under_way_is_no_draft_once_that_came_to_be(
    tmp_path: Path,
) -> None:
    async with launch_desk(lambda pick: a_draft(pick, "sim-launch-lost"), state_dir=tmp_path) as desk:
        desk.form.desk.change(lambda draft: replace(draft, max_price="9"))
        await leave_it_under_way(desk)
        assert await desk.account.draft_file.load() is not None
        desk.board.cloud.service.faults.order()
        assert (await desk.settled()).state is LaunchState.ACCEPTED
        assert await desk.account.draft_file.load() is None
        assert desk.posts == 1


async def test_a_form_opened_again_follows_the_launch_that_is_under_way(tmp_path: Path) -> None:
    async with launch_desk(lambda pick: a_draft(pick, "sim-launch-lost"), state_dir=tmp_path) as desk:
        await leave_it_under_way(desk)
        again = await open_form(desk.board, wait=False)
        await desk.board.until(lambda: desk.board.shows("may exist"))
        assert again.form.flow.is_busy
        desk.board.cloud.service.faults.order()
        await desk.settled()
        assert (await launched(again)).name == "sim-launch-lost"
        assert desk.posts == 1


async def test_a_launch_that_ends_behind_the_palette_is_shown_once_that_is_gone(tmp_path: Path) -> None:
    async with launch_desk(lambda pick: a_draft(pick, "sim-launch-lost"), state_dir=tmp_path) as desk:
        desk.board.cloud.service.faults.order(Fault.parse("error503:GET /api/compute/v1/sessions"))
        await desk.press("ctrl+l")
        await desk.board.until(lambda: desk.board.shows("may exist"))
        await desk.press("ctrl+p")
        await desk.board.until(lambda: desk.board.app.screen is not desk.form)
        desk.board.cloud.service.faults.order()
        await desk.settled()
        assert desk.is_open
        await desk.press("escape")
        assert (await launched(desk)).name == "sim-launch-lost"


async def test_a_copy_that_becomes_a_session_leaves_the_draft_of_something_else_alone(tmp_path: Path) -> None:
    async with launch_desk(a_draft, state_dir=tmp_path) as desk:
        other = Draft(image="example.org/tools/torch:2.4")
        desk.account.draft_file.keep(other)
        await desk.press("ctrl+l")
        await launched(desk)
        await desk.board.pilot.pause()
        assert await desk.account.draft_file.load() == other


async def test_a_form_that_was_written_in_is_no_draft_once_it_is_a_session(tmp_path: Path) -> None:
    async with launch_desk(a_draft, state_dir=tmp_path) as desk:
        desk.form.focus_field(Field.NAME)
        await desk.board.until(lambda: desk.section_of(Field.NAME).has_focus_within)
        await desk.type("mine")
        assert await desk.account.draft_file.load() is not None
        await desk.press("ctrl+l")
        assert (await launched(desk)).name == "mine"
        await desk.board.pilot.pause()
        assert await desk.account.draft_file.load() is None


async def leave_it_under_way(desk: LaunchDesk) -> None:
    """Launch, lose the answer, and leave while the list cannot be read either."""
    desk.board.cloud.service.faults.order(Fault.parse("error503:GET /api/compute/v1/sessions"))
    await desk.press("ctrl+l")
    await desk.board.until(lambda: desk.board.shows("may exist"))
    await desk.press("escape")
    await desk.board.until(lambda: not desk.is_open)
    assert desk.left_with == [None]


async def test_a_form_with_nothing_in_it_says_what_is_missing_and_goes_there() -> None:
    async with launch_desk(Draft(), size=SMALL) as desk:
        await desk.press("alt+5", "ctrl+l")
        await desk.board.until(lambda: desk.board.shows("not launched: offered, in stock"))
        await desk.board.until(lambda: desk.section_of(Field.GPU).has_focus_within)
        assert desk.posts == 0
