"""What one would write with Textual's DataTable: one at rest, or with `tick` five that tick each second."""

from __future__ import annotations

import sys
from datetime import UTC, datetime, timedelta

from textual.app import App, ComposeResult
from textual.containers import Grid
from textual.widgets import DataTable

ROWS = 17
NAMES = tuple(f"session-{number:02}" for number in range(ROWS))
_COLUMNS = ("NAME", "GPU", "WHERE", "PHASE", "UP", "COST", "€/H")


class TableApp(App[None]):
    """Sessions in DataTables, their ages renewed each second where `ticking`."""

    CSS = "Grid { grid-size: 2 3; } DataTable { height: 1fr; }"

    def __init__(self, ticking: bool) -> None:
        super().__init__()
        self._ticking = ticking
        self._started = datetime.now(UTC)
        self._tables = [DataTable[str](cursor_type="row") for _ in range(5 if ticking else 1)]

    def compose(self) -> ComposeResult:
        if self._ticking:
            with Grid():
                yield from self._tables
        else:
            yield from self._tables

    def on_mount(self) -> None:
        for table in self._tables:
            for title in _COLUMNS:
                table.add_column(title, key=title)
            for name in NAMES:
                cells = ("H100 80G ×1", "verda/FIN-01", "ready", "0:00:00", "≈€4.70", "2.10")
                table.add_row(name, *cells, key=name)
        self._tables[0].focus()
        if self._ticking:
            self.set_interval(1.0, self._tick)

    def _tick(self) -> None:
        age = str(timedelta(seconds=round((datetime.now(UTC) - self._started).total_seconds())))
        for table in self._tables:
            for name in NAMES[:3]:
                table.update_cell(name, "UP", age)


if __name__ == "__main__":
    TableApp(ticking="tick" in sys.argv[1:]).run()
