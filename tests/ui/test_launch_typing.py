"""What is typed fast stays in order, in every field, while the form around it is drawn anew."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from textual.events import Key

from mimiry_tui.domain.launching.draft import Draft, Field
from tests.support.launch_desk import LaunchDesk, launch_desk

pytestmark = pytest.mark.thorough

WORDS = "abcdefghijklmnopqrstuvwxyz0123456789"


def hammer(desk: LaunchDesk, text: str) -> None:
    """All at once, as a paste without brackets or an impatient person does it."""
    for sign in text:
        desk.board.app.post_message(Key(sign, sign))


@pytest.mark.parametrize(
    ("field", "typed"),
    [
        (Field.IMAGE, lambda draft: draft.image),
        (Field.NAME, lambda draft: draft.name),
        (Field.COMMAND, lambda draft: draft.command),
        (Field.ORGANISATION, lambda draft: draft.org_id),
    ],
)
async def test_letters_that_come_at_once_keep_their_order(
    field: Field, typed: Callable[[Draft], str]
) -> None:
    async with launch_desk(Draft(has_command=True)) as desk:
        desk.form.focus_field(field)
        await desk.board.until(lambda: desk.section_of(field).has_focus_within)
        hammer(desk, WORDS)
        await desk.board.until(lambda: len(typed(desk.form.desk.draft)) >= len(WORDS))
        assert typed(desk.form.desk.draft) == WORDS
        await desk.board.until(lambda: desk.board.shows(WORDS))


async def test_a_way_out_taken_right_behind_a_letter_loses_neither() -> None:
    async with launch_desk(Draft()) as desk:
        desk.form.focus_field(Field.IMAGE)
        await desk.board.until(lambda: desk.section_of(Field.IMAGE).has_focus_within)
        end = next(check for check in desk.view.preflight.checks if check.title == "has an end")
        fixes = [check for check in desk.view.preflight.checks if check.fix is not None]
        hammer(desk, "torch")
        desk.board.app.post_message(Key(f"f{fixes.index(end) + 2}", None))
        hammer(desk, "x")
        await desk.board.until(lambda: desk.form.desk.draft.image == "torchx")
        assert desk.form.desk.draft.max_duration == "4h"


async def test_leaving_right_behind_a_letter_keeps_the_letter() -> None:
    async with launch_desk(Draft()) as desk:
        desk.form.focus_field(Field.NAME)
        await desk.board.until(lambda: desk.section_of(Field.NAME).has_focus_within)
        hammer(desk, "mine")
        desk.board.app.post_message(Key("escape", None))
        await desk.board.until(lambda: not desk.is_open)
        kept = await desk.account.draft_file.load()
        assert kept is not None
        assert kept.name == "mine"


async def test_keys_behind_the_one_that_leads_to_a_section_are_meant_for_there() -> None:
    async with launch_desk(Draft()) as desk:
        desk.form.focus_field(Field.NAME)
        await desk.board.until(lambda: desk.section_of(Field.NAME).has_focus_within)
        hammer(desk, "mine")
        desk.board.app.post_message(Key("alt+2", "2"))
        hammer(desk, "torch:2")
        desk.board.app.post_message(Key("ctrl+down", None))
        desk.board.app.post_message(Key("right", None))
        await desk.board.until(lambda: desk.form.desk.draft.has_command)
        assert (desk.form.desk.draft.name, desk.form.desk.draft.image) == ("mine", "torch:2")


async def test_a_q_beside_a_field_leaves_neither_the_form_nor_the_program() -> None:
    async with launch_desk(Draft()) as desk:
        desk.form.focus_field(Field.COUNT)
        await desk.press("q")
        await desk.board.until(lambda: desk.board.shows("esc leaves the form"))
        assert desk.board.app.screen is desk.form
        assert desk.board.app.is_running


async def test_what_has_the_focus_stays_in_sight_when_the_terminal_shrinks() -> None:
    async with launch_desk(Draft(), size=(120, 48)) as desk:
        desk.form.focus_field(Field.ORGANISATION)
        await desk.board.until(lambda: desk.section_of(Field.ORGANISATION).has_focus_within)
        await desk.board.pilot.resize_terminal(60, 16)
        await desk.board.until(lambda: desk.board.shows("paid by"))
