"""What the pane table costs against Textual's own widgets, with 10,000 rows.

Costs are processor time of the event loop from the call until the last bytes reached the (in-memory)
terminal, so neither the wait for Textual's next frame nor another process counts.
Alone: `python -m tests.benchmarks.live_table`.
"""

from __future__ import annotations

import asyncio
import random
import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from statistics import median
from typing import NamedTuple, Protocol

from textual.app import App, ComposeResult
from textual.drivers.headless_driver import HeadlessDriver
from textual.widget import Widget
from textual.widgets import DataTable, OptionList
from textual.widgets.option_list import Option

from mimiry_tui.ui.widgets.live_table import LiveTable
from tests.support.clock import ManualClock
from tests.support.tables import COLUMNS, DARK, Row, rows

COUNT = 10_000
CHANGED = COUNT // 100
ROUNDS = 15
SIZE = (140, 45)
QUIET = 0.15
"""Seconds without a write after which everything is taken to be painted."""


class BenchRow(NamedTuple):
    """One line of the result. All times in seconds.

    The targets are absolute, set on a machine where the comparison took `nominal`: on a slower or busier
    one they grow with it.
    """

    name: str
    ours: float
    comparison: float
    comparison_name: str
    target: float
    """The most that ours may take where the comparison takes `nominal`."""

    nominal: float

    @property
    def ratio(self) -> float:
        """Ours as a part of the comparison."""
        return self.ours / self.comparison

    @property
    def target_ratio(self) -> float:
        """The most that `ratio` may be."""
        return self.target / self.nominal

    @property
    def met(self) -> bool:
        """Whether the target is met, in absolute terms or for this machine's speed."""
        return self.ours <= self.target or self.ratio <= self.target_ratio


class Subject(Protocol):
    """A widget under test."""

    @property
    def widget(self) -> Widget: ...

    def fill(self, everything: Sequence[Row]) -> None: ...

    def change(self, changed: Sequence[Row]) -> None: ...


class OurTable:
    """The pane table, ages and all."""

    def __init__(self, prepare: Callable[[LiveTable[Row]], None] = lambda table: None) -> None:
        # The clock stands still: no age ticks while something else is measured.
        self.widget: LiveTable[Row] = LiveTable(COLUMNS, row_id=lambda row: row.id, clock=ManualClock())
        prepare(self.widget)

    def fill(self, everything: Sequence[Row]) -> None:
        self.widget.set_rows(everything)

    def change(self, changed: Sequence[Row]) -> None:
        self.widget.apply(changed)


class TextualTable:
    """A DataTable with the same columns, updated cell by cell."""

    def __init__(self) -> None:
        self.widget: DataTable[str] = DataTable(cursor_type="row")

    def fill(self, everything: Sequence[Row]) -> None:
        for column in COLUMNS:
            self.widget.add_column(column.title, key=column.key, width=column.width or 20)
        for row in everything:
            self.widget.add_row("●", row.name, f"pulling {row.id}", str(row.size), "0s", key=row.id)

    def change(self, changed: Sequence[Row]) -> None:
        for row in changed:
            self.widget.update_cell(row.id, "name", row.name)
            self.widget.update_cell(row.id, "size", str(row.size))


class TextualList:
    """An OptionList with a line for each row, its prompts replaced."""

    def __init__(self) -> None:
        self.widget = OptionList(markup=False)

    def fill(self, everything: Sequence[Row]) -> None:
        self.widget.add_options([Option(self._line(row), id=row.id) for row in everything])

    def change(self, changed: Sequence[Row]) -> None:
        for row in changed:
            self.widget.replace_option_prompt(row.id, self._line(row))

    @staticmethod
    def _line(row: Row) -> str:
        return f"● {row.name:30} pulling {row.id:20} {row.size:>8} 0s"


class MemoryTerminal(HeadlessDriver):
    """Takes what is written like a real terminal would, and remembers when."""

    last_write = 0.0
    """Seconds of processor time, at the last write."""

    written_at = 0.0
    """Seconds on the wall, the same."""

    wrote = asyncio.Event()

    @property
    def is_headless(self) -> bool:
        return False

    def write(self, data: str) -> None:
        MemoryTerminal.last_write = time.process_time()
        MemoryTerminal.written_at = time.monotonic()
        MemoryTerminal.wrote.set()


class BenchApp(App[None]):
    """One widget, full screen."""

    def __init__(self, widget: Widget) -> None:
        super().__init__(driver_class=MemoryTerminal)
        self.widget = widget

    def get_theme_variable_defaults(self) -> dict[str, str]:
        return DARK

    def compose(self) -> ComposeResult:
        yield self.widget


def bench_rows() -> list[BenchRow]:
    """Measure everything; takes about a minute."""
    table_fill, table = measure(TextualTable())
    _, options = measure(TextualList())
    fill, refresh = measure(OurTable())
    _, ordered = measure(OurTable(lambda table: table.sort_by("size", reverse=True)))
    _, filtered = measure(OurTable(_sort_and_filter))
    what = "refresh of 10,000 rows, 1 % changed"
    return [
        BenchRow("fill 10,000 rows to painted", fill, table_fill, "DataTable", 0.100, 1.85),
        BenchRow(what, refresh, table, "DataTable", 0.005, 0.042),
        BenchRow(what, refresh, options, "OptionList", 0.005, 0.029),
        BenchRow(f"{what}, sorted by the changing column", ordered, table, "DataTable", 0.005, 0.042),
        BenchRow(f"{what}, sorted and filtered", filtered, table, "DataTable", 0.005, 0.042),
    ]


def measure(subject: Subject) -> tuple[float, float]:
    """Seconds to fill, and median seconds of a refresh."""
    return asyncio.run(_measure(subject))


async def _measure(subject: Subject) -> tuple[float, float]:
    MemoryTerminal.wrote = asyncio.Event()
    app = BenchApp(subject.widget)
    running = asyncio.create_task(app.run_async(size=SIZE, mouse=False))
    await _painted()
    chance = random.Random(4)
    largest, *others = [replace(row, size=chance.randrange(COUNT)) for row in rows(COUNT)]
    largest = replace(largest, size=COUNT)
    fill = await _cost(lambda: subject.fill([largest, *others]))
    refreshes = []
    for number in range(ROUNDS):
        changed = [replace(row, size=chance.randrange(COUNT)) for row in chance.sample(others, CHANGED - 1)]
        # Always on the screen, sorted or not: something has to be painted each time.
        changed.append(replace(largest, name=f"name again {number}"))
        refreshes.append(await _cost(partial(subject.change, changed)))
    app.exit()
    await running
    return fill, median(refreshes)


async def _cost(act: Callable[[], None]) -> float:
    start = time.process_time()
    MemoryTerminal.wrote.clear()
    act()
    await _painted()
    return MemoryTerminal.last_write - start


async def _painted() -> None:
    await MemoryTerminal.wrote.wait()
    while (quiet := time.monotonic() - MemoryTerminal.written_at) < QUIET:  # noqa: ASYNC110 - silence has no event
        await asyncio.sleep(QUIET - quiet)


def _sort_and_filter(table: LiveTable[Row]) -> None:
    table.sort_by("size", reverse=True)
    table.set_filter("name !name:99")


def main() -> None:
    """Print the table."""
    for row in bench_rows():
        print(
            f"{row.name:62} {row.ours * 1000:7.2f} ms"
            f"  {row.comparison_name:10} {row.comparison * 1000:8.2f} ms"
            f"  {row.ratio:5.3f}× of ≤ {row.target_ratio:5.3f}×  {'met' if row.met else 'MISSED'}"
        )


if __name__ == "__main__":
    main()
