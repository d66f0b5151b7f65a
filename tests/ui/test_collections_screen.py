"""The lists that only some services have: each with its own columns, letters, and reasons for being empty."""

from __future__ import annotations

from mimiry_tui.clouds import errors
from mimiry_tui.domain.doing.collections import Item
from mimiry_tui.domain.doing.deeds import Outcome
from mimiry_tui.domain.records import Unreadable
from mimiry_tui.ui.help.place import columns_of
from mimiry_tui.ui.screens.collections import READ_EVERY, CollectionsScreen
from mimiry_tui.ui.screens.deed_confirm import DeedConfirmScreen
from mimiry_tui.ui.screens.deed_form import DeedFormScreen
from tests.support.deed_stage import deed_stage
from tests.support.fake_extras import NIGHTLY, PAUSED


async def test_one_goes_through_the_lists_and_does_things_by_their_letters() -> None:
    async with deed_stage((120, 30)) as (app, pilot, screen):
        await pilot.press("A")
        await pilot.pause()
        await pilot.pause()
        assert app.shows(CollectionsScreen)
        shown = app.shown()
        for words in ("1 Schedules", "NEXT RUN", "Tue", "41", "○ weekly-report", "python eval.py --all"):
            assert words in shown
        assert "p pause it" in shown
        assert "n new schedule" in shown
        # The help says nothing where it knows no more than a heading, and of no list that is not there.
        assert [title for title, _ in columns_of(app.screen)] == []
        assert app.screen.check_action("show_tab", (2,))
        assert not app.screen.check_action("show_tab", (3,))
        # A letter means the row under the cursor, by its id, whatever is read meanwhile.
        await pilot.press("j", "d")
        assert app.shows(DeedConfirmScreen)
        app.extras.contents["schedules"] = (NIGHTLY,)
        await pilot.press(*"weekly-report", "enter")
        await pilot.pause()
        await app.settled()
        assert [(one.deed, one.target) for one in app.extras.done] == [("delete", PAUSED)]
        assert "weekly-report" not in app.shown().replace(app.toasts[-1], "")
        # An empty list, and one that may not be read, say so in a line; the latter is not asked for.
        await pilot.press("2")
        await pilot.pause()
        assert "no address points here" in app.shown()
        await pilot.press("right")
        await pilot.pause()
        assert "the API key lacks the scope ssh_keys:read" in app.shown()
        assert "items keys" not in app.extras.asked
        # A letter of what cannot be done says why.
        assert "n add" not in app.shown()
        await pilot.press("n")
        words = "add an SSH key is not possible now: the API key lacks the scope ssh_keys:write"
        assert app.toasts[-1] == words
        # One is added by its letter, by the key that adds anywhere, and from the menu of a row.
        for keys in (("tab", "n"), ("plus",), ("a", "n")):
            await pilot.press(*keys)
            await pilot.pause()
            assert app.shows(DeedFormScreen)
            await pilot.press("escape")
        await pilot.press("A")
        assert app.is_back_on(screen)


async def test_a_list_is_asked_for_again_while_one_looks_and_says_when_that_fails() -> None:
    async with deed_stage((80, 24)) as (app, pilot, _):
        app.extras.contents["schedules"] = (
            NIGHTLY,
            Unreadable("bad", "no name", b"{}"),
            Item("c3", "[bold]\x1b[2J", "schedules", ("[bold]\x1b[2J",)),
        )
        await pilot.press("A")
        await pilot.pause()
        await pilot.pause()
        shown = app.shown()
        assert "! unreadable" in shown
        assert "[bold]␛[2J" in shown
        app.extras.contents["schedules"] = errors.ServerTrouble("boom", status=502)
        await app.clock.advance(READ_EVERY)
        await pilot.pause()
        shown = app.shown()
        assert "nightly-eval" in shown
        assert "service trouble · 30 s" in shown
        # A filter narrows it down; its letters are text.
        await pilot.press("slash", *"night", "enter")
        await pilot.pause()
        assert "/night  1 of 3" in app.shown()
        await pilot.press("escape")
        assert "/night" not in app.shown()
        app.extras.outcomes["pause"] = Outcome("it rests")
        await pilot.press("enter", "p")
        await pilot.pause()
        await app.settled()
        assert "nightly-eval · pause it: it rests" in app.toasts
