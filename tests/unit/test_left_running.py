"""What is said of machines that go on running once the dashboard is left."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

import pytest

from mimiry_tui.domain.money import Money
from mimiry_tui.ui.guarding.leaving import is_worth_asking
from mimiry_tui.ui.guarding.left_running import LeftBehind, lines, summary
from tests.support.clock import EPOCH
from tests.support.ending_desk import a_session

ONE = LeftBehind((a_session("s"),), Money(Decimal(21)), EPOCH)
TWO = LeftBehind((a_session("s"), a_session("t", hourly_rate=1.4, currency="USD")), None, EPOCH)


def told(left: LeftBehind) -> str:
    return "\n".join(line.plain for line in lines(left))


@pytest.mark.parametrize(
    ("left", "ended", "line"),
    [
        (ONE, 0, "1 session keeps running: €2.10/h · the balance of €21.00 lasts ≈ 10h00m, until 22:00"),
        (TWO, 0, "2 sessions keep running: €2.10/h + $1.40/h"),
        (TWO, 1, "1 session ended · 2 sessions keep running: €2.10/h + $1.40/h"),
        (LeftBehind((), None, EPOCH), 2, "2 sessions ended: nothing keeps running"),
        (LeftBehind((), None, EPOCH), 0, ""),
        (LeftBehind((a_session("s", hourly_rate=None),), None, EPOCH), 0, "1 session keeps running"),
    ],
)
def test_one_line_says_what_runs_on_what_it_costs_and_how_long_that_can_be_paid(
    left: LeftBehind, ended: int, line: str
) -> None:
    assert summary(left, ended) == line


def test_before_leaving_each_currency_is_priced_by_itself() -> None:
    text = told(TWO)
    assert "2 sessions keep running and cost €2.10/h + $1.40/h" in text
    assert "overnight (9 h) that is ≈€18.90" in text
    assert "overnight (9 h) that is ≈$12.60" in text
    assert "nothing ends them by itself" in text


def test_it_says_what_ends_by_itself_and_what_only_this_dashboard_would_have_ended() -> None:
    command = a_session("t", command="train", auto_terminate="on_complete")
    left = LeftBehind(
        (*ONE.sessions, command, a_session("u")),
        None,
        EPOCH,
        (EPOCH + timedelta(hours=2), None, None),
        guarded=1,
        armed=2,
        launching="another",
        age=timedelta(seconds=90),
    )
    text = told(left)
    assert "1 ends by its limit, at 14:00 · 1 ends with its command · nothing ends 1 by itself" in text
    assert "1 has a guard of this dashboard, which ends with it" in text
    assert "2 count down to their end: leaving calls that off" in text
    assert "another is being launched, and may run too" in text
    assert "as it was 1 min ago: no newer answer came" in text
    both = replace(left, sessions=ONE.sessions * 2, ends=(EPOCH, EPOCH + timedelta(hours=1)), guarded=2)
    assert "2 end by their limits, the last at 13:00" in told(both)
    assert "2 have guards of this dashboard, which end with it" in told(both)
    assert told(LeftBehind((), None, EPOCH)) == "nothing keeps running"


def test_what_is_half_done_is_told_and_asked_about_whatever_the_settings_say() -> None:
    left = LeftBehind((), None, EPOCH, doing=("lab · resize: stopping the machine",))
    assert "not done yet: lab · resize: stopping the machine · leaving may cut that off halfway" in told(left)
    assert is_worth_asking(left, wanted=False)
    assert not is_worth_asking(replace(left, doing=()), wanted=True)
    armed = replace(left, doing=(), watches=2)
    assert "2 watches are armed: they launch nothing once this is left" in told(armed)
    assert is_worth_asking(armed, wanted=True)
    assert not is_worth_asking(armed, wanted=False)
    assert is_worth_asking(ONE, wanted=True)
    assert not is_worth_asking(ONE, wanted=False)
