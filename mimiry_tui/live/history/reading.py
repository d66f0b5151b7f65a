"""The questions that can be put to an open history file. They block, and may raise sqlite3.Error."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta

from mimiry_tui.domain.account import Transaction
from mimiry_tui.domain.memory.cards import Card
from mimiry_tui.domain.memory.questions import CardPage, CardQuery, MonthTotal, PlaceBoots
from mimiry_tui.domain.memory.samples import OfferPast, Sample, Span
from mimiry_tui.live.history import card_rows, money_rows, offer_rows
from mimiry_tui.live.history.file import HistoryFile


class Reading:
    """What `Archive` asks in its thread."""

    def __init__(self, file: HistoryFile) -> None:
        self._connection = file.connection

    def offer_pasts(self, now: datetime) -> Mapping[str, OfferPast]:
        return offer_rows.pasts(self._connection, now)

    def samples(self, offer_id: str, since: datetime) -> tuple[Sample, ...]:
        return offer_rows.samples(self._connection, offer_id, since)

    def spans(self, since: datetime) -> tuple[Span, ...]:
        return offer_rows.spans(self._connection, since)

    def cards(self, query: CardQuery, limit: int, offset: int) -> CardPage:
        return card_rows.find(self._connection, query, limit, offset)

    def card(self, session_id: str) -> Card | None:
        return card_rows.read_card(self._connection, session_id, lines=True)

    def alive_since(self, since: datetime) -> tuple[Card, ...]:
        return card_rows.alive_since(self._connection, since)

    def still_live(self) -> tuple[Card, ...]:
        return card_rows.still_live(self._connection)

    def months(self) -> tuple[MonthTotal, ...]:
        return card_rows.months(self._connection)

    def boots_of(self, image: str) -> timedelta | None:
        return card_rows.boots_of(self._connection, image)

    def boots_on(self, model: str, where: str) -> PlaceBoots:
        return card_rows.boots_on(self._connection, model, where)

    def transactions(self, since: datetime | None) -> tuple[Transaction, ...]:
        return money_rows.transactions(self._connection, since)

    def marked(self, name: str) -> datetime | None:
        return money_rows.mark(self._connection, name)
