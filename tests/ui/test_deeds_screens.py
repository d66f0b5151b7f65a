"""What a service can do besides: chosen from a menu, filled in, confirmed, done once, and told."""

from __future__ import annotations

from typing import cast

from textual import events
from textual.events import Key
from textual.widgets import Button

from mimiry_tui.clouds import errors
from mimiry_tui.domain.doing.deeds import Outcome
from mimiry_tui.ui.screens.deed_confirm import DeedConfirmScreen
from mimiry_tui.ui.screens.deed_form import DeedFormScreen
from mimiry_tui.ui.screens.deeds import DeedsScreen
from mimiry_tui.ui.screens.outcome import OutcomeScreen
from mimiry_tui.ui.theme import LIGHT
from mimiry_tui.ui.widgets.orderly_input import OrderlyInput
from tests.support.deed_stage import deed_stage

HOSTILE = "\x1b]52;c;aGk=\x07[bold]x[/]\n" + "\n".join(f"line {number}" for number in range(60))


async def test_a_letter_does_it_once_and_what_came_of_it_is_told() -> None:
    async with deed_stage() as (app, pilot, screen):
        release = app.extras.hold()
        await pilot.press("a")
        assert app.shows(DeedsScreen)
        shown = app.shown()
        for words in ("Do with train-llama", "sync the workspace", "not now: it is awake"):
            assert words in shown
        # What cannot be done now says why and nothing more.
        await pilot.press("w")
        assert app.toasts == ["wake it: it is awake"]
        await pilot.press("s")
        await pilot.pause()
        assert app.is_back_on(screen)
        await pilot.press("a")
        assert "◐ asked for" in app.shown()
        await pilot.press("s")
        assert app.toasts[-1] == "sync the workspace: it is under way"
        await pilot.press("escape")
        app.extras.outcomes["sync"] = Outcome("synced at 12:00", session_id="twin")
        release()
        await pilot.pause()
        await app.settled()
        assert app.toasts[-1] == "train-llama · sync the workspace: synced at 12:00"
        assert [one.deed for one in app.extras.done] == ["sync"]
        assert screen.turned_to == ["twin"]
        # One that nobody knows about is not done again by itself.
        app.extras.outcomes["sync"] = errors.AnswerLost()
        for letter in "as":  # at one stroke
            app.post_message(Key(letter, letter))
        await pilot.pause()
        await app.settled()
        assert "it may have been done" in app.toasts[-1]
        assert len(app.extras.done) == 2


async def test_a_form_stays_until_the_service_has_taken_what_is_in_it() -> None:
    async with deed_stage((80, 24), theme=LIGHT) as (app, pilot, screen):
        app.extras.outcomes["exec"] = errors.BadRequest("no such shell", status=400)
        await pilot.press("a", "e")
        await pilot.pause()
        form = cast(DeedFormScreen, app.screen)
        assert type(form) is DeedFormScreen
        # Nothing is sent while something that is required is missing.
        await pilot.press("ctrl+s")
        assert app.extras.done == []
        # All of it is there before the first letter is looked at: nothing overtakes it.
        for key in [*"top", "space", "minus", "b", "ctrl+s"]:
            sign = {"space": " ", "minus": "-"}.get(key, key)
            app.post_message(events.Key(key, sign if len(sign) == 1 else None))
        await pilot.pause()
        assert app.screen is form
        assert "no such shell" in app.shown()
        assert form.view.values["command"] == "top -b"
        app.extras.outcomes["exec"] = Outcome("exit 1", text=HOSTILE, is_bad=True)
        await pilot.press("ctrl+s")
        await pilot.pause()
        await app.settled()
        await pilot.pause()
        assert app.shows(OutcomeScreen)
        shown = app.shown()
        assert "✗ exit 1" in shown
        assert "[bold]x[/]" in shown
        assert "\x1b" not in shown
        assert "more" in shown
        await pilot.press("y")
        assert app.toasts[-1].startswith("text ")
        await pilot.press("escape")
        assert app.is_back_on(screen)
        # It can be read again from where it was begun.
        await pilot.press("a", "1")
        assert app.shows(OutcomeScreen)
        assert [one.values["command"] for one in app.extras.done] == ["top -b", "top -b"]


async def test_a_form_can_be_left_to_itself_and_its_end_is_told_all_the_same() -> None:
    async with deed_stage() as (app, pilot, screen):
        app.extras.steps["resize"] = ("stopping the machine",)
        release = app.extras.hold()
        app.extras.outcomes["resize"] = errors.InvalidState("stopped, but the new one was refused")
        await pilot.press("a", "z")
        await pilot.pause()
        await pilot.press("8", "ctrl+s")
        await pilot.pause()
        asked = app.screen
        assert type(asked) is DeedConfirmScreen
        shown = app.shown()
        assert "8 GB" in shown
        assert "what runs on it ends" in shown
        assert isinstance(asked.focused, Button)
        assert asked.focused.id == "keep"
        # Back from there is back in the form, with all that was typed.
        await pilot.press("escape", "ctrl+s", "y")
        await pilot.pause()
        assert "◐ stopping the machine…" in app.shown()
        await pilot.press("ctrl+s", "escape")
        await pilot.pause()
        assert app.is_back_on(screen)
        release()
        await pilot.pause()
        await app.settled()
        assert "stopped, but the new one was refused" in app.toasts[-1]
        assert len(app.extras.done) == 1


async def test_an_address_is_copied_and_can_be_opened() -> None:
    async with deed_stage() as (app, pilot, _):
        app.extras.outcomes["look"] = Outcome("port 8080 is open", url="https://x.example/\x1b[2J")
        await pilot.press("a", "l")
        await pilot.pause()
        await app.settled()
        assert app.shows(OutcomeScreen)
        assert "https://x.example/␛[2J" in app.shown()
        assert app.toasts[-1].startswith("address ")
        await pilot.press("q")


async def test_a_dashboard_that_only_looks_is_offered_only_what_changes_nothing() -> None:
    async with deed_stage() as (app, pilot, _):
        app.cloud.read_only = True
        await pilot.press("a")
        shown = app.shown()
        assert "say how it is" in shown
        assert "sync" not in shown
        assert not app.screen.query(OrderlyInput)


async def test_keys_that_come_at_once_leave_a_menu_only_once() -> None:
    async with deed_stage() as (app, pilot, screen):
        await pilot.press("a")
        for _ in range(3):
            app.post_message(Key("s", "s"))
        for _ in range(3):
            await pilot.pause()
            await app.settled()
        assert app.is_back_on(screen), app.screen
        assert [one.deed for one in app.extras.done] == ["sync"]
