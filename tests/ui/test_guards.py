"""Guarding a session with the keyboard, and undoing what a guard began wherever one is."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

from textual.widgets import Input

from mimiry_tui.domain.guarding.guard import GuardState
from mimiry_tui.domain.guarding.rules import BalanceFloor, EndAtCost
from mimiry_tui.ui.guarding.reading import case_of
from mimiry_tui.ui.profile_mark import ProfileMark
from mimiry_tui.ui.screens.guards import GuardsScreen
from mimiry_tui.ui.screens.launch import LaunchScreen
from tests.support.clock import EPOCH
from tests.support.dialog_app import DialogApp
from tests.support.ending_desk import a_session
from tests.support.scripted_account import Scripted, ScriptedAccount, ended, scripted, session


def account() -> ScriptedAccount:
    """A session that costs €2 an hour, one that has ended, and €36."""
    return ScriptedAccount(
        sessions=[session("a", name="alpha"), ended("c", 9)], balance={"balance": 36, "currency": "EUR"}
    )


def toasts(shown: Scripted) -> str:
    return "\n".join(note.message for note in shown.app._notifications)


async def test_guards_are_typed_with_their_meaning_in_sight_and_stay_until_they_are_emptied(
    key: Path,
) -> None:
    async with scripted(account(), key, (80, 24)) as shown:
        await shown.filled()
        guards = shown.app.services.account.guards  # type: ignore[union-attr]
        await shown.press("t")
        assert isinstance(shown.app.screen, GuardsScreen)
        text = shown.text()
        for words in (
            "The service has no limit for it",
            "Only while this dashboard runs",
            "counts down for 60 s first",
            "€36.00 now",
        ):
            assert words in text, words
        # Typed in one go, each piece lands where it is meant.
        await shown.press("x", "tab", "9", "tab", *"40", "enter")
        assert isinstance(shown.app.screen, GuardsScreen)
        assert guards.of("a") == ()
        assert "a time like 22:30, or a length like" in shown.text()
        assert "the balance is €36.00 already" in shown.text()
        first, _, last = shown.app.screen.query(Input)
        assert first.has_focus, "what cannot be set is gone to"
        first.value, last.value = "", "5"
        await shown.press("enter")
        assert shown.on_dashboard()
        assert [one.rule for one in guards.of("a")] == [
            EndAtCost(Decimal(9), "EUR"),
            BalanceFloor(Decimal(5), "EUR"),
        ]
        assert "alpha runs up to €9.00, while the balance is €5.00 or more" in toasts(shown)
        await shown.press("4")
        assert "from here up to €9.00" in shown.text()
        await shown.press("1", "t", "tab", "backspace", "enter")
        assert [one.rule for one in guards.of("a")] == [BalanceFloor(Decimal(5), "EUR")]
        await shown.press("G", "t")
        assert shown.on_dashboard(), "one that has ended needs none"


async def test_what_a_guard_began_is_told_and_can_be_undone_where_text_is_typed(key: Path) -> None:
    async with scripted(account(), key) as shown:
        await shown.filled()
        services = shown.app.services
        assert services is not None
        guards, endings = services.account.guards, services.account.endings
        with services.announcer.held("a shell"), services.announcer.held("an editor"):
            assert guards.hindrance() == "an editor has this terminal"
        assert guards.hindrance() == ""
        guards.set("a", [EndAtCost(Decimal("0.01"))])
        await shown.until(lambda: bool(endings.armed))
        await shown.until(lambda: shown.shows("ending alpha in 60 s: its cost guard of"))
        assert "alt+u keeps it running" in toasts(shown)
        await shown.press("n")
        await shown.until(lambda: isinstance(shown.app.screen, LaunchScreen))
        await shown.press("alt+u")
        assert not endings.armed
        assert "alpha: goes on running, nothing was sent" in toasts(shown)
        await shown.live_for(90)
        assert [one.state for one in guards.of("a")] == [GuardState.CANCELLED]
        assert shown.server.asked("/api/v1/sessions/a/terminate") == []


async def test_a_long_name_leaves_room_for_whose_session_it_is() -> None:
    app = DialogApp()
    case = case_of(a_session("a", name="n" * 90), (), None, [], EPOCH)
    async with app.run_test(size=(80, 24)) as pilot:
        await app.push_screen(GuardsScreen(lambda: case, app.clock, profile=ProfileMark("p" * 40)))
        await pilot.pause()
        assert f"nn… on {'p' * 23}…" in app.shown()
