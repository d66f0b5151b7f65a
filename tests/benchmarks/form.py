"""From a key press in the launch form to its letter on the screen, beside Textual's own Input.

The form stands over a large account (see `form_app`), and the field typed into is the name: it changes
the request, the checks and the suggestion with every letter.
"""

from __future__ import annotations

import itertools
import random
import string
import time
from statistics import median, quantiles

from tests.benchmarks import programs
from tests.benchmarks.form_app import OFFERS, READY, SESSIONS, VOLUMES
from tests.benchmarks.idle import cpu_seconds
from tests.benchmarks.model import BenchRow
from tests.support.pty_app import PtyProgram

_LETTERS = 20
"""Typed one after the other, then deleted again: the name stays in view, and within 64 characters."""
_REST = (0.05, 0.15)
"""Seconds between key presses, by chance, so that they meet frames at every moment."""
_PATIENCE = 5.0
RATIO_TARGET, LOOP_TARGET = 1.5, 16.0


def rows(quick: bool) -> list[BenchRow]:
    """Latency, and processor time of the whole reaction, over two rounds of each program taking turns."""
    presses = 40 if quick else 160
    ours: list[float] = []
    theirs: list[float] = []
    spent: list[float] = []
    floor: list[float] = []
    for turn in range(2):
        for argv, times, busy in (
            (programs.FORM, ours, spent),
            (programs.INPUT, theirs, floor),
        ):
            found, share = _typed(argv, presses, turn)
            times += found
            busy.append(share)
    what = f"key to letter in the form, {OFFERS:,} offers, {VOLUMES} volumes, {SESSIONS:,} sessions"
    return [
        _row(f"{what}, median", median(ours), median(theirs)),
        _row(f"{what}, p95", quantiles(ours, n=20)[-1], quantiles(theirs, n=20)[-1]),
        BenchRow(
            "processor time of a key in the form, everything redrawn",
            median(spent),
            "Textual's Input alone",
            median(floor),
            "ms",
            f"≤ {LOOP_TARGET:g} ms",
            median(spent) <= LOOP_TARGET,
        ),
    ]


def _row(what: str, ours: float, theirs: float) -> BenchRow:
    met = ours <= RATIO_TARGET * theirs
    return BenchRow(what, ours, "Textual's Input alone", theirs, "ms", f"≤ {RATIO_TARGET}×", met)


def _typed(argv: tuple[str, ...], presses: int, seed: int) -> tuple[list[float], float]:
    """Milliseconds of each press, and milliseconds of processor time per press."""
    with programs.running(argv) as program:
        program.wait_for(READY, seconds=60)
        _rest(program, 1.0)
        chance = random.Random(seed)
        _press(program, "\x1b[F", READY)
        times = []
        before = cpu_seconds(program.pid)
        name = READY
        for letter in itertools.islice(itertools.cycle(_round()), presses):
            _rest(program, chance.uniform(*_REST))
            name = name + letter if letter else name[:-1]
            times.append(_press(program, letter or "\x7f", name))
        _rest(program, _REST[1])
        return times, (cpu_seconds(program.pid) - before) * 1e3 / presses


def _round() -> list[str]:
    """Letters to type, and "" for each that is to be deleted again."""
    return [*string.ascii_lowercase[:_LETTERS], *[""] * _LETTERS]


def _press(program: PtyProgram, key: str, shown: str) -> float:
    """Milliseconds until the field was sent with this text."""
    already = len(program.raw)
    started = time.perf_counter()
    program.send(key)
    while shown.encode() not in program.raw[already:]:
        left = started + _PATIENCE - time.perf_counter()
        assert left > 0, f"no {shown!r}; the screen shows\n{program.text}"
        assert program.read(left), "the program ended"
    return (time.perf_counter() - started) * 1e3


def _rest(program: PtyProgram, seconds: float) -> None:
    """Read what comes, without pressing anything."""
    deadline = time.perf_counter() + seconds
    while (left := deadline - time.perf_counter()) > 0:
        assert program.read(left), "the program ended"
