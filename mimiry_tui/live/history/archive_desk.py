"""The archive's worker: what its one thread writes and reads, and what it does when the disk fails it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from typing import TypeVar

from mimiry_tui.live.history import card_rows, money_rows, offer_rows
from mimiry_tui.live.history.answers import Batch, Written
from mimiry_tui.live.history.disk import Disk
from mimiry_tui.live.history.file import HistoryFile
from mimiry_tui.live.history.reading import Reading

T = TypeVar("T")

SAMPLES_KEPT = timedelta(days=400)
MOST_SAMPLES = 1_500_000
CARDS_KEPT = timedelta(days=2 * 365)
"""Also of transactions."""
MOST_CARDS = 20_000
MOST_TRANSACTIONS = 100_000


class ArchiveDesk:
    """Does one thing after the other in one thread; what cannot be written waits here."""

    def __init__(self, folder: Path | None) -> None:
        self._disk = Disk(folder)
        self._unsaved = Batch()
        self._tidy = False

    def take(self, batch: Batch, now: datetime, *, tidy: bool = False) -> Written:
        """Write a batch and what waits; `tidy` also deletes what is too old. Never raises for the disk."""
        self._unsaved.add(batch)
        self._tidy = self._tidy or tidy
        changed = False

        def write(file: HistoryFile) -> None:
            nonlocal changed
            changed = self._write(file, now)

        trouble = self._disk.work(write) if self._unsaved or self._tidy else ""
        return Written(changed, waiting=bool(self._unsaved or self._tidy), trouble=trouble)

    def ask(self, question: Callable[[Reading], T], nothing: T) -> tuple[T, str]:
        """The answer, or `nothing` and the trouble in words."""
        answer = nothing

        def read(file: HistoryFile) -> None:
            nonlocal answer
            answer = question(Reading(file))

        trouble = self._disk.work(read)
        return answer, trouble

    def close(self) -> None:
        """The file is closed."""
        self._disk.close()

    def _write(self, file: HistoryFile, now: datetime) -> bool:
        batch, changed = self._unsaved, False
        if batch:
            with file.writing() as connection:
                for answer in batch.answers:
                    changed |= offer_rows.take_answer(connection, answer)
                changed |= card_rows.put_cards(connection, batch.cards.values())
                for session_id, lines in batch.lines.items():
                    changed |= card_rows.put_lines(connection, session_id, lines)
                changed |= money_rows.put_transactions(connection, batch.transactions, now)
                for name, at in batch.marks.items():
                    money_rows.put_mark(connection, name, at)
            self._unsaved = Batch()
        if self._tidy:
            with file.writing() as connection:
                offer_rows.forget(connection, now - SAMPLES_KEPT, MOST_SAMPLES)
                card_rows.forget(connection, now - CARDS_KEPT, MOST_CARDS)
                money_rows.forget(connection, now - CARDS_KEPT, MOST_TRANSACTIONS)
            self._tidy = False
        return changed
