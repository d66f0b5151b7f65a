"""The keys that end sessions, on the whole dashboard: what is asked, what is sent, what is undone."""

from __future__ import annotations

import pytest
from textual.widgets import Button

from mimiry_tui.live.endings.endings import EndingState
from mimiry_tui.simulator.scenarios import Scenario
from mimiry_tui.ui.screens.session import SessionScreen
from mimiry_tui.ui.screens.terminate import TerminateScreen
from mimiry_tui.ui.widgets.countdown import CountdownBar
from tests.support.keys_desk import KeysDesk, keys_desk, on_either


async def asked(desk: KeysDesk) -> TerminateScreen:
    """The dialog, once it is there."""
    await desk.until(lambda: isinstance(desk.app.screen, TerminateScreen))
    screen = desk.app.screen
    assert isinstance(screen, TerminateScreen)
    return screen


async def ends(desk: KeysDesk, *names: str) -> None:
    """Until the service ended these and the dashboard knows; second by second, a minute at most."""
    for _ in range(60):
        if all(not desk.one(name).live for name in names):
            break
        await desk.live_for(1)
    ids = [desk.one(name).id for name in names]
    account = desk.app.account
    assert account is not None
    for _ in range(10):
        if all((one := account.endings.of(key)) and one.state is EndingState.GONE for key in ids):
            return
        await desk.live_for(1)
    raise AssertionError(f"not seen to end: {[account.endings.of(key) for key in ids]}")


# The dialog


@on_either
async def test_x_asks_with_the_price_in_sight_and_ends_that_one(where: str) -> None:
    async with keys_desk() as desk:
        await desk.filled()
        session_id = await desk.on(where, "train-llama")
        before = desk.app.screen
        await desk.press("x")
        dialog = await asked(desk)
        assert isinstance(desk.app.focused, Button)
        assert desk.app.focused.id == "keep"
        for words in (
            "Terminate on demo?",
            session_id,
            "2h14m old",
            "so far",
            "€2.10/h",
            "corpus-eu → /data",
        ):
            assert desk.shows(words), words
        await desk.press("enter")
        assert desk.app.screen is before
        assert (desk.deletes, desk.ended) == (0, set())
        await desk.press("x")
        dialog = await asked(desk)
        assert dialog.ids == (session_id,)
        await desk.press("y")
        assert desk.app.screen is before
        await desk.until(lambda: desk.deletes == 1)
        if where == "dashboard":
            await desk.until(lambda: "terminating" in desk.line_with("train-llama"))
        await ends(desk, "train-llama")
        assert (desk.deletes, desk.ended) == (1, {"train-llama"})
        assert not any("train-llama" in words for words in desk.toasts), "an end asked for here is no news"


async def test_the_target_stays_while_cursor_and_rows_change_under_the_dialog() -> None:
    async with keys_desk() as desk:
        await desk.filled()
        session_id = await desk.at("train-llama")
        table = desk.screen.sessions.table
        await desk.press("x")
        dialog = await asked(desk)
        desk.cloud.scenarios.ready(name="aaa-new")
        for _ in range(6):
            await desk.live_for(1)
        await desk.until(lambda: any(getattr(row, "name", "") == "aaa-new" for row in table_rows(desk)))
        table.sort_by("name")
        table.move_to(desk.one("notebook").id)
        await desk.pilot.pause()
        assert desk.screen.chosen() == (desk.one("notebook").id,)
        assert dialog.ids == (session_id,)
        await desk.press("y")
        await ends(desk, "train-llama")
        assert (desk.deletes, desk.ended) == (1, {"train-llama"})


def table_rows(desk: KeysDesk) -> list[object]:
    return list(desk.store.sessions.values())


async def test_what_has_ended_is_not_asked_about() -> None:
    async with keys_desk() as desk:
        await desk.filled()
        await desk.at("bad-image")
        await desk.press("x")
        await desk.press("X")
        assert desk.on_dashboard()
        assert desk.toasts == ["nothing here is left to end"] * 2
        assert desk.deletes == 0


async def test_a_refusal_is_loud_and_says_that_it_still_costs() -> None:
    async with keys_desk() as desk:
        stubborn = desk.cloud.scenarios.ready(Scenario.TERMINATE_500)
        await desk.filled()
        await desk.until(lambda: stubborn.id in desk.store.sessions)
        await desk.at(stubborn.launch.name)
        await desk.press("x")
        await asked(desk)
        await desk.press("y")
        row = f" {stubborn.launch.name} "
        await desk.until(lambda: "still billing €0.58/h" in desk.line_with(row))
        assert desk.deletes == 1
        await desk.live_for(8)
        assert desk.deletes == 1, "a DELETE is never sent again by itself"


# Several


