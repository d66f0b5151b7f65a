"""The keys that open the launch form, from wherever something is shown that a launch can begin with."""

from __future__ import annotations

from pathlib import Path

import pytest
from textual.command import CommandPalette
from textual.widgets import Input, OptionList

from mimiry_tui.domain.launching.draft import Draft, Pick
from mimiry_tui.domain.sessions import Session
from mimiry_tui.domain.volumes import Volume
from mimiry_tui.ui.screens.launch import LaunchScreen
from tests.support.dashboard import dashboard
from tests.support.keys_desk import EITHER, keys_desk, on_either, read_only, with_state
from tests.support.launch_ways import (
    CREATE,
    at_offer,
    form_by,
    form_on,
    key_behind,
    leave_form,
    offers,
    session_named,
)
from tests.support.scripted_account import ScriptedAccount, model, scripted, session, volume

ACTIONS = {"launch", "copy_session", "copy_to_next_best"}
SIZES = [(80, 24), (120, 36)]


# n


@pytest.mark.parametrize("size", SIZES)
async def test_n_on_an_offer_begins_with_it(size: tuple[int, int]) -> None:
    async with keys_desk(size) as desk:
        await desk.filled()
        offer = offers(desk)[2]
        await at_offer(desk, offer)
        draft = await form_by(desk, "n")
        assert draft.picks == (Pick.of(offer),)
        await leave_form(desk)
        assert desk.on_dashboard()
        assert desk.screen.offers.table.has_focus
        assert desk.screen.offers.table.cursor_id == offer.id


async def test_n_on_a_volume_mounts_it_and_goes_where_it_is() -> None:
    async with keys_desk() as desk:
        await desk.filled()
        desk.screen.action_focus_pane(3)
        await desk.pilot.pause()
        record = desk.screen.record
        assert isinstance(record, Volume)
        draft = await form_by(desk, "n")
        (wish,) = draft.mounts
        assert (wish.volume_id, wish.path) == (record.id, f"/{record.name}")
        form = await form_on(desk)
        assert form.desk.view.preflight.place.location == record.location


async def test_n_on_a_volume_that_is_gone_mounts_nothing(key: Path) -> None:
    gone = volume("v", state="deleted")
    async with scripted(ScriptedAccount(volumes=[gone]), key) as shown:
        await shown.filled()
        await shown.press("3", "D")
        await shown.until(lambda: isinstance(shown.screen.record, Volume))
        assert (await form_by(shown, "n")).mounts == ()


@on_either
async def test_n_on_a_session_is_its_copy_once_that_has_ended_and_else_the_form_as_it_was_left(
    where: str,
) -> None:
    async with keys_desk() as desk:
        await desk.filled()
        await desk.on(where, "train-llama")
        assert await form_by(desk, "n") == Draft()
        await leave_form(desk)
        if where == EITHER[1]:
            await desk.press("escape")
        await desk.on(where, "ablation-4")
        past = session_named(desk, "ablation-4")
        assert past is not None
        draft = await form_by(desk, "n")
        assert (draft.name, draft.image, draft.command) == ("ablation-4", past.image, past.command)


async def test_n_on_what_cannot_be_read_opens_the_form_as_it_was_left(key: Path) -> None:
    async with scripted(ScriptedAccount(sessions=[17], models=[model("L4", 1.0)]), key) as shown:
        await shown.filled()
        assert await form_by(shown, "n") == Draft()


# c and C


@on_either
@pytest.mark.parametrize("name", ["train-llama", "ablation-4"])
async def test_c_opens_a_copy_whether_the_session_lives_or_not(where: str, name: str) -> None:
    async with keys_desk() as desk:
        await desk.filled()
        session_id = await desk.on(where, name)
        original = desk.store.sessions[session_id]
        assert isinstance(original, Session)
        draft = await form_by(desk, "c")
        assert draft.image == original.image
        assert [wish.path for wish in draft.mounts] == [mount.path for mount in original.mounts]
        assert draft.name == ("train-llama-2" if original.is_live else name)
        assert draft.picks


@on_either
async def test_shift_c_opens_the_copy_with_another_offer_that_is_in_stock(where: str) -> None:
    async with keys_desk() as desk:
        await desk.filled()
        session_id = await desk.on(where, "ablation-4")
        original = desk.store.sessions[session_id]
        assert isinstance(original, Session)
        draft = await form_by(desk, "C")
        (pick,) = draft.picks
        chosen = next(one for one in offers(desk) if Pick.of(one) == pick)
        assert chosen.available
        assert (chosen.model, chosen.where) != (original.gpu, original.where)
        assert draft.image == original.image


