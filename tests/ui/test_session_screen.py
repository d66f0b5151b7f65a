"""One session with the whole screen."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from mimiry_tui.domain.records import Unreadable
from mimiry_tui.live.store import Change, Health, Resource
from mimiry_tui.ui.theme import CONTRAST, DARK, LIGHT
from tests.support.session_desk import BOOTS, Desk, KeptLogs, a_session, moment, session_desk

SIZES = [(120, 36), (100, 30), (80, 24), (80, 20), (60, 16)]


def line_with(desk: Desk, words: str) -> str:
    found = next((line for line in desk.lines() if words in line), None)
    assert found is not None, f"{words!r} is not shown in:\n{desk.text()}"
    return found


# What is shown


async def test_it_says_state_money_limit_gpu_image_ssh_and_guards() -> None:
    async with session_desk(a_session()) as desk:
        text = desk.text()
        for words in (
            "╭ train-llama ─",
            "● ready for 2h12m",
            "≈€4.71 so far · €2.10/h",
            "limit ≈1h48m",
            "H100 80G ×1  verda/FIN-01  ✗ asked for FIN-03",
            "nvcr.io/nvidia/pytorch:24.01-py3",
            "ssh -p 2222 root@ssh.example.com",
            "corpus-eu → /data",
            "ends on complete · 4h00m limit",
        ):
            assert words in text


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("tab", ["overview", "timeline", "events", "logs", "raw"])
async def test_in_every_size_each_tab_fits_its_frame(size: tuple[int, int], tab: str, tmp_path: Path) -> None:
    logs = KeptLogs(tmp_path)
    async with session_desk(a_session(), size=size, tab=tab, boots=BOOTS, logs=logs) as desk:
        lines = desk.lines()
        assert len(lines) == size[1]
        frames = [line for line in lines if line.startswith(("╭", "╰", "│"))]
        assert len(frames) == size[1] - 2
        assert all(len(line) == size[0] and line.endswith(("╮", "╯", "│")) for line in frames)
        assert "● ready" in desk.text()


@pytest.mark.parametrize("theme", [DARK, LIGHT, CONTRAST, "ansi-dark", "dracula"])
async def test_in_every_theme_the_same_is_said(theme: str) -> None:
    async with session_desk(a_session(), theme=theme, tab="timeline", boots=BOOTS) as desk:
        assert "pulling image" in desk.text()
        assert "median of your 11 boots here 2m24s" in desk.text()


async def test_a_terminal_that_is_too_small_is_told_so_and_recovers() -> None:
    async with session_desk(a_session()) as desk:
        await desk.pilot.resize_terminal(59, 30)
        await desk.pilot.pause()
        assert "59×30 is too small" in desk.text()
        await desk.pilot.resize_terminal(120, 36)
        await desk.pilot.pause()
        assert "● ready" in desk.text()
        await desk.press("2")
        assert "WHO SAYS SO" in desk.text()


# Tabs


async def test_numbers_arrows_tab_and_clicks_turn_the_tabs() -> None:
    async with session_desk(a_session()) as desk:
        turns = {"2": "Timeline", "right": "Events", "left": "Timeline", "shift+tab": "Overview"}
        more = {"left": "Raw", "tab": "Overview", "e": "Events", "5": "Raw"}
        for key, tab in (*turns.items(), *more.items()):
            await desk.press(key)
            assert desk.screen.tab == tab, key
        edge = desk.screen.book.top
        for tab in ("Overview", "Events", "Timeline"):
            await desk.pilot.click(edge, offset=(desk.lines()[edge.region.y].index(tab) + 1, 0))
            assert desk.screen.tab == tab


async def test_events_are_told_newest_first_with_their_number() -> None:
    async with session_desk(a_session(), tab="events") as desk:
        lines = desk.lines()
        told = [
            next(n for n, line in enumerate(lines) if words in line)
            for words in ("container started", "session accepted")
        ]
        assert told == sorted(told)
        assert "6 events · newest first" in desk.text()


async def test_raw_is_the_record_with_its_secrets_masked() -> None:
    async with session_desk(a_session(), tab="raw") as desk:
        await desk.app.workers.wait_for_complete()
        await desk.pilot.pause()
        assert '"TOKEN": "•••"' in desk.text()
        assert "s3cret" not in desk.text()


# Time


async def test_an_open_phase_and_its_cost_grow_by_themselves() -> None:
    async with session_desk(a_session(steps=4, ready=60), tab="timeline", boots=BOOTS) as desk:
        assert line_with(desk, "│ pulling image   ").split()[3] == "33s"
        assert "ready in ≈54s" in desk.text()
        await desk.later(5)
        assert line_with(desk, "│ pulling image   ").split()[3] == "38s"
        assert "◐ pulling image for 38s" in desk.text()
        assert "ready in ≈49s" in desk.text()
        # While nobody asks, nobody knows how far it is.
        desk.store.set_health(Resource.SESSIONS, Health(as_of=desk.now))
        desk.store.paused_since = desk.now
        await desk.later(300)
        assert line_with(desk, "│ pulling image   ").split()[3] == "38s"
        assert "◐ pulling image for 38s · last seen 5m00s ago" in desk.text()
        assert "last seen 5m00s ago · median of your 11 boots here" in desk.text()
        assert line_with(desk, "last seen 5m00s ago │").count("now") == 0
        assert "slower than" not in desk.text()
        assert "≈ estimated" not in desk.text()
        desk.store.paused_since = None
        desk.store.publish(Change(Resource.SESSIONS, health_only=True))
        await desk.later(1)
        assert "last seen" not in desk.text()
        assert "slower than 9 in 10 of your 11 boots here" in desk.text()
        assert "waiting has cost ≈€0.2" in desk.text()


async def test_boots_that_become_known_are_told_at_once() -> None:
    async with session_desk(a_session(steps=4, ready=60)) as desk:
        assert "boots" not in desk.text()
        desk.history.known = BOOTS
        desk.history.callbacks[0]()
        await desk.pilot.pause()
        assert "median of your 11 boots here" in desk.text()


# News


async def test_news_of_the_session_are_shown_and_others_only_counted() -> None:
    async with session_desk(a_session("a"), a_session("b", name="other")) as desk:
        await desk.bring(replace(a_session("b"), name="renamed"))
        assert "renamed" not in desk.text()
        assert "1 of 2" in desk.text()
        await desk.bring(a_session("c"))
        assert "1 of 3" in desk.text()
        await desk.bring(a_session("a", state="terminating", operation="", ssh=None, updated_at=moment(0)))
        assert "◐ stopping" in desk.text()


async def test_a_session_that_vanishes_stays_as_last_known() -> None:
    async with session_desk(a_session("a"), a_session("b")) as desk:
        await desk.bring(removed=("a",))
        assert "train-llama" in desk.text()
        assert "no longer listed" in desk.text()
        assert desk.screen.session is not None
        await desk.press("right_square_bracket")
        assert desk.screen.session_id == "b"
        assert "no longer listed" not in desk.text()


async def test_a_record_that_cannot_be_read_shows_why_and_its_raw_text() -> None:
    async with session_desk(Unreadable("x", "state is a [red]list[/]", b'{"state": []}')) as desk:
        assert "state is a [red]list[/]" in desk.text()
        assert desk.screen.session is None
        for key in ("2", "3", "5"):
            await desk.press(key)
        await desk.app.workers.wait_for_complete()
        await desk.pilot.pause()
        assert '"state": []' in desk.text()


async def test_a_session_nobody_knows_is_said_to_be_unknown() -> None:
    async with session_desk(a_session("a"), session_id="nobody") as desk:
        assert "this session is not known here" in desk.text()


# Neighbours


async def test_brackets_and_clicks_go_round_the_neighbours_and_keep_the_tab() -> None:
    records = [a_session(one, name=f"name-{one}") for one in "abc"]
    async with session_desk(*records, tab="timeline") as desk:
        for key, name in (("right", "b"), ("right", "c"), ("right", "a"), ("left", "c")):
            await desk.press(f"{key}_square_bracket")
            assert f"╭ name-{name} ─" in desk.text()
            assert desk.screen.tab == "Timeline"
        place = next(n for n, line in enumerate(desk.lines()) if "neighbours" in line)
        await desk.pilot.click(offset=(desk.lines()[place].index("["), place))
        assert "╭ name-b ─" in desk.text()


async def test_escape_leaves() -> None:
    async with session_desk(a_session()) as desk:
        await desk.press("escape")
        assert desk.app.screen is not desk.screen
