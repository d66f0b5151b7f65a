"""What is kept of a program's escapes, and what becomes of the rest."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mimiry_tui.domain.logs.ansi_text import LONGEST, PLAIN, AnsiStyle, parse, shown
from mimiry_tui.domain.safe_text import safe_text


def test_plain_text_is_one_piece() -> None:
    assert parse("epoch 3/10") == [("epoch 3/10", PLAIN)]
    assert parse("") == []


def test_colours_and_weights_are_kept_until_they_are_reset() -> None:
    assert parse("\x1b[1;33mWARN\x1b[0m low") == [
        ("WARN", AnsiStyle(foreground=3, bold=True)),
        (" low", PLAIN),
    ]


@pytest.mark.parametrize(
    ("codes", "style"),
    [
        ("91", AnsiStyle(foreground=9)),
        ("44", AnsiStyle(background=4)),
        ("107", AnsiStyle(background=15)),
        ("38;5;208", AnsiStyle(foreground=208)),
        ("38:5:208", AnsiStyle(foreground=208)),
        ("48;2;1;2;3", AnsiStyle(background=(1, 2, 3))),
        ("38:2::1:2:3", AnsiStyle(foreground=(1, 2, 3))),
        ("38;5;208;1", AnsiStyle(foreground=208, bold=True)),
        ("2;3;4;7;9", AnsiStyle(dim=True, italic=True, underline=True, reverse=True, strike=True)),
        ("4:3", AnsiStyle(underline=True)),
        ("4:0", PLAIN),
        ("38;5;999", PLAIN),
        ("38;2;1;2", PLAIN),
        ("38", PLAIN),
        ("1;", PLAIN),
        ("99999999999999999999", PLAIN),
        ("31;39;41;49;1;22;3;23;4;24;7;27;9;29", PLAIN),
    ],
)
def test_an_sgr_sequence_means_what_it_means_in_a_terminal(codes: str, style: AnsiStyle) -> None:
    assert parse(f"\x1b[{codes}mx") == [("x", style)]


@pytest.mark.parametrize(
    ("text", "visible"),
    [
        ("\x1b[2J", "␛[2J"),
        ("\x1b]0;evil\x07", "␛]0;evil␇"),
        ("\x1b]8;;http://x\x1b\\link", "␛]8;;http://x␛\\link"),
        ("\x1bP1$r\x1b\\", "␛P1$r␛\\"),
        ("a\u202eb", "a‹202E›b"),
        ("bell\x07", "bell␇"),
    ],
)
def test_every_other_escape_becomes_visible(text: str, visible: str) -> None:
    assert shown(text) == visible


@pytest.mark.parametrize(
    ("text", "visible"),
    [
        ("  0%|\r 45%|##", " 45%|##"),
        ("loading…\rdone", "doneing…"),
        ("loading…\r\x1b[Kdone", "done"),
        ("progress 1\x1b[2K\rend", "end"),
        ("abc\b\bX", "aXc"),
        ("\b\b\bx", "x"),
        ("done\r", "done"),
        ("a\tb", "a       b"),
        ("12345678\tb", "12345678        b"),
        ("x\r\tb", "x       b"),
        ("日本\rX", "X本"),
    ],
)
def test_a_line_looks_as_a_terminal_leaves_it(text: str, visible: str) -> None:
    assert shown(text) == visible


def test_text_written_over_keeps_its_own_colours() -> None:
    assert parse("\x1b[31mabcd\x1b[0m\rXY") == [("XY", PLAIN), ("cd", AnsiStyle(foreground=1))]


def test_an_endless_line_is_cut_and_says_so() -> None:
    text = shown("x" * (LONGEST + 5))
    assert len(text) == LONGEST + 1
    assert text.endswith("…")


@given(st.text(alphabet=st.sampled_from("ab\x1b[]0123;:mK\r\b\t\x07é日\u202e\u0301 ")))
def test_what_is_shown_is_harmless_whatever_comes(text: str) -> None:
    for piece, _ in parse(text):
        assert piece
        assert safe_text(piece, limit=len(piece)) == piece
