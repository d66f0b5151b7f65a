"""A small app around one table, and rows to put in it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from textual.app import App, ComposeResult

from mimiry_tui.clock import Clock
from mimiry_tui.ui.widgets.cells import Cell, Span, cell
from mimiry_tui.ui.widgets.live_table import LiveTable
from mimiry_tui.ui.widgets.table.model import Column
from tests.support.clock import EPOCH, ManualClock

DARK = {
    "tone-text": "#c5d0db",
    "tone-bright": "#eef4fa",
    "tone-dim": "#93a4b5",
    "tone-faint": "#6b7c8f",
    "tone-accent": "#5eead4",
    "tone-good": "#7ee2a8",
    "tone-warn": "#f2c46d",
    "tone-bad": "#f7768e",
    "tone-watch": "#b794f6",
    "tone-early1": "#4b6478",
    "tone-early2": "#5577a8",
    "tone-early3": "#6f8fd8",
    "row-cursor": "#1d3338",
    "row-cursor-blurred": "#16222b",
    "row-mark": "#24313e",
}
LIGHT = {
    "tone-text": "#2b3640",
    "tone-bright": "#0b1016",
    "tone-dim": "#52616f",
    "tone-faint": "#66737f",
    "tone-accent": "#0f766e",
    "tone-good": "#15703f",
    "tone-warn": "#8a5a00",
    "tone-bad": "#b4233c",
    "tone-watch": "#6d3fc0",
    "tone-early1": "#4b6478",
    "tone-early2": "#3d5f93",
    "tone-early3": "#3f5fae",
    "row-cursor": "#cdeae6",
    "row-cursor-blurred": "#e3e9ee",
    "row-mark": "#dfe6f5",
}


@dataclass(frozen=True, slots=True)
class Row:
    """Something like a session."""

    id: str
    name: str
    size: int | None = 0
    started: datetime = EPOCH
    ended: bool = False


def age_cell(row: Row, now: datetime) -> Cell:
    """Whole seconds since `started`, changing at the next one."""
    seconds = (now - row.started).total_seconds()
    return cell(f"{int(seconds)}s", changes_in=1 - seconds % 1)


COLUMNS: tuple[Column[Row], ...] = (
    Column("state", "", lambda row, now: cell("○" if row.ended else "●", "good"), lambda row: "", width=1),
    Column(
        "name",
        "NAME",
        lambda row, now: cell(row.name, "bright", bold=True),
        lambda row: row.name,
        sort=lambda row: row.name,
        min_width=8,
        weight=2,
    ),
    Column(
        "note",
        "NOTE",
        lambda row, now: Cell((Span("pulling ", "warn"), Span(row.id, "dim"))),
        lambda row: row.id,
        drop=2,
    ),
    Column(
        "size",
        "SIZE",
        lambda row, now: cell("–" if row.size is None else str(row.size)),
        lambda row: str(row.size),
        sort=lambda row: row.size,
        width=8,
        align="right",
        drop=1,
    ),
    Column(
        "age",
        "AGE",
        age_cell,
        lambda row: "",
        sort=lambda row: row.started,
        width=6,
        align="right",
    ),
)


def rows(count: int, start: int = 0) -> list[Row]:
    """Rows r0, r1, … with sizes that are not in the order of their ids."""
    return [Row(f"r{n}", f"name {n}", size=(n * 7) % 10) for n in range(start, start + count)]


class TableApp(App[None]):
    """One table, focused."""

    CSS = "Screen { background: $background; }"

    def __init__(self, clock: Clock | None = None, look: Literal["dark", "light"] = "dark") -> None:
        self._look = look
        super().__init__()
        self.clock = clock or ManualClock()
        self.table: LiveTable[Row] = LiveTable(
            COLUMNS,
            row_id=lambda row: row.id,
            clock=self.clock,
            row_tone=lambda row: "faint" if row.ended else None,
            pinned_last=lambda row: row.ended,
            id="rows",
        )
        self.heard: list[str] = []
        if look == "light":
            self.theme = "textual-light"

    def get_theme_variable_defaults(self) -> dict[str, str]:
        return DARK if self._look == "dark" else LIGHT

    def compose(self) -> ComposeResult:
        yield self.table

    def on_live_table_row_highlighted(self, event: LiveTable.RowHighlighted) -> None:
        self.heard.append(f"highlighted {event.row_id}")

    def on_live_table_row_selected(self, event: LiveTable.RowSelected) -> None:
        self.heard.append(f"selected {event.row_id}")

    def on_live_table_marks_changed(self, event: LiveTable.MarksChanged) -> None:
        self.heard.append(f"marks {' '.join(sorted(event.table.marked))}".rstrip())

    def on_live_table_sort_changed(self, event: LiveTable.SortChanged) -> None:
        self.heard.append(f"sorted {event.key} {event.reverse}")

    def lines(self) -> list[str]:
        """What the screen shows, a string a line, without trailing spaces."""
        height = self.size.height
        strips = self.screen._compositor.render_strips()
        return ["".join(segment.text for segment in strip).rstrip() for strip in strips[:height]]
