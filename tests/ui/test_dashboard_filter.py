"""Finding rows: filter, sort and cursor, and how they outlive every refresh."""

from __future__ import annotations

from pathlib import Path

import pytest

from mimiry_tui.live.store import Change, Resource
from tests.support.dashboard import dashboard
from tests.support.scripted_account import Scripted, ScriptedAccount, ended, scripted, session


def account() -> ScriptedAccount:
    """Three live sessions, one ended."""
    usa = {"provider": "acme", "location": "US-EAST-1", "hourly_rate": 9.0, "currency": "EUR"}
    return ScriptedAccount(
        sessions=[
            session("a", name="train-a"),
            session("b", name="eval-b", billing=usa),
            session("c", name="train-c"),
            ended("d", 20, name="train-d"),
        ]
    )


def visible(shown: Scripted) -> list[str]:
    return shown.screen.sessions.table.visible_ids


def detail_title(shown: Scripted) -> str:
    """What the detail pane's frame says it shows."""
    return next(line for line in shown.lines() if "╭ 4 " in line)


@pytest.mark.parametrize(
    ("typed", "left"),
    [
        ("train", ["a", "c", "d"]),
        ("!train", ["b"]),
        ("where:us-east", ["b"]),
        ("!where:us-east", ["a", "c", "d"]),
        ("train phase:ready", ["a", "c"]),
        ("TRAIN-C", ["c"]),
        ("nothing-has-this", []),
    ],
)
async def test_rows_are_filtered_while_one_types(key: Path, typed: str, left: list[str]) -> None:
    async with scripted(account(), key) as shown:
        await shown.filled()
        await shown.press("slash")
        shown.screen.sessions.filter.value = typed[:-1]
        await shown.press(typed[-1])
        assert visible(shown) == left
        if not left:
            assert "nothing-has-this" in shown.text()
            assert "esc" in shown.text()


async def test_letters_typed_into_a_filter_are_no_commands(key: Path) -> None:
    async with scripted(account(), key) as shown:
        await shown.filled()
        await shown.press("slash", *"qzr1y?:")
        assert shown.app.is_running
        assert shown.screen.sessions.filter.value == "qzr1y?:"
        assert not shown.screen.is_zoomed
        assert shown.on_dashboard()


async def test_enter_keeps_the_filter_and_goes_to_the_first_match(key: Path) -> None:
    async with scripted(account(), key) as shown:
        await shown.detailed()
        assert "train-a" in detail_title(shown)
        await shown.press("slash", *"eval", "enter")
        table = shown.screen.sessions.table
        assert table.has_focus
        assert table.cursor_id == "b"
        assert "eval-b" in detail_title(shown)
        assert "/eval" in shown.line_with("╭ 1 Sessions")
        assert "1 of 4" in shown.line_with("╭ 1 Sessions")


async def test_the_count_beside_the_filter_keeps_up_with_the_rows(key: Path) -> None:
    async with scripted(account(), key) as shown:
        await shown.filled()
        await shown.press("slash", *"eval", "enter")
        assert "1 of 4" in shown.line_with("╭ 1 Sessions")
        shown.store.update_sessions({}, ("b",))
        shown.store.publish(Change(Resource.SESSIONS, removed=("b",)))
        await shown.until(lambda: "0 of 3" in shown.line_with("╭ 1 Sessions"))


async def test_the_detail_follows_while_a_filter_is_typed(key: Path) -> None:
    async with scripted(account(), key) as shown:
        await shown.detailed()
        await shown.press("slash", *"eval")
        assert "eval-b" in detail_title(shown)
        await shown.clock.advance(0.5)
        await shown.until(lambda: bool(shown.server.asked("/api/compute/v1/sessions/b")))


async def test_escape_gives_up_a_filter_and_the_cursor_goes_back(key: Path) -> None:
    async with scripted(account(), key) as shown:
        await shown.filled()
        await shown.press("j", "j")
        assert shown.screen.sessions.table.cursor_id == "c"
        await shown.press("slash", *"eval", "escape")
        assert visible(shown) == ["a", "b", "c", "d"]
        assert shown.screen.sessions.table.cursor_id == "c"
        assert shown.screen.sessions.table.has_focus
        assert not shown.screen.sessions.filter.display


