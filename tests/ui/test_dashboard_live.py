"""When the cloud is asked: by key, after a sleep, with and without focus, at the end of a list."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

from textual.events import AppBlur, AppFocus

from mimiry_tui.live.store import Change, Resource
from tests.support.dashboard import Dashboard, dashboard
from tests.support.scripted_account import ScriptedAccount, ended, scripted, session

LISTS = (
    "GET /api/compute/v1/sessions",
    "GET /api/compute/v1/availability",
    "GET /api/compute/v1/volumes",
    "GET /api/compute/v1/balance",
)


def asked_since(shown: Dashboard, before: Counter[str]) -> Counter[str]:
    return shown.cloud.requests - before


async def test_r_asks_for_everything_again_at_once() -> None:
    async with dashboard() as shown:
        await shown.filled()
        before = shown.cloud.requests.copy()
        await shown.press("r")
        await shown.until(lambda: all(asked_since(shown, before)[path] for path in LISTS))
        assert asked_since(shown, before)["POST /api/v1/auth/token"] == 0


async def test_a_machine_that_slept_catches_up_when_it_wakes() -> None:
    async with dashboard() as shown:
        await shown.filled()
        before = shown.cloud.requests.copy()
        await shown.clock.advance(1)
        assert not asked_since(shown, before)["GET /api/compute/v1/volumes"]
        shown.clock.machine_slept(600)
        await shown.live_for(6)
        await shown.until(lambda: all(asked_since(shown, before)[path] for path in LISTS))
        assert "12:10" in shown.lines()[0]


async def test_an_unfocused_terminal_asks_less_and_catches_up_on_focus() -> None:
    async with dashboard() as shown:
        await shown.filled()
        focused = shown.cloud.requests.copy()
        await shown.live_for(20)
        pace = sum(asked_since(shown, focused).values())
        shown.app.post_message(AppBlur())
        await shown.pilot.pause()
        assert not shown.app.app_focus
        unfocused = shown.cloud.requests.copy()
        await shown.live_for(20)
        assert sum(asked_since(shown, unfocused).values()) < pace / 2
        before = shown.cloud.requests.copy()
        shown.app.post_message(AppFocus())
        await shown.until(lambda: all(asked_since(shown, before)[path] for path in LISTS))


async def test_nothing_ticks_on_the_screen_while_nobody_looks(key: Path) -> None:
    async with scripted(ScriptedAccount(sessions=[session("a")]), key) as shown:
        await shown.detailed()
        shown.app.post_message(AppBlur())
        await shown.pilot.pause()
        before = shown.text()
        await shown.clock.advance(3)
        await shown.pilot.pause()
        assert shown.text() == before
        shown.app.post_message(AppFocus())
        await shown.until(lambda: shown.text() != before)


async def test_ended_sessions_come_page_by_page_as_the_cursor_nears_the_end(key: Path) -> None:
    many = [ended(f"e{number:03}", hours=number + 1) for number in range(120)]
    async with scripted(ScriptedAccount(sessions=[session("a"), *many]), key) as shown:
        await shown.filled()
        table = shown.screen.sessions.table
        assert table.row_count == 51
        assert "1 live · 120 ended" in shown.text()
        await shown.press("G")
        await shown.until(lambda: table.row_count == 101)
        assert table.cursor_id == "e049"
        await shown.press("G")
        await shown.until(lambda: table.row_count == 121)
        await shown.press("G")
        assert table.cursor_id == "e119"
        assert shown.store.health(Resource.ENDED).error is None
        offsets = [seen.query["offset"] for seen in shown.server.seen if "state" in seen.query]
        assert offsets == ["0", "50", "100"]


async def test_holding_an_arrow_key_asks_for_no_session_on_the_way(key: Path) -> None:
    rows = [session(f"s{number}") for number in range(8)]
    async with scripted(ScriptedAccount(sessions=rows), key) as shown:
        await shown.detailed()
        await shown.press(*["down"] * 7)
        await shown.clock.advance(0.5)
        await shown.until(lambda: bool(shown.server.asked("/api/compute/v1/sessions/s7")))
        paths = [seen.path for seen in shown.server.seen if not seen.path.endswith("/logs")]
        singles = [path for path in paths if "/sessions/" in path]
        assert [path.rpartition("/")[2] for path in singles] == ["s0", "s7"]


async def test_the_world_moves_and_the_screen_with_it() -> None:
    async with dashboard() as shown:
        await shown.filled()
        assert "◐ 1 booting" in shown.lines()[0]
        assert "pulling image" in shown.line_with("eval-sweep")
        for _ in range(20):
            await shown.live_for(1)
            if "● 3 up" in shown.lines()[0]:
                break
        await shown.until(lambda: "● 3 up" in shown.lines()[0])
        assert "ready" in shown.line_with("eval-sweep")


async def test_an_answer_that_comes_while_the_program_ends_is_shown_nowhere() -> None:
    async with dashboard() as desk:
        store = (await desk.opened()).store
    store.update_volumes({})
    store.publish(Change(Resource.VOLUMES))
