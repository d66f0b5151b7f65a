"""Loading, empty, stale, offline, signed out, in trouble: each state has a look of its own."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from mimiry_tui.app import MimiryApp
from mimiry_tui.live.store import Resource
from mimiry_tui.ui.widgets.live_table import LiveTable
from tests.support.clock import ManualClock
from tests.support.dashboard import choice_of, unreachable_profile
from tests.support.running_app import RunningApp
from tests.support.scripted_account import (
    Scripted,
    ScriptedAccount,
    ended,
    model,
    scripted,
    session,
    volume,
)
from tests.support.scripted_server import Reply


def account() -> ScriptedAccount:
    return ScriptedAccount(
        sessions=[session("a", name="alpha"), ended("b", 4, name="beta")],
        volumes=[volume("v", name="scratch")],
        models=[model("L4_24G_PCIe", 0.5)],
    )


def refused(status: int, code: str, message: str) -> Reply:
    return Reply.of({"error": code, "message": message}, status)


async def test_before_any_answer_every_pane_says_that_it_loads(key: Path) -> None:
    slow = account()
    slow.trouble["/"] = Reply(hang=True)
    async with scripted(slow, key) as shown:
        await shown.opened()
        await shown.until(lambda: shown.text().count("loading…") >= 6)
        assert "◐ loading" in shown.lines()[0]
        assert "nothing selected" in shown.text()


async def test_the_first_frame_needs_no_network() -> None:
    clock = ManualClock()
    profile = unreachable_profile()
    app = MimiryApp(choice_of(profile), clock=clock)
    async with app.run_test(size=(120, 36)) as pilot:
        shown = RunningApp(app, pilot, clock)
        for words in ("mimiry offline", "1 Sessions", "2 GPUs", "3 Volumes", "4 Detail", "q quit"):
            assert shown.shows(words)


async def test_an_empty_account_is_told_apart_from_a_loading_one(key: Path) -> None:
    async with scripted(ScriptedAccount(), key) as shown:
        await shown.filled()
        for words in ("no sessions", "no GPUs on offer", "no volumes", "nothing selected"):
            assert shown.shows(words)
        assert "loading" not in shown.text()
        assert "● 0 up" in shown.lines()[0]


async def test_without_a_key_prices_show_and_the_first_steps_are_said() -> None:
    async with scripted(account(), Path("/gone")) as shown:
        await shown.filled()
        text = shown.text()
        assert "⚠ /gone and gone.pub do not exist or cannot be read" in text
        assert "○ signed out" in shown.lines()[0]
        assert "L4" in shown.line_with("verda/FIN-01")
        assert "sets one up here" in shown.line_with("K ")
        assert f"{shown.server.url} → Profile → SSH Keys → Add Key" in text
        assert "a simulated cloud" in text
        assert "volumes need a key" in text
        assert {seen.path for seen in shown.server.seen} == {"/api/compute/v1/availability"}
        await shown.press("2", "enter")
        assert "€0.50" in shown.text()


async def test_an_unregistered_key_is_named_with_the_way_out(key: Path) -> None:
    strange = account()
    strange.trouble["/api/v1/auth/token"] = refused(401, "unauthorized", "SSH key not registered")
    async with scripted(strange, key, (160, 40)) as shown:
        await shown.filled()
        assert "✗ SSH key not registered" in shown.lines()[0]
        assert "SSH key not registered" in shown.text()
        assert "Profile → SSH Keys → Add Key" in shown.text()
        assert shown.screen.offers.table.row_count == 1


async def test_with_no_network_the_panes_say_offline_and_when_they_ask_again(key: Path) -> None:
    clock = ManualClock()
    profile = unreachable_profile(key)
    app = MimiryApp(choice_of(profile), clock=clock)
    async with app.run_test(size=(120, 36)) as pilot:
        shown = RunningApp(app, pilot, clock)
        await shown.opened()
        for _ in range(30):
            await shown.live_for(1)
            if shown.store.health(Resource.OFFERS).error and shown.store.health(Resource.SESSIONS).error:
                break
        assert "✗ offline" in shown.lines()[0]
        assert shown.text().count("Offline") >= 2
        assert "again in" in shown.text()
        assert shown.app.is_running


def colours(shown: Scripted, table: LiveTable[Any], text: str) -> set[str]:
    """The colours in which a row's words are painted."""
    y = next(n for n, line in enumerate(shown.lines()) if text in line)
    segments = shown.strips()[y].crop(table.region.x + 4, table.region.right)
    return {str(part.style.color) for part in segments if part.style and part.text.strip()}


