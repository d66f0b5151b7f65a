"""The form as a whole: where things stand, the keys that work from every field, and what is kept of it."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from pathlib import Path

import pytest

from mimiry_tui.domain.launching.checks import Mark
from mimiry_tui.domain.launching.draft import Draft, Field, Variable
from tests.support.dashboard import dashboard
from tests.support.launch_desk import LaunchDesk, a_draft, launch_desk, open_form, pick_in_stock

SMALL = (80, 24)
SECRET = "hunter2-very-secret"


def focused_section(desk: LaunchDesk) -> str:
    return next((one.NAME for one in desk.form.sections if one.has_focus_within), "")


async def test_form_and_side_panel_stand_side_by_side_where_there_is_room() -> None:
    async with launch_desk(a_draft) as desk:
        shown = desk.board.text()
        for title in ("1 GPU", "2 Image", "3 Run", "Before you pay", "Cost", "Request"):
            assert title in shown
        assert "ctrl+r" not in shown


async def test_a_narrow_terminal_shows_one_of_them_and_the_figures_of_the_other() -> None:
    async with launch_desk(a_draft, size=SMALL) as desk:
        assert not desk.board.shows("Before you pay")
        line = desk.board.line_with("ctrl+r review")
        assert "at most €" in line
        assert "ctrl+r" not in desk.board.lines()[-1], "said once: the key line has room for other keys"
        await desk.press("alt+2")
        cursor = desk.form.focused
        await desk.press("ctrl+r")
        await desk.board.until(lambda: desk.board.shows("Before you pay") and not desk.board.shows("1 GPU"))
        assert desk.form.focused is desk.form.side
        await desk.press("escape")
        await desk.board.until(lambda: desk.board.shows("1 GPU") and desk.form.focused is cursor)
        assert desk.is_open


@pytest.mark.parametrize("size", [(60, 16), (80, 24), (100, 30), (120, 36)])
async def test_no_line_is_wider_than_the_terminal_and_the_key_that_launches_is_shown(
    size: tuple[int, int],
) -> None:
    async with launch_desk(a_draft, size=size) as desk:
        assert "ctrl+l launch for ≤ €" in desk.board.lines()[-1]
        assert all(len(line) <= size[0] for line in desk.board.lines())
        await desk.press("alt+5")
        await desk.board.until(lambda: desk.board.shows("5 Guards"))


async def test_a_terminal_that_is_too_small_says_so() -> None:
    async with launch_desk(a_draft) as desk:
        await desk.board.pilot.resize_terminal(59, 15)
        await desk.board.until(lambda: desk.board.shows("59×15 is too small"))
        await desk.board.pilot.resize_terminal(80, 24)
        await desk.board.until(lambda: desk.board.shows("1 GPU"))


def _is_in(desk: LaunchDesk, name: str) -> bool:
    return focused_section(desk) == name


async def test_every_section_is_reached_from_every_field() -> None:
    async with launch_desk(a_draft, size=SMALL) as desk:
        names = [one.NAME for one in desk.form.sections]
        for number, name in enumerate(names, start=1):
            await desk.press(f"alt+{number}")
            await desk.board.until(partial(_is_in, desk, name))
        await desk.press("ctrl+down")
        await desk.board.until(lambda: focused_section(desk) == names[0])
        await desk.press("ctrl+up")
        await desk.board.until(lambda: focused_section(desk) == names[-1])


async def test_the_tab_key_goes_through_the_whole_form_and_comes_round() -> None:
    async with launch_desk(a_draft, size=SMALL) as desk:
        await desk.press("alt+1")
        seen: list[str] = []
        while len(seen) <= len(desk.form.sections):
            if (name := focused_section(desk)) not in seen[-1:]:
                seen.append(name)
            await desk.press("tab")
        assert seen[:5] == [one.NAME for one in desk.form.sections]
        assert seen[5] == seen[0]


async def test_a_way_out_is_one_key() -> None:
    async with dashboard() as board:
        await board.filled()
        picked = pick_in_stock(board)
        desk = await open_form(board, Draft(picks=(picked,), image="example.org/tools/torch:2.4"))
        line = board.line_with("f2")
        assert "4h" in line
        await desk.press("f2")
        assert desk.form.desk.draft.max_duration == "4h"
        assert desk.view.preflight.cost.at_most is not None


async def test_a_click_on_a_check_goes_to_its_field() -> None:
    async with launch_desk(a_draft) as desk:
        row = next(at for at, line in enumerate(desk.board.lines()) if "✓ image" in line)
        column = desk.board.lines()[row].index("✓ image") + 3
        await desk.board.pilot.click(offset=(column, row))
        await desk.board.until(lambda: focused_section(desk) == "Image")


async def test_the_request_is_shown_in_every_form_without_secrets(tmp_path: Path) -> None:
    async with dashboard(state_dir=tmp_path) as board:
        await board.filled()
        start = Draft(
            picks=(pick_in_stock(board),),
            image="example.org/tools/torch:2.4",
            environment=(Variable("HF_TOKEN", SECRET),),
        )
        desk = await open_form(board, start)
        request = desk.form.side.request
        kinds = []
        for _ in request.labels:
            kinds.append(request.kind)
            # Where a program has no option for it, the text says so.
            told = "environment_vars" not in request.text().partition("\n")[0]
            assert ("HF_TOKEN" in request.text()) is told
            assert (SECRET in request.text(masked=False)) is told
            assert SECRET not in request.text()
            assert SECRET not in board.text()
            await desk.press("ctrl+g")
        assert tuple(kinds) == request.labels
        assert kinds[:2] == ["JSON", "curl"]
        assert len(kinds) == 5
        assert request.kind == kinds[0]


async def test_what_is_copied_is_what_is_shown_and_values_only_when_they_are_asked_for(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    async with dashboard() as board:
        await board.filled()
        start = a_draft(pick_in_stock(board))
        desk = await open_form(board, start)
        desk.form.desk.change(lambda draft: replace(draft, environment=(Variable("HF_TOKEN", SECRET),)))
        copied: list[str] = []
        monkeypatch.setattr(board.app, "copy_to_clipboard", copied.append)
        await desk.press("ctrl+y")
        await board.until(lambda: len(copied) == 1)
        assert copied[0] == desk.form.side.request.text()
        assert SECRET not in copied[0]
        await desk.press("alt+y")
        await board.until(lambda: len(copied) == 2)
        assert SECRET in copied[1]


async def test_a_form_that_is_left_is_there_again_and_its_secrets_are_not(tmp_path: Path) -> None:
    async with dashboard(SMALL, state_dir=tmp_path) as board:
        await board.filled()
        desk = await open_form(board)
        await desk.press("alt+2")
        await desk.type("example.org/tools/torch:2.4")
        desk.form.desk.change(lambda draft: replace(draft, environment=(Variable("HF_TOKEN", SECRET),)))
        await desk.press("escape")
        while desk.is_open:
            await desk.press("escape")
        assert desk.left_with == [None]
        await board.clock.advance(2)
        kept = tmp_path / "draft.json"
        await board.until(kept.exists)
        assert SECRET not in kept.read_text()
    async with dashboard(SMALL, state_dir=tmp_path) as board:
        await board.filled()
        again = await open_form(board)
        assert again.form.desk.draft.image == "example.org/tools/torch:2.4"
        assert [one.name for one in again.form.desk.draft.environment] == ["HF_TOKEN"]
        assert board.shows("example.org/tools/torch:2.4")
        assert board.shows("as you left it · alt+0 empties the form")
        await again.press("alt+0")
        await board.until(lambda: not board.shows("as you left it"))


async def test_a_form_opened_for_something_leaves_the_kept_draft_alone_until_it_is_changed(
    tmp_path: Path,
) -> None:
    async with dashboard(state_dir=tmp_path) as board:
        await board.filled()
        kept = Draft(image="example.org/tools/torch:2.4")
        assert board.app.account is not None
        board.app.account.draft_file.keep(kept)
        desk = await open_form(board, a_draft(pick_in_stock(board)))
        assert await board.app.account.draft_file.load() == kept
        await desk.press("alt+0")
        await board.until(lambda: desk.form.desk.draft == Draft())
        assert await board.app.account.draft_file.load() is None


async def test_a_click_turns_to_another_form_of_the_request() -> None:
    async with launch_desk(a_draft, size=(120, 50)) as desk:
        row = next(at for at, line in enumerate(desk.board.lines()) if "JSON · curl" in line)
        column = desk.board.lines()[row].index("curl")
        await desk.board.pilot.click(offset=(column, row))
        await desk.board.until(lambda: desk.board.shows("curl -sS"))
        assert desk.form.side.request.kind == "curl"


async def test_foreign_text_is_shown_as_it_is_and_obeyed_nowhere() -> None:
    async with launch_desk(lambda pick: a_draft(pick, "[red]x[/]")) as desk:
        desk.form.desk.refuse(None, "[b]no[/b] \x1b[31m \u202e")
        desk.form.flow.tell("by the template [i]one[/i]\x1b[2J")
        assert '"[red]x[/]"' in desk.form.side.request.text()
        await desk.board.until(lambda: desk.board.shows("by the template [i]one[/i]␛[2J"))
        assert "\x1b" not in desk.board.text()


async def test_a_watched_offer_is_watched_by_the_account() -> None:
    async with launch_desk(Draft()) as desk:
        await desk.press("alt+1", "w")
        await desk.board.until(lambda: len(desk.account.watches.all) == 1)
        await desk.press("w")
        await desk.board.until(lambda: not desk.account.watches.all)


async def test_a_template_fills_the_form(tmp_path: Path) -> None:
    async with launch_desk(state_dir=tmp_path) as desk:
        saved = a_draft(pick_in_stock(desk.board), "nightly")
        await desk.account.templates.save("nightly", saved)
        await desk.press("ctrl+t")
        await desk.board.until(lambda: desk.board.app.screen is not desk.form and desk.board.shows("nightly"))
        await desk.press("enter")
        await desk.board.until(lambda: desk.board.app.screen is desk.form)
        assert desk.form.desk.draft == saved


async def test_a_new_volume_is_created_where_the_session_runs_and_mounted(tmp_path: Path) -> None:
    async with launch_desk(a_draft, state_dir=tmp_path) as desk:
        place = desk.view.preflight.place
        await desk.press("ctrl+n")
        await desk.board.until(lambda: desk.board.app.screen is not desk.form)
        await desk.type("fresh")
        await desk.press("enter")
        await desk.board.until(lambda: desk.board.app.screen is desk.form)
        await desk.board.until(lambda: bool(desk.form.desk.draft.mounts))
        (mount,) = desk.form.desk.draft.mounts
        assert (mount.volume_name, mount.path) == ("fresh", "/fresh")
        volume = desk.board.cloud.world.state.volumes[mount.volume_id]
        assert volume.location == (place.location or volume.location)
        bad = [check for check in desk.view.preflight.checks if check.mark is Mark.BAD]
        assert [check.field for check in bad] == [Field.STORAGE], "it is not there yet, and that was not said"
