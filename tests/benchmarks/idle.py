"""Processor time and memory of programs that nobody touches, side by side over the same minutes.

Of the dashboard alone: the demo's cloud is a process of its own, and a real one is elsewhere.
Needs Linux's /proc.
"""

from __future__ import annotations

import os
import time
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from statistics import fmean

from tests.benchmarks import programs
from tests.benchmarks.model import BenchRow
from tests.benchmarks.table_app import NAMES
from tests.support.pty_app import PtyProgram

_TICKS = os.sysconf("SC_CLK_TCK")
_PAGE = os.sysconf("SC_PAGESIZE")
_MIB = 1024 * 1024
_SAMPLE_SECONDS = 1.0
_FOCUS_LOST = "\x1b[O"
TICKING_TARGET, STILL_TARGET, MEMORY_TARGET, GROWTH_TARGET = 1.0, 0.2, 60.0, 1.02


@dataclass
class Subject:
    """A program under observation."""

    program: PtyProgram
    cpu_before: float = 0.0
    memory: list[float] = field(default_factory=list)
    """Resident MiB, sample by sample."""

    def processor_percent(self, seconds: float) -> float:
        """Its share of one processor since `cpu_before`."""
        return (cpu_seconds(self.program.pid) - self.cpu_before) / seconds * 100

    @property
    def growth(self) -> float:
        """Mean memory of the last quarter of the time over that of the first."""
        quarter = max(1, len(self.memory) // 4)
        return fmean(self.memory[-quarter:]) / fmean(self.memory[:quarter])


def rows(quick: bool) -> list[BenchRow]:
    """Two minutes of the demo with everything ready, beside its comparisons; 20 s where `quick`."""
    seconds = 20.0 if quick else 120.0
    with ExitStack() as stack:

        def start(argv: tuple[str, ...], *shown: str) -> Subject:
            program = stack.enter_context(programs.running(argv))
            program.wait_for(*shown, seconds=60)
            return Subject(program)

        ticking = start(programs.DEMO, "3 up", "cheapest")
        still = start(programs.DEMO, "3 up", "cheapest")
        still.program.send(_FOCUS_LOST)
        label = start(programs.LABEL, "Hello")
        tables = start(programs.TICKING_TABLES, NAMES[0])
        subjects = (ticking, still, label, tables)
        _watch(subjects, 5.0)
        for subject in subjects:
            subject.cpu_before = cpu_seconds(subject.program.pid)
            subject.memory.clear()
        passed = _watch(subjects, seconds)
        share = [subject.processor_percent(passed) for subject in subjects]
    memory, floor = max(ticking.memory), max(label.memory)
    most = "memory resident at most"
    return [
        _row("processor, living demo", share[0], "five DataTables at 1 Hz", share[3], "%", TICKING_TARGET),
        _row(
            "processor, nothing changing on screen",
            share[1],
            "Textual app with one label",
            share[2],
            "%",
            STILL_TARGET,
        ),
        _row(most, memory, "Textual app with one label", floor, "MiB", MEMORY_TARGET),
        _row(
            "memory, last quarter over first",
            ticking.growth,
            "five DataTables at 1 Hz",
            tables.growth,
            "×",
            GROWTH_TARGET,
        ),
    ]


def _row(name: str, ours: float, comparison_name: str, comparison: float, unit: str, most: float) -> BenchRow:
    target = f"≤ {most:g} {unit}"
    return BenchRow(name, ours, comparison_name, comparison, unit, target, ours <= most)


def _watch(subjects: tuple[Subject, ...], seconds: float) -> float:
    """Read what they write and note their memory for so long; returns how long it was."""
    started = time.monotonic()
    while (passed := time.monotonic() - started) < seconds:
        until = time.monotonic() + min(_SAMPLE_SECONDS, seconds - passed)
        while (left := until - time.monotonic()) > 0:
            _read_any(subjects, left)
        for subject in subjects:
            subject.memory.append(_resident_mib(subject.program.pid))
    return passed


def _read_any(subjects: tuple[Subject, ...], seconds: float) -> None:
    """A terminal that is not read would stop its program."""
    for subject in subjects:
        assert subject.program.read(seconds / len(subjects)), "a program ended"


def cpu_seconds(pid: int) -> float:
    """User and system time of a process, without its children."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / _TICKS


def _resident_mib(pid: int) -> float:
    return int(Path(f"/proc/{pid}/statm").read_text().split()[1]) * _PAGE / _MIB
