"""The offer that a launch would take is the one that the simulated service takes."""

from __future__ import annotations

import json
import random
from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from mimiry_tui.clouds.mimiry.requests import session_body
from mimiry_tui.domain.launch import PRIORITIES
from mimiry_tui.domain.launching.draft import Criteria, Draft, Pick
from mimiry_tui.domain.launching.picture import Picture
from mimiry_tui.domain.launching.preflight import preflight
from mimiry_tui.domain.offers import Offer
from mimiry_tui.simulator.market import Market
from mimiry_tui.simulator.scheduler import schedule
from mimiry_tui.simulator.validation import launch_of
from tests.support.examples import examples
from tests.support.launch_case import DRAFT, NOON, offer, picture


def offers_of(market: Market) -> tuple[Offer, ...]:
    return tuple(
        offer(
            quote.model.name,
            f"{quote.listing.provider}/{place}",
            float(quote.rate),
            stock=stock > 0,
            vram_gb=quote.model.vram_gb,
        )
        for quote in market.quotes
        for place, stock in quote.stock.items()
    )


MARKET = Market(1, NOON, 1.0)
OFFERS = offers_of(MARKET)
_PLACES = st.none() | st.sampled_from(["", "verda", "acme", "gcp", "nobody"])
_LOCATIONS = st.none() | st.sampled_from(["", "FIN-01", "FIN-03", "US-EAST-1", "europe-west4", "MARS"])
_FAMILIES = st.lists(st.sampled_from(["H100", "A100", "L40S", "T4", "B300"]), unique=True, max_size=3)
_DRAFTS = st.builds(
    lambda picks, families, forms, priority, **fields: replace(
        DRAFT,
        picks=tuple(Pick.of(one) for one in picks),
        criteria=Criteria(tuple(families), tuple(forms), fields.pop("vram"), tuple(priority)),
        ssh_enabled=False,
        **fields,
    ),
    picks=st.lists(st.sampled_from([one for one in OFFERS if one.has_gpu]), min_size=1, max_size=3),
    families=_FAMILIES,
    forms=st.lists(st.sampled_from(["SXM", "PCIe"]), unique=True, max_size=2),
    priority=st.lists(st.sampled_from(PRIORITIES), unique=True, max_size=3),
    vram=st.sampled_from(["", "24", "80", "141"]),
    by_criteria=st.booleans(),
    provider=_PLACES,
    location=_LOCATIONS,
    max_price=st.sampled_from(["", "0.60", "1.29", "2.20", "9"]),
)


def seen() -> Picture:
    return picture(offers=OFFERS)


class _NoHiccup(random.Random):
    def random(self) -> float:
        return 1.0


@settings(max_examples=examples(300), deadline=None)
@given(_DRAFTS)
def test_the_first_match_is_what_the_service_takes(draft: Draft) -> None:
    found = preflight(draft, seen(), suggested_name="train")
    if found.request is None:
        return
    launch = launch_of(json.loads(session_body(found.request)))
    taken = schedule(launch, MARKET, (), _NoHiccup()).placement
    if taken is None:
        assert found.matching == ()
        return
    first = found.matching[0]
    assert first.rate is not None
    assert (first.model, float(first.rate.amount)) == (taken.gpu_type, float(taken.hourly_rate))
