"""Leaving while machines run: ending them first, and going when the service says that they are gone."""

from __future__ import annotations

from decimal import Decimal

from mimiry_tui.clouds.errors import Forbidden
from mimiry_tui.domain.money import Money
from mimiry_tui.ui.guarding.left_running import LeftBehind, left_running
from mimiry_tui.ui.profile_mark import ProfileMark
from mimiry_tui.ui.screens.farewell import FarewellScreen
from mimiry_tui.ui.screens.terminate import TerminateScreen
from tests.support.dialog_app import DialogApp
from tests.support.ending_desk import EndingDesk, a_session

ENDED = {"ended_at": "2026-06-08T12:01:00Z", "final_cost": 1}


class Leaving(DialogApp):
    """The farewell over an empty screen, about the sessions of a desk."""

    def __init__(self) -> None:
        super().__init__()
        self.desk = EndingDesk(a_session("a", name="alpha"), a_session("b", name="beta"))
        self.clock = self.desk.clock
        self.answers: list[bool | None] = []

    def look(self) -> LeftBehind:
        rows = left_running(self.desk.live.store.sessions.values())
        return LeftBehind(rows, Money(Decimal(42)), self.clock.now())

    def ask(self) -> FarewellScreen:
        desk = self.desk
        screen = FarewellScreen(
            self.look, desk.endings, desk.live.store, self.clock, ProfileMark("softlaunch")
        )
        self.push_screen(screen, self.answers.append)
        return screen


async def test_all_are_ended_after_a_second_question_and_followed_until_they_are_gone() -> None:
    app = Leaving()
    desk = app.desk
    async with app.run_test(size=(80, 24)) as pilot, desk.running():
        screen = app.ask()
        await pilot.pause()
        for words in ("2 sessions keep running and cost €4.20/h", "End all 2 · saves €4.20/h", "ends all"):
            assert words in app.shown(), words
        desk.endings.arm(["b"])
        await pilot.press("x", "escape")
        assert (app.answers, desk.deleted()) == ([], []), "nothing yet"
        desk.cloud.answer("terminate", lambda session_id: Forbidden() if session_id == "b" else None)
        await pilot.press("x")
        assert isinstance(app.screen, TerminateScreen)
        assert "Terminate 2 sessions" in app.shown(), "also what counts down by itself"
        await pilot.press("y")
        await desk.clock.advance(1)
        await pilot.pause()
        assert sorted(map(str, desk.deleted())) == ["a", "b"]
        assert "still billing €2.10/h" in app.shown()
        desk.becomes("a", "terminated", **ENDED)
        await desk.clock.advance(10)
        await pilot.pause()
        assert "○ alpha" in app.shown()
        assert (app.answers, screen.gone) == ([], 1), "one goes on: that is to be seen"
        desk.becomes("b", "terminated", **ENDED)
        await desk.clock.advance(20)
        await pilot.pause()
        assert (app.answers, screen.gone) == ([True], 2)


async def test_an_account_for_reading_only_offers_no_end() -> None:
    app = Leaving()
    app.desk.cloud.read_only = True
    async with app.run_test(size=(80, 24)) as pilot, app.desk.running():
        app.ask()
        await pilot.pause()
        assert "ends all" not in app.shown()
        await pilot.press("x", "right", "enter")
        assert app.answers == [True]
        assert app.desk.deleted() == []
