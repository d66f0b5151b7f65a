"""Cards of sessions in the history's file. Everything here blocks, and may raise sqlite3.Error."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Sequence
from dataclasses import fields, replace
from datetime import datetime, timedelta
from typing import Any

import msgspec

from mimiry_tui.domain.boots import LONGEST, summarise
from mimiry_tui.domain.memory.card_building import join_cards, says_the_same, trimmed
from mimiry_tui.domain.memory.cards import Card, Outcome
from mimiry_tui.domain.memory.questions import CardPage, CardQuery, MonthTotal, PlaceBoots
from mimiry_tui.domain.money import Money, totals
from mimiry_tui.domain.words import same_model
from mimiry_tui.live.history.amounts import amount_from_disk, amount_to_disk
from mimiry_tui.live.history.schema import LATEST, from_disk, span_from_disk, span_to_disk, storable, to_disk

LONGEST_ID = 200
"""Characters. What has more is no id that a service gave, and is not worth the disk."""

_DECODER = msgspec.json.Decoder(Card)
_LINES = msgspec.json.Decoder(tuple[str, ...])
_PUT = """
    INSERT OR REPLACE INTO cards (
        id, began, alive, outcome, gpu, place, image, boot, boot_failed, cost, currency, settled, words, card
    ) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
"""
_PUT_LINES = """
    INSERT INTO last_lines (session_id, lines) VALUES (?, ?)
    ON CONFLICT (session_id) DO UPDATE SET lines = excluded.lines WHERE lines <> excluded.lines
"""


def put_cards(connection: sqlite3.Connection, cards: Iterable[Card]) -> bool:
    """Write each, joined with what is known of it already; whether that changed anything to speak of."""
    changed = False
    for new in cards:
        if not new.session_id or len(new.session_id) > LONGEST_ID:
            continue
        known = read_card(connection, new.session_id)
        card = new if known is None else join_cards(new, known)
        if known is not None and says_the_same(card, known) and card.outcome is not Outcome.LIVE:
            continue
        connection.execute(_PUT, _row(card))
        changed = True
    return changed


def put_lines(connection: sqlite3.Connection, session_id: str, lines: Iterable[str]) -> bool:
    """Write how a log ended; whether that is news."""
    kept = tuple(map(storable, trimmed(lines)))
    if not kept or len(session_id) > LONGEST_ID:
        return False
    text = msgspec.json.encode(kept).decode()
    return connection.execute(_PUT_LINES, (storable(session_id), text)).rowcount > 0


def read_card(connection: sqlite3.Connection, session_id: str, *, lines: bool = False) -> Card | None:
    """One card, with its last lines if that is asked; None where there is none that can be read."""
    wanted = (storable(session_id),)
    row = connection.execute("SELECT card FROM cards WHERE id = ?", wanted).fetchone()
    card = None if row is None else _decoded(row[0])
    if card is None or not lines:
        return card
    row = connection.execute("SELECT lines FROM last_lines WHERE session_id = ?", wanted).fetchone()
    return card if row is None else replace(card, last_lines=_decoded_lines(row[0]))


def find(connection: sqlite3.Connection, query: CardQuery, limit: int, offset: int) -> CardPage:
    """A page of what that query finds, those that began last first, and what all of it cost."""
    condition, values = _condition(query)
    order = "ORDER BY began DESC, id"
    rows = connection.execute(f"SELECT cost, currency FROM cards WHERE {condition}", values).fetchall()
    page = connection.execute(
        f"SELECT card FROM cards WHERE {condition} {order} LIMIT ? OFFSET ?", (*values, limit, offset)
    )
    return CardPage(_cards(page), len(rows), totals(_amounts(rows)))


def alive_since(connection: sqlite3.Connection, since: datetime) -> tuple[Card, ...]:
    """Those that were alive at any time since, those that began last first."""
    query = "SELECT card FROM cards WHERE alive >= ? ORDER BY began DESC, id"
    return _cards(connection.execute(query, (to_disk(since),)))


def still_live(connection: sqlite3.Connection) -> tuple[Card, ...]:
    """Those whose end nobody has seen."""
    return _cards(
        connection.execute("SELECT card FROM cards WHERE outcome = ? ORDER BY id", (Outcome.LIVE.value,))
    )


def months(connection: sqlite3.Connection) -> tuple[MonthTotal, ...]:
    """Every month in which a session began, by the machine's own zone, the latest first."""
    found: dict[tuple[int, int], list[tuple[str, int, Money | None]]] = {}
    rows = connection.execute("SELECT began, outcome, settled, cost, currency FROM cards")
    for began, outcome, settled, cost, currency in rows:
        if isinstance(began, int) and 0 <= began <= LATEST:
            local = from_disk(began).astimezone()
            money = amount_from_disk(cost, currency)
            found.setdefault((local.year, local.month), []).append((outcome, settled, money))
    return tuple(
        MonthTotal(
            year=year,
            month=month,
            count=len(told),
            failed=sum(outcome == Outcome.FAILED for outcome, _, _ in told),
            settled=totals(money for _, settled, money in told if money is not None and settled),
            estimated=totals(money for _, settled, money in told if money is not None and not settled),
        )
        for (year, month), told in sorted(found.items(), reverse=True)
    )


