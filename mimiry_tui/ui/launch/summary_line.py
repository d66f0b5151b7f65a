"""The lines above the keys: how a launch goes, or the side panel in one line where that has no room."""

from __future__ import annotations

from textual.content import Content

from mimiry_tui.domain.launching.checks import LaunchCost, Preflight
from mimiry_tui.ui.key_of import key_now
from mimiry_tui.ui.launch.block import Block, Row, wrapped
from mimiry_tui.ui.launch.cost_box import rate_words
from mimiry_tui.ui.launch.preflight_list import tally
from mimiry_tui.ui.toned import key_hints, toned
from mimiry_tui.ui.widgets.cells import Span
from mimiry_tui.ui.widgets.part_line import Part

_MOST_LINES = 3


class SummaryLine(Block):
    """What a launch says comes first, on up to three lines; without it the figures, or nothing."""

    DEFAULT_CSS = """
    SummaryLine { background: $surface; padding: 0; }
    """

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._said: Span | None = None
        self._preflight: Preflight | None = None
        self._reviewing = False
        self._shown: object = None
        """Everything that can be read from it now."""

    def show(self, said: Span | None, preflight: Preflight | None, *, reviewing: bool = False) -> None:
        """`preflight` is None where the side panel shows it."""
        before, self._shown = self._shown, (said, _figured(preflight), reviewing)
        self._said, self._preflight, self._reviewing = said, preflight, reviewing
        self.display = said is not None or preflight is not None
        if before != self._shown:
            self.renew()

    def rows(self, width: int) -> list[Row]:
        rows: list[Row] = []
        if self._said is not None:
            lines = wrapped(Content.styled(self._said.text, f"$tone-{self._said.tone}"), width - 2)
            if len(lines) > _MOST_LINES:
                kept = lines[: _MOST_LINES - 1]
                rest = Content(" ").join(lines[_MOST_LINES - 1 :])
                lines = [*kept, rest.truncate(max(1, width - 2), ellipsis=True)]
            rows = [[Part(Content(" ") + line)] for line in lines]
        if self._preflight is not None:
            rows.append(
                [Part(Content(" ")), Part(self._figures(self._preflight, width - 2), "screen.review")]
            )
        return rows

    def _figures(self, preflight: Preflight, width: int) -> Content:
        """As many of the figures as fit; how to see them all comes last and stays."""
        hint = key_hints((key_now("launch.review", "ctrl+r"), "form" if self._reviewing else "review"))
        parts = [tally(preflight), *_cost(preflight.cost)]
        dot = toned(" · ", "dim")
        while len(parts) > 1 and dot.join([*parts, hint]).cell_length > width:
            parts.pop()
        return dot.join([*parts, hint])


def _figured(preflight: Preflight | None) -> object:
    """As much of it as the line tells."""
    return preflight and (tally(preflight).plain, preflight.cost)


def _cost(cost: LaunchCost) -> list[Content]:
    if cost.rate is None:
        return [toned("no price", "dim")]
    rate = toned(rate_words(cost), "bright", bold=True)
    if cost.at_most is None:
        return [rate, toned("no time limit", "warn")]
    return [
        rate,
        toned("at most ", "dim") + toned(str(cost.at_most), "bright", bold=True) + toned(" + boot", "dim"),
    ]
