"""Lines of a file by their numbers, whatever happens to the file."""

from __future__ import annotations

import os
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mimiry_tui.live.logs import spool_index
from mimiry_tui.live.logs.spool_index import STRETCH, SpoolIndex
from mimiry_tui.live.logs.spool_reader import SpoolReader
from tests.support.clock import EPOCH
from tests.support.examples import examples
from tests.support.spools import append_spool, spool_bytes, write_spool


def texts_of(reader: SpoolReader, start: int = 0, stop: int = 1 << 30) -> list[str]:
    return [record.text for record in reader.lines(start, stop)]


@pytest.fixture
def spool(tmp_path: Path) -> Path:
    return tmp_path / "one.log"


def opened(path: Path) -> SpoolReader:
    reader = SpoolReader(path)
    reader.refresh()
    return reader


def test_lines_are_read_by_their_numbers(spool: Path) -> None:
    reader = opened(write_spool(spool, [f"line {n}" for n in range(10)]))
    assert reader.count == 10
    assert texts_of(reader, 3, 5) == ["line 3", "line 4"]
    assert texts_of(reader, 8, 20) == ["line 8", "line 9"]
    assert texts_of(reader, 20, 30) == []


def test_a_file_of_many_stretches_is_read_anywhere(spool: Path) -> None:
    count = 3 * STRETCH // 40
    reader = opened(write_spool(spool, [f"line {n}" for n in range(count)]))
    assert reader.count == count
    for number in (0, 1, count // 3, count // 2, count - 1):
        assert texts_of(reader, number, number + 2) == [
            f"line {n}" for n in (number, number + 1) if n < count
        ]
    assert [record.text for record in reader.pick([2, count // 2, count - 1])] == [
        "line 2",
        f"line {count // 2}",
        f"line {count - 1}",
    ]


def test_a_missing_file_is_empty_until_it_comes(spool: Path) -> None:
    reader = opened(spool)
    assert (reader.count, reader.trouble, texts_of(reader)) == (0, "", [])
    write_spool(spool, ["first"])
    assert reader.refresh()
    assert texts_of(reader) == ["first"]


def test_new_lines_are_found_and_an_unfinished_one_is_not_shown_before_it_ends(spool: Path) -> None:
    reader = opened(write_spool(spool, ["a"]))
    whole = spool_bytes(["b"])
    with spool.open("ab") as out:
        out.write(whole[:-3])
    assert not reader.refresh()
    assert texts_of(reader) == ["a"]
    with spool.open("ab") as out:
        out.write(whole[-3:])
    assert reader.refresh()
    assert texts_of(reader) == ["a", "b"]
    assert not reader.refresh()


def test_a_line_that_was_taken_back_before_it_ended_is_read_anew(spool: Path) -> None:
    reader = opened(write_spool(spool, ["a"]))
    size = spool.stat().st_size
    with spool.open("ab") as out:
        out.write(spool_bytes(["unfinished business"])[:-2])
    reader.refresh()
    os.truncate(spool, size)
    append_spool(spool, ["b"])
    reader.refresh()
    assert texts_of(reader) == ["a", "b"]


def test_a_replaced_file_is_another_one(spool: Path) -> None:
    reader = opened(write_spool(spool, ["a", "b", "c"]))
    before = reader.generation
    write_spool(spool, ["c", "d", "e", "f"])
    assert reader.refresh()
    assert reader.generation != before
    assert texts_of(reader) == ["c", "d", "e", "f"]


def test_a_file_that_starts_over_in_place_is_another_one(spool: Path) -> None:
    reader = opened(write_spool(spool, ["a" * 50, "b"]))
    before = reader.generation
    spool.write_bytes(spool_bytes(["x"]))
    assert reader.refresh()
    assert texts_of(reader) == ["x"]
    spool.write_bytes(spool_bytes(["another, longer than the one before"]))
    assert reader.refresh()
    assert texts_of(reader) == ["another, longer than the one before"]
    assert reader.generation == before + 2


def test_a_file_that_is_gone_is_empty_again(spool: Path) -> None:
    reader = opened(write_spool(spool, ["a"]))
    spool.unlink()
    assert reader.refresh()
    assert texts_of(reader) == []


def test_a_file_that_cant_be_read_says_why(tmp_path: Path) -> None:
    reader = opened(tmp_path)
    assert reader.trouble == "the log file can't be read: Is a directory"
    assert texts_of(reader) == []


def test_a_time_finds_the_first_line_as_late(spool: Path) -> None:
    reader = opened(write_spool(spool, map(str, range(1000))))
    assert reader.at_time(EPOCH - timedelta(hours=1)) == 0
    assert reader.at_time(EPOCH + timedelta(seconds=500)) == 500
    assert reader.at_time(EPOCH + timedelta(seconds=500.5)) == 501
    assert reader.at_time(EPOCH + timedelta(hours=9)) == 1000
    assert (reader.first_moment(), reader.last_moment()) == (EPOCH, EPOCH + timedelta(seconds=999))


def test_damaged_lines_are_shown_as_they_are(spool: Path) -> None:
    spool.write_bytes(b"no stamp \xff\n" + spool_bytes(["fine"]))
    reader = opened(spool)
    assert texts_of(reader) == ["no stamp \ufffd", "fine"]
    assert reader.first_moment() == EPOCH


def test_a_closed_reader_is_empty(spool: Path) -> None:
    reader = opened(write_spool(spool, ["a"]))
    reader.close()
    assert texts_of(reader) == []


@settings(max_examples=examples(60), deadline=None)
@given(
    lengths=st.lists(st.one_of(st.integers(0, 40), st.integers(0, 400)), max_size=60),
    cuts=st.lists(st.integers(0, 5000), max_size=6),
    stretch=st.integers(1, 300),
    at_once=st.integers(1, 500),
)
def test_the_index_agrees_with_splitting_the_file(
    tmp_path_factory: pytest.TempPathFactory, lengths: list[int], cuts: list[int], stretch: int, at_once: int
) -> None:
    data = b"".join(b"x" * length + b"\n" for length in lengths)
    path = tmp_path_factory.mktemp("index") / "file"
    path.write_bytes(data)
    index = SpoolIndex()
    file = os.open(path, os.O_RDONLY)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(spool_index, "STRETCH", stretch)
        patch.setattr(spool_index, "_AT_ONCE", at_once)
        for size in [*sorted(cut for cut in cuts if cut < len(data)), len(data)]:
            index.extend(file, size)
            assert index.count == data[:size].count(b"\n")
    os.close(file)
    stretches = [index.stretch(place) for place in range(len(index))]
    assert b"".join(data[one.start : one.end] for one in stretches) == data
    for place, one in enumerate(stretches):
        assert one.first == data[: one.start].count(b"\n")
        if one.end > one.start:
            assert index.place_of(one.first) == place
