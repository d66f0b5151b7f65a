"""What the GPUs pane says of an offer's past."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

import pytest

from mimiry_tui.domain.memory.samples import OfferPast
from mimiry_tui.ui.columns.offer_past import note_cell, seen_cell, stock_cell, week_cell
from mimiry_tui.ui.columns.offers import offer_columns
from mimiry_tui.ui.widgets.table.sort import comparable
from mimiry_tui.ui.widgets.table.sparkline import sparkline
from tests.support.cells import column, tones, words
from tests.support.clock import EPOCH as NOW
from tests.support.offer_app import an_offer

OFFER, GONE = an_offer(), an_offer("FIN-02", available=False)
PAST = OfferPast(
    offer_id=OFFER.id,
    since=NOW - timedelta(days=9),
    week=tuple(Decimal(value) for value in ("2.0", "2.0", "2.1", "2.2", "2.3", "2.4", "2.6")),
    change=Decimal("0.22"),
    in_stock=Decimal("0.834"),
    watched=timedelta(hours=5),
    last_in_stock=NOW - timedelta(minutes=40),
)


def values(*told: str | None) -> list[Decimal | None]:
    return [None if one is None else Decimal(one) for one in told]


@pytest.mark.parametrize(
    ("week", "drawn"),
    [
        (values("1", "2"), "▁█"),
        (values("1", None, "2"), "▁·█"),
        (values("2", "2", "2"), "▃▃▃"),
        (values("2.00", "2.02"), "▄▅"),
        (values("0", "0"), "▃▃"),
        (values(None, None), "··"),
        ([], ""),
    ],
)
def test_small_bars_are_as_high_as_what_they_tell_and_a_cent_is_no_crash(
    week: list[Decimal | None], drawn: str
) -> None:
    assert "".join(span.text for span in sparkline(week, "accent")) == drawn


def test_a_price_above_its_week_is_amber_one_below_green_and_the_rest_plain() -> None:
    assert (words(week_cell(OFFER, PAST)), tones(week_cell(OFFER, PAST))) == ("▁▁▂▃▅▆█", ["warn"])
    cheaper, usual = replace(PAST, change=Decimal("-0.08")), replace(PAST, change=Decimal("0.004"))
    assert tones(week_cell(OFFER, cheaper)) == ["good"]
    assert tones(week_cell(OFFER, usual)) == ["accent"]
    assert tones(week_cell(GONE, PAST)) == ["dim"]
    assert words(week_cell(OFFER, None)) == "·" * 7


def test_the_share_in_stock_is_said_once_an_hour_was_watched_and_before_that_whether_it_is_there() -> None:
    assert words(stock_cell(OFFER, PAST)) == "83%"
    assert tones(stock_cell(OFFER, replace(PAST, in_stock=Decimal("0.34")))) == ["warn"]
    short = replace(PAST, watched=timedelta(minutes=50))
    assert [words(stock_cell(one, past)) for one in (OFFER, GONE) for past in (short, None)] == [
        "yes", "yes", "none", "none",
    ]  # fmt: skip


def test_the_most_telling_note_comes_first() -> None:
    def noted(offer: object = OFFER, held: int = 0, watched: str = "", past: OfferPast | None = PAST) -> str:
        return words(note_cell(offer if offer is GONE else OFFER, past, held, watched, NOW))

    assert noted() == "+22%"
    assert noted(held=1) == "+22%  1 yours"
    assert noted(held=2, watched="armed") == "armed  +22%  2 yours"
    assert noted(past=replace(PAST, change=Decimal("-0.081"))) == "−8%"
    assert noted(past=replace(PAST, change=Decimal("0.004"))) == ""
    assert noted(GONE) == "40m ago"
    assert noted(GONE, past=None) == ""
    days = replace(PAST, last_in_stock=NOW - timedelta(days=3, hours=4))
    assert noted(GONE, past=days) == "3d ago"
    assert noted(GONE, past=replace(PAST, last_in_stock=NOW - timedelta(minutes=134))) == "2h ago"
    assert note_cell(GONE, PAST, 0, "", NOW).changes_in == 60


def test_when_it_was_last_seen_is_now_a_time_ago_or_never() -> None:
    cases = ((OFFER, PAST), (GONE, PAST), (GONE, None))
    assert [words(seen_cell(offer, past, NOW)) for offer, past in cases] == ["now", "40m ago", "–"]


def test_they_are_sorted_by_what_they_tell_and_found_by_it() -> None:
    pasts = {
        OFFER.id: PAST,
        GONE.id: replace(PAST, change=Decimal("-0.10"), last_in_stock=NOW - timedelta(days=1)),
    }
    other, never = an_offer("FIN-03", available=False), an_offer("FIN-04", available=False)
    pasts[other.id] = PAST
    columns = offer_columns(
        lambda _: False, lambda offer: int(offer is OFFER), past=lambda offer: pasts.get(offer.id)
    )

    def order(key: str) -> list[str]:
        sort = column(columns, key).sort
        assert sort is not None
        keyed = [(comparable(sort(one)), one.location) for one in (never, GONE, other, OFFER)]
        return [name for place, name in sorted((place, name) for place, name in keyed if place is not None)]

    assert order("seen") == ["FIN-01", "FIN-03", "FIN-02"]
    assert order("week")[0] == "FIN-02"
    assert order("stock")[0] == "FIN-01"
    assert column(columns, "note").text(OFFER) == "+22% +22% yours"