async def test_stale_rows_stay_dimmed_with_the_cause_and_its_age(key: Path) -> None:
    async with scripted(account(), key) as shown:
        await shown.filled()
        table = shown.screen.sessions.table
        lively = colours(shown, table, "alpha")
        assert len(lively) > 1
        shown.account.trouble["/sessions"] = refused(503, "unavailable", "upstream down")
        for _ in range(60):
            await shown.live_for(1)
            if shown.store.health(Resource.SESSIONS).error:
                break
        await shown.live_for(4)

        def edge() -> str:
            return shown.lines()[shown.screen.sessions.foot.region.y]

        for _ in range(10):
            if "again in" in edge():
                break
            await shown.live_for(1)  # it is just asking
        assert "alpha" in shown.text()
        assert len(colours(shown, table, "alpha")) == 1
        said = edge()
        assert "stale" in said
        assert "service trouble" in said
        assert "again in" in said
        assert "✗ service trouble" in shown.lines()[0]
        assert table.stale
        # One slow endpoint never slows another.
        assert not shown.screen.offers.table.stale
        del shown.account.trouble["/sessions"]
        await shown.press("r")
        await shown.until(lambda: shown.store.health(Resource.SESSIONS).error is None)
        assert colours(shown, table, "alpha") == lively
        assert "● live 0 s" in shown.lines()[0]


@pytest.mark.parametrize(
    ("reply", "title", "detail"),
    [
        (refused(403, "forbidden", "org policy"), "Not allowed", "org policy"),
        (Reply(500, b"<html>nginx [/b] \x1b[31m</html>"), "Service trouble", ""),
        (Reply(200, b'{"volumes": [{"id"'), "Unreadable answer", ""),
        (refused(429, "rate_limited", "slow down"), "Too many requests", "slow down"),
    ],
)
async def test_an_error_fills_the_pane_it_concerns_and_no_other(
    key: Path, reply: Reply, title: str, detail: str
) -> None:
    broken = account()
    broken.trouble["/volumes"] = reply
    async with scripted(broken, key, (200, 40)) as shown:
        await shown.opened()
        for _ in range(40):
            await shown.live_for(1)
            if shown.store.health(Resource.VOLUMES).error:
                break
        assert title in shown.text()
        assert detail in shown.text()
        assert "alpha" in shown.text()
        assert "● live" in shown.lines()[0]


async def test_a_record_that_cannot_be_read_is_a_row_with_its_json_kept(key: Path) -> None:
    mixed = account()
    mixed.sessions.insert(1, {"name": "no id at all", "state": "started"})
    mixed.volumes.append(17)
    async with scripted(mixed, key) as shown:
        await shown.filled()
        assert "alpha" in shown.text()
        assert "!" in shown.line_with("unreadable: ")
        assert shown.screen.volumes.table.row_count == 2
        table = shown.screen.sessions.table
        place = next(n for n, row_id in enumerate(table.visible_ids) if row_id not in {"a", "b"})
        await shown.press(*["j"] * place, "4")
        assert "this record could not be read" in shown.text()
        await shown.press("left")
        await shown.until(lambda: shown.shows('"no id at all"'))


async def test_an_unknown_state_is_shown_as_it_came_and_counts_as_alive(key: Path) -> None:
    odd = ScriptedAccount(sessions=[session("a", name="alpha", state="hibernating")])
    async with scripted(odd, key) as shown:
        await shown.filled()
        assert "? alpha" in shown.text()
        assert "hibernating" in shown.line_with("alpha")
        assert "● 1 up" in shown.lines()[0]


async def test_a_filter_that_hides_everything_says_so(key: Path) -> None:
    async with scripted(account(), key) as shown:
        await shown.filled()
        await shown.press("slash", *"zzz")
        assert "zzz" in shown.text()
        assert "esc" in shown.text()
        assert "alpha" not in shown.lines()[4]
