"""When watches tell and armed ones launch, whatever comes in whatever order."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

from hypothesis import given, settings
from hypothesis import strategies as st

from mimiry_tui.domain.money import Money
from mimiry_tui.domain.offers import Offer
from mimiry_tui.domain.watching.machine import Look, Standing, step
from mimiry_tui.domain.watching.rule import Arming
from tests.support.clock import EPOCH
from tests.support.launch_goods import an_offer

CEILING = Money(Decimal("2.10"))
EACH = Money(Decimal("8.40"))


def an_arming(launches: int = 1, budget: str = "100", hours: int = 24) -> Arming:
    return Arming(CEILING, launches, Money(Decimal(budget)), EACH, EPOCH + timedelta(hours=hours))


def h100(rate: float | None) -> Offer:
    return an_offer("H100_80G_SXM", "verda/FIN-01", rate)


CHEAP, DEAR, UNPRICED = h100(2.0), h100(2.5), h100(None)
DOLLARS = replace(CHEAP, rate=Money(Decimal(1), "USD"))
HERE = Look(EPOCH, is_fresh=True, matching=(CHEAP,), may_launch=True)
GONE = replace(HERE, matching=())

looks = st.builds(
    Look,
    now=st.integers(0, 48).map(lambda hours: EPOCH + timedelta(hours=hours)),
    is_fresh=st.booleans(),
    matching=st.sampled_from([(), (CHEAP,), (DEAR,), (UNPRICED,), (DOLLARS, CHEAP), (CHEAP, DEAR)]),
    is_whole=st.booleans(),
    may_launch=st.booleans(),
)


@settings(max_examples=50)
@given(
    st.lists(looks, max_size=30),
    st.integers(1, 5),
    st.decimals(Decimal("8.40"), Decimal(60), places=2),
)
def test_whatever_comes_it_launches_within_everything_that_was_agreed_to(
    course: list[Look], launches: int, budget: Decimal
) -> None:
    standing = Standing(armed=replace(an_arming(launches), budget=Money(budget)))
    fired: list[Look] = []
    has_ceased = True
    for look in course:
        after = step(standing, look)
        cheap = [one for one in look.matching if one is CHEAP]
        if after.fire is not None:
            assert after.fire is CHEAP
            assert look.is_fresh
            assert look.may_launch
            assert look.now < EPOCH + timedelta(hours=24)
            assert standing.armed is not None
            assert has_ceased
            fired.append(look)
            has_ceased = False
        elif look.is_fresh and look.is_whole and not cheap:
            has_ceased = True
        if look.now >= EPOCH + timedelta(hours=24):
            assert after.standing.armed is None
        standing = after.standing
    assert len(fired) <= launches
    assert EACH.amount * len(fired) <= budget


@settings(max_examples=50)
@given(st.lists(looks, max_size=30))
def test_whatever_comes_each_coming_into_match_is_told_once(course: list[Look]) -> None:
    standing = Standing()
    is_told = False
    for look in course:
        after = step(standing, look)
        assert after.fire is None
        if after.told is not None:
            assert look.is_fresh
            assert after.told is look.matching[0]
            assert not is_told
            is_told = True
        elif look.is_fresh and look.is_whole and not look.matching:
            is_told = False
        standing = after.standing


def test_one_launch_is_all_that_one_coming_into_match_brings() -> None:
    first = step(Standing(armed=an_arming(launches=2)), HERE)
    assert first.fire is CHEAP
    again = step(first.standing, HERE)
    assert again.fire is None
    gone = step(again.standing, GONE)
    second = step(gone.standing, HERE)
    assert second.fire is CHEAP
    assert second.standing.armed is None


def test_what_the_budget_does_not_cover_is_not_launched() -> None:
    arming = an_arming(launches=5, budget="20")
    assert (arming.most_launches, arming.most) == (2, Money(Decimal("16.80")))
    standing = step(Standing(armed=arming), HERE).standing
    standing = step(step(standing, GONE).standing, HERE).standing
    assert standing.armed is None
    assert step(Standing(armed=an_arming(budget="8")), HERE).fire is None


def test_a_launch_that_had_to_wait_comes_as_soon_as_nothing_is_uncertain() -> None:
    held = step(Standing(armed=an_arming()), replace(HERE, may_launch=False))
    assert (held.fire, held.told) == (None, CHEAP)
    assert step(held.standing, replace(HERE, may_launch=False)).told is None
    assert step(held.standing, HERE).fire is CHEAP


def test_an_answer_with_holes_in_it_ends_no_match() -> None:
    fired = step(Standing(armed=an_arming(launches=2)), HERE).standing
    assert step(step(fired, replace(GONE, is_whole=False)).standing, HERE).fire is None


def test_time_that_runs_out_disarms_without_any_answer() -> None:
    late = Look(EPOCH + timedelta(hours=24), is_fresh=False)
    over = step(Standing(armed=an_arming()), late)
    assert (over.expired, over.standing.armed) == (True, None)
    assert step(over.standing, late).expired is False
