"""Guards end a session once they are reached, a minute later and once; never on what is not sure."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

import pytest

from mimiry_tui.clouds.errors import Forbidden, ServerTrouble
from mimiry_tui.domain.guarding.guard import GuardState
from mimiry_tui.domain.guarding.rules import BalanceFloor, EndAt, EndAtCost
from mimiry_tui.live.endings.endings import EndingState
from mimiry_tui.live.guards.guards import Guards
from mimiry_tui.live.store import Resource
from tests.support.clock import EPOCH
from tests.support.ending_desk import a_session
from tests.support.guard_desk import CLEARLY, GuardDesk

IN_TEN_MINUTES = EndAt(EPOCH + timedelta(minutes=10))
AT_A_COST = EndAtCost(Decimal("2.45"))
"""The session of the desk began an hour before the test at €2.10 an hour: reached after ten minutes more."""
FLOOR = BalanceFloor(Decimal(10))
WATCHING, HELD, COUNTING = GuardState.WATCHING, GuardState.HELD, GuardState.COUNTING
CANCELLED, FIRED = GuardState.CANCELLED, GuardState.FIRED


async def test_a_time_that_has_come_ends_the_session_after_a_minute_that_says_why() -> None:
    desk = GuardDesk()
    async with desk.guarding(IN_TEN_MINUTES):
        await desk.clock.advance(590)
        assert desk.states() == [WATCHING]
        await desk.clock.advance(8 + CLEARLY)
        assert desk.states() == [COUNTING]
        (armed,) = desk.endings.armed
        assert armed.because == "its guard of 12:10"
        assert armed.due_at is not None
        assert armed.due_at - armed.asked_at == timedelta(seconds=60)
        await desk.clock.advance(50)
        assert desk.deleted() == []
        await desk.clock.advance(15)
        assert desk.deleted() == ["s"]
        assert desk.states() == [FIRED]


async def test_a_cost_ends_the_session_when_it_is_reached() -> None:
    desk = GuardDesk()
    async with desk.guarding(AT_A_COST):
        await desk.clock.advance(590)
        assert not desk.endings.armed
        await desk.clock.advance(20 + CLEARLY)
        assert [ending.because for ending in desk.endings.armed] == ["its cost guard of €2.45"]
        await desk.clock.advance(61)
        assert desk.deleted() == ["s"]


async def test_a_balance_below_the_floor_ends_every_session_that_has_it() -> None:
    desk = GuardDesk(a_session("s"), a_session("other"), a_session("free"))
    async with desk.guarding(FLOOR):
        desk.guards.set("other", [FLOOR])
        await desk.balance_is("9.99")
        assert [ending.session_id for ending in desk.endings.armed] == ["s", "other"]
        await desk.clock.advance(61)
        assert sorted(map(str, desk.deleted())) == ["other", "s"]


async def test_money_that_comes_in_meanwhile_calls_the_countdown_off() -> None:
    desk = GuardDesk()
    async with desk.guarding(FLOOR):
        await desk.balance_is("9")
        await desk.clock.advance(30)
        await desk.balance_is("60")
        assert desk.states() == [WATCHING]
        assert not desk.endings.armed
        await desk.clock.advance(120)
        assert desk.deleted() == []
        await desk.balance_is("8")
        assert desk.states() == [COUNTING], "it was called off by nobody"


async def test_another_guard_takes_over_no_countdown_but_begins_its_own() -> None:
    desk = GuardDesk()
    async with desk.guarding(FLOOR, IN_TEN_MINUTES):
        await desk.clock.advance(560)
        await desk.balance_is("9")
        assert [ending.because for ending in desk.endings.armed] == ["its balance guard of €10.00"]
        await desk.clock.advance(40 + CLEARLY)
        assert desk.states() == [COUNTING, COUNTING]
        await desk.balance_is("60")
        await desk.clock.advance(5)
        assert desk.states() == [WATCHING, COUNTING]
        (armed,) = desk.endings.armed
        assert armed.because == "its guard of 12:10"
        assert armed.due_at is not None
        assert armed.due_at - armed.asked_at == timedelta(seconds=60)
        await desk.clock.advance(61)
        assert desk.deleted() == ["s"]


async def test_undone_it_stays_undone_until_it_is_set_again() -> None:
    desk = GuardDesk()
    async with desk.guarding(IN_TEN_MINUTES, FLOOR):
        await desk.clock.advance(610)
        assert desk.endings.undo() == ("name of s",)
        assert desk.states() == [CANCELLED, WATCHING]
        await desk.clock.advance(600)
        assert desk.deleted() == []
        desk.guards.set("s", [IN_TEN_MINUTES, FLOOR])
        await desk.clock.advance(CLEARLY)
        assert desk.states() == [COUNTING, WATCHING]
        await desk.clock.advance(61)
    assert desk.deleted() == ["s"]


async def test_what_is_undone_covers_every_guard_that_counted_down() -> None:
    desk = GuardDesk()
    async with desk.guarding(IN_TEN_MINUTES, FLOOR):
        await desk.clock.advance(610)
        await desk.balance_is("1")
        assert desk.states() == [COUNTING, COUNTING]
        desk.endings.undo()
        await desk.clock.advance(600)
        assert desk.states() == [CANCELLED, CANCELLED]
    assert desk.deleted() == []


async def test_taking_the_guard_away_calls_its_countdown_off() -> None:
    desk = GuardDesk()
    async with desk.guarding(IN_TEN_MINUTES):
        await desk.clock.advance(610)
        desk.guards.set("s", [])
        assert not desk.endings.armed
        await desk.clock.advance(120)
    assert desk.deleted() == []


async def test_an_ending_that_failed_is_not_tried_again() -> None:
    desk = GuardDesk()
    desk.cloud.answer("terminate", Forbidden())
    async with desk.guarding(IN_TEN_MINUTES):
        await desk.clock.advance(700)
        assert desk.state("s") is EndingState.FAILED
        assert desk.states() == [FIRED]
        await desk.clock.advance(600)
        assert desk.deleted() == ["s"]


async def test_nothing_is_done_while_answers_fail_and_all_is_once_they_come() -> None:
    desk = GuardDesk()
    async with desk.guarding(IN_TEN_MINUTES):
        await desk.clock.advance(500)
        desk.cloud.answer("live_sessions", ServerTrouble(status=503))
        await desk.clock.advance(600)
        assert desk.states() == [HELD]
        assert desk.why().startswith("the list of sessions is")
        assert not desk.endings.armed
        desk.cloud.answer("live_sessions", lambda: desk._page(live=True))
        desk.live.refresh(Resource.SESSIONS)
        await desk.clock.advance(CLEARLY)
        assert desk.states() == [COUNTING]


async def test_a_countdown_is_called_off_when_its_answers_grow_old() -> None:
    desk = GuardDesk()
    async with desk.guarding(IN_TEN_MINUTES):
        await desk.clock.advance(605)
        assert desk.states() == [COUNTING]
        desk.cloud.hold("live_sessions")
        await desk.clock.advance(120)
        assert desk.states() == [HELD]
    assert desk.deleted() == []


async def test_a_machine_that_slept_through_the_countdown_counts_anew() -> None:
    desk = GuardDesk()
    async with desk.guarding(IN_TEN_MINUTES):
        await desk.clock.advance(650)
        assert desk.states() == [COUNTING]
        answer = desk.cloud.hold("live_sessions")
        desk.clock.machine_slept(8 * 3_600)
        await desk.clock.advance(20)
        assert desk.deleted() == []
        answer()
        await desk.clock.advance(30)
        assert desk.states() == [COUNTING]
        assert desk.deleted() == [], "a whole minute again"
        await desk.clock.advance(40)
    assert desk.deleted() == ["s"]


async def test_a_clock_that_is_set_back_makes_no_old_answer_a_fresh_one() -> None:
    desk = GuardDesk()
    async with desk.guarding(IN_TEN_MINUTES):
        await desk.clock.advance(590)
        desk.cloud.hold("live_sessions")
        desk.clock.machine_slept(-600)
        await desk.clock.advance(610 + CLEARLY)
        assert desk.states() == [HELD]
    assert desk.deleted() == []


@pytest.mark.parametrize("state", ["quarantined", ""])
async def test_a_session_in_an_unknown_state_is_left_alone(state: str) -> None:
    desk = GuardDesk()
    async with desk.guarding(IN_TEN_MINUTES):
        await desk.clock.advance(605)
        desk.becomes("s", state)
        await desk.clock.advance(300)
        assert desk.states() == [HELD]
        assert desk.why() == "its state is not known"
    assert desk.deleted() == []


async def test_while_nobody_could_undo_it_nothing_is_begun_or_sent() -> None:
    desk = GuardDesk()
    async with desk.guarding(IN_TEN_MINUTES):
        await desk.clock.advance(605)
        desk.hindrance = "a shell has this terminal"
        await desk.clock.advance(300)
        assert (desk.states(), desk.why()) == ([HELD], "a shell has this terminal")
        assert desk.deleted() == []
        desk.hindrance = ""
        await desk.clock.advance(CLEARLY)
        assert desk.states() == [COUNTING]
    assert desk.deleted() == [], "leaving sends nothing"


async def test_by_itself_nobody_could_undo_it() -> None:
    desk = GuardDesk()
    desk.guards = Guards(desk.live, desk.endings, desk.clock)
    async with desk.guarding(IN_TEN_MINUTES):
        await desk.clock.advance(800)
        assert desk.why() == "nobody could undo it"
    assert desk.deleted() == []


async def test_an_ending_by_hand_leaves_the_guard_nothing_to_do() -> None:
    desk = GuardDesk()
    async with desk.guarding(IN_TEN_MINUTES):
        await desk.clock.advance(580)
        desk.endings.terminate(["s"])
        await desk.clock.advance(120)
        assert desk.deleted() == ["s"]
        desk.becomes("s", "terminated", ended_at="2026-06-08T12:12:00Z")
        await desk.clock.advance(30)
        assert desk.states() == []
    assert desk.deleted() == ["s"]


async def test_an_old_answer_is_asked_for_again_before_a_guard_acts_even_in_a_pause() -> None:
    desk = GuardDesk()
    async with desk.guarding(IN_TEN_MINUTES):
        desk.live.set_paused(True)
        await desk.clock.advance(590)
        before = desk.cloud.count("live_sessions")
        await desk.clock.advance(20)
        assert desk.cloud.count("live_sessions") == before + 1
        assert desk.states() == [COUNTING]
        await desk.clock.advance(61)
    assert desk.deleted() == ["s"]


async def test_a_balance_of_another_currency_reaches_no_floor() -> None:
    desk = GuardDesk()
    async with desk.guarding(BalanceFloor(Decimal(10), "EUR")):
        await desk.balance_is("1", "USD")
        assert desk.states() == [WATCHING]
        assert desk.why() == "the balance is in USD"
        assert desk.live.store.health(Resource.BALANCE).error is None
