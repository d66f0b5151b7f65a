"""Rows by id under any sequence of changes: always what a naive recomputation gives."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mimiry_tui.ui.widgets.table.filter import Term, parse
from mimiry_tui.ui.widgets.table.follow import follow_top, reveal
from mimiry_tui.ui.widgets.table.model import TableModel
from mimiry_tui.ui.widgets.table.sort import Comparable, comparable
from tests.support.examples import examples
from tests.support.tables import COLUMNS, Row, rows

IDS = st.sampled_from([f"r{n}" for n in range(12)])
ROW = st.builds(
    Row,
    id=IDS,
    name=st.sampled_from(["alpha", "Beta", "gamma", "delta"]),
    size=st.none() | st.integers(0, 5),
    ended=st.booleans(),
)
STEP = st.one_of(
    st.tuples(st.just("set"), st.lists(ROW, max_size=10, unique_by=lambda row: row.id)),
    st.tuples(st.just("apply"), st.tuples(st.lists(ROW, max_size=5), st.lists(IDS, max_size=4))),
    st.tuples(st.just("filter"), st.sampled_from(["", "a", "!alpha", "name:eta", "!size:3 a", "zzz"])),
    st.tuples(st.just("sort"), st.tuples(st.sampled_from([None, "name", "size"]), st.booleans())),
    st.tuples(st.just("mark"), IDS),
)


def model_of(count: int = 0) -> TableModel[Row]:
    model = TableModel(COLUMNS, lambda row: row.id, lambda row: row.ended)
    model.set_rows(rows(count))
    return model


class Naive:
    """The same, recomputed from the start every time."""

    def __init__(self) -> None:
        self.rows: dict[str, Row] = {}
        self.filter = ""
        self.sort: tuple[str | None, bool] = (None, False)
        self.marked: set[str] = set()

    def do(self, step: tuple[str, Any]) -> None:
        what, value = step
        if what == "set":
            self.rows = {row.id: row for row in value}
        elif what == "apply":
            for row_id in value[1]:
                self.rows.pop(row_id, None)
            self.rows |= {row.id: row for row in value[0]}
        elif what == "filter":
            self.filter = value
        elif what == "sort":
            self.sort = value
        elif value in self.rows:
            self.marked.add(value)
        if what == "apply":
            # A row taken away and put back in one step is a new one: its mark went with the old.
            self.marked -= set(value[1])
        self.marked &= self.rows.keys()

    def order(self) -> list[str]:
        key, reverse = self.sort
        shown = [row for row in self.rows.values() if all(self._holds(row, w) for w in self.filter.split())]
        live, ended = [row for row in shown if not row.ended], [row for row in shown if row.ended]
        return [row.id for part in (live, ended) for row in self._sorted(part, key, reverse)]

    @staticmethod
    def _sorted(part: list[Row], key: str | None, reverse: bool) -> list[Row]:
        if key == "name":
            return sorted(part, key=lambda row: (row.name.casefold(), row.name), reverse=reverse)
        if key == "size":
            without = [row for row in part if row.size is None]
            return (
                sorted((r for r in part if r.size is not None), key=lambda r: r.size or 0, reverse=reverse)
                + without
            )
        return part

    @staticmethod
    def _holds(row: Row, word: str) -> bool:
        negated, word = word.startswith("!"), word.lstrip("!")
        column, colon, rest = word.partition(":")
        if colon:
            text = row.name if column == "name" else str(row.size)
            return (rest in text.casefold()) != negated
        return any(word in text.casefold() for text in (row.name, row.id, str(row.size))) != negated


def do(model: TableModel[Row], step: tuple[str, Any]) -> None:
    what, value = step
    if what == "set":
        model.set_rows(value)
    elif what == "apply":
        model.apply(*value)
    elif what == "filter":
        model.set_filter(value)
    elif what == "sort":
        model.sort_by(*value)
    else:
        model.set_mark(value, True)


@settings(max_examples=examples(300))
@given(st.lists(STEP, max_size=12))
def test_order_and_marks_equal_a_naive_recomputation(steps: list[tuple[str, Any]]) -> None:
    model, naive = model_of(), Naive()
    for step in steps:
        do(model, step)
        naive.do(step)
        order = naive.order()
        assert list(model.order) == order
        assert len(model.order) == len(order)
        assert [model.order.index(row_id) for row_id in order] == list(range(len(order)))
        assert [model.order[index] for index in range(len(order))] == order
        assert model.marked == naive.marked


@given(st.lists(STEP, max_size=6), STEP, st.integers(0, 11), st.integers(0, 11))
def test_the_neighbour_takes_over(
    steps: list[tuple[str, Any]], last: tuple[str, Any], index: int, top: int
) -> None:
    model = model_of(12)
    for step in steps:
        do(model, step)
    before = list(model.order)
    frozen = model.order.frozen()
    do(model, last)
    assert list(frozen) == before
    after = set(model.order)
    if index < len(before):
        nearest = [row_id for row_id in (*before[index:], *before[:index][::-1]) if row_id in after]
        assert frozen.survivor(index, model.order) == (nearest[0] if nearest else None)
    new_top = follow_top(frozen, model.order, top)
    assert 0 <= new_top <= max(0, len(after) - 1)
    if 0 < top < len(before) and before[top] in after:
        assert model.order[new_top] == before[top]


def test_apply_says_whether_the_order_changed() -> None:
    model = model_of(5)
    assert not model.apply([Row("r2", "other name", size=4)])
    assert model["r2"].name == "other name"
    assert model.apply([Row("r9", "new")])
    model.sort_by("size")
    assert model.apply([replace(model["r0"], size=99)])
    with pytest.raises(IndexError):
        model.order[6]
    with pytest.raises(IndexError):
        model.order[-1]


def test_only_changed_rows_are_asked_for_their_key() -> None:
    asked: list[str] = []

    def name_of(row: Row) -> str:
        asked.append(row.id)
        return row.name

    columns = [replace(COLUMNS[1], sort=name_of)]
    model = TableModel(columns, lambda row: row.id)
    model.set_rows(rows(1000))
    model.sort_by("name")
    asked.clear()
    model.apply([Row("r5", "zzz")], ["r7"])
    assert asked == ["r5"]
    assert model.order[998] == "r5"


def test_sorting_by_what_cannot_be_sorted_is_refused() -> None:
    model = model_of(1)
    with pytest.raises(ValueError, match="note"):
        model.sort_by("note")
    with pytest.raises(KeyError):
        model.sort_by("nonsense")


@given(
    st.lists(
        st.one_of(
            st.none(),
            st.booleans(),
            st.integers(),
            st.floats(),
            st.decimals(),
            st.text(),
            st.datetimes(),
            st.datetimes(timezones=st.just(UTC)),
            st.dates(),
            st.timedeltas(),
            st.binary(),
            st.tuples(st.none() | st.integers(), st.text()),
        )
    )
)
def test_keys_of_any_kind_compare(values: list[Any]) -> None:
    keys = [key for key in map(comparable, values) if key is not None]
    ordered = sorted(keys)
    assert sorted(ordered, reverse=True) == sorted(keys, reverse=True)


def key_of(value: object) -> Comparable:
    key = comparable(value)
    assert key is not None
    return key


def test_keys_keep_the_order_of_their_kind() -> None:
    moment = datetime(2026, 6, 8, tzinfo=UTC)
    assert key_of(2) < key_of(Decimal("10.5")) < key_of(11.0)
    assert key_of("A") < key_of("b")
    assert key_of(moment) < key_of(moment + timedelta(seconds=1))
    assert key_of(date(2026, 6, 8)) < key_of(date(2026, 6, 9))
    assert comparable(float("nan")) is None
    assert comparable(Decimal("sNaN")) is None


def test_filter_words() -> None:
    names = {"gpu": "gpu", "where": "place"}
    assert parse("  H100  !spot ", names) == (Term("h100"), Term("spot", negated=True))
    assert parse("GPU:a100 !where:fin", names) == (Term("a100", "gpu"), Term("fin", "place", negated=True))
    assert parse("12:30 nvcr.io:443", names) == (Term("12:30"), Term("nvcr.io:443"))
    assert parse("! gpu: !", names) == ()


def test_reveal_moves_no_more_than_needed() -> None:
    assert reveal(5, top=3, page=10) == 3
    assert reveal(2, top=3, page=10) == 2
    assert reveal(13, top=3, page=10) == 4
