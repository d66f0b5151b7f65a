"""The log view on a spool of a million lines: opening, scrolling, searching, memory.

Beside `less`, `grep -c` and Textual's own Log, in the same run. A program that is not there is said to be
missing, and its row compares with nothing.
"""

from __future__ import annotations

import asyncio
import os
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path
from statistics import median

from mimiry_tui.live.logs.spool_format import Kind, encode, stamp_of
from mimiry_tui.live.logs.spool_query import LogQuery
from mimiry_tui.live.logs.spool_reader import SpoolReader
from mimiry_tui.live.logs.spool_search import SpoolSearch
from tests.benchmarks.model import BenchRow
from tests.benchmarks.timing import best
from tests.support.home import Home
from tests.support.pty_app import PtyProgram

LINES = 1_000_000
_START = datetime(2026, 6, 8, tzinfo=UTC)
_SIZE = (140, 45)
_OPEN_MS, _SEARCH_RATIO = 100.0, 2.0
_SEARCHES = (
    ("a word in one line of a thousand", "WARN", True, False),
    ("the same, capital or not", "warn", False, False),
    ("a word in no line", "segfault", True, False),
    ("a word in nearly every line", "loss", True, False),
    ("an expression", r"loss 1\.9\d5", True, True),
)


def rows(quick: bool) -> list[BenchRow]:
    """All rows; `quick` takes a tenth of the lines."""
    lines = LINES // 10 if quick else LINES
    with tempfile.TemporaryDirectory(prefix="mimiry-bench-") as folder:
        spool = Path(folder) / "spool.log"
        write(spool, lines)
        return [
            *_opening(spool, lines),
            *_searching(spool, lines),
            *_growing(spool, lines),
            _memory(spool, lines),
        ]


def write(path: Path, lines: int) -> None:
    """A training log with a warning in each thousand lines."""
    with path.open("wb") as out:
        for n in range(lines):
            text = (
                f"epoch {n // 100_000}/10  step {n}/{lines}  loss {2 - n / lines:.4f}  lr 2.7e-4  18 k tok/s"
            )
            if n % 1000 == 7:
                text = "WARN gradient norm 11.8 clipped to 1.0"
            out.write(encode(Kind.LINE, stamp_of(_START + timedelta(seconds=n)), text))


def _opening(spool: Path, lines: int) -> list[BenchRow]:
    def open_at_end() -> None:
        reader = SpoolReader(spool)
        reader.refresh()
        reader.lines(reader.count - _SIZE[1], reader.count)
        reader.close()

    ours = best(open_at_end, 5)
    name = f"open {lines:,} lines at the end, all counted"
    target = f"≤ {_OPEN_MS:g} ms"
    less = shutil.which("less")
    if less is None:
        return [BenchRow(name, ours, "less (not installed)", ours, "ms", target, ours <= _OPEN_MS)]
    theirs = min(_less_at_end(less, spool, f"step {lines - 1}/") for _ in range(3))
    return [
        BenchRow(name, ours, "less -n +G and its start, uncounted", theirs, "ms", target, ours <= _OPEN_MS)
    ]


def _less_at_end(less: str, spool: Path, last: str) -> float:
    with tempfile.TemporaryDirectory(prefix="mimiry-bench-") as folder:
        begin = time.perf_counter()
        with PtyProgram((less, "-n", "+G", str(spool)), Home(Path(folder)).env, _SIZE) as program:
            program.wait_for(last)
            took = (time.perf_counter() - begin) * 1e3
            program.send("q")
            program.wait()
    return took


def _searching(spool: Path, lines: int) -> list[BenchRow]:
    reader = SpoolReader(spool)
    reader.refresh()
    rows = [_search_row(reader, spool, lines, *search) for search in _SEARCHES]
    reader.close()
    return rows


def _search_row(
    reader: SpoolReader, spool: Path, lines: int, what: str, text: str, case: bool, is_regex: bool
) -> BenchRow:
    found = 0

    def ours() -> None:
        nonlocal found
        search = SpoolSearch(reader, LogQuery(text, match_case=case, is_regex=is_regex))
        search.run()
        found = len(search.found)

    took = best(ours, 3)
    target = f"≤ {_SEARCH_RATIO:g}×" if not is_regex else "none"
    name = f"search {lines:,} lines: {what}"
    grep = shutil.which("grep")
    if grep is None:
        return BenchRow(name, took, "grep (not installed)", took, "ms", "none", True)
    argv = [grep, "-c", "-P" if is_regex else "-F", *([] if case else ["-i"]), "-e", text, str(spool)]
    theirs = best(lambda: _counted(argv, found), 3)
    met = is_regex or took <= _SEARCH_RATIO * theirs
    return BenchRow(name, took, "grep -c and its start, no places", theirs, "ms", target, met)


