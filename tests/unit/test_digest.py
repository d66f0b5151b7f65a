"""What is told of the time in which no dashboard was open."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

from hypothesis import given, settings
from hypothesis import strategies as st

from mimiry_tui.domain.memory.cards import Card, Outcome
from mimiry_tui.domain.memory.digest import Digest, Kind, build_digest
from mimiry_tui.domain.money import Money
from mimiry_tui.domain.offers import Offer
from tests.support.cards import a_card, a_failed_card, a_live_card
from tests.support.clock import EPOCH

LEFT = EPOCH - timedelta(hours=4)


def offer(place: str, rate: str, *, model: str = "H100_80G_SXM", currency: str = "EUR") -> Offer:
    return Offer(model, "", "H100", "SXM", 80, "verda", place, Money(Decimal(rate), currency), available=True)


def digest(
    *cards: Card,
    then: tuple[Card, ...] = (),
    offers: tuple[Offer, ...] = (),
    before: dict[str, str] | None = None,
) -> Digest:
    rates = {one: Money(Decimal(rate)) for one, rate in (before or {}).items()}
    return build_digest(LEFT, EPOCH, then=then, cards=cards, offers=offers, rates_then=rates)


def told(found: Digest) -> list[tuple[Kind, str]]:
    return [(line.kind, line.card.session_id) for line in found.sessions]


def test_failures_come_first_then_ends_then_what_became_ready_the_latest_first() -> None:
    found = digest(
        a_live_card("ready"),
        a_card("done"),
        a_card("later", ended_at=EPOCH - timedelta(hours=1)),
        a_failed_card("failed"),
        a_card("gone", outcome=Outcome.VANISHED, ended_at=EPOCH - timedelta(hours=2)),
    )
    assert told(found) == [
        (Kind.FAILED, "gone"),
        (Kind.FAILED, "failed"),
        (Kind.ENDED, "later"),
        (Kind.ENDED, "done"),
        (Kind.READY, "ready"),
    ]


def test_what_happened_before_one_left_or_after_one_came_back_is_no_news() -> None:
    found = digest(
        a_card("before", ended_at=LEFT),
        a_card("after", ended_at=EPOCH + timedelta(seconds=1)),
        a_live_card("long ready", ready_at=LEFT - timedelta(seconds=1)),
        a_live_card("booting", ready_at=None),
    )
    assert found.is_empty


def test_an_end_without_a_date_is_news_only_of_what_was_alive() -> None:
    undated = a_card("a", ended_at=None)
    assert digest(undated).is_empty
    assert told(digest(undated, then=(a_live_card("a"),))) == [(Kind.ENDED, "a")]


def test_what_the_service_dated_before_one_left_is_news_where_it_was_alive_then() -> None:
    clock_behind = a_card("a", ended_at=LEFT - timedelta(minutes=1))
    assert told(digest(clock_behind, then=(a_live_card("a"),))) == [(Kind.ENDED, "a")]


def test_a_price_is_told_once_for_all_its_places_when_it_moved_enough() -> None:
    found = digest(
        offers=(
            offer("FIN-01", "2.10"),
            offer("FIN-03", "2.10"),
            offer("FIN-05", "2.10"),
            offer("FIN-09", "2.10"),
            offer("X", "3.00", model="H200_141G_SXM"),
        ),
        before={
            "H100_80G_SXM|verda|FIN-01": "2.23",
            "H100_80G_SXM|verda|FIN-03": "2.23",
            "H100_80G_SXM|verda|FIN-05": "2.15",
            "H200_141G_SXM|verda|X": "2.40",
        },
    )
    assert [(line.model, line.locations, round(line.change * 100)) for line in found.prices] == [
        ("H200_141G_SXM", ("X",), 25),
        ("H100_80G_SXM", ("FIN-01", "FIN-03"), -6),
    ]


def test_prices_of_two_currencies_are_not_compared() -> None:
    dollars = offer("FIN-01", "9.00", currency="USD")
    assert digest(offers=(dollars,), before={dollars.id: "2.00"}).is_empty


@settings(max_examples=50)
@given(
    st.lists(st.tuples(st.integers(-10, 10), st.sampled_from(list(Outcome)), st.booleans()), max_size=8),
    st.decimals(0, 20, places=1),
)
def test_each_session_is_told_at_most_once_and_only_with_news(
    cards: list[tuple[int, Outcome, bool]], threshold: Decimal
) -> None:
    made = [
        a_card(
            str(place), outcome=outcome, ended_at=None if outcome is Outcome.LIVE else EPOCH + hours * _HOUR
        )
        for place, (hours, outcome, _) in enumerate(cards)
    ]
    then = [a_live_card(str(place)) for place, (_, _, lived) in enumerate(cards) if lived]
    found = build_digest(LEFT, EPOCH, then=then, cards=made, threshold=threshold)
    ids = [line.card.session_id for line in found.sessions]
    assert len(ids) == len(set(ids))
    assert [line.kind for line in found.sessions] == sorted(line.kind for line in found.sessions)
    for line in found.sessions:
        assert line.at is not None
        assert line.at <= EPOCH
        assert line.at > LEFT or any(one.session_id == line.card.session_id for one in then)


_HOUR = timedelta(hours=1)
