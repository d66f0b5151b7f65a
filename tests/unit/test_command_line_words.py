"""A command line is cut into words as people expect from a shell, and forgets what is secret."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mimiry_tui.ui.command_line.parsing import quoted, without_values, words_of


def texts(line: str) -> list[str]:
    return [word.text for word in words_of(line)]


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("", []),
        ("  ssh   train ", ["ssh", "train"]),
        ("launch --command 'python a.py --lr 1'", ["launch", "--command", "python a.py --lr 1"]),
        ('a"b c"d', ["ab cd"]),
        (r"a\ b", ["a b"]),
        (r'"say \"hi\" \n"', ['say "hi" \\n']),
        (r"'a\b'", [r"a\b"]),
        ("''", [""]),
        ("'open end", ["open end"]),
        ("end\\", ["end\\"]),
    ],
)
def test_quotes_and_backslashes_hold_words_together(line: str, words: list[str]) -> None:
    assert texts(line) == words


@given(st.text())
def test_whatever_is_quoted_comes_back_as_one_word(text: str) -> None:
    assert texts(f"a {quoted(text)} b") == ["a", text, "b"]


@given(st.text())
def test_any_line_is_cut_without_complaint_and_words_know_their_places(line: str) -> None:
    ends = [0]
    for word in words_of(line):
        assert ends[-1] <= word.start < word.end <= len(line)
        ends.append(word.end)


@pytest.mark.parametrize(
    ("line", "kept"),
    [
        ("launch --env TOKEN=s3cret --name a", "launch --env TOKEN= --name a"),
        ("launch --env=TOKEN=s3cret", "launch --env=TOKEN="),
        ("launch --env 'TOKEN=two words' x", "launch --env TOKEN= x"),
        ('launch --env TOKEN="a\'b" --env B=2', "launch --env TOKEN= --env B="),
        ("launch --env TOKEN='never closed", "launch --env TOKEN="),
        ("launch --env NAME", "launch --env NAME"),
        ("filter a=b", "filter a=b"),
    ],
)
def test_values_of_the_environment_are_not_kept(line: str, kept: str) -> None:
    assert without_values(line) == kept


@given(st.text(alphabet="'\" \\=xs", max_size=12), st.text(alphabet="'\" \\=xs", max_size=12))
def test_no_quoting_gets_a_value_into_the_history(before: str, after: str) -> None:
    kept = without_values(f"launch {quoted(before)} --env {quoted(f'A=S3CRET{after}')} --env=B=S3CRET")
    assert "S3CRET" not in kept
    assert kept == without_values(kept)