def _counted(argv: list[str], expected: int) -> None:
    answer = subprocess.run(argv, capture_output=True, check=False).stdout
    if int(answer) != expected:
        raise AssertionError(f"{argv} counted {answer!r}, we {expected}")


def _growing(spool: Path, lines: int) -> list[BenchRow]:
    ours = asyncio.run(_batches_in_our_view(spool))
    theirs = asyncio.run(_batches_in_textuals_log(lines))
    name = "1,000 new lines on disk, followed, to on screen"
    return [BenchRow(name, ours, "Textual's Log, from memory", theirs, "ms", "none", True)]


async def _batches_in_our_view(spool: Path) -> float:
    """Median milliseconds from a batch on disk to its lines on screen."""
    from mimiry_tui.clock import SystemClock
    from tests.support.log_app import LogApp

    app = LogApp(SystemClock(), "mimiry-dark")
    took = []
    async with app.run_test(size=_SIZE) as pilot:
        app.pane.open_file(spool)
        while not app.pane.canvas.rows:  # noqa: ASYNC110 - what is measured has no event
            await asyncio.sleep(0.005)
        for batch in range(30):
            with spool.open("ab") as out:
                for n in range(1000):
                    out.write(encode(Kind.LINE, stamp_of(_START), f"batch {batch} line {n} loss 1.5"))
            begin = time.perf_counter()
            app.pane.look()
            last = f"batch {batch} line 999 loss 1.5"
            while app.pane.canvas.rows[-1].text.text != last:  # noqa: ASYNC110 - as above
                await asyncio.sleep(0.0005)  # a loop that never rests keeps the threads from working
            app.screen._compositor.render_strips()
            took.append((time.perf_counter() - begin) * 1e3)
            await pilot.pause()
    return median(took)


async def _batches_in_textuals_log(lines: int) -> float:
    from textual.app import App, ComposeResult
    from textual.widgets import Log

    class LogOnly(App[None]):
        def compose(self) -> ComposeResult:
            yield Log()

    app = LogOnly()
    took = []
    async with app.run_test(size=_SIZE) as pilot:
        log = app.query_one(Log)
        log.write_lines([f"line {n} loss 1.5" for n in range(min(lines, 100_000))])
        await pilot.pause()
        for batch in range(30):
            new = [f"batch {batch} line {n} loss 1.5" for n in range(1000)]
            begin = time.perf_counter()
            log.write_lines(new)
            app.screen._compositor.render_strips()
            took.append((time.perf_counter() - begin) * 1e3)
            await pilot.pause()
    return median(took)


def _memory(spool: Path, lines: int) -> BenchRow:
    ours, theirs = (_grown(kind, spool) for kind in ("ours", "log"))
    floor = spool.stat().st_size / 2**20 + lines * 8 / 2**20
    name = f"memory for {lines:,} lines, searched through"
    return BenchRow(name, ours, "Textual's Log", theirs, "MiB", f"≤ {floor:.0f} MiB", ours <= floor)


def _grown(kind: str, spool: Path) -> float:
    """MiB by which a process of its own grew at its highest."""
    argv = [sys.executable, "-m", "tests.benchmarks.log_view", kind, str(spool)]
    return float(subprocess.run(argv, capture_output=True, check=True, text=True).stdout)


def _peak() -> float:
    """MiB that this process took at its highest."""
    status = Path("/proc/self/status")
    if status.exists():  # what the other way says includes the program that started this one
        return int(status.read_text().split("VmHWM:")[1].split()[0]) / 2**10
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20


def _grow(kind: str, spool: Path) -> float:
    if kind == "ours":
        before = _peak()
        reader = SpoolReader(spool)
        reader.refresh()
        SpoolSearch(reader, LogQuery("WARN")).run()
        reader.lines(reader.count // 2, reader.count // 2 + 1000)
        return _peak() - before
    return asyncio.run(_grow_textuals_log(spool))


async def _grow_textuals_log(spool: Path) -> float:
    from textual.app import App, ComposeResult
    from textual.widgets import Log

    class LogOnly(App[None]):
        def compose(self) -> ComposeResult:
            yield Log()

    app = LogOnly()
    async with app.run_test(size=_SIZE) as pilot:
        before = _peak()
        with spool.open(encoding="utf-8") as lines:
            app.query_one(Log).write_lines([line.rstrip("\n")[26:] for line in lines])
        await pilot.pause()
        return _peak() - before


if __name__ == "__main__":
    os.write(1, f"{_grow(sys.argv[1], Path(sys.argv[2])):.1f}\n".encode())
