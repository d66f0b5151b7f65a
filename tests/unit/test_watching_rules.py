"""Which offers a watch means, why none will do, and what arming one comes to."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mimiry_tui.domain.conventions import Conventions, follow
from mimiry_tui.domain.launching.draft import Draft, MountWish
from mimiry_tui.domain.money import Money
from mimiry_tui.domain.offers import Offer
from mimiry_tui.domain.watching.arming import arming_trouble, one_costs
from mimiry_tui.domain.watching.matching import covers, matches, matching, why_not
from mimiry_tui.domain.watching.rule import Arming, Watch
from mimiry_tui.domain.watching.words import watch_words
from tests.support.clock import EPOCH
from tests.support.launch_goods import A100, CKPT, H100, H100_US, OFFERS, T4_SOLD_OUT, an_offer

EUR = "EUR"


def a_watch(*models: str, **fields: Any) -> Watch:
    """A watch of these at any price anywhere, but for what is said."""
    known: dict[str, Any] = {
        "max_rate": None,
        "providers": frozenset(),
        "locations": frozenset(),
        "volume_id": None,
        "template": "",
        "armed": None,
        **fields,
    }
    return Watch(id="w1", models=frozenset(models), created_at=EPOCH, **known)


def eur(amount: str) -> Money:
    return Money(Decimal(amount))


@pytest.mark.parametrize("word", ["H100_80G_SXM", "h100", "H100_80G", "H100_SXM"])
def test_a_gpu_is_meant_by_its_model_its_family_or_part_of_its_name(word: str) -> None:
    assert matching(a_watch(word), OFFERS, ()) == (H100, H100_US)


def test_price_place_and_volume_narrow_it_down() -> None:
    assert matching(a_watch("H100", max_rate=eur("2.10")), OFFERS, ()) == (H100,)
    assert matching(a_watch("H100", providers=frozenset({"ACME"})), OFFERS, ()) == (H100_US,)
    assert matching(a_watch("H100", locations=frozenset({"fin-01"})), OFFERS, ()) == (H100,)
    there = a_watch("H100", "A100", volume_id=CKPT.id)
    assert matching(there, OFFERS, (CKPT,)) == (A100,)
    assert matching(there, OFFERS, ()) == ()


def test_a_price_that_is_not_told_or_in_another_currency_is_no_low_price() -> None:
    watch = a_watch("H100", max_rate=eur("9"))
    for rate in (None, Money(Decimal(1), "USD")):
        offer = replace(H100, rate=rate)
        assert covers(watch, offer, ())
        assert not matches(watch, offer, ())
    assert matches(a_watch("H100"), replace(H100, rate=None), ())


@pytest.mark.parametrize(
    ("watch", "offers", "why"),
    [
        (a_watch("B300"), OFFERS, "nobody offers it"),
        (a_watch("T4"), OFFERS, "sold out at verda/FIN-01"),
        (a_watch("T4"), (T4_SOLD_OUT, replace(T4_SOLD_OUT, location="X")), "sold out everywhere"),
        (a_watch("H100", max_rate=eur("2")), OFFERS, "cheapest is €2.10, above €2.00"),
        (a_watch("A100", locations=frozenset({"FIN-01"})), OFFERS, "in stock only at verda/FIN-03"),
        (a_watch("T4", locations=frozenset({"FIN-03"})), OFFERS, "offered only at verda/FIN-01"),
        (a_watch("A100", volume_id="v-gone"), OFFERS, "its volume is not there"),
        (a_watch("H100", max_rate=eur("2")), (replace(H100, rate=None),), "its price is not told"),
        (
            a_watch("H100", max_rate=eur("2")),
            (replace(H100, rate=Money(Decimal(1), "USD")),),
            "its price is in another currency",
        ),
        (a_watch("H100", max_rate=eur("2.10")), OFFERS, ""),
    ],
)
def test_it_says_why_nothing_will_do(watch: Watch, offers: tuple[Offer, ...], why: str) -> None:
    assert why_not(watch, offers, (CKPT,)) == why


@settings(max_examples=50)
@given(
    st.lists(
        st.builds(
            an_offer,
            st.sampled_from(["H100_80G_SXM", "A100_80G_SXM", "CPU_0G"]),
            st.sampled_from(["verda/FIN-01", "verda/FIN-03", "acme/US"]),
            st.sampled_from([None, 1.0, 2.0, 3.0]),
            available=st.booleans(),
        ),
        max_size=5,
    ),
    st.sampled_from([None, eur("2")]),
    st.sampled_from([frozenset(), frozenset({"FIN-03"})]),
)
def test_there_is_a_reason_exactly_while_nothing_will_do(
    offers: list[Offer], limit: Money | None, places: frozenset[str]
) -> None:
    watch = a_watch("H100", max_rate=limit, locations=places)
    assert bool(why_not(watch, offers, ())) == (not matching(watch, offers, ()))


def test_it_is_named_by_what_is_waited_for() -> None:
    watch = a_watch("H100_80G_SXM", max_rate=eur("2.1"), providers=frozenset({"verda"}), volume_id=CKPT.id)
    assert watch_words(watch, (CKPT,)) == "H100 80G SXM ≤ €2.10 · verda · where ckpt is"
    assert watch_words(watch) == "H100 80G SXM ≤ €2.10 · verda · where its volume is"


DRAFT = Draft(count="2", max_duration="4h")


def an_arming(draft: Draft = DRAFT, ceiling: str = "2.10", **fields: Any) -> Arming:
    each = one_costs(draft, eur(ceiling)) or eur("1")
    known = {"launches": 1, "budget": each, "expires_at": EPOCH + timedelta(hours=24), **fields}
    return Arming(ceiling=eur(ceiling), each=each, **known)


def test_a_launch_costs_at_most_its_ceiling_for_all_its_gpus_until_its_limit() -> None:
    assert one_costs(DRAFT, eur("2.10")) == eur("16.80")
    assert one_costs(Draft(), eur("2.10")) is None
    follow(Conventions(minimum_block=timedelta(minutes=10)))
    try:
        assert one_costs(Draft(max_duration="1m"), eur("2.10")) == eur("0.35"), "a whole block is billed"
    finally:
        follow(Conventions())
    assert arming_trouble(a_watch("H100"), DRAFT, an_arming(), EPOCH) == ""


@pytest.mark.parametrize(
    ("draft", "arming", "trouble"),
    [
        (None, an_arming(), "choose a template"),
        (Draft(), an_arming(), "needs a duration limit"),
        (replace(DRAFT, max_price="2"), an_arming(), "own ceiling is lower: €2.00"),
        (replace(DRAFT, max_price="much"), an_arming(), "ceiling cannot be read"),
        (replace(DRAFT, mounts=(MountWish(CKPT.id, "ckpt", "/data"),)), an_arming(), "mounts a volume"),
        (DRAFT, an_arming(launches=0), "from 1 to 20"),
        (DRAFT, an_arming(launches=21), "from 1 to 20"),
        (DRAFT, an_arming(budget=eur("16.79")), "one launch may cost €16.80"),
        (DRAFT, an_arming(expires_at=EPOCH), "ends before it begins"),
        (replace(DRAFT, max_duration="8h"), an_arming(), "changed meanwhile"),
        (DRAFT, replace(an_arming(), ceiling=Money(Decimal(2), "USD")), "in EUR only"),
    ],
)
def test_what_would_not_be_bounded_is_not_armed(draft: Draft | None, arming: Arming, trouble: str) -> None:
    assert trouble in arming_trouble(a_watch("H100"), draft, arming, EPOCH)
