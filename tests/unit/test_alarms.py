"""Alarms ring once for each threshold, and only for what is known for sure."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from decimal import Decimal

import pytest

from mimiry_tui.clouds.errors import ServerTrouble
from mimiry_tui.domain.guarding.fuse import warning
from mimiry_tui.domain.phases import Phase
from mimiry_tui.domain.sessions import Got
from mimiry_tui.live.guards.alarms import Alarm, AlarmKind, Alarms
from mimiry_tui.live.store import Resource
from mimiry_tui.settings.preferences import Alarms as Wanted
from tests.support.ending_desk import a_session, background
from tests.support.guard_desk import GuardDesk

QUIET = Wanted(balance=None, runway=timedelta(), flat_days=0)


class Marked:
    """Moments under names, as an archive keeps them."""

    def __init__(self, **moments: datetime) -> None:
        self.moments = moments

    async def mark(self, name: str, at: datetime) -> None:
        self.moments[name] = at

    async def marked(self, name: str) -> datetime | None:
        return self.moments.get(name)


def listening(desk: GuardDesk, wanted: Wanted, marks: Marked | None = None) -> tuple[Alarms, list[Alarm]]:
    """Alarms on that desk, and what they rang."""
    alarms, rung = Alarms(desk.live.store, desk.clock, marks), list[Alarm]()
    alarms.prefer(wanted)
    alarms.subscribe(rung.append)
    return alarms, rung


async def test_a_low_balance_rings_once_and_again_only_after_a_clear_recovery() -> None:
    desk = GuardDesk()
    alarms, rung = listening(desk, Wanted(balance=Decimal(10), runway=timedelta()))
    async with desk.running(), background(alarms.run()):
        for amount in ("9.90", "9.50", "10.20", "9.80"):
            await desk.balance_is(amount)
            await desk.clock.advance(30)
        assert [one.words for one in rung] == ["the balance is €9.90, below €10.00"]
        await desk.balance_is("30")
        await desk.clock.advance(30)
        await desk.balance_is("3")
        await desk.clock.advance(30)
        assert [one.words for one in rung][1:] == ["the balance is €3.00, below €10.00"]
        alarms.prefer(Wanted(balance=Decimal(5), runway=timedelta()))
        await desk.clock.advance(30)
        assert len(rung) == 3, "another threshold, which is passed already"


async def test_a_short_runway_rings_when_more_is_spent_and_not_when_nothing_is() -> None:
    desk = GuardDesk(a_session("s", ended_at="2026-06-08T11:30:00Z", state="completed"))
    alarms, rung = listening(desk, Wanted(runway=timedelta(hours=4)))
    async with desk.running(), background(alarms.run()):
        await desk.balance_is("6.30")
        await desk.clock.advance(30)
        assert rung == []
        desk.becomes("t", "started")
        desk.live.refresh()
        await desk.clock.advance(30)
        assert [(one.kind, one.words) for one in rung] == [
            (AlarmKind.RUNWAY, "the balance of €6.30 lasts ≈ 3h00m, until 15:00")
        ]
        await desk.clock.advance(120)
        desk.becomes("t", "started", hourly_rate=None)
        await desk.clock.advance(60)
        desk.becomes("t", "started")
        await desk.clock.advance(60)
        assert len(rung) == 1, "that nobody told a price for a while is no other spending"


async def test_nothing_rings_on_old_answers() -> None:
    desk = GuardDesk()
    alarms, rung = listening(desk, Wanted(balance=Decimal(100), runway=timedelta()))
    async with desk.running():
        desk.cloud.answer("balance", ServerTrouble(status=503))
        desk.live.refresh(Resource.BALANCE)
        await desk.clock.advance(60)
        alarms.look()
        assert rung == []
        await desk.balance_is("50")
        alarms.look()
        assert len(rung) == 1


async def test_a_limit_is_told_fifteen_and_five_minutes_ahead_and_each_once() -> None:
    limited = a_session("s", started_at="2026-06-08T11:10:00Z", max_duration=3_600 + 600)
    desk = GuardDesk(limited)
    alarms, rung = listening(desk, QUIET)
    async with desk.running(), background(alarms.run()):
        await desk.clock.advance(4 * 60)
        assert rung == []
        await desk.clock.advance(15 * 60)
        assert [one.words for one in rung] == [
            "ends in 15 min, at 12:20: its limit of 1h10m cannot be extended",
            "ends in 5 min, at 12:20: its limit of 1h10m cannot be extended",
        ]
        assert {one.session.id for one in rung if one.session} == {"s"}


@pytest.mark.parametrize(
    ("limit", "left", "due"),
    [(240, 20, None), (240, 15, 15), (240, 4, 5), (15, 14, None), (15, 5, 5), (5, 4, None)],
)
def test_short_limits_are_not_told_ahead_by_more_than_they_have(
    limit: int, left: int, due: int | None
) -> None:
    found = warning(timedelta(minutes=limit), timedelta(minutes=left))
    assert found == (timedelta(minutes=due) if due is not None else None)


async def test_what_nobody_touches_for_days_is_pointed_out_once_until_it_is_touched() -> None:
    desk = GuardDesk(a_session("s", created_at="2026-06-04T12:00:00Z"))
    marks = Marked()
    alarms, rung = listening(desk, Wanted(runway=timedelta(), flat_days=3), marks)
    async with desk.running(), background(alarms.run()):
        await desk.clock.advance(60)
        assert [(one.kind, one.words) for one in rung] == [
            (AlarmKind.FLAT, "has neither changed nor been touched for 4d 0h, and costs €2.10/h")
        ]
        alarms.touch("s")
        await desk.clock.advance(60)
        assert len(rung) == 1
        assert set(marks.moments) == {"touched s"}


async def test_a_touch_in_an_earlier_run_counts() -> None:
    desk = GuardDesk(a_session("s", created_at="2026-06-01T12:00:00Z"))
    marks = Marked(**{"touched s": desk.clock.now() - timedelta(days=2)})
    alarms, rung = listening(desk, Wanted(runway=timedelta(), flat_days=3), marks)
    async with desk.running(), background(alarms.run()):
        await desk.clock.advance(60)
        assert rung == []


@pytest.mark.parametrize("idle", ["asleep", "free"])
async def test_what_sleeps_or_has_no_price_anywhere_is_not_pointed_out(idle: str) -> None:
    session = a_session("s", created_at="2026-06-01T12:00:00Z")
    asleep, free = replace(session, phase=Phase.SLEEPING), replace(session, got=Got())
    desk = GuardDesk(asleep if idle == "asleep" else free)
    alarms, rung = listening(desk, Wanted(runway=timedelta(), flat_days=3))
    async with desk.running(), background(alarms.run()):
        await desk.clock.advance(60)
        assert rung == []
