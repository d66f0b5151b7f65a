"""A list as its cloud declares it: any cell can be drawn, found, sorted by, and is as wide as its words."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from mimiry_tui.domain.doing.collections import Cell, Collection, Heading, Item
from mimiry_tui.domain.records import Unreadable
from mimiry_tui.live.deeds.asked import Known
from mimiry_tui.ui.deeds.item_box import item_lines
from mimiry_tui.ui.deeds.table import CollectionTable, words_of
from mimiry_tui.ui.widgets.table.columns import fit
from tests.support.clock import EPOCH, ManualClock

LIST = Collection(
    "c", "Things", (Heading("name"), Heading("when"), Heading("runs", is_number=True), Heading("on")), "none"
)


def an_item(name: str, *cells: Cell) -> Item:
    return Item(f"id-{name}", name, "c", (name, *cells))


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (None, ""),
        (True, "yes"),
        (False, "no"),
        (12_345, "12,345"),
        (EPOCH + timedelta(hours=1), (EPOCH + timedelta(hours=1)).astimezone().strftime("%H:%M")),
        ("a\nb", "a"),
        ("\x1b[2J", "␛[2J"),
    ],
)
def test_any_cell_reads_in_a_harmless_line(value: Cell, words: str) -> None:
    assert words_of(value, EPOCH) == words


def test_columns_are_as_wide_as_their_words_and_the_name_gets_what_is_left() -> None:
    table = CollectionTable(LIST, ManualClock())
    rows = (
        an_item("nightly-backup-of-everything", "0 2 * * *", 61, True),
        an_item("x", "20 */4 * * *", 1_204, False),
        an_item("bare"),
        Unreadable("bad", "no name", b"{}"),
    )
    table.show(Known(rows, EPOCH), ())
    widths = {one.column.key: one.width for one in fit(table.all_columns, 80)}
    assert widths["name"] >= len("nightly-backup-of-everything")
    assert widths["when"] >= len("20 */4 * * *")
    assert (widths["runs"], widths["on"]) == (5, 3)
    # What is not told comes last, whichever kind of thing is in the column.
    table.sort_by("runs")
    assert table.visible_ids == ["id-nightly-backup-of-everything", "id-x", "id-bare", "bad"]
    table.set_filter("on:no")
    assert table.visible_ids == ["id-x"]


def test_all_that_is_known_of_one_is_told_in_full_and_harmless() -> None:
    item = Item(
        "0ed2a2b7-7353",
        "x",
        "c",
        ("x",),
        facts=(("script", "echo one\necho " + "long " * 30), ("\x1b[1m", "\x07")),
        is_off=True,
    )
    assert [line.plain for line in item_lines(item, 20)][:2] == ["switched off: it", "does nothing now"]
    lines = [line.plain for line in item_lines(item, 40)]
    assert lines[0].startswith("switched off")
    assert all(len(line) <= 40 for line in lines)
    text = "\n".join(lines)
    assert text.count("long") == 30
    assert "0ed2a2b7-7353" in text
    assert "\x1b" not in text
    assert item_lines(None, 40) == []
    assert "could not be read" in item_lines(Unreadable("b", "no id", b""), 40)[0].plain


def test_a_moment_in_another_zone_is_told_on_the_clock_here() -> None:
    assert words_of(datetime(2026, 6, 8, 12, 30, tzinfo=UTC), EPOCH).endswith(":30")
