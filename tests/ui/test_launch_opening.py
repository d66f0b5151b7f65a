"""Opening the form costs one layout and one styling of its parts, not several of each."""

from __future__ import annotations

from collections import Counter
from typing import Any
from unittest.mock import patch

from textual.css.stylesheet import Stylesheet
from textual.dom import DOMNode
from textual.screen import Screen
from textual.widget import Widget

from tests.support.dashboard import dashboard
from tests.support.launch_desk import a_draft, open_form, pick_in_stock

MANY = 60
"""Widgets that are part of the form only, whatever becomes of it."""


async def test_a_form_is_laid_out_once_as_it_comes_and_once_for_what_was_read_from_disk() -> None:
    laid_out: list[int] = []
    styled: Counter[DOMNode] = Counter()
    lay_out, style = Screen._refresh_layout, Stylesheet.apply

    def counted(self: Screen[object], *args: Any, **options: Any) -> None:
        laid_out.append(sum(1 for _ in self.walk_children(Widget)))
        lay_out(self, *args, **options)

    def noted(self: Stylesheet, node: DOMNode, **options: Any) -> None:
        styled[node] += 1
        style(self, node, **options)

    async with dashboard() as board:
        await board.filled()
        with patch.object(Screen, "_refresh_layout", counted), patch.object(Stylesheet, "apply", noted):
            desk = await open_form(board, a_draft(pick_in_stock(board)))
        parts = list(desk.form.form.walk_children(Widget))
        assert len(parts) > MANY
        again = [part for part in parts if styled[part] > 1]
        assert len(again) < len(parts) / 10, f"styled more than once: {again}"
        assert len([count for count in laid_out if count > MANY]) <= 3


async def test_a_form_follows_the_terminal_and_the_theme() -> None:
    async with dashboard() as board:
        await board.filled()
        desk = await open_form(board, a_draft(pick_in_stock(board)))
        dark = desk.form.styles.background
        await board.pilot.resize_terminal(140, 45)
        await board.until(lambda: desk.form.form.region.bottom == 44)
        board.app.theme = "mimiry-light"
        await board.until(lambda: desk.form.styles.background != dark)
        assert desk.form.side.region.right == 140
