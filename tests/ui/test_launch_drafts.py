"""Nothing typed is lost to another form: what one takes the place of is under ctrl+t."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from mimiry_tui.domain.launching.draft import Draft
from tests.support.dashboard import dashboard
from tests.support.launch_desk import LaunchDesk, a_draft, launch_desk, open_form, pick_in_stock
from tests.ui.test_launch_flow import leave_it_under_way

MINE = Draft(image="example.org/tools/mine:2.4")

pytestmark = pytest.mark.thorough
"""What a draft is, is proven without a form; that a form keeps it, by the others and end to end."""


async def take_the_one_left(desk: LaunchDesk) -> None:
    """Load the first form under "Left before"."""
    await desk.press("ctrl+t")
    await desk.board.until(lambda: desk.board.app.screen is not desk.form and desk.board.shows("Left before"))
    await desk.press("enter")
    await desk.board.until(lambda: desk.board.app.screen is desk.form)


async def test_a_copy_that_is_written_in_leaves_the_draft_from_before_within_reach(tmp_path: Path) -> None:
    async with dashboard(state_dir=tmp_path) as board:
        await board.filled()
        assert board.app.account is not None
        file = board.app.account.draft_file
        file.keep(MINE)
        desk = await open_form(board, a_draft(pick_in_stock(board), "copied"))
        await board.until(lambda: board.shows("the draft that you left stays"))
        desk.form.desk.change(lambda draft: replace(draft, max_price="9"))
        assert [one.draft for one in file.left] == [MINE]
        copied = desk.form.desk.draft
        await take_the_one_left(desk)
        assert desk.form.desk.draft == MINE
        # And what the form held meanwhile is there in its turn.
        assert file.left[0].draft == copied
        await take_the_one_left(desk)
        assert desk.form.desk.draft == copied


async def test_an_emptied_form_can_be_had_back(tmp_path: Path) -> None:
    async with launch_desk(a_draft, state_dir=tmp_path) as desk:
        before = desk.form.desk.draft
        await desk.press("alt+0")
        await desk.board.until(lambda: desk.board.shows("emptied · ctrl+t has what it was"))
        assert desk.form.desk.draft == Draft()
        assert await desk.account.draft_file.load() is None
        await take_the_one_left(desk)
        assert desk.form.desk.draft == before


async def test_what_is_typed_on_into_the_draft_that_was_left_is_still_that_draft(tmp_path: Path) -> None:
    async with dashboard(state_dir=tmp_path) as board:
        await board.filled()
        assert board.app.account is not None
        file = board.app.account.draft_file
        file.keep(MINE)
        await file.flush()
        desk = await open_form(board)
        await board.until(lambda: board.shows("as you left it"))
        desk.form.desk.change(lambda draft: replace(draft, max_price="9"))
        await file.flush()
        assert (await file.load(), file.left) == (replace(MINE, max_price="9"), ())


async def test_a_template_sets_what_was_typed_aside(tmp_path: Path) -> None:
    async with launch_desk(state_dir=tmp_path) as desk:
        await desk.account.templates.save("nightly", a_draft(pick_in_stock(desk.board), "nightly"))
        desk.form.desk.change(lambda draft: MINE)
        await desk.press("ctrl+t")
        await desk.board.until(lambda: desk.board.app.screen is not desk.form and desk.board.shows("nightly"))
        await desk.press("enter")
        await desk.board.until(lambda: desk.form.desk.draft.name == "nightly")
        assert [one.draft for one in desk.account.draft_file.left] == [MINE]


async def test_a_launch_from_a_form_left_meanwhile_does_not_forget_the_next_one(tmp_path: Path) -> None:
    """The form is left while its launch is looked for; what is written next is no part of that."""
    async with launch_desk(lambda pick: a_draft(pick, "sim-launch-lost"), state_dir=tmp_path) as desk:
        desk.form.desk.change(lambda draft: replace(draft, max_price="9"))
        launched = desk.form.desk.draft
        await leave_it_under_way(desk)
        await open_form(desk.board, MINE)
        file = desk.account.draft_file
        file.keep(MINE)
        assert [one.draft for one in file.left] == [launched]
        desk.board.cloud.service.faults.order()
        await desk.settled()
        await desk.board.until(lambda: not file.left)
        assert await file.load() == MINE


async def test_a_draft_that_became_a_session_although_nobody_saw_that_says_so(tmp_path: Path) -> None:
    """After a crash between the request and its answer both are there: the draft, and the session."""
    async with launch_desk(a_draft, state_dir=tmp_path) as desk:
        draft = desk.form.desk.draft
        await desk.press("ctrl+l")
        await desk.board.until(lambda: not desk.is_open)
        desk.account.draft_file.keep(draft)
        await open_form(desk.board)
        await desk.board.until(lambda: desk.board.shows("as you left it, and launched since as pytorch"))


async def test_a_form_whose_launch_is_under_way_takes_no_edits_when_it_is_opened_again(
    tmp_path: Path,
) -> None:
    async with launch_desk(lambda pick: a_draft(pick, "sim-launch-lost"), state_dir=tmp_path) as desk:
        await leave_it_under_way(desk)
        again = await open_form(desk.board, wait=False)
        await desk.board.until(lambda: desk.board.shows("may exist"))
        assert again.form.form.disabled
        await again.press("space", "x")
        assert not again.form.desk.is_touched


async def test_an_impatient_escape_leaves_the_form_and_nothing_else() -> None:
    async with launch_desk() as desk:
        dashboard_screen = desk.board.screen
        await desk.press("alt+2")
        await desk.type("x")
        for _ in range(4):
            desk.form.action_leave()
        await desk.board.until(lambda: not desk.is_open)
        await desk.board.pilot.pause()
        assert desk.board.app.screen is dashboard_screen
        assert desk.left_with == [None]
