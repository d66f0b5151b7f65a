"""From the start of the process to the first full frame, and to the answer of `--version` and `--help`."""

from __future__ import annotations

import re
import subprocess
import sys
import time
from statistics import median

from tests.benchmarks import programs
from tests.benchmarks.model import BenchRow
from tests.support.home import Home

_CODES = re.compile(rb"\x1b(?:\[[<>=?]?[\d;:]*[$ ]?[a-zA-Z]|\][^\x07]*\x07)")
FRAME = ("1 Sessions", "2 GPUs", "3 Volumes", "4 Detail", "q quit")
_PATIENCE = 30.0
FRAME_TARGET, ANSWER_TARGET = 1.3, 4.0


def rows(quick: bool) -> list[BenchRow]:
    """Medians of runs that take turns."""
    return [_first_frame(5 if quick else 15), *_answers(7 if quick else 25)]


def _first_frame(runs: int) -> BenchRow:
    ours, label = [], []
    for run in range(runs + 1):
        mine = until_shown(programs.OFFLINE, FRAME)
        theirs = until_shown(programs.LABEL, ("Hello",))
        if run:  # the first run of each warms the file cache and writes bytecode
            ours.append(mine)
            label.append(theirs)
    frame, floor = median(ours), median(label)
    return BenchRow(
        "start to first full frame",
        frame,
        "Textual app with one label",
        floor,
        "ms",
        f"≤ {FRAME_TARGET}×",
        frame <= FRAME_TARGET * floor,
    )


def until_shown(argv: tuple[str, ...], texts: tuple[str, ...], own: Home | None = None) -> float:
    """Milliseconds from the start until the terminal has been sent all of these."""
    wanted = [text.encode() for text in texts]
    with programs.running(argv, own) as program:
        deadline = program.started_at + _PATIENCE
        while True:
            assert program.read(deadline - time.perf_counter()), f"{argv[0]} ended: {bytes(program.raw)!r}"
            read_at = time.perf_counter()
            shown = _CODES.sub(b"", bytes(program.raw))
            if all(text in shown for text in wanted):
                return (read_at - program.started_at) * 1e3
            assert read_at < deadline, f"{argv[0]} showed no full frame in {_PATIENCE} s"


def _answers(runs: int) -> list[BenchRow]:
    commands = {
        "pass": (sys.executable, "-c", "pass"),
        "--version": (*programs.MIMIRY, "--version"),
        "--help": (*programs.MIMIRY, "--help"),
    }
    times: dict[str, list[float]] = {name: [] for name in commands}
    with programs.home() as own:
        for run in range(runs + 1):
            for name, argv in commands.items():
                started = time.perf_counter()
                subprocess.run(argv, env=own.env, stdout=subprocess.DEVNULL, check=True)
                if run:
                    times[name].append((time.perf_counter() - started) * 1e3)
    floor = median(times["pass"])
    return [
        BenchRow(
            f"start of {name}",
            median(times[name]),
            "python -c pass",
            floor,
            "ms",
            f"≤ {ANSWER_TARGET:g}×",
            median(times[name]) <= ANSWER_TARGET * floor,
        )
        for name in ("--version", "--help")
    ]
