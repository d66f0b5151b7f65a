"""Lines on their way from an answer to the disk, in batches, against Textual's Log taking the same lines."""

from __future__ import annotations

import asyncio
import gc
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from statistics import median
from typing import TypeVar

from textual.app import App, ComposeResult
from textual.widgets import Log

from mimiry_tui.domain.logs.stamps import stamp_of
from mimiry_tui.live.logs.copy import LogCopy
from tests.benchmarks.model import BenchRow

T = TypeVar("T")

BATCH = 1_000
LINES_A_SECOND, WORST = 500_000, 25.0
_OVERLAP = 50
"""Lines of an answer that were known before: what a log that is asked for in time brings with it."""
_START = datetime(2026, 6, 8, 12, tzinfo=UTC)
_NOMINAL = 300_000
"""Lines a second of Textual's Log on the machine that the targets were set on."""


class _LogApp(App[None]):
    def compose(self) -> ComposeResult:
        yield Log()


def rows(quick: bool) -> list[BenchRow]:
    """Lines a second, and the worst of all batches."""
    batches = 30 if quick else 200
    ours = list(_ours(batches))
    theirs = asyncio.run(_theirs(batches))
    speed, their_speed = BATCH / median(ours), BATCH / median(theirs)
    wanted = LINES_A_SECOND / _NOMINAL
    return [
        BenchRow(
            f"log append to disk, overlap found, {BATCH:,} lines a time",
            speed,
            "Textual's Log, in memory, unpainted",
            their_speed,
            "lines/s",
            f"≥ {LINES_A_SECOND:,} or ≥ {wanted:.2g}×",
            speed >= LINES_A_SECOND or speed >= wanted * their_speed,
        ),
        BenchRow(
            f"log append to disk, worst {BATCH:,} lines",
            max(ours) * 1e3,
            "Textual's Log, in memory, unpainted",
            max(theirs) * 1e3,
            "ms",
            f"≤ {WORST:g} ms",
            max(ours) * 1e3 <= WORST,
        ),
    ]


def _ours(batches: int) -> Iterator[float]:
    """Seconds for each answer: taken apart, laid along what is known, written."""
    lines = _lines((batches + 1) * BATCH)
    with tempfile.TemporaryDirectory() as folder:
        copy = LogCopy(Path(folder) / "logs" / "bench.log")
        copy.take("".join(lines[:BATCH]), BATCH, _START)
        for number in range(1, batches + 1):
            answer = "".join(lines[number * BATCH - _OVERLAP : (number + 1) * BATCH])
            seconds, taken = _timed(partial(copy.take, answer, BATCH + _OVERLAP, _START))
            assert taken.new == BATCH
            yield seconds
        copy.close()


async def _theirs(batches: int) -> list[float]:
    """Seconds for each batch handed to a Log, which keeps it in memory and measures its lines."""
    batch = [line.removesuffix("\n") for line in _lines(BATCH)]
    async with _LogApp().run_test() as pilot:
        log = pilot.app.query_one(Log)
        times = []
        for _ in range(batches):
            times.append(_timed(lambda: log.write_lines(batch))[0])
            await pilot.pause()
    return times


def _timed(work: Callable[[], T]) -> tuple[float, T]:
    gc.collect()
    started = time.perf_counter()
    result = work()
    return time.perf_counter() - started, result


def _lines(count: int) -> list[str]:
    """A training log with stamps, about 70 characters a line."""
    return [
        f"{stamp_of(_START + timedelta(milliseconds=7 * number))} "
        f"step {number % 1200}/1200 loss {2.5 - number % 100 / 100:.4f} grad_norm 1.043 412 tok/s\n"
        for number in range(count)
    ]