async def test_where_nothing_like_it_is_in_stock_that_is_said_and_the_copy_opens_all_the_same(
    key: Path,
) -> None:
    account = ScriptedAccount(sessions=[session("a", name="alpha")], models=[model("L4_24G_PCIe", 2.0)])
    async with scripted(account, key) as shown:
        await shown.filled()
        draft = await form_by(shown, "C")
        assert draft.name == "alpha-2"
        assert any("no other offer like it" in note.message for note in shown.app._notifications)


@pytest.mark.parametrize("key_pressed", ["c", "C"])
async def test_where_no_session_is_under_the_cursor_nothing_is_copied(key_pressed: str) -> None:
    async with keys_desk() as desk:
        await desk.filled()
        await at_offer(desk, offers(desk)[0])
        assert not {"copy_session", "copy_to_next_best"} & desk.offered()
        await desk.press(key_pressed)
        assert desk.on_dashboard()


# Other ways


@on_either
async def test_the_palette_opens_the_form_too(where: str) -> None:
    async with keys_desk() as desk:
        await desk.filled()
        await desk.on(where, "ablation-4")
        await desk.press("ctrl+p")
        palette = desk.app.screen
        assert isinstance(palette, CommandPalette)
        options = palette.query_one(OptionList)
        await desk.press(*"copy of the session")
        await desk.until(lambda: options.option_count == 1)
        assert (await form_by(desk, "enter", "enter")).name == "ablation-4"


async def test_what_is_typed_right_behind_the_key_lands_in_the_form() -> None:
    async with keys_desk() as desk:
        await desk.filled()
        key_behind(desk, "n", "space", "n", "x")
        form = await form_on(desk)
        await desk.until(lambda: bool(form.desk.draft.picks))
        assert [type(one) for one in desk.app.screen_stack].count(LaunchScreen) == 1
        assert desk.deletes == 0


@on_either
async def test_who_may_only_look_is_offered_no_launch_but_may_watch(where: str) -> None:
    async with keys_desk(change=read_only) as desk:
        await desk.filled()
        await desk.on(where, "ablation-4")
        before = desk.app.screen
        assert not ACTIONS & desk.offered()
        await desk.press("n", "c", "C")
        assert desk.app.screen is before
        if where == EITHER[0]:
            await at_offer(desk, offers(desk)[0])
            await desk.press("n")
            assert desk.on_dashboard()
            assert "watch_offer" in desk.offered()


async def test_without_a_key_the_form_opens_and_says_what_is_missing() -> None:
    async with dashboard(with_key=False) as board:
        await board.opened()
        await board.until(lambda: bool(offers(board)))
        offer = offers(board)[0]
        await at_offer(board, offer)
        draft = await form_by(board, "n")
        assert draft.picks == (Pick.of(offer),)
        assert board.shows("no key")
        await board.press("ctrl+l")
        await board.until(lambda: board.shows("not launched"))
        assert board.cloud.requests[CREATE] == 0


async def test_before_anything_was_answered_the_form_opens_and_fills_itself() -> None:
    async with dashboard() as board:
        await board.until(lambda: board.screen.services is not None)
        assert await form_by(board, "n") == Draft()
        await board.until(lambda: bool(board.store.offers))
        await board.until(lambda: board.shows("T4 PCIe"))
        await board.press("space")
        form = await form_on(board)
        await board.until(lambda: bool(form.desk.draft.picks))


@on_either
async def test_what_is_typed_into_a_filter_or_a_search_opens_nothing(where: str, tmp_path: Path) -> None:
    async with keys_desk(change=with_state(tmp_path)) as desk:
        await desk.filled()
        await desk.on(where, "train-llama")
        if where == EITHER[1]:
            await desk.press("l")
        await desk.press("slash", "n", "c", "C")
        field = desk.app.focused
        assert isinstance(field, Input)
        assert field.value == "ncC"


async def test_in_a_log_that_is_searched_n_is_the_next_match_and_else_the_form(tmp_path: Path) -> None:
    async with keys_desk(change=with_state(tmp_path)) as desk:
        await desk.filled()
        screen = await desk.open("train-llama")
        await desk.press("l")
        await desk.live_for(3)
        await desk.until(lambda: desk.shows("epoch"))
        await desk.press("slash", *"epoch", "enter")
        await desk.until(lambda: not isinstance(desk.app.focused, Input))
        await desk.press("n")
        assert desk.app.screen is screen
        await desk.press("escape", "escape")
        await desk.until(lambda: desk.app.screen is not screen or "launch" in desk.offered())
        await form_by(desk, "n")
