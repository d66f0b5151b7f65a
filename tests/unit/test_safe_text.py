"""Foreign text becomes harmless, one line, of a width every terminal agrees about."""

from __future__ import annotations

import unicodedata

import pyte
import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from mimiry_tui.domain.safe_text import MAX_COMBINING, safe_text
from mimiry_tui.ui.safe import safe

FORBIDDEN = {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp", "Mc", "Me"}

ANY_TEXT = st.text(st.characters(), max_size=300) | st.text(
    st.sampled_from(
        "ae\u0301\u0308\u20dd\x1b[\n\r\t\u202e\u2066\u200b\u200d\ufe0f🇩🇪👍🏽👨漢ｱ\u1100\u1161\ud800…‹"
    ),
    max_size=300,
)


def columns_taken(text: str) -> int:
    """Where a terminal's cursor stands after the text.

    pyte gives up at a combining character without a combining class, so those stay out of its way.
    """
    text = "".join(c for c in text if unicodedata.category(c) != "Mn" or unicodedata.combining(c))
    screen = pyte.Screen(1000, 2)
    stream = pyte.Stream(screen)
    stream.feed(text)
    return int(screen.cursor.x)


@pytest.mark.parametrize(
    ("raw", "shown"),
    [
        ("train-llama 7", "train-llama 7"),
        ("\x1b[31mred\x1b]0;title\x07", "␛[31mred␛]0;title␇"),
        ("two\r\nlines\ttab\x7f", "two␍␊lines␉tab␡"),
        ("\x9b31m", "‹009B›31m"),
        ("abc\u202egnp.exe\u2066", "abc‹202E›gnp.exe‹2066›"),
        ("in\u200bvisible\ufeff", "in‹200B›visible‹FEFF›"),
        ("tag\U000e0041", "tag‹E0041›"),
        ("half\ud83d", "half‹D83D›"),
        ("line\u2028para\u2029", "line‹2028›para‹2029›"),
        ("no\u00a0break\u3000wide", "no break wide"),
        ("\u0301alone", "◌\u0301alone"),
        ("cafe\u0301", "café"),
        ("❤\ufe0f 🇩🇪 👍🏽 👨\u200d👩", "❤ DE 👍‹1F3FD› 👨‿👩"),
        ("漢字 ｱ", "漢字 ｱ"),
        ("\u3164", "‹3164›"),
        ("[red]not markup[/]", "[red]not markup[/]"),
    ],
)
def test_hostile_characters_become_marks(raw: str, shown: str) -> None:
    assert safe_text(raw) == shown


def test_accents_are_capped() -> None:
    shown = safe_text("q" + "\u0334" * 500)
    assert shown == "q" + "\u0334" * MAX_COMBINING


def test_length_is_capped() -> None:
    assert safe_text("x" * 10_000) == "x" * 199 + "…"
    assert safe_text("x" * 200) == "x" * 200
    assert safe_text("\u0334" * 10_000, limit=5).endswith("…")
    assert safe_text("abc", limit=0) == "…"


@given(ANY_TEXT, st.integers(1, 250))
def test_any_text_becomes_harmless_and_stays(text: str, limit: int) -> None:
    shown = safe_text(text, limit)
    assert len(shown) <= limit
    assert not {unicodedata.category(char) for char in shown} & FORBIDDEN
    assert safe_text(shown, limit) == shown
    assert shown.encode("utf-8").decode() == shown


@given(ANY_TEXT)
def test_the_computed_width_is_what_a_terminal_takes(text: str) -> None:
    shown = safe_text(text)
    assert columns_taken(shown) == cell_len(shown)
    assert cell_len(shown) == sum(cell_len(char) for char in shown)


def test_content_is_literal() -> None:
    assert safe("[b]x[/]\n").plain == "[b]x[/]␊"
    assert safe("x", "bold").spans
