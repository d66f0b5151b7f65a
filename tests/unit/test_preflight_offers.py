"""Preflight: is it offered, is there one, is it under the ceiling."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

import pytest

from mimiry_tui.domain.launching.checks import Check, Mark
from mimiry_tui.domain.launching.draft import Criteria, Draft, Field, Pick
from mimiry_tui.domain.launching.picture import Reading
from mimiry_tui.domain.offers import Offer
from tests.support.launch_case import (
    A100,
    CKPT_WISH,
    DRAFT,
    H100,
    OFFERS,
    checks_of,
    models_of,
    offer,
    read,
)

A100_OR_H100 = replace(DRAFT, picks=(Pick.of(A100), Pick.of(H100)))


def stock(draft: Draft = DRAFT, **fields: Any) -> Check:
    return checks_of(draft, **fields)["offered, in stock"]


def price(draft: Draft, **fields: Any) -> Check | None:
    return checks_of(draft, **fields).get("under the ceiling")


def without(*models: str) -> tuple[Offer, ...]:
    """All offers, those of these families and places sold out: "A100 FIN-03", or "A100" for all places."""
    return tuple(
        replace(one, available=not any(name.startswith(gone) for gone in models))
        for one, name in zip(OFFERS, models_of(OFFERS), strict=True)
    )


def picks_of(check: Check) -> list[str]:
    assert check.fix is not None
    return models_of(one for pick in check.fix.draft.picks for one in OFFERS if one.id == pick.offer_id)


def only(*offers: Offer) -> Iterable[Offer]:
    return tuple(offers)


def test_what_is_in_stock_where_it_was_picked_is_fine() -> None:
    check = stock()
    assert (check.mark, check.reason) == (Mark.OK, "A100 SXM 80G verda/FIN-03, 2 more")
    assert stock(offers=only(A100)).reason == "A100 SXM 80G verda/FIN-03"


def test_nothing_picked_is_no_launch_and_the_cheapest_is_offered() -> None:
    check = stock(replace(DRAFT, picks=()))
    assert (check.mark, check.field) == (Mark.BAD, Field.GPU)
    assert picks_of(check) == ["L4 europe-west4"]


def test_what_is_sold_out_everywhere_is_no_launch_and_another_is_offered() -> None:
    check = stock(offers=without("A100"))
    assert (check.mark, check.reason) == (Mark.BAD, "sold out: A100 SXM 80G verda/FIN-03")
    assert check.fix is not None
    assert check.fix.words == "take H100 SXM 80G verda/FIN-03 €2.10"
    assert picks_of(check) == ["H100 FIN-03", "A100 FIN-03"]
    assert stock(check.fix.draft, offers=without("A100")).mark is Mark.OK


def test_what_is_offered_instead_keeps_to_the_ceiling_where_it_can() -> None:
    capped = replace(DRAFT, picks=(Pick.of(H100),), max_price="1.40")
    check = stock(capped, offers=without("H100"))
    assert picks_of(check)[0] == "A100 FIN-01"


def test_what_nobody_offers_is_no_launch() -> None:
    check = stock(replace(DRAFT, picks=(Pick("B300_288G_SXM", "verda", "FIN-03"),)))
    assert (check.mark, check.reason) == (Mark.BAD, "nobody offers B300_288G_SXM")
    assert check.fix is None, "nothing else has as much memory"


def test_what_is_sold_out_here_but_not_elsewhere_is_a_warning() -> None:
    check = stock(offers=without("A100 FIN-03"))
    assert (check.mark, check.field) == (Mark.WARN, Field.PLACE)
    assert check.reason == "none at verda/FIN-03: A100 SXM 80G verda/FIN-01"
    assert picks_of(check) == ["A100 FIN-01"]


@pytest.mark.parametrize(
    ("offers", "draft", "why"),
    [
        (without("A100"), A100_OR_H100, "A100_80G_SXM is sold out"),
        (only(H100), A100_OR_H100, "nobody offers A100_80G_SXM"),
        (without("A100 FIN-03"), A100_OR_H100, "A100_80G_SXM is elsewhere"),
        (
            only(offer("A100_80G_SXM", "verda/FIN-03", 9.0), H100),
            replace(A100_OR_H100, max_price="3"),
            "A100_80G_SXM is too dear",
        ),
    ],
)
def test_a_second_choice_is_a_warning(offers: tuple[Offer, ...], draft: Draft, why: str) -> None:
    check = stock(draft, offers=offers)
    assert (check.mark, check.reason) == (Mark.WARN, f"{why}: H100 SXM 80G verda/FIN-03")


def test_a_volume_settles_where_and_only_what_is_there_counts() -> None:
    mounted = replace(DRAFT, mounts=(CKPT_WISH,), picks=(Pick("A100_80G_SXM", "verda", "FIN-01"),))
    assert stock(mounted).reason == "A100 SXM 80G verda/FIN-03"
    check = stock(mounted, offers=without("A100 FIN-03"))
    assert (check.mark, check.reason) == (Mark.BAD, "sold out: A100 SXM 80G verda/FIN-03")
    assert picks_of(check)[0] == "H100 FIN-03"
    check = stock(replace(mounted, picks=(Pick("L4_24G_PCIe"),)))
    assert check.reason == "nobody offers L4_24G_PCIe at FIN-03, where the volume ckpt is"


def test_criteria_are_told_what_they_would_take() -> None:
    wish = replace(DRAFT, by_criteria=True, picks=(), criteria=Criteria(families=("H100",)))
    assert stock(wish).reason == "H100 SXM 80G verda/FIN-03, 1 more"
    none = stock(replace(wish, criteria=Criteria(families=("H100",), min_vram_gb="141")))
    assert (none.mark, none.reason) == (Mark.BAD, "no offer matches")


@pytest.mark.parametrize("draft", [DRAFT, replace(DRAFT, max_price="2")])
def test_offers_that_cannot_be_read_never_stand_in_the_way(draft: Draft) -> None:
    check = stock(draft, offers=Reading((), None, "timed out"))
    assert (check.mark, check.reason) == (Mark.WARN, "offers unknown: timed out")
    assert stock(draft, offers=Reading(())).reason == "offers unknown: not asked yet"


def test_what_is_only_known_from_before_the_trouble_never_stands_in_the_way() -> None:
    check = stock(offers=read(without("A100"), age=150, trouble="timed out"))
    assert check.mark is Mark.WARN
    assert check.reason == "sold out: A100 SXM 80G verda/FIN-03, 2 min ago"
    dear = price(replace(DRAFT, max_price="1"), offers=read(OFFERS, age=30, trouble="offline"))
    assert dear is not None
    assert (dear.mark, dear.reason) == (Mark.WARN, "1.29 > 1.00, 30 s ago")


def test_a_price_is_set_against_the_ceiling() -> None:
    fine = price(replace(DRAFT, max_price="2.20"))
    assert fine is not None
    assert (fine.mark, fine.reason) == (Mark.OK, "1.29 ≤ 2.20")
    assert price(DRAFT) is None, "without a ceiling there is nothing to say"


def test_a_ceiling_below_every_price_is_no_launch_and_can_be_raised() -> None:
    dear = price(replace(DRAFT, max_price="1"), offers=(offer("A100_80G_SXM", "verda/FIN-03", 1.291),))
    assert dear is not None
    assert dear.fix is not None
    assert (dear.mark, dear.reason, dear.fix.words) == (Mark.BAD, "1.30 > 1.00", "raise it to 1.30")
    raised = price(dear.fix.draft, offers=(offer("A100_80G_SXM", "verda/FIN-03", 1.291),))
    assert raised is not None
    assert raised.mark is Mark.OK


def test_a_ceiling_says_nothing_about_what_is_sold_out() -> None:
    assert price(replace(DRAFT, max_price="1"), offers=without("A100")) is None


def test_a_ceiling_over_an_unknown_price_is_a_warning() -> None:
    check = price(replace(DRAFT, max_price="2"), offers=only(offer("A100_80G_SXM", "verda/FIN-03", None)))
    assert check is not None
    assert (check.mark, check.reason) == (Mark.WARN, "price unknown, ceiling 2.00")


def test_unreadable_prices_never_stand_in_the_way() -> None:
    check = price(replace(DRAFT, max_price="2"), offers=Reading((), None, "no route"))
    assert check is not None
    assert (check.mark, check.reason) == (Mark.WARN, "prices unknown: no route")
