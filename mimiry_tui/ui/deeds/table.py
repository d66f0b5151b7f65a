"""One collection in a table, with the columns that its cloud declares."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from rich.cells import cell_len
from textual.content import Content

from mimiry_tui.clock import Clock
from mimiry_tui.domain.doing.collections import Cell as ItemCell
from mimiry_tui.domain.doing.collections import Collection, Item
from mimiry_tui.domain.doing.deeds import Deed
from mimiry_tui.domain.durations import clock_time
from mimiry_tui.domain.records import Unreadable
from mimiry_tui.domain.safe_text import safe_text
from mimiry_tui.live.deeds.asked import Known
from mimiry_tui.ui.columns.common import NOTHING, name_or_reason, readable, row_id, text_of, unreadable_name
from mimiry_tui.ui.columns.common import key_of as sort_key_of
from mimiry_tui.ui.glyphs import ENDED, UNREADABLE
from mimiry_tui.ui.placeholders import message, trouble
from mimiry_tui.ui.toned import toned
from mimiry_tui.ui.widgets.cells import EMPTY, Cell, Tone, cell
from mimiry_tui.ui.widgets.live_table import LiveTable
from mimiry_tui.ui.widgets.table.columns import Column

Row = Item | Unreadable
_LEAST, _LEAST_NAME, _WANTED, _MOST = 8, 14, 18, 40
"""Cells of a column: the least, that of a name, what one is given before its words are known, the most."""


class CollectionTable(LiveTable[Row]):
    """Shows what is known of a collection, or why nothing is."""

    def __init__(self, collection: Collection, clock: Clock) -> None:
        self.collection = collection
        self._now = clock.now
        self._lengths: tuple[int, ...] = ()
        super().__init__(
            columns_of(collection), row_id=row_id, clock=clock, row_tone=_tone, classes="collection-table"
        )
        self.set_placeholder(_none(collection, Known(), ()))

    def show(self, known: Known[tuple[Row, ...]], adding: Sequence[Deed]) -> None:
        """Show this; `adding` is what could be done where there is nothing."""
        rows = known.value or ()
        lengths = _lengths(self.collection, rows, self._now())
        if lengths != self._lengths:
            self._lengths = lengths
            self.show_columns(columns_of(self.collection, lengths, _exact(self.collection, rows)))
        self.set_rows(rows)
        self.stale = known.error is not None and known.value is not None
        self.set_placeholder(_none(self.collection, known, adding))


def columns_of(
    collection: Collection, lengths: Sequence[int] = (), exact: frozenset[int] = frozenset()
) -> list[Column[Row]]:
    """A sign, then a column for each heading; narrow screens drop them from the right.

    `lengths` are those of the longest words in each, as far as they are known; those in `exact` want
    no more room than that.
    """
    sign: Column[Row] = Column(
        key="state",
        title="",
        render=readable(_sign, lambda _: cell(UNREADABLE, "bad")),
        text=text_of(lambda item: "off" if item.is_off else "on"),
        width=1,
        gap=1,
        about="whether it is off, as a sign",
        fixed=True,
    )
    places = range(len(collection.headings))
    longest = [*lengths, *(_WANTED for _ in places[len(lengths) :])]
    return [sign, *(_column(collection, place, longest[place], place in exact) for place in places)]


def _column(collection: Collection, place: int, longest: int, is_exact: bool) -> Column[Row]:
    heading = collection.headings[place]
    is_name = place == 0
    needed = max(longest, len(heading.label))

    def render(item: Item, now: datetime) -> Cell:
        value = _value(item, place)
        if is_name:
            return name_or_reason(words_of(value, now), item.id)
        words = words_of(value, now)
        return cell(words, _tone_of(value)) if words else NOTHING

    return Column(
        key=safe_text(heading.label).casefold().replace(" ", "-") or str(place),
        title=safe_text(heading.label).upper(),
        render=readable(render, unreadable_name if is_name else None),
        text=text_of(lambda item: _searched(_value(item, place))),
        sort=sort_key_of(lambda item: _sort_key(_value(item, place))),
        width=needed if heading.is_number or is_exact else None,
        min_width=min(needed, _LEAST_NAME if is_name else _LEAST),
        want=min(needed, _MOST),
        weight=2 if is_name else 1,
        align="right" if heading.is_number else "left",
        drop=0 if is_name else place,
        about=safe_text(heading.label),
        fixed=is_name,
    )


def _lengths(collection: Collection, rows: Sequence[Row], now: datetime) -> tuple[int, ...]:
    """Of the longest words in each column, in cells; nothing where there are no rows."""
    items = [row for row in rows if isinstance(row, Item)]
    if not items:
        return ()
    return tuple(
        max(cell_len(words_of(_value(item, place), now)) for item in items)
        for place in range(len(collection.headings))
    )


def _exact(collection: Collection, rows: Sequence[Row]) -> frozenset[int]:
    """The columns of which all words are short ones of ours: moments, yes and no."""
    items = [row for row in rows if isinstance(row, Item)]
    return frozenset(
        place
        for place in range(1, len(collection.headings))
        if all(not isinstance(_value(item, place), str) for item in items)
    )


def words_of(value: ItemCell, now: datetime) -> str:
    """What stands in a cell, as people write it; empty for nothing."""
    match value:
        case None:
            return ""
        case bool():
            return "yes" if value else "no"
        case int():
            return f"{value:,}"
        case datetime():
            return clock_time(value, now.astimezone())
        case str():
            return safe_text(value.strip().partition("\n")[0])


def _value(item: Item, place: int) -> ItemCell:
    """A cell that a cloud forgot is an empty one."""
    return item.cells[place] if place < len(item.cells) else None


def _tone_of(value: ItemCell) -> Tone:
    return "dim" if isinstance(value, datetime) or value is False else "text"


def _searched(value: ItemCell) -> str:
    """What the filter finds it by."""
    match value:
        case str():
            return value
        case bool():
            return "yes" if value else "no"
        case int():
            return str(value)
        case _:
            return ""


def _sort_key(value: ItemCell) -> object:
    """One kind of key for a column, whatever came: none where there is nothing to sort by."""
    match value:
        case bool() | int():
            return (0, float(value), "")
        case datetime():
            return (1, value.timestamp(), "")
        case str() if value:
            return (2, 0.0, value.casefold())
        case _:
            return None


def _sign(item: Item, now: datetime) -> Cell:
    return cell(ENDED, "dim") if item.is_off else EMPTY


def _tone(row: Row) -> Tone | None:
    """What is switched off recedes."""
    return "dim" if isinstance(row, Item) and row.is_off else None


def _none(collection: Collection, known: Known[tuple[Row, ...]], adding: Sequence[Deed]) -> Content:
    """Why there are no rows."""
    title = safe_text(collection.title)
    if collection.why_not:
        return message(toned(f"no {title} here", "text"), safe_text(collection.why_not, 300))
    if known.value is None and known.error is not None:
        return trouble(known.error.title, known.error.detail, known.error.hint)
    if known.value is None:
        return message(toned("loading…", "dim"))
    lines = [safe_text(collection.words, 300)] if collection.words else []
    lines += [f"{one.key} · {safe_text(one.label)}" for one in adding if one.key and not one.why_not]
    return message(toned(safe_text(collection.empty) or f"no {title}", "text"), *lines)
