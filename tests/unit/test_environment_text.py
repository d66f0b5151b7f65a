"""Environment variables out of pasted text: read as `.env` files are, and never repeated in a complaint."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mimiry_tui.domain.launching.environment_text import name_trouble, read_assignments


def read(text: str) -> dict[str, str]:
    found = read_assignments(text)
    assert found.troubles == ()
    return {one.name: one.value for one in found.variables}


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("K=v", "v"),
        ("export K=v", "v"),
        ("  K = v  ", "v"),
        ("K=", ""),
        ("K=a b c", "a b c"),
        ("K=a=b==", "a=b=="),
        ("K=a#b", "a#b"),
        ("K=a # said so", "a"),
        ("K=#nothing", ""),
        ("K='a # b'", "a # b"),
        (r"K='a\n$X'", r"a\n$X"),
        (r'K="a\n\t\"b\" \\ \$X \q"', 'a\n\t"b" \\ $X \\q'),
        ('K="one\ntwo"', "one\ntwo"),
        ('K="one\\\ntwo"', "onetwo"),
        ('K="" # empty', ""),
        ("K=$HOME/x", "$HOME/x"),
        ("K=it's", "it's"),
    ],
)
def test_a_line_assigns_what_a_shell_would(text: str, value: str) -> None:
    assert read(text) == {"K": value}


def test_a_file_has_comments_blank_lines_and_any_line_ends() -> None:
    assert read("\ufeff# all of it\r\n\r\nA=1\r\nB='2'\rC=3\n  # end") == {"A": "1", "B": "2", "C": "3"}


def test_the_last_value_of_a_name_counts_where_the_first_stood() -> None:
    assert list(read("A=1\nB=2\nA=3").items()) == [("A", "3"), ("B", "2")]


@pytest.mark.parametrize(
    ("text", "trouble"),
    [
        ("hunter2", "line 1: there is no ="),
        ("A=1\nhun/ter2==", "line 2: what stands before = is no name"),
        ("1A=hunter2", "line 1: what stands before = is no name"),
        ("=hunter2", "line 1: what stands before = is no name"),
        ('\nA="hunter2', "line 2: the quote is never closed"),
        ("A='x'hunter2", "line 1: something follows the closing quote"),
        ('A="1\n2"\nhunter2', "line 3: there is no ="),
    ],
)
def test_a_complaint_tells_the_line_and_never_what_it_says(text: str, trouble: str) -> None:
    assert read_assignments(text).troubles == (trouble,)


def test_a_line_that_cannot_be_read_costs_only_itself() -> None:
    found = read_assignments("A=1\n???\nB=2")
    assert [one.name for one in found.variables] == ["A", "B"]


def test_values_stay_out_of_every_repr() -> None:
    assert "hunter2" not in repr(read_assignments("A=hunter2"))


@pytest.mark.parametrize(
    ("name", "trouble"),
    [
        ("A", ""),
        ("_a1", ""),
        ("", "a name is needed"),
        ("1A", "a name does not start with a digit"),
        ("A-B", "only letters, digits and _"),
        ("Ä", "only letters, digits and _"),
        ("A\n", "only letters, digits and _"),
    ],
)
def test_a_name_has_letters_digits_and_underscores(name: str, trouble: str) -> None:
    assert name_trouble(name) == trouble


_NAMES = st.from_regex(r"[A-Za-z_][A-Za-z0-9_]{0,8}", fullmatch=True)


@given(st.dictionaries(_NAMES, st.text().filter(lambda value: "\r" not in value)))
def test_what_is_quoted_by_the_rules_comes_back_whole(variables: dict[str, str]) -> None:
    def quoted(value: str) -> str:
        return '"' + value.replace("\\", "\\\\").replace('"', '\\"') + '"'

    assert read("\n".join(f"{name}={quoted(value)}" for name, value in variables.items())) == variables


@given(
    st.text() | st.lists(st.sampled_from(["A", "=", '"', "'", "\n", "\\", "#", " ", "export "])).map("".join)
)
def test_any_text_is_read_without_a_fault_and_every_name_is_one(text: str) -> None:
    found = read_assignments(text)
    assert all(name_trouble(one.name) == "" for one in found.variables)
    assert len({one.name for one in found.variables}) == len(found.variables)
