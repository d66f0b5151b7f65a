"""What of the session screen fits where."""

from __future__ import annotations

import pytest

from mimiry_tui.ui.session.layout import layout_of


@pytest.mark.parametrize(
    ("size", "shown"),
    [
        ((120, 36), "timeline apart, 3 facts"),
        ((100, 30), "timeline apart, 3 facts"),
        ((80, 24), "timeline joined, 2 facts"),
        ((80, 20), "timeline joined, 1 facts"),
        ((60, 16), "no timeline, 0 facts"),
        ((59, 40), "too small"),
        ((200, 15), "too small"),
    ],
)
def test_smaller_terminals_show_less_and_keep_what_matters(size: tuple[int, int], shown: str) -> None:
    layout = layout_of(*size)
    where = "joined" if layout.joined else "apart"
    told = f"{f'timeline {where}' if layout.timeline else 'no timeline'}, {layout.facts} facts"
    assert ("too small" if layout.too_small else told) == shown
