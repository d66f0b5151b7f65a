"""Samples on disk: every change that anybody saw, each once, and never more than is bounded."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import replace
from datetime import datetime, timedelta
from decimal import Decimal
from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from mimiry_tui.domain.memory.offer_past import build_offer_past
from mimiry_tui.domain.memory.samples import Sample, Span
from mimiry_tui.domain.money import Money
from mimiry_tui.domain.offers import Offer
from mimiry_tui.domain.records import Unreadable
from mimiry_tui.live.history import offer_rows, schema
from mimiry_tui.live.history.answers import Answer
from mimiry_tui.live.history.file import HistoryFile
from tests.support.clock import EPOCH

MINUTE = timedelta(minutes=1)
GAP = 5 * MINUTE
ALWAYS = EPOCH - timedelta(days=1_000)


@contextmanager
def memory() -> Iterator[sqlite3.Connection]:
    with closing(HistoryFile(None)) as file:
        file.prepare()
        yield file.connection


def offer(model: str, rate: str | None = "2.10", available: bool = True) -> Offer:
    money = None if rate is None else Money(Decimal(rate))
    return Offer(model, "", model, "", 80, "verda", "FIN-01", money, available)


def at(minutes: float) -> datetime:
    return EPOCH + minutes * MINUTE


def answer(minutes: float, *offers: Offer | Unreadable) -> Answer:
    return Answer(at(minutes), offers, GAP)


def held(samples: tuple[Sample, ...], moment: datetime) -> tuple[Money | None, bool]:
    """What the samples say of that moment."""
    last = next((one for one in reversed(samples) if one.at <= moment), None)
    return (None, False) if last is None else (last.rate, last.available)


some_offer = st.builds(
    offer, st.sampled_from(["A", "B"]), st.sampled_from([None, "1", "2.10", "0.000001"]), st.booleans()
)
told = st.lists(st.lists(some_offer, max_size=2, unique_by=lambda one: one.model), min_size=1, max_size=12)


@settings(max_examples=50)
@given(told, st.data())
def test_every_answer_can_be_read_back_and_no_sample_repeats_the_one_before(
    answers: list[list[Offer]], data: st.DataObject
) -> None:
    with memory() as database:
        for number, offers in enumerate(answers):
            offer_rows.take_answer(database, answer(number, *offers))
            if data.draw(st.booleans()):  # another dashboard got the same answer, a little later
                assert not offer_rows.take_answer(database, answer(number + 0.2, *offers))
        for model in "AB":
            samples = offer_rows.samples(database, offer(model).id, ALWAYS)
            for number, offers in enumerate(answers):
                listed = next((one for one in offers if one.model == model), None)
                said = (listed.rate, listed.available) if listed else (None, False)
                assert held(samples, at(number)) == said
            assert all(
                (one.rate, one.available) != (next_one.rate, next_one.available)
                for one, next_one in pairwise(samples)
            )
            assert len(samples) <= len(answers)


states = st.lists(
    st.tuples(st.integers(0, 30), st.sampled_from(["1", "2"]), st.booleans()), min_size=1, max_size=12
)


@settings(max_examples=50)
@given(states)
def test_whatever_order_two_dashboards_write_in_no_sample_repeats_the_one_before(
    written: list[tuple[int, str, bool]],
) -> None:
    with memory() as database:
        number = offer_rows.add_offer(database, "o", 0)
        for moment, rate, available in written:
            state = (rate, "EUR", int(available))
            offer_rows.put_sample(database, number, moment, state)
            row = database.execute(
                "SELECT rate, currency, available FROM samples WHERE at <= ? ORDER BY at DESC", (moment,)
            ).fetchone()
            assert row == state
            rows = database.execute("SELECT rate, available FROM samples ORDER BY at").fetchall()
            assert all(one != following for one, following in pairwise(rows))


@settings(max_examples=50)
@given(st.lists(st.integers(0, 60), min_size=1, max_size=15), st.randoms(use_true_random=False))
def test_spans_are_the_same_whatever_order_they_are_written_in(looks: list[int], rng: object) -> None:
    expected: list[list[int]] = []
    for look in sorted(looks):
        if expected and look - expected[-1][1] <= 5:
            expected[-1][1] = look
        else:
            expected.append([look, look])
    with memory() as database:
        for look in looks:
            offer_rows.take_answer(database, answer(look))
        found = offer_rows.spans(database, ALWAYS)
    assert found == tuple(Span(at(start), at(end)) for start, end in expected)


def test_an_offer_that_is_not_listed_any_more_is_out_of_stock_without_a_price() -> None:
    with memory() as database:
        offer_rows.take_answer(database, answer(0, offer("A"), offer("B")))
        assert offer_rows.take_answer(database, answer(1, offer("A")))
        assert not offer_rows.take_answer(database, answer(2, offer("A")))
        assert offer_rows.samples(database, offer("B").id, at(1)) == (Sample(at(1), None, False),)


def test_while_one_record_cannot_be_read_nothing_is_said_to_be_gone() -> None:
    with memory() as database:
        offer_rows.take_answer(database, answer(0, offer("A"), offer("B")))
        assert not offer_rows.take_answer(database, answer(1, offer("A"), Unreadable("item 1", "?", b"")))
        assert len(offer_rows.samples(database, offer("B").id, ALWAYS)) == 1


def test_amounts_come_back_exactly_and_are_spelt_alike() -> None:
    with memory() as database:
        offer_rows.take_answer(database, answer(0, offer("A", "123456789012345.000000000000001")))
        offer_rows.take_answer(database, answer(1, offer("A", "2.1")))
        assert not offer_rows.take_answer(database, answer(2, offer("A", "2.100")))
        rates = [one.rate for one in offer_rows.samples(database, offer("A").id, ALWAYS)]
    assert rates == [Money(Decimal("123456789012345.000000000000001")), Money(Decimal("2.1"))]


def test_a_question_since_a_moment_begins_with_what_held_then() -> None:
    with memory() as database:
        for number, rate in enumerate(("1", "2", "3", "4")):
            offer_rows.take_answer(database, answer(10 * number, offer("A", rate)))
        amounts = [one.rate.amount for one in offer_rows.samples(database, offer("A").id, at(15)) if one.rate]
        assert amounts == [2, 3, 4]
        assert offer_rows.samples(database, "never seen", ALWAYS) == ()


@settings(max_examples=40)
@given(told, st.integers(0, 12))
def test_what_is_remembered_of_all_offers_is_what_the_samples_of_each_add_up_to(
    answers: list[list[Offer]], days: int
) -> None:
    with memory() as database:
        for number, offers in enumerate(answers):
            offer_rows.take_answer(database, answer(number * 24 * 60, *offers))
            offer_rows.take_answer(database, answer(number * 24 * 60 + 5, *offers))
        now = at(len(answers) * 24 * 60) + timedelta(days=days)
        pasts = offer_rows.pasts(database, now)
        spans = offer_rows.spans(database, ALWAYS)
        for key, past in pasts.items():
            samples = offer_rows.samples(database, key, ALWAYS)
            assert replace(past, since=samples[0].at) == build_offer_past(key, samples, spans, now)
            assert past.since <= samples[0].at


def test_what_is_too_old_goes_but_not_what_still_holds() -> None:
    with memory() as database:
        offer_rows.take_answer(database, answer(0, offer("steady"), offer("moving", "1"), offer("gone")))
        offer_rows.take_answer(database, answer(10, offer("steady"), offer("moving", "2")))
        offer_rows.take_answer(database, answer(20, offer("steady"), offer("moving", "3")))
        offer_rows.forget(database, at(15), most=100)
        assert offer_rows.samples(database, offer("steady").id, ALWAYS)[0].at == at(0)
        kept = offer_rows.samples(database, offer("moving").id, ALWAYS)
        assert [one.rate.amount for one in kept if one.rate] == [2, 3]
        assert [key for (key,) in database.execute("SELECT key FROM offers ORDER BY key")] == [
            offer("moving").id,
            offer("steady").id,
        ]
        offer_rows.forget(database, at(1_000), most=100)
        assert offer_rows.spans(database, ALWAYS) == ()
        assert len(offer_rows.samples(database, offer("moving").id, ALWAYS)) == 1


def test_more_samples_than_are_kept_lose_the_oldest() -> None:
    with memory() as database:
        number = offer_rows.add_offer(database, "o", 0)
        database.executemany(
            "INSERT INTO samples VALUES (?, ?, ?, 'EUR', 1)",
            ((number, schema.to_disk(at(minute)), str(minute)) for minute in range(1_000)),
        )
        offer_rows.forget(database, ALWAYS, most=500)
        kept = offer_rows.samples(database, "o", ALWAYS)
    assert (len(kept), kept[0].at, kept[-1].at) == (450, at(550), at(999))


def test_rows_that_mean_nothing_are_skipped() -> None:
    with memory() as database:
        offer_rows.take_answer(database, answer(0, offer("A")))
        rows = [("noon", "1", "EUR", 1), (2**62, "1", "EUR", 1), (schema.to_disk(at(5)), "much", "EUR", 7)]
        database.executemany("INSERT INTO samples VALUES (1, ?, ?, ?, ?)", rows)
        database.execute("INSERT INTO spans VALUES (-5, 2), (6, 3), (7, 'noon'), (8, 9)")
        samples = offer_rows.samples(database, offer("A").id, ALWAYS)
        assert samples[1:] == (Sample(at(5), None, False),)
        assert offer_rows.pasts(database, at(10))[offer("A").id].since == at(0)


def test_a_past_written_at_once_reads_like_one_that_was_lived_through() -> None:
    samples = tuple(
        Sample(at(number), Money(Decimal(1 + number // 2)), number % 5 != 0) for number in range(20)
    )
    with memory() as one, memory() as other:
        offer_rows.add_samples(one, "o", samples)
        offer_rows.add_spans(one, [Span(at(0), at(30)), Span(at(90), at(95))])
        for sample in samples:
            number = offer_rows.add_offer(other, "o", schema.to_disk(samples[0].at))
            state = (str(sample.rate.amount) if sample.rate else None, "EUR", int(sample.available))
            offer_rows.put_sample(other, number, schema.to_disk(sample.at), state)
        for look in (*range(0, 31, 5), 90, 95):
            offer_rows.take_answer(other, Answer(at(look), (Unreadable("", "", b""),), GAP))
        for query in ("SELECT * FROM samples", "SELECT * FROM offers", "SELECT * FROM spans"):
            assert one.execute(query).fetchall() == other.execute(query).fetchall()
        offer_rows.add_samples(one, "o", samples)
        assert len(offer_rows.samples(one, "o", ALWAYS)) <= len(samples)