def boots_on(connection: sqlite3.Connection, model: str, where: str) -> PlaceBoots:
    """How sessions came up with that model at that place; names of a model may be short ones."""
    rows = connection.execute(
        "SELECT gpu, boot, boot_failed FROM cards WHERE place = ?", (storable(where).casefold(),)
    ).fetchall()
    same = {gpu: isinstance(gpu, str) and same_model(gpu, model) for gpu in {row[0] for row in rows}}
    boots = [span_from_disk(boot) for gpu, boot, _ in rows if same[gpu] and isinstance(boot, int)]
    summary = summarise(boots)
    return PlaceBoots(
        median=None if summary is None else summary.median,
        slow=None if summary is None else summary.slow,
        count=len(boots),
        failures=sum(failed == 1 for gpu, _, failed in rows if same[gpu]),
    )


def boots_of(connection: sqlite3.Connection, image: str = "") -> timedelta | None:
    """How long boots took in the middle, wherever: with that image, or all; None for fewer than three."""
    rows = connection.execute(
        "SELECT boot FROM cards WHERE boot IS NOT NULL AND (? = '' OR image = ?)",
        (storable(image).casefold(),) * 2,
    )
    summary = summarise(span_from_disk(boot) for (boot,) in rows if isinstance(boot, int))
    return None if summary is None else summary.median


def forget(connection: sqlite3.Connection, before: datetime, most: int) -> None:
    """Delete the cards of sessions that ended before that moment, and the oldest of too many."""
    connection.execute("DELETE FROM cards WHERE alive < ?", (to_disk(before),))
    connection.execute(
        "DELETE FROM cards WHERE id IN (SELECT id FROM cards ORDER BY alive DESC, id LIMIT -1 OFFSET ?)",
        (most,),
    )
    connection.execute("DELETE FROM last_lines WHERE session_id NOT IN (SELECT id FROM cards)")


def _condition(query: CardQuery) -> tuple[str, tuple[object, ...]]:
    """What a query asks for in SQL, without a word of the user in it, and the values for its marks."""
    parts: list[tuple[str, Sequence[object]]] = [("1", ())]
    parts += [("instr(words, ?) > 0", (word,)) for word in storable(query.text).casefold().split()]
    if query.outcomes:
        marks = ",".join("?" * len(query.outcomes))
        parts.append((f"outcome IN ({marks})", sorted(outcome.value for outcome in query.outcomes)))
    if query.gpu:
        parts.append(("instr(gpu, ?) > 0", (storable(query.gpu).casefold(),)))
    if query.image:
        parts.append(("instr(image, ?) > 0", (storable(query.image).casefold(),)))
    if query.since is not None:
        parts.append(("alive >= ?", (to_disk(query.since),)))
    if query.until is not None:
        parts.append(("began < ?", (to_disk(query.until),)))
    return " AND ".join(text for text, _ in parts), tuple(value for _, values in parts for value in values)


def _row(card: Card) -> tuple[object, ...]:
    card = _storable(replace(card, last_lines=()))
    began = card.created_at or card.ready_at or card.ended_at or card.seen_at
    alive = card.ended_at or card.seen_at
    boot = _boot(card)
    words = (
        card.name,
        card.session_id,
        card.image,
        card.gpu,
        card.where,
        card.words,
        card.error,
        card.command,
    )
    return (
        card.session_id,
        to_disk(began),
        to_disk(max(began, alive)),
        card.outcome.value,
        card.gpu.casefold(),
        card.where.casefold(),
        card.image.casefold(),
        None if boot is None else span_to_disk(boot),
        int(card.outcome is Outcome.FAILED and card.ready_at is None),
        *amount_to_disk(card.cost),
        int(card.cost_settled),
        "\n".join(words).casefold(),
        msgspec.json.encode(card).decode(),
    )


def _boot(card: Card) -> timedelta | None:
    """From accepted to ready, if that is known and was a boot at all."""
    if card.created_at is None or card.ready_at is None:
        return None
    took = card.ready_at - card.created_at
    return took if timedelta(0) < took <= LONGEST else None


def _storable(card: Card) -> Card:
    """The card with all its texts as the database takes them."""

    def clean(value: Any) -> Any:
        if type(value) is str:
            return storable(value)
        if isinstance(value, Money):
            return Money(value.amount, storable(value.currency))
        return tuple(map(clean, value)) if isinstance(value, tuple) else value

    return replace(card, **{field.name: clean(getattr(card, field.name)) for field in fields(Card)})


def _cards(rows: Iterable[tuple[object]]) -> tuple[Card, ...]:
    return tuple(card for (text,) in rows if (card := _decoded(text)) is not None)


def _decoded(text: object) -> Card | None:
    """None for what is no card: of a row that was damaged nothing is told."""
    if not isinstance(text, str):
        return None
    try:
        return _DECODER.decode(text)
    except msgspec.DecodeError:
        return None


def _decoded_lines(text: object) -> tuple[str, ...]:
    try:
        return _LINES.decode(text) if isinstance(text, str) else ()
    except msgspec.DecodeError:
        return ()


def _amounts(rows: Iterable[tuple[object, object]]) -> Iterable[Money]:
    return (money for cost, currency in rows if (money := amount_from_disk(cost, currency)) is not None)
