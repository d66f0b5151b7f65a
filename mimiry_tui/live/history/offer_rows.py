"""Samples of offers in the history's file. Everything here blocks, and may raise sqlite3.Error.

Two dashboards may write about the same moments: what stays are the changes that either saw, each
once, and the time in which either looked.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from itertools import islice

from mimiry_tui.domain.memory.offer_past import WEEK, Step, Watched, add_up
from mimiry_tui.domain.memory.samples import OfferPast, Sample, Span
from mimiry_tui.domain.offers import Offer
from mimiry_tui.live.history.amounts import amount_from_disk, amount_to_disk
from mimiry_tui.live.history.answers import Answer
from mimiry_tui.live.history.schema import LATEST, from_disk, span_to_disk, storable, to_disk

MOST_OFFERS = 5_000
"""Of one answer. What lists more is no service that anybody rents from."""
LONGEST_KEY = 300
"""Characters."""

State = tuple[str | None, str | None, int]
"""Rate, currency and whether it is in stock, as on disk."""
GONE: State = (None, None, 0)
"""No answer lists it any more."""
_Row = tuple[object, object, object, object]

_COLUMNS = "SELECT at, rate, currency, available FROM samples"
_STATE_AT = f"{_COLUMNS} WHERE offer = ? AND at <= ? ORDER BY at DESC LIMIT 2"
_STATE_AFTER = f"{_COLUMNS} WHERE offer = ? AND at > ? ORDER BY at LIMIT 1"
_DELETE = "DELETE FROM samples WHERE offer = ? AND at = ?"
_INSERT = "INSERT INTO samples (offer, at, rate, currency, available) VALUES (?, ?, ?, ?, ?)"
_SEEN = """
    UPDATE offers SET
        since = min(since, ?1),
        stocked = CASE WHEN ?2 THEN max(ifnull(stocked, ?1), ?1) ELSE stocked END
    WHERE id = ?3
"""
_FROM = f"""
    {_COLUMNS} WHERE offer = ?1
    AND at >= ifnull((SELECT max(at) FROM samples WHERE offer = ?1 AND at <= ?2), ?2)
    ORDER BY at
"""
_EXTEND = """
    INSERT INTO spans (start, until) VALUES (?, ?) ON CONFLICT (start) DO UPDATE SET until = excluded.until
