"""What a launch costs, and how long the balance lasts before and after."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

from mimiry_tui.domain.account import Balance
from mimiry_tui.domain.conventions import Conventions, follow
from mimiry_tui.domain.launching.checks import LaunchCost
from mimiry_tui.domain.launching.cost import launch_cost
from mimiry_tui.domain.launching.picture import Reading
from mimiry_tui.domain.money import Money
from tests.support.launch_case import A100, DRAFT, H100, NOON, offer, picture, session, volume

TEN_EURO = Balance(Money(Decimal(10)))
RUNNING = session(hourly_rate=2.0, currency="EUR")


def euro(amount: str) -> Money:
    return Money(Decimal(amount))


def test_all_gpus_count_and_the_dearest_that_may_be_taken_is_the_most() -> None:
    draft = replace(DRAFT, count="2", max_duration="4h")
    cost = launch_cost(draft, (A100, H100), picture())
    assert (cost.rate, cost.most) == (euro("2.58"), euro("4.20"))
    assert (cost.per_day, cost.at_most) == (euro("61.92"), euro("16.80"))
    assert cost.duration == timedelta(hours=4)
    follow(Conventions(minimum_block=timedelta(hours=6)))
    try:
        assert launch_cost(draft, (A100, H100), picture()).at_most == euro("25.20"), "a whole block is billed"
    finally:
        follow(Conventions())


def test_without_a_limit_there_is_no_most_in_all() -> None:
    cost = launch_cost(DRAFT, (A100,), picture())
    assert (cost.rate, cost.most, cost.at_most, cost.duration) == (euro("1.29"), euro("1.29"), None, None)


def test_without_an_offer_nothing_can_be_said() -> None:
    cost = launch_cost(DRAFT, (), picture(sessions=(RUNNING,), balance=TEN_EURO))
    assert cost == LaunchCost(lasts_now=timedelta(hours=5))


def test_the_balance_lasts_less_long_with_one_more() -> None:
    dear = offer("H100_80G_SXM", "verda/FIN-03", 3.0)
    cost = launch_cost(DRAFT, (dear,), picture(sessions=(RUNNING,), balance=TEN_EURO))
    assert (cost.lasts_now, cost.lasts_then) == (timedelta(hours=5), timedelta(hours=2))


def test_what_volumes_cost_counts_too_and_ended_sessions_do_not() -> None:
    ended = session("done", state="completed", hourly_rate=50.0)
    stored = volume(hourly_rate=0.5)
    found = picture(sessions=(RUNNING, ended), volumes=(stored,), balance=TEN_EURO)
    assert launch_cost(DRAFT, (A100,), found).lasts_now == timedelta(hours=4)


def test_with_nothing_running_the_balance_lasts_for_good_until_the_launch() -> None:
    cost = launch_cost(DRAFT, (offer("L4_24G_PCIe", "gcp/x", 2.0),), picture(balance=TEN_EURO))
    assert (cost.lasts_now, cost.lasts_then) == (None, timedelta(hours=5))


def test_what_was_not_read_yet_is_not_guessed() -> None:
    unread = launch_cost(DRAFT, (A100,), picture(sessions=Reading(()), balance=TEN_EURO))
    assert (unread.lasts_now, unread.lasts_then) == (None, None)
    poor = launch_cost(DRAFT, (A100,), picture(sessions=(RUNNING,), balance=Reading(None, NOON)))
    assert (poor.rate, poor.lasts_now, poor.lasts_then) == (euro("1.29"), None, None)


def test_prices_of_another_currency_are_not_set_against_the_balance() -> None:
    dollars = replace(A100, rate=Money(Decimal(3), "USD"))
    cost = launch_cost(DRAFT, (dollars, H100), picture(sessions=(RUNNING,), balance=TEN_EURO))
    assert (cost.rate, cost.lasts_then) == (Money(Decimal(3), "USD"), None)
    assert cost.lasts_now == timedelta(hours=5)
    assert cost.most is None, "the dearest of two currencies cannot be told"


def test_an_unknown_price_is_bounded_by_the_ceiling_and_by_nothing_else() -> None:
    unpriced = offer("A100_80G_SXM", "gcp/us-central1", None)
    capped = replace(DRAFT, max_price="2.20", max_duration="10h")
    cost = launch_cost(capped, (A100, unpriced), picture())
    assert (cost.rate, cost.most, cost.at_most) == (euro("1.29"), euro("2.20"), euro("22.00"))
    open_end = launch_cost(replace(capped, max_price=""), (A100, unpriced), picture())
    assert (open_end.rate, open_end.most, open_end.at_most) == (euro("1.29"), None, None)
    first_unknown = launch_cost(capped, (unpriced, A100), picture())
    assert (first_unknown.rate, first_unknown.per_day) == (None, None)
