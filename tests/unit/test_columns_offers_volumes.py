"""The cells of the GPUs and volumes panes."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given

from mimiry_tui.domain.offers import Offer, build_offers
from mimiry_tui.domain.records import Unreadable
from mimiry_tui.domain.volumes import Volume, build_volume
from mimiry_tui.ui.columns.offers import columns_for, offer_columns, offer_tone, sold_out
from mimiry_tui.ui.columns.volumes import volume_columns, volume_tone
from mimiry_tui.ui.widgets.table.columns import fit
from mimiry_tui.ui.widgets.table.sort import comparable
from tests.support.cells import cell_of, column, tones, words
from tests.support.json_values import fields, values
from tests.support.volumes import VolumesKnown

NOW = datetime(2026, 6, 8, 12, 0, tzinfo=UTC)
UNREADABLE = Unreadable("row-3", "no name", b"17")
NAMES = {"s-1": "train"}
ALL_OFFERS = [one for one in offer_columns(lambda offer: False, lambda offer: 0) if not one.extra]
OFFERS = columns_for(
    offer_columns(lambda offer: offer.location == "FIN-03", lambda offer: len(offer.provider) % 2), ()
)
VOLUMES = volume_columns(VolumesKnown(NAMES))


def an_offer(**given_fields: Any) -> Offer:
    """One offer of one model; provider and location as keywords of their own."""
    place = {key: given_fields.pop(key) for key in ("provider", "location") if key in given_fields}
    model = {"name": "H100_80G_SXM", "hourly_rate": 2.1, "providers": [place], **given_fields}
    return build_offers(**model)[0]


def a_volume(**given_fields: Any) -> Volume:
    return build_volume(**{"id": "v-1", "name": "data", "state": "provisioned", **given_fields})


def offered(key: str, row: Offer | Unreadable) -> str:
    return words(cell_of(OFFERS, key, row, NOW))


def stored(key: str, row: Volume | Unreadable) -> str:
    return words(cell_of(VOLUMES, key, row, NOW))


# GPUs


def test_an_offer_in_its_columns() -> None:
    offer = an_offer(provider="verda", location="FIN-01")
    assert [offered(one.key, offer) for one in OFFERS if not one.extra] == [
        "●", "H100 SXM", "80", "2.10", "verda/FIN-01", "·······", "yes", "1 yours",
    ]  # fmt: skip
    assert offer_tone(offer) is None
    assert not sold_out(offer)


def test_a_sold_out_offer_says_so_in_sign_word_and_tone() -> None:
    offer = an_offer(available=False)
    assert (offered("state", offer), offered("stock", offer)) == ("○", "none")
    assert column(OFFERS, "state").text(offer) == "sold out"
    assert offer_tone(offer) == "dim"
    assert sold_out(offer)


@pytest.mark.parametrize(("available", "sign", "found"), [(True, "◉", "in stock"), (False, "◎", "sold out")])
def test_a_watched_offer_is_marked_by_sign_word_and_tone_and_found_by_both_words(
    available: bool, sign: str, found: str
) -> None:
    columns = offer_columns(
        lambda _: False, lambda _: 0, lambda offer: "watch" * (offer.location == "FIN-01")
    )
    offer = an_offer(location="FIN-01", available=available)
    cells = [cell_of(columns, key, offer, NOW) for key in ("state", "note")]
    assert [words(one) for one in cells] == [sign, "watch"]
    assert [tones(one) for one in cells] == [["watch"], ["watch"]]
    assert column(columns, "state").text(offer) == f"{found} watched"
    other = an_offer(location="FIN-02", available=available)
    assert "watch" not in words(cell_of(columns, "note", other, NOW))


def test_what_an_offer_does_not_say_is_a_dash() -> None:
    bare = build_offers(name="Mystery")[0]
    assert [offered(key, bare) for key in ("model", "vram", "price", "where")] == ["Mystery", "–", "–", "–"]
    assert offered("yours", bare) == ""


@pytest.mark.parametrize(
    ("currency", "price"), [("EUR", "2.10"), (None, "2.10"), ("USD", "$2.10"), ("CHF", "CHF 2.10")]
)
def test_a_price_in_another_currency_than_the_headers_shows_its_sign(
    currency: str | None, price: str
) -> None:
    assert offered("price", an_offer(currency=currency)) == price


def test_the_cheapest_price_stands_out() -> None:
    assert tones(cell_of(OFFERS, "price", an_offer(location="FIN-03"), NOW)) == ["good"]
    assert tones(cell_of(OFFERS, "price", an_offer(location="FIN-01"), NOW)) == ["bright"]


def test_offers_sort_by_price_with_those_that_can_be_had_first() -> None:
    dear, cheap = an_offer(hourly_rate=3, location="dear"), an_offer(hourly_rate=2, location="cheap")
    gone = an_offer(hourly_rate=1, available=False, location="gone")
    priceless = an_offer(hourly_rate=None, location="priceless")
    sort = column(OFFERS, "price").sort
    assert sort is not None
    ranked = sorted([gone, priceless, dear, cheap], key=lambda offer: comparable(sort(offer)) or ())
    assert [offer.location for offer in ranked] == ["cheap", "dear", "gone", "priceless"]
    stock, yours = column(OFFERS, "stock").sort, column(OFFERS, "yours").sort
    assert stock is not None
    assert yours is not None
    assert stock(cheap) < stock(gone)
    assert yours(an_offer(provider="odd")) < yours(an_offer(provider="even"))


# Volumes


@pytest.mark.parametrize(
    ("given_fields", "sign", "use", "tone"),
    [
        ({}, "◇", "free", "dim"),
        ({"attached_to": "s-1"}, "◆", "train", "bright"),
        ({"attached_to": "gone"}, "◆", "gone", "bright"),
        ({"state": "submitted"}, "◐", "creating", "warn"),
        ({"operation": "resizing"}, "◐", "resizing", "warn"),
        ({"operation": "deleting__detaching_volume"}, "◐", "deleting", "warn"),
        ({"state": "deleted"}, "○", "deleted", "dim"),
        ({"state": "failed"}, "✗", "failed", "bad"),
        ({"state": "frozen"}, "?", "frozen", "dim"),
        ({"state": None}, "?", "unknown", "dim"),
    ],
)
def test_every_status_has_a_sign_and_words(
    given_fields: dict[str, Any], sign: str, use: str, tone: str
) -> None:
    volume = a_volume(**given_fields)
    assert (stored("state", volume), stored("attached", volume)) == (sign, use)
    assert tones(cell_of(VOLUMES, "attached", volume, NOW)) == [tone]


def test_a_running_operation_counts_its_seconds_since_it_was_first_seen() -> None:
    columns = volume_columns(VolumesKnown({}, since=NOW - timedelta(seconds=9.5)))
    cell = cell_of(columns, "attached", a_volume(operation="resizing"), NOW)
    assert (words(cell), cell.changes_in) == ("resizing 9s", 0.5)


def test_a_volume_in_its_columns() -> None:
    volume = a_volume(
        size_gb=12_000, provider="verda", location="FIN-01", created_at=(NOW - timedelta(days=3)).isoformat()
    )
    assert [stored(key, volume) for key in ("name", "size", "where", "age")] == [
        "data", "12,000", "FIN-01", "3d 0h",
    ]  # fmt: skip
    assert stored("where", a_volume(provider="verda")) == "verda"
    bare = build_volume(id="v-9")
    assert [stored(key, bare) for key in ("name", "size", "where", "age")] == ["v-9", "–", "–", "–"]


def test_deleted_volumes_recede() -> None:
    assert volume_tone(a_volume(state="deleted")) == "dim"
    assert volume_tone(a_volume()) is None
    assert volume_tone(UNREADABLE) is None


# Both


def test_unreadable_records_say_why_and_come_last() -> None:
    assert (offered("state", UNREADABLE), stored("state", UNREADABLE)) == ("!", "!")
    assert offered("model", UNREADABLE) == stored("name", UNREADABLE) == "unreadable: no name"
    assert {offered(one.key, UNREADABLE) for one in OFFERS[2:]} == {""}
    assert {stored(one.key, UNREADABLE) for one in VOLUMES[2:]} == {""}
    assert {one.sort(UNREADABLE) for one in OFFERS if one.sort} == {None}
    assert {one.sort(UNREADABLE) for one in VOLUMES if one.sort} == {None}
    assert sold_out(UNREADABLE)
    assert offer_tone(UNREADABLE) is None


@given(fields("display_name", "family", "form_factor", "vram_gb", "hourly_rate", "currency", "providers"))
def test_any_offer_has_cells(given_fields: dict[str, Any]) -> None:
    for offer in build_offers(name="X", **given_fields):
        for one in OFFERS:
            assert one.render(offer, NOW).changes_in is None
            assert isinstance(one.text(offer), str)
            if one.sort:
                comparable(one.sort(offer))


@given(values, fields("name", "size_gb", "state", "operation", "attached_to", "location", "created_at"))
def test_any_volume_has_cells(given_id: Any, given_fields: dict[str, Any]) -> None:
    volume = build_volume(id=given_id, **given_fields)
    for one in VOLUMES:
        changes_in = one.render(volume, NOW).changes_in
        assert changes_in is None or changes_in > 0
        assert isinstance(one.text(volume), str)
        if one.sort:
            comparable(one.sort(volume))


def test_machines_are_told_with_their_place_before_the_memory_that_their_name_has_too() -> None:
    rows = [
        Offer("8A100.80G", "", "A100", "", 80, "datacrunch", place, None, True, count=8, machine="8A100.80G")
        for place in ("FIN-01", "ICE-01")
    ]
    placed = {one.column.key: one.width for one in fit(columns_for(ALL_OFFERS, rows), 65)}
    assert placed["where"] >= len("datacrunch/FIN-01")
    assert placed["model"] >= len("8× A100 80G")
    assert {"whole", "stock"} <= placed.keys()
    assert "vram" not in placed
    wide = {one.column.key: one.width for one in fit(columns_for(ALL_OFFERS, rows), 116)}
    assert wide["model"] >= len("8× A100 80G 8A100.80G")
    assert "vram" in wide


def test_a_machine_whose_gpu_is_named_has_one_though_its_memory_is_not_told() -> None:
    machine = Offer("8X.1", "", "X", "", None, "p", "", None, True, count=8, machine="8X.1")
    assert machine.has_gpu
    assert not replace(machine, family="", vram_gb=0).has_gpu
    assert not replace(machine, machine="").has_gpu
