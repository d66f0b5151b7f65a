"""Which offers a launch may take, and which it would take first."""

from __future__ import annotations

from dataclasses import replace

import pytest

from mimiry_tui.domain.launching.checks import Place
from mimiry_tui.domain.launching.draft import Criteria, Draft, Pick
from mimiry_tui.domain.launching.matching import candidates, matching
from tests.support.launch_case import A100, A100_ACME, CKPT_WISH, H100, L4, OFFERS, models_of, offer

NOWHERE = Place()
FIN_03 = Place("verda", "FIN-03", "the offer")
A100_THEN_H100 = Draft(picks=(Pick.of(A100), Pick.of(H100)))


def test_picks_are_taken_in_order_of_preference_and_by_price() -> None:
    found = matching(A100_THEN_H100, OFFERS, NOWHERE)
    assert models_of(found) == [
        "A100 FIN-03",
        "A100 FIN-01",
        "A100 US-EAST-1",
        "H100 FIN-03",
        "H100 US-EAST-1",
    ]
    other_way = Draft(picks=A100_THEN_H100.picks[::-1])
    assert models_of(matching(other_way, OFFERS, NOWHERE))[:2] == ["H100 FIN-03", "H100 US-EAST-1"]


def test_of_two_equal_prices_the_one_that_was_picked_comes_first() -> None:
    fin_01 = Draft(picks=(Pick("A100_80G_SXM", "verda", "FIN-01"),))
    assert models_of(matching(fin_01, OFFERS, NOWHERE))[:2] == ["A100 FIN-01", "A100 FIN-03"]


def test_a_hint_brings_its_place_to_the_front_and_excludes_nothing() -> None:
    found = matching(A100_THEN_H100, OFFERS, Place("acme", "US-EAST-1", "you"))
    assert models_of(found)[:2] == ["A100 US-EAST-1", "H100 US-EAST-1"]
    assert len(found) == 5


def test_a_hint_is_read_whatever_its_case() -> None:
    assert models_of(matching(A100_THEN_H100, OFFERS, Place("", "us-east-1", "you")))[0] == "A100 US-EAST-1"


def test_a_volume_excludes_every_other_place() -> None:
    mounted = replace(A100_THEN_H100, mounts=(CKPT_WISH,))
    settled = replace(FIN_03, because="the volume ckpt")
    assert models_of(matching(mounted, OFFERS, settled)) == ["A100 FIN-03", "H100 FIN-03"]
    unknown_place = matching(mounted, OFFERS, replace(FIN_03, because="you"))
    assert len(unknown_place) == 5


def test_what_is_sold_out_is_a_candidate_and_no_match() -> None:
    offers = tuple(replace(one, available=one is not A100) for one in OFFERS)
    draft = Draft(picks=(Pick.of(A100),))
    assert models_of(matching(draft, offers, FIN_03)) == ["A100 FIN-01", "A100 US-EAST-1"]
    assert models_of(candidates(draft, offers, FIN_03))[0] == "A100 FIN-03"


def test_what_is_too_dear_is_a_candidate_and_no_match() -> None:
    draft = replace(A100_THEN_H100, max_price="1.29")
    assert models_of(matching(draft, OFFERS, NOWHERE)) == ["A100 FIN-03", "A100 FIN-01"]
    assert len(candidates(draft, OFFERS, NOWHERE)) == 5


def test_an_offer_without_a_price_is_not_too_dear_and_comes_last_of_its_model() -> None:
    unpriced = offer("A100_80G_SXM", "gcp/us-central1", None)
    draft = Draft(picks=(Pick.of(A100),), max_price="1.29")
    assert models_of(matching(draft, (unpriced, *OFFERS), NOWHERE)) == [
        "A100 FIN-03",
        "A100 FIN-01",
        "A100 us-central1",
    ]


def test_a_short_old_name_means_the_models_it_leaves_open() -> None:
    small = offer("A100_40G_SXM", "gcp/europe-west4", 1.12)
    draft = Draft(picks=(Pick("A100"),))
    assert models_of(matching(draft, (A100, small, H100), NOWHERE)) == ["A100 europe-west4", "A100 FIN-03"]
    assert models_of(matching(Draft(picks=(Pick("A100_80G"),)), (A100, small), NOWHERE)) == ["A100 FIN-03"]


def test_nothing_picked_matches_nothing() -> None:
    assert matching(Draft(), OFFERS, NOWHERE) == ()


@pytest.mark.parametrize(
    ("criteria", "first"),
    [
        (Criteria(), "L4 europe-west4"),
        (Criteria(min_vram_gb="48"), "A100 FIN-01"),
        (Criteria(families=("h100",)), "H100 FIN-03"),
        (Criteria(form_factors=("PCIe",)), "L4 europe-west4"),
        (Criteria(priority=("VRAM",)), "A100 FIN-01"),
        (Criteria(priority=("GPU",)), "A100 FIN-01"),
        (Criteria(families=("H100", "A100"), priority=("FAMILY",)), "H100 FIN-03"),
        (Criteria(families=("H100", "A100"), priority=("PRICE", "FAMILY")), "A100 FIN-01"),
        (Criteria(form_factors=("SXM", "PCIe"), priority=("FORM_FACTOR", "PRICE")), "A100 FIN-01"),
        (Criteria(priority=("no such key",), min_vram_gb="many"), "L4 europe-west4"),
    ],
)
def test_criteria_choose_and_sort(criteria: Criteria, first: str) -> None:
    draft = Draft(by_criteria=True, criteria=criteria, picks=(Pick.of(L4),))
    assert models_of(matching(draft, OFFERS, NOWHERE))[0] == first


def test_criteria_that_nothing_meets_match_nothing() -> None:
    draft = Draft(by_criteria=True, criteria=Criteria(families=("H100",), min_vram_gb="141"))
    assert candidates(draft, OFFERS, NOWHERE) == ()


def test_machines_without_a_gpu_are_never_meant() -> None:
    cpu = offer("CPU_16V", "gcp/europe-west4", 0.11, vram_gb=0)
    assert cpu not in candidates(Draft(by_criteria=True), (cpu, A100_ACME), NOWHERE)
