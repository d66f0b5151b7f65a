"""What to rent instead of what could not be had."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest

from mimiry_tui.domain.launching.draft import Pick
from mimiry_tui.domain.launching.draft_copy import copy_of
from mimiry_tui.domain.launching.next_best import is_capacity_failure, next_best, with_next_best
from mimiry_tui.domain.sessions import Session
from tests.support.launch_case import A100, H100, L4, OFFERS, models_of, offer, session

A100_40 = offer("A100_40G_SXM", "gcp/europe-west4", 1.12)
H200 = offer("H200_141G_SXM", "verda/FIN-01", 1.20)
ALL = (*OFFERS, A100_40, H200)


def event(message: str, kind: str = "capacity_error", **more: Any) -> dict[str, Any]:
    return {"timestamp": "2026-06-08T11:59:00Z", "type": kind, "message": message, **more}


NO_A100 = event("no capacity for A100_80G_SXM at verda/FIN-03 (attempt 1 of 3)")
NO_A100_FIN_01 = event("no capacity for A100_80G_SXM at verda/FIN-01 (attempt 2 of 3)")


def failed(*events: dict[str, Any], **fields: Any) -> Session:
    """A session that wanted an A100 and never got it."""
    usual = {"state": "provision_failed", "gpu_types": ["A100_80G_SXM"], "events": list(events)}
    return session("train", **{**usual, "error": "no capacity after 3 attempts", **fields})


@pytest.mark.parametrize(
    ("found", "is_it"),
    [
        (failed(), True),
        (failed(NO_A100, error=""), True),
        (failed(NO_A100, error="provisioning failed"), True),
        (failed(event("", "capacity_error"), error=""), True),
        (failed(error="GPU sold out"), True),
        (failed(error="no machines available"), True),
        (failed(state="failed", error="Insufficient GPUs in zone"), True),
        (failed(error="provisioning failed"), False),
        (failed(error=""), False),
        (failed(NO_A100, error="volume ckpt is in FIN-03, session was placed in FIN-01"), False),
        (failed(error='unsupported GPU type "B300"'), False),
        (failed(NO_A100, state="failed", error="pull_failed: no such manifest"), False),
        (failed(state="started"), False),
        (failed(state="completed", error=""), False),
        (failed(state="failed", started_at="2026-06-08T11:59:30Z"), False),
        (failed(NO_A100, event("up", "state", state="started"), state="failed", error=""), False),
    ],
)
def test_a_failure_for_want_of_machines_is_told_from_others(found: Session, is_it: bool) -> None:
    assert is_capacity_failure(found) is is_it


def test_the_same_model_elsewhere_comes_before_others_with_as_much_memory_by_price() -> None:
    found = next_best(failed(NO_A100), ALL)
    assert models_of(found) == [
        "A100 FIN-01",
        "A100 US-EAST-1",
        "H200 FIN-01",
        "H100 FIN-03",
        "H100 US-EAST-1",
    ]


def test_the_same_family_comes_before_other_families() -> None:
    bigger = offer("A100_160G_SXM", "gcp/us", 9.0)
    found = next_best(failed(NO_A100, NO_A100_FIN_01), (*ALL, bigger), limit=2)
    assert models_of(found) == ["A100 US-EAST-1", "A100 us"]


def test_every_place_that_was_tried_is_left_out_and_so_is_what_is_sold_out() -> None:
    offers = tuple(replace(one, available=one.provider != "acme") for one in OFFERS)
    assert models_of(next_best(failed(NO_A100, NO_A100_FIN_01), offers)) == ["H100 FIN-03"]
    assert next_best(failed(), ()) == ()


def test_a_refusal_of_one_model_says_nothing_of_another_at_that_place() -> None:
    assert H100 in next_best(failed(NO_A100), ALL)
    short = failed(event("no capacity for A100 at verda/FIN-03"))
    assert A100 not in next_best(short, ALL)
    assert H100 in next_best(short, ALL)
    everything = failed(event("no capacity at verda/FIN-03"))
    assert {A100, H100}.isdisjoint(next_best(everything, ALL))


def test_of_a_failure_without_events_the_place_asked_for_is_left_out() -> None:
    asked = failed(asked_provider="verda", asked_location="FIN-03")
    assert models_of(next_best(asked, ALL))[0] == "A100 FIN-01"
    assert A100 not in next_best(asked, ALL)


def test_a_second_one_of_what_runs_is_looked_for_elsewhere() -> None:
    running = session(gpu_type="A100_80G_SXM", provider="verda", location="FIN-01")
    assert models_of(next_best(running, ALL))[:2] == ["A100 FIN-03", "A100 US-EAST-1"]


def test_a_session_with_a_volume_stays_where_the_volume_is() -> None:
    mounted = failed(
        NO_A100, mounts=[{"volume_name": "ckpt", "mount_path": "/ckpt"}], asked_location="FIN-03"
    )
    assert models_of(next_best(mounted, ALL)) == ["H100 FIN-03"]


def test_of_criteria_the_first_offer_that_meets_them_is_the_model() -> None:
    raw = json.dumps({"gpu": {"family": ["L4"], "count": 1}}).encode()
    wish = failed(event("no capacity at gcp/us-central1"), gpu_types=[], raw=raw)
    assert models_of(next_best(wish, ALL))[:2] == ["L4 europe-west4", "A100 europe-west4"]


def test_a_session_that_tells_nothing_gets_the_cheapest() -> None:
    assert next_best(session(state="failed"), ALL)[0] is L4


def test_the_copy_takes_the_best_one_that_the_ceiling_allows() -> None:
    raw = json.dumps({"gpu": {"types": ["A100_80G_SXM"], "count": 2, "max_hourly_rate": 1.4}}).encode()
    found = failed(NO_A100, NO_A100_FIN_01, raw=raw, gpu_count=2, image="ubuntu:24.04")
    draft = with_next_best(copy_of(found, ALL), found, ALL)
    assert draft.picks == (Pick.of(H200),), "the A100 of acme is above the ceiling"
    assert (draft.count, draft.max_price, draft.image) == ("2", "1.4", "ubuntu:24.04")
    assert (draft.provider, draft.location, draft.by_criteria) == (None, None, False)
    dear = with_next_best(copy_of(found, OFFERS), found, OFFERS)
    assert models_of(one for one in OFFERS if Pick.of(one) in dear.picks) == ["A100 US-EAST-1"]


def test_without_another_offer_the_copy_is_a_plain_one() -> None:
    found = failed(NO_A100)
    copied = copy_of(found, (A100,))
    assert copied.picks == (Pick.of(A100),)
    assert with_next_best(copied, found, (A100,)) == copied
