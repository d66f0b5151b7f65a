"""From a key press to the bytes of the cursor's new line, in the living demo and in a DataTable at rest."""

from __future__ import annotations

import random
import re
import time
from statistics import median, quantiles

from tests.benchmarks import programs
from tests.benchmarks.model import BenchRow
from tests.benchmarks.table_app import NAMES
from tests.support.pty_app import PtyProgram

_STEPS = 7
"""The cursor goes down so many rows and up again: all of them are on the screen throughout."""
_REST = (0.03, 0.25)
"""Seconds between key presses, by chance, so that they meet ticks and answers at every moment."""
_PATIENCE = 5.0
WORST_TARGET = 50.0


def rows(quick: bool) -> list[BenchRow]:
    """Median, 95th percentile and worst, over two rounds of each program taking turns."""
    presses = 70 if quick else 280
    ours: list[float] = []
    table: list[float] = []
    for turn in range(2):
        ours += _ours(presses, turn)
        table += _table(presses, turn)
    return [
        _row("median", median(ours), median(table)),
        _row("p95", _p95(ours), _p95(table)),
        BenchRow(
            "key to new row, living demo, worst",
            max(ours),
            "DataTable at rest, worst",
            max(table),
            "ms",
            f"≤ {WORST_TARGET:g} ms",
            max(ours) <= WORST_TARGET,
        ),
    ]


def _row(what: str, ours: float, table: float) -> BenchRow:
    return BenchRow(
        f"key to new row, living demo, {what}",
        ours,
        f"DataTable at rest, {what}",
        table,
        "ms",
        "≤ 1×",
        ours <= table,
    )


def _p95(times: list[float]) -> float:
    return quantiles(times, n=20)[-1]


def _ours(presses: int, seed: int) -> list[float]:
    with programs.running(programs.DEMO) as program:
        program.wait_for("3 up", "cheapest", seconds=60)
        # From here on every pane is filled, ages tick and answers come, but no row changes its place.
        program.send("g")
        lines = program.wait_until(lambda text: "▎" in text).splitlines()
        first = next(index for index, line in enumerate(lines) if "▎" in line)
        names = [lines[index][3:].split()[1] for index in range(first, first + _STEPS + 1)]
        # The line begins with the cursor's mark; its name follows after a state sign.
        return _press(
            program,
            [re.compile(b"\xe2\x96\x8e[^\r\n]{0,240}?" + name.encode()) for name in names],
            presses,
            seed,
        )


def _table(presses: int, seed: int) -> list[float]:
    with programs.running(programs.TABLE) as program:
        program.wait_for(NAMES[0], NAMES[-1])
        return _press(
            program,
            [re.compile(name.encode()) for name in NAMES[: _STEPS + 1]],
            presses,
            seed,
            ("\x1b[B", "\x1b[A"),
        )


def _press(
    program: PtyProgram,
    lines: list[re.Pattern[bytes]],
    presses: int,
    seed: int,
    keys: tuple[str, str] = ("j", "k"),
) -> list[float]:
    """Milliseconds of each press, from the first line down to the last, up again, and so on."""
    chance = random.Random(seed)
    times = []
    for number in range(presses):
        _rest(program, chance.uniform(*_REST))
        lap, step = divmod(number, _STEPS)
        down = lap % 2 == 0
        expected = lines[step + 1] if down else lines[_STEPS - step - 1]
        already = len(program.raw)
        started = time.perf_counter()
        program.send(keys[0] if down else keys[1])
        while not expected.search(program.raw, already):
            left = started + _PATIENCE - time.perf_counter()
            assert left > 0, f"no line after key {number}; the screen shows\n{program.text}"
            assert program.read(left), "the program ended"
        times.append((time.perf_counter() - started) * 1e3)
    return times


def _rest(program: PtyProgram, seconds: float) -> None:
    """Read what comes, without pressing anything."""
    deadline = time.perf_counter() + seconds
    while (left := deadline - time.perf_counter()) > 0:
        assert program.read(left), "the program ended"
