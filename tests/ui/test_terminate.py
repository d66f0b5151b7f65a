"""The dialog before sessions are ended: which ones, what that saves, and Cancel unless somebody means it."""

from __future__ import annotations

from typing import Any

import pytest
from textual.events import Key
from textual.screen import Screen
from textual.widgets import Button

from mimiry_tui.domain.sessions import Session
from mimiry_tui.ui.theme import CONTRAST, DARK, LIGHT
from tests.support.ending_desk import EndingDesk, a_session
from tests.support.ending_stage import EndingStage

LONG_ID = "4ed5acf3-b78f-4e5a-bd37-362c418b64fa"


def train(**fields: Any) -> Session:
    """A session with everything the dialog tells."""
    mounts = [{"volume_name": "corpus-eu", "mount_path": "/data"}]
    return a_session(
        LONG_ID,
        **{"name": "train-llama", "mounts": mounts, "created_at": "2026-06-08T09:46:00Z", **fields},
    )


def sweep(**fields: Any) -> Session:
    return a_session("77aa11ff-1", **{"name": "eval-sweep", "hourly_rate": 1.3, **fields})


def stage(*sessions: Session, theme: str = DARK) -> EndingStage:
    return EndingStage(EndingDesk(*sessions), theme=theme)


async def test_the_dialog_says_everything_that_ending_one_session_means() -> None:
    app = stage()
    async with app.run_test(size=(120, 36)) as pilot:
        app.ask(train())
        await pilot.pause()
        for words in (
            "Terminate on softlaunch?",
            "● train-llama",
            LONG_ID,
            "ready · 2h14m old",
            "≈€4.69 so far",
            "€2.10/h · €50.40 a day",
            "kept, detached: corpus-eu → /data",
            "lost with the machine",
            "Terminate · saves €2.10/h",
        ):
            assert words in app.text(), words


async def test_several_are_listed_with_what_they_save_together() -> None:
    app = stage()
    async with app.run_test(size=(80, 24)) as pilot:
        app.ask(train(), sweep(), a_session("odd", "hm", name="free", hourly_rate=None))
        await pilot.pause()
        for words in (
            "Terminate 3 sessions on softlaunch?",
            "● train-llama",
            "4ed5acf3   2h14m    ≈€4.69   €2.10/h",
            "● eval-sweep",
            "? free",
            "≈€5.99 so far",
            "€3.40/h · €81.60 a day · and 1 without a price",
            "Terminate 3 · saves €3.40/h",
        ):
            assert words in app.text(), words


@pytest.mark.parametrize(
    ("keys", "answer"),
    [
        (("enter",), False),
        (("escape",), False),
        (("n",), False),
        (("q",), False),
        (("y",), True),
        (("right", "enter"), True),
        (("right", "right", "enter"), False),
        (("x", "X", "space", "down", "escape"), False),
    ],
)
async def test_only_y_or_the_other_button_ends_anything(keys: tuple[str, ...], answer: bool) -> None:
    app = stage()
    async with app.run_test(size=(120, 36)) as pilot:
        app.ask(train())
        await pilot.pause()
        assert isinstance(app.focused, Button)
        assert app.focused.id == "keep"
        await pilot.press(*keys)
        assert app.answers == [answer]


@pytest.mark.parametrize(
    ("keys", "answer"),
    [
        (("y", "y"), True),
        (("y", "n"), True),
        (("n", "y"), False),
        (("enter", "enter"), False),
        (("right", "enter", "enter", "y"), True),
    ],
)
async def test_two_answers_at_one_stroke_end_the_dialog_once_and_the_first_counts(
    keys: tuple[str, ...], answer: bool
) -> None:
    app = stage()
    async with app.run_test(size=(120, 36)) as pilot:
        behind: Screen[None] = Screen()
        await app.push_screen(behind)
        app.ask(train())
        await pilot.pause()
        for key in keys:
            app.post_message(Key(key, None))
        await pilot.pause()
        assert app.answers == [answer]
        assert app.screen is behind


async def test_two_presses_before_the_first_is_through_are_one_answer() -> None:
    app = stage()
    async with app.run_test(size=(120, 36)) as pilot:
        behind: Screen[None] = Screen()
        await app.push_screen(behind)
        screen = app.ask(train())
        await pilot.pause()
        screen.query_one("#end", Button).press()
        screen.query_one("#keep", Button).press()
        await pilot.pause()
        assert app.answers == [True]
        assert app.screen is behind