async def test_filter_sort_cursor_and_marks_outlive_a_refresh(key: Path) -> None:
    async with scripted(account(), key) as shown:
        await shown.filled()
        table = shown.screen.sessions.table
        table.sort_by("name", reverse=True)
        await shown.press("slash", *"train", "enter", "j", "space")
        assert visible(shown) == ["c", "a", "d"]
        assert table.cursor_id == "d"
        fresh = account()
        fresh.sessions.insert(0, session("e", name="train-e"))
        shown.account.sessions[:] = fresh.sessions
        await shown.press("r")
        await shown.until(lambda: "e" in shown.store.sessions)
        assert visible(shown) == ["e", "c", "a", "d"]
        assert table.cursor_id == "d"
        assert table.marked == {"a"}
        assert table.filter_text == "train"


async def test_the_cursor_goes_to_a_neighbour_when_its_row_vanishes(key: Path) -> None:
    async with scripted(account(), key) as shown:
        await shown.filled()
        await shown.press("j")
        del shown.account.sessions[1]
        await shown.press("r")
        await shown.until(lambda: "b" not in shown.store.sessions)
        assert shown.screen.sessions.table.cursor_id == "c"
        assert "train-c" in detail_title(shown)


async def test_scroll_position_outlives_a_refresh(key: Path) -> None:
    many = ScriptedAccount(sessions=[session(f"s{number:02}") for number in range(60)])
    async with scripted(many, key) as shown:
        await shown.filled()
        await shown.press("G", *["k"] * 3)
        table = shown.screen.sessions.table
        top, cursor = table.scroll_offset.y, table.cursor_id
        assert top > 0
        many.sessions[:] = [session(f"s{number:02}", error=f"news {number}") for number in range(60)]
        many.sessions.insert(0, session("new"))
        await shown.press("r")
        await shown.until(lambda: "new" in shown.store.sessions)
        assert table.cursor_id == cursor
        # One row came above: what was under the eyes stays under the eyes.
        assert table.scroll_offset.y in (top, top + 1)
        seen = table.visible_ids[table.scroll_offset.y :]
        assert seen[0] == f"s{top:02}" if table.visible_ids[0] == "new" else f"s{top:02}" in seen


async def test_less_and_greater_sort_by_the_columns_and_mark_the_header(key: Path) -> None:
    async with scripted(account(), key) as shown:
        await shown.filled()
        table = shown.screen.sessions.table
        assert "UP ▴" in shown.text()
        await shown.press("greater_than_sign")
        assert table.sort_key == "cost"
        assert "COST ▴" in shown.text()
        assert "UP ▴" not in shown.text()
        await shown.press("equals_sign")
        assert "COST ▾" in shown.text()
        assert visible(shown)[0] == "b"
        await shown.press(*["less_than_sign"] * 2)
        assert table.sort_key == "phase"
        assert "PHASE ▴" in shown.text()


async def test_ended_sessions_stay_below_whatever_is_sorted_by(key: Path) -> None:
    async with scripted(account(), key) as shown:
        await shown.filled()
        table = shown.screen.sessions.table
        for column in table.columns:
            if column.sort is not None:
                for reverse in (False, True):
                    table.sort_by(column.key, reverse)
                    assert table.visible_ids[-1] == "d"


async def test_the_cursor_follows_a_session_through_its_life() -> None:
    async with dashboard() as shown:
        await shown.filled()
        table = shown.screen.sessions.table
        booting = table.cursor_id
        assert booting is not None
        phases: list[str] = []

        def note() -> bool:
            record = shown.store.sessions[booting]
            phase = str(getattr(record, "phase", ""))
            if not phases or phases[-1] != phase:
                phases.append(phase)
            return phase == "ready"

        for _ in range(20):
            await shown.live_for(1)
            if note():
                break
        await shown.until(note)
        assert phases[0] == "pulling_image"
        assert phases[-1] == "ready"
        assert table.cursor_id == booting
        shown.cloud.world.terminate_session(booting)
        await shown.live_for(12)
        await shown.until(lambda: str(getattr(shown.store.sessions[booting], "phase", "")) == "ended_ok")
        assert table.cursor_id == booting
        assert shown.store.health(Resource.SESSIONS).error is None
        assert "ended by you" in shown.line_with("eval-sweep")