async def test_marked_sessions_are_totalled_and_ended_together() -> None:
    async with keys_desk() as desk:
        await desk.filled()
        await desk.at("eval-sweep")
        await desk.press("space", "space")
        table = desk.screen.sessions.table
        assert table.marked == {desk.one("eval-sweep").id, desk.one("train-llama").id}
        assert table.cursor_id == desk.one("notebook").id
        await desk.press("x")
        dialog = await asked(desk)
        assert set(dialog.ids) == set(table.marked)
        for words in ("Terminate 2 sessions on demo?", "eval-sweep", "train-llama", "€4.68/h"):
            assert desk.shows(words), words
        assert not any("notebook" in line for line in dialog_lines(desk))
        await desk.press("y")
        await desk.until(lambda: desk.deletes == 2)
        await ends(desk, "eval-sweep", "train-llama")
        assert (desk.deletes, desk.ended) == (2, {"eval-sweep", "train-llama"})
        assert desk.one("notebook").live


def dialog_lines(desk: KeysDesk) -> list[str]:
    region = desk.app.screen.query_one("#terminate").region
    return [strip.crop(region.x, region.right).text for strip in desk.strips()[region.y : region.bottom]]


async def test_escape_takes_the_marks_away_and_x_means_the_cursor_again() -> None:
    async with keys_desk() as desk:
        await desk.filled()
        await desk.at("eval-sweep")
        await desk.press("space", "space", "escape")
        table = desk.screen.sessions.table
        assert table.marked == frozenset()
        assert desk.screen.chosen() == (desk.one("notebook").id,)
        await desk.press("x")
        assert (await asked(desk)).ids == (desk.one("notebook").id,)


async def test_marks_that_a_filter_hides_are_still_meant_and_seen_in_the_dialog() -> None:
    async with keys_desk() as desk:
        await desk.filled()
        await desk.at("eval-sweep")
        await desk.press("space", "slash", *"notebook", "enter", "x")
        assert (await asked(desk)).ids == (desk.one("eval-sweep").id,)
        assert any("eval-sweep" in line for line in dialog_lines(desk))


# The countdown


@on_either
async def test_capital_x_counts_down_and_sends_exactly_one_request(where: str) -> None:
    async with keys_desk() as desk:
        await desk.filled()
        await desk.on(where, "train-llama")
        await desk.press("X")
        await desk.until(lambda: desk.shows("ending train-llama in 5 s · saves €2.10/h · u undoes"))
        await desk.live_for(2)
        await desk.clock.advance(0.5)
        await desk.until(lambda: desk.shows("ending train-llama in 3 s"))
        assert desk.deletes == 0
        await desk.live_for(3)
        await desk.until(lambda: desk.deletes == 1)
        assert not desk.shows("u undoes")
        await ends(desk, "train-llama")
        assert (desk.deletes, desk.ended) == (1, {"train-llama"})


@on_either
@pytest.mark.parametrize("way", ["u", "escape", "click"])
async def test_undone_nothing_is_ever_sent(where: str, way: str) -> None:
    async with keys_desk() as desk:
        await desk.filled()
        await desk.on(where, "train-llama")
        before = desk.app.screen
        assert "undo" not in desk.offered()
        await desk.press("X")
        await desk.until(lambda: desk.shows("ending train-llama in 5 s"))
        assert "undo" in desk.offered()
        await desk.live_for(4)
        if way == "click":
            await desk.pilot.click(desk.app.screen.query_one(CountdownBar))
        else:
            await desk.press(way)
        await desk.until(lambda: not desk.shows("ending train-llama"))
        assert desk.app.screen is before, "escape takes back one thing at a time"
        assert desk.toasts == ["train-llama: goes on running, nothing was sent"]
        assert "undo" not in desk.offered()
        await desk.live_for(10)
        assert (desk.deletes, desk.ended) == (0, set())


async def test_a_countdown_goes_on_from_the_dashboard_to_the_session_and_back() -> None:
    async with keys_desk() as desk:
        await desk.filled()
        await desk.at("train-llama")
        await desk.press("X", "enter")
        assert isinstance(desk.app.screen, SessionScreen)
        await desk.until(lambda: desk.shows("ending train-llama in 5 s"))
        await desk.press("u")
        await desk.until(lambda: not desk.shows("ending train-llama"))
        await desk.press("escape")
        assert desk.on_dashboard()
        assert not desk.shows("ending train-llama")


async def test_leaving_with_a_countdown_under_way_sends_nothing() -> None:
    async with keys_desk() as desk:
        await desk.filled()
        await desk.at("train-llama")
        await desk.press("X", "q", "y")
        assert not desk.app.is_running
        await desk.clock.advance(10)
        assert (desk.deletes, desk.ended) == (0, set())
