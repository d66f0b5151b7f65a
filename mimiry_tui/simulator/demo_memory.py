"""Writes what a dashboard would remember of the demo account into the history that a dashboard keeps."""

from __future__ import annotations

import sqlite3
from pathlib import Path

from mimiry_tui.domain.memory.digest import ALIVE
from mimiry_tui.live.history.amounts import amount_to_disk
from mimiry_tui.live.history.card_rows import put_cards, put_lines
from mimiry_tui.live.history.file import NAME, HistoryFile
from mimiry_tui.live.history.money_rows import put_mark
from mimiry_tui.live.history.offer_rows import add_offer, put_sample
from mimiry_tui.live.history.schema import to_disk
from mimiry_tui.simulator.demo_past import Past


def write_past(past: Past, folder: Path) -> None:
    """Begin the history in that folder with this; one that is there already stays as it is.

    Blocks on the disk. Raises OSError or sqlite3.Error.
    """
    if (folder / NAME).exists():
        return
    file = HistoryFile(folder)
    try:
        file.prepare()
        with file.writing() as connection:
            _write(connection, past)
    finally:
        file.close()


def _write(connection: sqlite3.Connection, past: Past) -> None:
    for offer_id, samples in past.samples.items():
        if samples:
            number = add_offer(connection, offer_id, to_disk(samples[0].at))
            for sample in samples:
                state = (*amount_to_disk(sample.rate), int(sample.available))
                put_sample(connection, number, to_disk(sample.at), state)
    connection.executemany(
        "INSERT INTO spans (start, until) VALUES (?, ?)",
        ((to_disk(span.start), to_disk(span.end)) for span in past.spans),
    )
    put_cards(connection, past.cards)
    for card in past.cards:
        put_lines(connection, card.session_id, card.last_lines)
    put_mark(connection, ALIVE, past.left_at)
