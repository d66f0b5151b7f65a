"""Preflight: may this dashboard launch, is there room, is there money, is the key known."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest

from mimiry_tui.domain.account import Balance, Quota
from mimiry_tui.domain.launching.checks import Check, Mark
from mimiry_tui.domain.launching.draft import Draft, Field
from mimiry_tui.domain.launching.picture import KeyFacts, Reading
from mimiry_tui.domain.money import Money
from tests.support.launch_case import A100, DRAFT, KEY, NOON, checks_of, read, session

TWO_OF_TWO = (Quota("concurrent_sessions", 2, 2),)
FOUR_HOURS = replace(DRAFT, max_duration="4h")


def check(title: str, draft: Draft = DRAFT, **fields: Any) -> Check:
    return checks_of(draft, **fields)[title]


def money(amount: str, currency: str = "EUR") -> Balance:
    return Balance(Money(Decimal(amount), currency))


def mark_and_reason(title: str, draft: Draft = DRAFT, **fields: Any) -> tuple[Mark, str]:
    found = check(title, draft, **fields)
    return found.mark, found.reason


def test_a_dashboard_that_only_looks_launches_nothing() -> None:
    found = check("may launch", read_only=True)
    assert (found.mark, found.reason) == (Mark.BAD, "read-only: nothing is sent")
    assert "may launch" not in checks_of()


@pytest.mark.parametrize(
    ("quotas", "mark", "reason"),
    [
        ((Quota("concurrent_sessions", 5, 1),), Mark.OK, "2 of 5 once this starts"),
        ((Quota("Concurrent-Sessions", 2, 1),), Mark.WARN, "2 of 2 once this starts"),
        (TWO_OF_TWO, Mark.BAD, "2 of 2 run already"),
        ((Quota("sessions", 2, None),), Mark.OK, "1 of 2 once this starts"),
        ((Quota("volume_gb", 500, 500),), Mark.OK, "no limit told"),
        ((), Mark.OK, "no limit told"),
    ],
)
def test_one_more_session_must_be_allowed(quotas: tuple[Quota, ...], mark: Mark, reason: str) -> None:
    assert mark_and_reason("quota", quotas=quotas) == (mark, reason)


def test_a_quota_that_was_full_a_while_ago_may_have_room_again() -> None:
    assert check("quota", quotas=read(TWO_OF_TWO, age=90)).mark is Mark.WARN
    assert check("quota", quotas=read(TWO_OF_TWO, age=10, trouble="timed out")).mark is Mark.WARN
    both = (session("one"), session("two"))
    assert check("quota", quotas=read(TWO_OF_TWO, age=90), sessions=both).mark is Mark.BAD


def test_sessions_that_the_quota_does_not_know_of_yet_are_a_warning() -> None:
    both = (session("one"), session("two"), session("three", state="completed"))
    assert check("quota", quotas=(Quota("sessions", 2, 0),), sessions=both).mark is Mark.WARN


def test_quotas_that_cannot_be_read_never_stand_in_the_way() -> None:
    assert mark_and_reason("quota", quotas=Reading((), None, "403")) == (Mark.WARN, "quota unknown: 403")


def test_more_gpus_than_are_left_are_no_launch_and_fewer_are_offered() -> None:
    quotas = (Quota("gpus", 16, 14),)
    found = check("GPU quota", replace(DRAFT, count="4"), quotas=quotas)
    assert (found.mark, found.reason, found.field) == (Mark.BAD, "4 asked, 2 of 16 left", Field.COUNT)
    assert found.fix is not None
    assert (found.fix.words, found.fix.draft.count) == ("take 2", "2")
    assert "GPU quota" not in checks_of(found.fix.draft, quotas=quotas)
    assert "GPU quota" not in checks_of(replace(DRAFT, count="4"), quotas=Reading(()))
    none_left = check("GPU quota", quotas=read((Quota("gpus", 16, 16),), age=90))
    assert (none_left.mark, none_left.fix) == (Mark.WARN, None)


@pytest.mark.parametrize(
    ("draft", "balance", "mark", "reason"),
    [
        (DRAFT, "46.20", Mark.OK, "€46.20 lasts 1d 11h"),
        (FOUR_HOURS, "46.20", Mark.OK, "4h cost €5.80 of €46.20"),
        (DRAFT, "0", Mark.BAD, "€0.00: top up first"),
        (DRAFT, "-3", Mark.BAD, "-€3.00: top up first"),
        (DRAFT, "0.80", Mark.WARN, "€0.80 lasts 37m"),
        (FOUR_HOURS, "0.80", Mark.WARN, "€0.80 lasts 37m"),
        (FOUR_HOURS, "4.50", Mark.WARN, "€4.50 lasts 3h29m of 4h"),
        (FOUR_HOURS, "5.20", Mark.WARN, "4h cost €5.80 of €5.20"),
        (replace(DRAFT, max_duration="30m"), "0.80", Mark.OK, "30m cost €0.72 of €0.80"),
    ],
)
def test_the_balance_covers_an_hour_and_the_whole_time(
    draft: Draft, balance: str, mark: Mark, reason: str
) -> None:
    assert mark_and_reason("balance", draft, balance=money(balance)) == (mark, reason)


def test_a_limit_that_the_balance_does_not_reach_can_be_shortened() -> None:
    found = check("balance", FOUR_HOURS, balance=money("4.50"))
    assert found.fix is not None
    assert (found.fix.words, found.fix.draft.max_duration) == ("end it after 3h", "3h")


def test_what_else_runs_shortens_what_the_balance_lasts() -> None:
    running = session(hourly_rate=8.71)
    reason = "€5.00 lasts 30m"
    assert mark_and_reason("balance", sessions=(running,), balance=money("5")) == (Mark.WARN, reason)
    alone = mark_and_reason("balance", sessions=Reading(()), balance=money("5"))
    assert alone == (Mark.OK, "€5.00 lasts 3h52m")


def test_a_price_that_is_unknown_or_of_another_currency_is_a_warning() -> None:
    unknown = mark_and_reason("balance", offers=Reading(()))
    assert unknown == (Mark.WARN, "€46.20; the price is unknown")
    dollars = replace(A100, rate=Money(Decimal(3), "USD"))
    found = mark_and_reason("balance", offers=(dollars,))
    assert found == (Mark.WARN, "€46.20, but the price is in USD")


def test_a_machine_that_costs_nothing_is_covered() -> None:
    free = replace(A100, rate=Money(Decimal(0)))
    assert mark_and_reason("balance", offers=(free,)) == (Mark.OK, "€46.20")


def test_a_balance_that_cannot_be_read_never_stands_in_the_way() -> None:
    found = mark_and_reason("balance", balance=Reading(None, None, "no billing account"))
    assert found == (Mark.WARN, "balance unknown: no billing account")
    assert check("balance", balance=read(money("0"), 200, "timed out")).mark is Mark.WARN


@pytest.mark.parametrize(
    ("key", "mark", "reason"),
    [
        (KEY, Mark.OK, "token 41m, key known"),
        (replace(KEY, signed_in_until=None), Mark.OK, "key known"),
        (replace(KEY, signed_in_until=NOON - timedelta(minutes=1)), Mark.OK, "key known"),
        (replace(KEY, line=""), Mark.OK, "token 41m, key unread"),
        (replace(KEY, signed_in=None), Mark.WARN, "not asked yet"),
        (replace(KEY, signed_in=False), Mark.BAD, "the service refuses the key"),
        (KeyFacts(trouble="no SSH key", signed_in=False), Mark.BAD, "no SSH key"),
    ],
)
def test_the_service_must_know_the_key(key: KeyFacts, mark: Mark, reason: str) -> None:
    assert mark_and_reason("signed in", key=key) == (mark, reason)


def test_ssh_needs_a_key_to_let_in_or_can_be_done_without() -> None:
    missing = replace(KEY, line="", trouble="mimiry.pub is missing")
    found = check("key for SSH", key=missing)
    assert (found.mark, found.reason, found.field) == (Mark.BAD, "mimiry.pub is missing", Field.SSH)
    assert found.fix is not None
    assert found.fix.draft.ssh_enabled is False
    assert "key for SSH" not in checks_of(found.fix.draft, key=missing)
    assert "key for SSH" not in checks_of()
    assert check("key for SSH", key=replace(KEY, line="")).reason == "the public key has not been read yet"