"""


def take_answer(connection: sqlite3.Connection, answer: Answer) -> bool:
    """Write what changed with it and that somebody looked; whether anything changed."""
    at = to_disk(answer.at)
    states = {
        storable(offer.id): (*amount_to_disk(offer.rate), int(offer.available))
        for offer in islice(answer.offers, MOST_OFFERS)
        if isinstance(offer, Offer) and len(offer.id) <= LONGEST_KEY
    }
    known: dict[str, int] = dict(connection.execute("SELECT key, id FROM offers"))
    changed = False
    for key, state in states.items():
        changed |= put_sample(connection, known.get(key) or add_offer(connection, key, at), at, state)
    if all(isinstance(offer, Offer) for offer in answer.offers):
        # One that cannot be read may be any of those that seem to be missing.
        for key in known.keys() - states.keys():
            changed |= put_sample(connection, known[key], at, GONE)
    _look(connection, at, span_to_disk(answer.gap))
    return changed


def add_offer(connection: sqlite3.Connection, key: str, at: int) -> int:
    """The number of an offer that is new, or was just written by another dashboard."""
    connection.execute("INSERT OR IGNORE INTO offers (key, since) VALUES (?, ?)", (key, at))
    number = connection.execute("SELECT id FROM offers WHERE key = ?", (key,)).fetchone()[0]
    assert isinstance(number, int)
    return number


def put_sample(connection: sqlite3.Connection, offer: int, at: int, state: State) -> bool:
    """Write that it was so at that moment, unless that follows from the sample before it."""
    rows = connection.execute(_STATE_AT, (offer, at)).fetchall()
    exact = rows.pop(0) if rows and rows[0][0] == at else None
    before = rows[0][1:] if rows else GONE
    if (exact[1:] if exact else before) == state:
        return False
    if exact is not None:
        connection.execute(_DELETE, (offer, at))
    if state != before:
        connection.execute(_INSERT, (offer, at, *state))
    following = connection.execute(_STATE_AFTER, (offer, at)).fetchone()
    if following is not None and following[1:] == state:
        connection.execute(_DELETE, (offer, following[0]))
    connection.execute(_SEEN, (at, state[2], offer))
    return True


def _look(connection: sqlite3.Connection, at: int, gap: int) -> None:
    """Write that somebody looked, joining the spans that this leaves no gap between."""
    before = connection.execute(
        "SELECT start, until FROM spans WHERE start <= ? ORDER BY start DESC LIMIT 1", (at,)
    ).fetchone()
    after = connection.execute(
        "SELECT start, until FROM spans WHERE start > ? ORDER BY start LIMIT 1", (at,)
    ).fetchone()
    start, until = at, at
    if before is not None and at - before[1] <= gap:
        if at <= before[1]:
            return
        start = before[0]
    if after is not None and after[0] - at <= gap:
        until = after[1]
        connection.execute("DELETE FROM spans WHERE start = ?", (after[0],))
    connection.execute(_EXTEND, (start, until))


def add_samples(connection: sqlite3.Connection, offer_id: str, past: Sequence[Sample]) -> None:
    """Write many samples of one offer, in order of time: quickly where nothing is known of it later."""
    key, first = storable(offer_id), to_disk(past[0].at)
    offer = add_offer(connection, key, first)
    rows = [(to_disk(one.at), (*amount_to_disk(one.rate), int(one.available))) for one in past]
    latest = connection.execute("SELECT max(at) FROM samples WHERE offer = ?", (offer,)).fetchone()[0]
    if latest is not None and latest >= first:
        for at, state in rows:
            put_sample(connection, offer, at, state)
        return
    put_sample(connection, offer, *rows[0])
    changes = [row for row, before in zip(rows[1:], rows, strict=False) if row[1] != before[1]]
    connection.executemany(_INSERT, ((offer, at, *state) for at, state in changes))
    stocked = max((at for at, state in changes if state[2]), default=None)
    if stocked is not None:
        connection.execute(_SEEN, (stocked, 1, offer))


def add_spans(connection: sqlite3.Connection, past: Iterable[Span]) -> None:
    """Write when somebody looked."""
    for span in past:
        start, until = to_disk(span.start), to_disk(span.end)
        _look(connection, start, 0)
        _look(connection, until, until - start)


def samples(connection: sqlite3.Connection, offer_id: str, since: datetime) -> tuple[Sample, ...]:
    """Its changes since then, oldest first, after the last one before."""
    found = connection.execute("SELECT id FROM offers WHERE key = ?", (storable(offer_id),)).fetchone()
    if found is None:
        return ()
    rows = connection.execute(_FROM, (found[0], to_disk(since)))
    return tuple(sample for row in rows if (sample := _read_sample(*row)) is not None)


def spans(connection: sqlite3.Connection, since: datetime) -> tuple[Span, ...]:
    """When somebody looked, as far as it reaches beyond that moment, oldest first."""
    return tuple(
        Span(from_disk(start), from_disk(until)) for start, until in _spans(connection, to_disk(since))
    )


def pasts(connection: sqlite3.Connection, now: datetime) -> Mapping[str, OfferPast]:
    """What is known of every offer, from the samples of a week and the last one in stock."""
    week = to_disk(now - WEEK)
    watched = Watched(_spans(connection, 0))
    found = {}
    offers = connection.execute("SELECT id, key, since, stocked FROM offers").fetchall()
    for offer, key, since, stocked in offers:
        steps = _steps(connection, _FROM, (offer, week))
        if stocked is not None and (not steps or stocked < steps[0][0]):
            earlier = _steps(connection, f"{_FROM} LIMIT 2", (offer, stocked))
            steps = [*(step for step in earlier if not steps or step[0] < steps[0][0]), *steps]
        if steps and isinstance(since, int) and since >= 0:
            found[key] = add_up(key, steps, watched, now, since)
    return found


def _spans(connection: sqlite3.Connection, since: int) -> list[tuple[int, int]]:
    rows = connection.execute("SELECT start, until FROM spans WHERE until >= ? ORDER BY start", (since,))
    return [
        (start, until) for start, until in rows if isinstance(until, int) and 0 <= start <= until <= LATEST
    ]


def _read_sample(at: object, rate: object, currency: object, available: object) -> Sample | None:
    if not isinstance(at, int) or not 0 <= at <= LATEST:
        return None
    return Sample(from_disk(at), amount_from_disk(rate, currency), available == 1)


def _steps(connection: sqlite3.Connection, query: str, values: tuple[int, int]) -> list[Step]:
    """Rows as they are added up, without those that have no moment."""
    rows = connection.execute(query, values).fetchall()
    # SQLite sorts numbers before texts.
    return (
        rows if not rows or isinstance(rows[-1][0], int) else [row for row in rows if isinstance(row[0], int)]
    )


def forget(connection: sqlite3.Connection, before: datetime, most: int) -> None:
    """Delete what held before that moment and what is too much, but not what still holds."""
    cutoff = to_disk(before)
    count = connection.execute("SELECT count(*) FROM samples").fetchone()[0]
    if count > most:
        # A tenth more than needed: else it would be needed again tomorrow.
        place = count - most + most // 10
        row = connection.execute("SELECT at FROM samples ORDER BY at LIMIT 1 OFFSET ?", (place,)).fetchone()
        cutoff = max(cutoff, row[0])
    for (offer,) in connection.execute("SELECT id FROM offers").fetchall():
        held = connection.execute(_STATE_AT, (offer, cutoff)).fetchone()
        if held is None:
            continue
        connection.execute("DELETE FROM samples WHERE offer = ? AND at < ?", (offer, held[0]))
        if held[1:] == GONE:
            connection.execute(_DELETE, (offer, held[0]))
    connection.execute("DELETE FROM offers WHERE id NOT IN (SELECT offer FROM samples)")
    connection.execute("DELETE FROM spans WHERE until < ?", (cutoff,))
