"""What holds whatever a service sends: nothing raises, runs backwards or costs less than nothing."""

from __future__ import annotations

import inspect
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from itertools import pairwise
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from mimiry_tui.domain import coerce
from mimiry_tui.domain.account import build_balance, build_facts, build_quotas, build_transaction
from mimiry_tui.domain.durations import age, clock_time, freshness, short
from mimiry_tui.domain.money import build_money, totals
from mimiry_tui.domain.offers import OfferFilter, build_offers, by_price, cheapest, short_model
from mimiry_tui.domain.phases import Phase, read_phase
from mimiry_tui.domain.session_reading import build_session
from mimiry_tui.domain.sessions import Session
from mimiry_tui.domain.spending import burn_rate, cost_so_far, runway, spent_between
from mimiry_tui.domain.timeline import Observation, build_timeline
from mimiry_tui.domain.volumes import build_volume
from tests.support.json_values import fields, moments, scalars, values

NOW = datetime(2026, 6, 9, 12, 0, tzinfo=UTC)
ROUNDING = Decimal("1E-20")


def any_fields_of(builder: Any) -> st.SearchStrategy[dict[str, Any]]:
    """Arguments for each of a builder's fields but its raw bytes and its id."""
    return fields(*(name for name in inspect.signature(builder).parameters if name not in {"raw", "id"}))


any_sessions: st.SearchStrategy[Session] = st.builds(
    lambda given_id, given_fields: build_session(id=given_id, **given_fields),
    values,
    any_fields_of(build_session),
)
plausible_sessions: st.SearchStrategy[Session] = st.builds(
    build_session,
    id=st.sampled_from(["a", "b"]),
    state=st.sampled_from(["submitted", "provisioned", "started", "completed", "failed", "stopped", "odd"]),
    operation=st.sampled_from(["", "provisioning", "starting__pulling_image", "stopping__x", "terminating"]),
    hourly_rate=st.none() | st.integers(-2, 100) | st.decimals(0, 50, places=4).map(str),
    final_cost=st.none() | st.integers(-2, 100),
    currency=st.sampled_from(["EUR", "USD"]),
    created_at=st.none() | moments,
    updated_at=st.none() | moments,
    started_at=st.none() | moments,
    ended_at=st.none() | moments,
    events=st.lists(
        st.fixed_dictionaries(
            {
                "timestamp": st.none() | moments,
                "state": st.sampled_from(["submitted", "provisioned", "started", "completed", "odd", ""]),
                "operation": st.sampled_from(["", "provisioning", "starting__pulling_image"]),
            }
        ),
        max_size=6,
    ),
)
observations = st.lists(
    st.builds(
        lambda seconds, phase: Observation(NOW + timedelta(seconds=seconds), phase),
        st.integers(-200_000, 200_000),
        st.sampled_from(Phase),
    ),
    max_size=6,
)


@given(values)
def test_every_reader_takes_every_value(value: Any) -> None:
    assert isinstance(coerce.text(value), str)
    number = coerce.decimal(value)
    assert number is None or number.is_finite()
    whole = coerce.integer(value)
    assert whole is None or abs(whole) <= 10**15
    assert coerce.flag(value) in {None, True, False}
    when = coerce.moment(value)
    assert when is None or when.utcoffset() == timedelta(0)
    length = coerce.span(value)
    assert length is None or length >= timedelta(0)
    assert isinstance(coerce.texts(value), tuple)


@given(fields("state", "operation", "status", "ssh_host", "exit_code", "stop_reason", "error"))
def test_every_combination_of_words_is_some_phase(given_fields: dict[str, Any]) -> None:
    assert read_phase(**given_fields) in Phase


@given(any_sessions, any_sessions)
def test_a_session_of_any_values_can_be_shown_billed_and_drawn(one: Session, other: Session) -> None:
    for session in (one, other, one.after(other)):
        assert repr(session)
        assert isinstance(session.gpu + session.where + session.phase.word, str)
        assert session.is_live is not session.phase.is_ended
        cost = cost_so_far(session, NOW)
        assert cost is None or (str(cost) and cost.money.amount >= 0)
        timeline = build_timeline(session)
        assert timeline.time_to_ready is None or timeline.time_to_ready >= timedelta(0)
    assert all(rate.amount >= 0 for rate in burn_rate([one, other]))
    assert all(spent.amount >= 0 for spent in spent_between([one, other], NOW - timedelta(days=400), NOW))


@given(values, any_fields_of(build_volume))
def test_a_volume_of_any_values_is_a_volume(volume_id: Any, given_fields: dict[str, Any]) -> None:
    volume = build_volume(id=volume_id, **given_fields)
    assert repr(volume)
    assert isinstance(volume.where, str)
    assert volume.size_gb is None or volume.size_gb >= 0
    assert all(rate.amount >= 0 for rate in burn_rate([], [volume]))


