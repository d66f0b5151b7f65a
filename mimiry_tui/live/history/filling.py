"""Writes a whole past at once: for a demo, for tests, and for measuring. Blocks on the disk."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import closing
from dataclasses import field
from datetime import datetime
from pathlib import Path

from mimiry_tui.domain.account import Transaction
from mimiry_tui.domain.frozen import dataclass
from mimiry_tui.domain.memory.cards import Card
from mimiry_tui.domain.memory.samples import Sample, Span
from mimiry_tui.live.history import card_rows, money_rows, offer_rows
from mimiry_tui.live.history.file import HistoryFile


@dataclass(frozen=True, slots=True)
class Past:
    """What is remembered."""

    written_at: datetime
    samples: Mapping[str, Sequence[Sample]] = field(default_factory=dict)
    """By offer id, in order of time."""
    spans: Sequence[Span] = ()
    cards: Sequence[Card] = ()
    transactions: Sequence[Transaction] = ()
    marks: Mapping[str, datetime] = field(default_factory=dict)


def fill(folder: Path, past: Past) -> None:
    """Add all of it to the history in that folder, or nothing. May raise OSError or sqlite3.Error."""
    with closing(HistoryFile(folder)) as file:
        file.prepare()
        with file.writing() as connection:
            for key, samples in past.samples.items():
                if samples:
                    offer_rows.add_samples(connection, key, samples)
            offer_rows.add_spans(connection, past.spans)
            card_rows.put_cards(connection, past.cards)
            for card in past.cards:
                card_rows.put_lines(connection, card.session_id, card.last_lines)
            money_rows.put_transactions(connection, past.transactions, past.written_at)
            for name, at in past.marks.items():
                money_rows.put_mark(connection, name, at)