async def test_the_mouse_can_answer_too() -> None:
    app = stage()
    async with app.run_test(size=(120, 36)) as pilot:
        app.ask(train())
        await pilot.pause()
        await pilot.click("#end")
        assert app.answers == [True]


async def test_what_is_meant_stays_while_the_picture_changes_under_the_dialog() -> None:
    app = stage(train(), sweep())
    desk = app.desk
    async with app.run_test(size=(120, 36)) as pilot, desk.running():
        screen = app.ask(train(), sweep())
        await pilot.pause()
        assert "Terminate 2 · saves €3.40/h" in app.text()
        desk.becomes("77aa11ff-1", "completed", name="eval-sweep", hourly_rate=1.3, exit_code=0)
        await desk.clock.advance(6)
        await pilot.pause()
        assert "○ eval-sweep · done" in app.text()
        assert "Terminate 1 · saves €2.10/h" in app.text()
        assert screen.ids == (LONG_ID, "77aa11ff-1")


async def test_one_that_has_ended_meanwhile_saves_nothing_and_that_is_said() -> None:
    app = stage(train())
    async with app.run_test(size=(120, 36)) as pilot, app.desk.running():
        app.ask(train())
        await pilot.pause()
        app.desk.becomes(LONG_ID, "completed", exit_code=0)
        await app.desk.clock.advance(6)
        await pilot.pause()
        assert "nothing: it has ended already" in app.text()
        assert "saves €" not in app.text()


async def test_cost_and_age_grow_while_it_is_open() -> None:
    app = stage()
    async with app.run_test(size=(120, 36)) as pilot:
        app.ask(train())
        await pilot.pause()
        assert "≈€4.69 so far" in app.text()
        await app.desk.clock.advance(120)
        await pilot.pause()
        assert "≈€4.76 so far" in app.text()
        assert "2h16m old" in app.text()


async def test_a_long_list_scrolls_and_the_buttons_stay_on_a_small_terminal() -> None:
    app = stage()
    many = [a_session(f"id-{number:02}", name=f"job-{number:02}") for number in range(24)]
    async with app.run_test(size=(60, 16)) as pilot:
        app.ask(*many)
        await pilot.pause()
        assert "job-00" in app.text()
        assert "job-23" not in app.text()
        for _ in range(24):
            await pilot.press("down")
        await pilot.pause()
        assert "job-23" in app.text()
        assert "Terminate 24 · saves €50.40/h" in app.text()
        assert "€50.40/h · €1,209.60 a day" in app.text()


async def test_one_session_fits_a_small_terminal_whole() -> None:
    app = stage()
    async with app.run_test(size=(60, 16)) as pilot:
        app.ask(train())
        await pilot.pause()
        for words in (
            "Terminate on",
            LONG_ID,
            "€50.40 a day",
            "lost with the machine",
            "Cancel",
            "saves €2.10/h",
        ):
            assert words in app.text(), words
        assert "…" not in app.text()


@pytest.mark.parametrize("theme", [DARK, LIGHT, CONTRAST, "nord", "ansi-dark"])
async def test_the_dialog_is_drawn_in_every_theme(theme: str) -> None:
    app = stage(theme=theme)
    async with app.run_test(size=(80, 24)) as pilot:
        app.ask(train(), sweep())
        await pilot.pause()
        assert "● train-llama" in app.text()
        assert "Terminate 2 · saves €3.40/h" in app.text()


async def test_names_and_volumes_from_outside_are_only_text() -> None:
    app = stage()
    evil = train(
        name="[red]x[/red]\x1b[2J",
        mounts=[{"volume_name": "[@click=app.quit]v", "mount_path": "/\x07d"}],
    )
    async with app.run_test(size=(80, 24)) as pilot:
        app.ask(evil)
        await pilot.pause()
        assert "[red]x[/red]␛[2J" in app.text()
        assert "[@click=app.quit]v → /␇d" in app.text()
        app.screen.dismiss(False)
        await pilot.pause()
        app.ask(evil, sweep())
        await pilot.pause()
        assert "[red]x[/red]␛[2J" in app.text()