@given(any_fields_of(build_offers).map(lambda given_fields: {"name": None, **given_fields}))
def test_offers_of_any_values_can_be_sorted_filtered_and_compared(given_fields: dict[str, Any]) -> None:
    offers = build_offers(**given_fields)
    assert offers
    assert len({offer.id for offer in offers}) == len(offers)
    assert len(sorted(offers, key=by_price)) == len(offers)
    assert all(offer.rate is None or offer.rate.amount >= 0 for offer in offers)
    assert all(isinstance(short_model(offer.model) + offer.where, str) for offer in offers)
    best = cheapest(offers, OfferFilter(families=frozenset({"H100"}), min_vram_gb=40))
    assert best is None or (best.available and (best.vram_gb or 0) >= 40)


@given(values, any_fields_of(build_transaction), fields("currency", "burn_rate"))
def test_account_answers_of_any_values_are_read(
    value: Any, transaction: dict[str, Any], balance: dict[str, Any]
) -> None:
    assert repr(build_transaction(id=value, **transaction))
    left = build_balance(balance=value, **balance)
    assert left is None or str(left.money)
    assert all(quota.name for quota in build_quotas(value))
    assert all(isinstance(text, str) for pair in build_facts(value).pairs for text in pair)


@given(plausible_sessions, plausible_sessions)
def test_a_phase_never_goes_back_from_ended(earlier: Session, later: Session) -> None:
    merged = later.after(earlier)
    assert merged.phase.is_ended or not earlier.phase.is_ended
    assert len(merged.events) >= len(earlier.events)


@given(st.lists(plausible_sessions, min_size=1, max_size=6))
def test_once_ended_it_stays_so_through_any_further_readings(readings: list[Session]) -> None:
    current, ended = readings[0], False
    for reading in readings[1:]:
        ended = ended or current.phase.is_ended
        current = reading.after(current)
        assert current.phase.is_ended or not ended


@given(plausible_sessions, observations)
def test_segments_are_in_order_and_never_overlap(session: Session, seen: list[Observation]) -> None:
    segments = build_timeline(session, seen).segments
    for before, after in pairwise(segments):
        assert before.end is not None
        assert before.start < before.end <= after.start
        assert before.phase is not after.phase
        assert not before.phase.is_ended
    assert all(segment.lasted(NOW) >= timedelta(0) for segment in segments)
    if segments and segments[-1].end is not None:
        assert segments[-1].phase.is_ended


@given(plausible_sessions, st.integers(-400_000, 400_000))
def test_a_cost_is_never_negative_whatever_the_clocks_say(session: Session, seconds: int) -> None:
    cost = cost_so_far(session, NOW + timedelta(seconds=seconds))
    assert cost is None or cost.money.amount >= 0


@given(st.lists(plausible_sessions, max_size=4), st.integers(-400_000, 400_000), st.integers(0, 400_000))
def test_what_was_spent_within_a_time_is_part_of_the_whole(
    sessions: list[Session], seconds: int, length: int
) -> None:
    start = NOW + timedelta(seconds=seconds)
    within = spent_between(sessions, start, start + timedelta(seconds=length))
    costs = [
        cost for session in sessions if (cost := cost_so_far(session, start + timedelta(seconds=length)))
    ]
    whole = {money.currency: money.amount for money in totals(cost.money for cost in costs)}
    for part in within:
        assert 0 <= part.amount <= whole[part.currency] + ROUNDING


@given(scalars, scalars, st.lists(st.tuples(scalars, scalars), max_size=4))
def test_a_runway_is_none_or_a_time_of_at_most_ten_years(
    balance: Any, currency: Any, rates: list[tuple[Any, Any]]
) -> None:
    left = build_balance(balance=balance, currency=currency)
    burn = totals(money for rate in rates if (money := build_money(*rate)) is not None)
    lasts = runway(left.money, burn) if left else None
    assert lasts is None or timedelta(0) <= lasts <= timedelta(days=3_650)


@given(st.timedeltas(), st.integers(-86_400 * 13_000, 86_400 * 60_000))
def test_every_length_and_moment_has_words(length: timedelta, seconds: int) -> None:
    for said in (age(length), freshness(length)):
        assert said.text
        assert 0 < said.changes_in <= 3_600
    assert short(length) == age(length).text
    assert clock_time(NOW + timedelta(seconds=seconds), NOW)


@given(st.timedeltas(min_value=timedelta(0), max_value=timedelta(days=500)))
def test_an_age_reads_differently_after_the_time_it_names_and_not_before(length: timedelta) -> None:
    for words in (age, freshness):
        said = words(length)
        assert words(length + timedelta(seconds=said.changes_in + 0.001)).text != said.text
        earlier = length + timedelta(seconds=said.changes_in * 0.99)
        assert words(earlier).text == said.text
