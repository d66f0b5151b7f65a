"""Amounts and times in the way the reader wants them, and a block that is billed at least."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest

from mimiry_tui.domain.conventions import Conventions, conventions, follow, time_of_day
from mimiry_tui.domain.durations import clock_time
from mimiry_tui.domain.launching.draft import AutoTerminate as Ends
from mimiry_tui.domain.launching.draft import Draft
from mimiry_tui.domain.money import Money
from mimiry_tui.domain.session_reading import build_session
from mimiry_tui.domain.spending import cost_so_far, spent_between
from mimiry_tui.settings.preferences import AutoTerminate, Guards
from mimiry_tui.ui.columns.sessions import session_columns
from mimiry_tui.ui.launch.fresh import fresh_draft
from tests.support.insights import Told

NOON = datetime(2026, 6, 8, 12, tzinfo=UTC)


@pytest.fixture(autouse=True)
def as_before() -> Iterator[None]:
    before = conventions()
    yield
    follow(before)


def test_a_currency_can_be_written_as_its_code() -> None:
    assert str(Money(Decimal("-4.694"))) == "-€4.69"
    follow(Conventions(currency_code=True))
    assert str(Money(Decimal("-4.694"))) == "-EUR 4.69"


def test_a_code_has_room_where_a_sign_has() -> None:
    def room() -> int:
        columns = session_columns(Told(), lambda: NOON)
        return next(column.width or 0 for column in columns if column.key == "cost")

    assert room() == len("≈€123.45")
    follow(Conventions(currency_code=True))
    assert room() == len("≈EUR 123.45")


@pytest.mark.parametrize(
    ("hour", "minute", "words"),
    [(0, 5, "12:05 am"), (9, 30, "9:30 am"), (12, 0, "12:00 pm"), (23, 59, "11:59 pm")],
)
def test_a_day_can_have_two_halves(hour: int, minute: int, words: str) -> None:
    moment = NOON.replace(hour=hour, minute=minute)
    assert time_of_day(moment) == f"{hour:02}:{minute:02}"
    follow(Conventions(twelve_hours=True))
    assert time_of_day(moment) == words
    assert clock_time(moment + timedelta(days=1), NOON) == f"Tue {words}"


def test_a_session_costs_at_least_the_block_it_is_billed_for() -> None:
    begun = NOON - timedelta(minutes=3)
    session = build_session(
        id="s", state="started", created_at=begun.isoformat(), hourly_rate=6, currency="EUR"
    )
    follow(Conventions(minimum_block=timedelta(minutes=10)))
    cost = cost_so_far(session, NOON)
    assert cost is not None
    assert cost.estimated
    assert cost.money == Money(Decimal(1))
    assert spent_between([session], NOON - timedelta(hours=1), NOON) == (Money(Decimal(1)),)
    later = cost_so_far(session, begun + timedelta(minutes=30))
    assert later is not None
    assert later.money == Money(Decimal(3))


def test_the_form_begins_with_the_guards_one_always_wants() -> None:
    assert fresh_draft(Guards()) == Draft()
    guards = Guards(timedelta(hours=1, minutes=30), AutoTerminate.ON_SUCCESS, Decimal("2.5"))
    assert fresh_draft(guards) == Draft(auto_terminate=Ends.ON_SUCCESS, max_duration="1h30m", max_price="2.5")
