"""The frame lines of a pane: exactly as wide as they are told, with the most telling words kept."""

from __future__ import annotations

from typing import Literal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from textual.content import Content

from mimiry_tui.ui.widgets.pane_edge import PaneEdge
from mimiry_tui.ui.widgets.part_line import Part

TITLE = [Part(Content("1 Sessions"))]
FACTS = Part(Content("3 live · 14 ended"))
DOT = Part(Content(" · "))
STATE = Part(Content("stale 45 s"), "refresh")

texts = st.text("ab c…世 é", min_size=1, max_size=40).map(lambda text: Part(Content(text)))
ends = st.lists(texts, max_size=4)


def edge(left: list[Part], right: list[Part], side: Literal["top", "bottom"] = "bottom") -> PaneEdge:
    line = PaneEdge(side)
    line.show(left, right)
    return line


def drawn(line: PaneEdge, width: int) -> str:
    return "".join(part.content.plain for part in line.parts(width))


def cells(line: PaneEdge, width: int) -> int:
    return sum(part.content.cell_length for part in line.parts(width))


def test_the_corners_tell_top_from_bottom() -> None:
    assert drawn(edge(TITLE, [], "top"), 20) == "╭ 1 Sessions ──────╮"
    assert drawn(edge([], [STATE]), 20) == "╰───── stale 45 s ─╯"
    assert drawn(edge([], []), 5) == "╰───╯"


@pytest.mark.parametrize(
    "line",
    [
        "╰ 1 Sessions ─────── 3 live · 14 ended · stale 45 s ─╯",
        "╰ 1 Sessi… ── 3 live · 14 ended · stale 45 s ─╯",
        "╰ 1 Sessions ──────── stale 45 s ─╯",
        "╰ 1 … ── stale 45 s ─╯",
        "╰─ stale 45 s ─╯",
        "╰─ stale 4… ─╯",
        "╰─ … ─╯",
        "╰────╯",
        "╰╯",
        "╰",
    ],
)
def test_facts_go_before_the_state_and_what_is_cut_says_so(line: str) -> None:
    assert drawn(edge(TITLE, [FACTS, DOT, STATE]), len(line)) == line


def test_a_text_keeps_its_action_when_it_is_cut() -> None:
    parts = edge([], [FACTS, DOT, STATE]).parts(13)
    assert [part.action for part in parts if part.content.plain.startswith("stal")] == ["refresh"]


def test_no_separator_is_left_in_front_of_what_is_kept() -> None:
    dots = [Part(Content(word)) for word in ("aaaaaaaa", " · ", "  ", "bbbb")]
    assert drawn(edge([], dots), 14) == "╰───── bbbb ─╯"


def test_none_leaves_an_end_as_it_is() -> None:
    line = edge(TITLE, [STATE])
    line.show(right=[FACTS])
    assert drawn(line, 40).startswith("╰ 1 Sessions ─")
    line.show(left=[])
    assert "3 live" in drawn(line, 40)
    assert "Sessions" not in drawn(line, 40)


@given(ends, ends, st.integers(1, 250))
def test_a_line_is_exactly_as_wide_as_it_is_told(left: list[Part], right: list[Part], width: int) -> None:
    line = edge(left, right)
    assert cells(line, width) == width
    assert (drawn(line, width)[0], drawn(line, width)[-1]) == ("╰", "╯" if width > 1 else "╰")


@given(st.integers(16, 250))
def test_the_state_outlives_everything_else(width: int) -> None:
    assert "stale 45 s" in drawn(edge(TITLE, [FACTS, DOT, STATE]), width)
