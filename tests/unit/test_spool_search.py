"""Searching a spool: the same lines as looking at each by hand, and never for ever."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mimiry_tui.domain.logs.ansi_text import shown
from mimiry_tui.live.logs.spool_query import BadQuery, LogQuery
from mimiry_tui.live.logs.spool_reader import Block, SpoolReader
from mimiry_tui.live.logs.spool_search import SpoolSearch
from tests.support.examples import examples
from tests.support.spools import append_spool, spool_bytes, write_spool


def found(query: LogQuery, texts: list[str]) -> list[int]:
    return query.lines_in(Block(0, len(texts), spool_bytes(texts)))


LOG = ["epoch 1", "\x1b[33mWARN\x1b[0m norm 11", "", "Epoch 2 loss 1.5", "0%\r 45%| done", "größe Ä"]


@pytest.mark.parametrize(
    ("text", "case", "is_regex", "lines"),
    [
        ("epoch", False, False, [0, 3]),
        ("epoch", True, False, [0]),
        ("WARN norm", True, False, [1]),
        ("warn n", False, False, [1]),
        ("0%", True, False, []),
        ("45%|", False, False, [4]),
        ("GRÖSSE", False, False, []),
        ("GRÖßE ä", False, False, [5]),
        ("Ä", True, False, [5]),
        (r"^epoch \d$", False, True, [0]),
        (r"loss\s+1\.", False, True, [3]),
        ("^$", False, True, [2]),
        ("epoch", False, True, [0, 3]),
        ("2026", False, False, []),
        ("Z epoch", True, False, []),
        (" epoch", True, False, []),
        ("[", False, False, []),
    ],
)
def test_what_is_looked_for_is_the_text_as_shown(
    text: str, case: bool, is_regex: bool, lines: list[int]
) -> None:
    assert found(LogQuery(text, is_regex=is_regex, match_case=case), LOG) == lines


_LINES = st.lists(st.text(alphabet="abAB 0:\x1b[3m\r\té", max_size=12), max_size=80)


@settings(max_examples=examples(200), deadline=None)
@given(_LINES, st.text(alphabet="abAB 0:é", min_size=1, max_size=3), st.booleans(), st.integers(1, 40))
def test_any_text_is_found_as_by_hand(lines: list[str], text: str, case: bool, times: int) -> None:
    lines *= times
    visible = [shown(line) for line in lines]
    wanted = text if case else text.lower()
    by_hand = [n for n, line in enumerate(visible) if wanted in (line if case else line.lower())]
    assert found(LogQuery(text, match_case=case), lines) == by_hand


def test_few_and_many_matches_are_counted_the_same_way() -> None:
    filler = ["nothing to see here, go along " * 4] * 2000
    for step in (1, 3, 50, 700):
        lines = list(filler)
        lines[::step] = ["some LOSS here"] * len(lines[::step])
        assert found(LogQuery("loss"), lines) == list(range(0, 2000, step))


def test_a_broken_expression_says_so_in_words() -> None:
    with pytest.raises(BadQuery, match="not a regular expression: unterminated character set"):
        LogQuery("[a", is_regex=True)
    assert LogQuery("[a").spans("x[a") == [(1, 3)]


def test_marks_are_where_the_text_is() -> None:
    assert LogQuery("loss").spans("loss 1 Loss 2") == [(0, 4), (7, 11)]
    assert LogQuery("x*", is_regex=True).spans("axxb") == [(1, 3)]


def test_an_expression_that_would_take_for_ever_is_given_up(tmp_path: Path) -> None:
    reader = SpoolReader(write_spool(tmp_path / "log", ["fine", "a" * 60 + "b"]))
    reader.refresh()
    query = LogQuery("(a|aa)+$", is_regex=True)
    search = SpoolSearch(reader, query)
    search.run()
    assert search.trouble == "this expression takes too long; a simpler one would do"
    assert search.complete
    assert query.spans("a" * 60 + "b") == []


def test_a_search_goes_on_where_the_file_grew(tmp_path: Path) -> None:
    path = write_spool(tmp_path / "log", ["loss", "-", "loss"])
    reader = SpoolReader(path)
    reader.refresh()
    search = SpoolSearch(reader, LogQuery("loss"))
    search.run()
    assert (list(search.found), search.complete) == ([0, 2], True)
    append_spool(path, ["-", "loss"])
    reader.refresh()
    assert not search.complete
    search.run()
    assert (list(search.found), search.complete) == ([0, 2, 4], True)


def test_a_search_can_be_made_in_pieces_and_cancelled(tmp_path: Path) -> None:
    reader = SpoolReader(write_spool(tmp_path / "log", ["loss " * 100] * 1000))
    reader.refresh()
    search = SpoolSearch(reader, LogQuery("loss"))
    search.run(blocks=1)
    assert 0 < search.searched < 1000
    assert list(search.found) == list(range(search.searched))
    search.cancel()
    before = search.searched
    search.run()
    assert search.searched == before


def test_a_search_of_a_replaced_file_finds_nothing_more(tmp_path: Path) -> None:
    path = write_spool(tmp_path / "log", ["loss"])
    reader = SpoolReader(path)
    reader.refresh()
    search = SpoolSearch(reader, LogQuery("loss"))
    write_spool(path, ["loss"] * 5)
    reader.refresh()
    search.run()
    assert search.outdated
    assert list(search.found) == []


@pytest.mark.parametrize("step", [2, 70, 5000])
def test_lines_far_into_a_long_file_have_their_right_numbers(tmp_path: Path, step: int) -> None:
    texts = [f"the loss of {n}" if n % step == 3 % step else f"step {n}" for n in range(20_000)]
    reader = SpoolReader(write_spool(tmp_path / "log", texts))
    reader.refresh()
    search = SpoolSearch(reader, LogQuery("LOSS"))
    search.run()
    assert list(search.found) == list(range(3 % step, 20_000, step))


def test_a_colour_in_the_middle_of_a_long_file_hides_nothing(tmp_path: Path) -> None:
    texts = ["step"] * 10_000 + ["\x1b[31ml\x1b[0moss", "0\rloss"] + ["step"] * 10_000 + ["loss"]
    reader = SpoolReader(write_spool(tmp_path / "log", texts))
    reader.refresh()
    for _ in range(2):
        search = SpoolSearch(reader, LogQuery("loss"))
        search.run()
        assert list(search.found) == [10_000, 10_001, 20_002]
