"""What a container prints: any line can be made from its number, so a tail of a long log costs little."""

from __future__ import annotations

import math
import random
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache

from mimiry_tui.simulator import workload
from mimiry_tui.simulator.gpu_readout import table
from mimiry_tui.simulator.pace import LAST_WORDS
from mimiry_tui.simulator.records import Session
from mimiry_tui.simulator.stages import Stage
from mimiry_tui.simulator.workload import Training

LogLine = tuple[datetime, str]
_BAR = 20
_STEPS_A_SECOND = 10 / workload.LINE_SECONDS


@dataclass(frozen=True)
class _Script:
    """How many lines there will ever be, how far apart, and the text of each.

    `last_words` come all at once at the moment `said_at`, after everything else.
    """

    begins: datetime
    total: int
    every: timedelta
    text: Callable[[int], str]
    last_words: tuple[str, ...] = ()
    said_at: datetime | None = None

    def printed(self, now: datetime) -> int:
        """How many lines are there by `now`."""
        if now < self.begins:
            return 0
        if self.said_at is not None and now >= self.said_at:
            return self.total + len(self.last_words)
        return min(self.total, int((now - self.begins) / self.every) + 1)

    def line(self, index: int) -> LogLine:
        """One line and when it was printed."""
        if index >= self.total and self.said_at is not None:
            return self.said_at, self.last_words[index - self.total]
        return self.begins + index * self.every, self.text(index)


def tail(session: Session, now: datetime, count: int, speed: float = 1.0) -> list[LogLine]:
    """The last `count` lines printed by `now`, oldest first; the same for the same session and time."""
    printed = length(session, now, speed)
    return between(session, max(0, printed - count), printed, speed)


def between(session: Session, first: int, end: int, speed: float = 1.0) -> list[LogLine]:
    """The lines of those numbers, `end` not included; they must have been printed."""
    if session.started_at is None or first >= end:
        return []
    script = _script(session, session.started_at, speed)
    return [script.line(index) for index in range(first, end)]


def length(session: Session, now: datetime, speed: float = 1.0) -> int:
    """How many lines were printed by `now`."""
    return 0 if session.started_at is None else _script(session, session.started_at, speed).printed(now)


def _script(session: Session, begins: datetime, speed: float) -> _Script:
    usual = timedelta(seconds=workload.LINE_SECONDS / speed)
    command = session.launch.command
    training = workload.training_of(command)
    end, code = _exit(session)
    crash = workload.traceback_of(command, code)
    said_at = max(begins, end - timedelta(seconds=LAST_WORDS / speed)) if crash and end else None
    if training is None:
        lines = _interactive(session) if command is None else _plain(session, command)
        return _Script(begins, len(lines), usual / 10, lambda i: lines[i], crash, said_at)

    def text(index: int) -> str:
        return _training_line(session.id, training, index)

    total = training.epochs * training.lines_per_epoch
    if said_at is not None:
        before = max(1, min(total, int((said_at - begins) / usual)))
        return _Script(begins, before, usual, text, crash, said_at)
    return _Script(begins, total, (end - begins) / total if end is not None else usual, text)


def _exit(session: Session) -> tuple[datetime | None, int]:
    """When the command ends, if it is left alone, and how: its lines are spread up to that moment."""
    for step in session.pending:
        if step.exit_code is not None:
            return step.at, step.exit_code
    ends = (e.timestamp for e in session.events if e.stage in (Stage.COMPLETING, Stage.FAILING))
    return next(ends, None), session.exit_code or 0


def _interactive(session: Session) -> list[str]:
    """An idle box shows little more than the proxy's banner."""
    return [
        "mimiry ssh-proxy ready",
        f"session {session.launch.name} ({session.id})",
        "Server listening on 0.0.0.0 port 22.",
        "[I ServerApp] Jupyter Server is running at http://127.0.0.1:8888/",
    ]


def _plain(session: Session, command: str) -> list[str]:
    shown = table(session, session.started_at or session.created_at).splitlines()
    body = shown if "nvidia-smi" in command else ["working", "done"]
    return [f"+ {command}", *body]


@lru_cache(20_000)
def _training_line(session_id: str, training: Training, index: int) -> str:
    epoch, line = divmod(index, training.lines_per_epoch)
    rng = random.Random(f"{session_id}/{index}")
    if line == 0:
        return f"epoch {epoch + 1}/{training.epochs} started · lr {3e-4 * 0.8**epoch:.2e}"
    done = line / (training.lines_per_epoch - 1)
    loss = _loss(epoch + done, rng)
    if line == training.lines_per_epoch - 1:
        return (
            f"epoch {epoch + 1}/{training.epochs} done · train_loss {loss:.4f} · val_loss {loss * 1.04:.4f}"
        )
    step = line * 10
    if line % 50 == 0:
        file = f"/data/ckpt/epoch{epoch + 1}-step{step}.pt"
        return f"checkpoint saved to {file} · 13.5 GB in {rng.uniform(7, 9):.1f} s"
    if line % 23 == 7:
        return f"\x1b[33mWARN\x1b[0m gradient norm {rng.uniform(2, 9):.2f} clipped to 1.00 at step {step}"
    if line % 5 == 0:
        return _progress_bar(epoch, step, training, rng)
    gradient, rate = rng.uniform(0.4, 1.6), 412 + rng.uniform(-18, 18)
    return f"step {step}/{training.steps_per_epoch} loss {loss:.4f} grad_norm {gradient:.3f} {rate:.0f} tok/s"


def _loss(progress: float, rng: random.Random) -> float:
    return 1.15 + 2.6 * math.exp(-0.55 * progress) + rng.uniform(-0.03, 0.03)


def _progress_bar(epoch: int, step: int, training: Training, rng: random.Random) -> str:
    share = step / training.steps_per_epoch
    full = int(share * _BAR)
    bar = "█" * full + " " * (_BAR - full)
    spent, left = int(step / _STEPS_A_SECOND), int((training.steps_per_epoch - step) / _STEPS_A_SECOND)
    return (
        f"Epoch {epoch + 1}: {share:4.0%}|{bar}| {step}/{training.steps_per_epoch} "
        f"[{spent // 60:02d}:{spent % 60:02d}<{left // 60:02d}:{left % 60:02d}, "
        f"{_STEPS_A_SECOND + rng.uniform(-0.1, 0.1):.2f}it/s]"
    )
