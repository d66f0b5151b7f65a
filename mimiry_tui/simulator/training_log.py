"""What a container prints: any line can be made from its number, so a tail of a long log costs little."""

from __future__ import annotations

import math
import random
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from mimiry_tui.simulator import workload
from mimiry_tui.simulator.gpu_readout import table
from mimiry_tui.simulator.records import Session
from mimiry_tui.simulator.stages import Stage
from mimiry_tui.simulator.workload import Training

LogLine = tuple[datetime, str]
_BAR = 20


@dataclass(frozen=True)
class _Script:
    """How many lines there will ever be, how far apart, and the text of each."""

    total: int
    every: timedelta
    text: Callable[[int], str]


def tail(session: Session, now: datetime, count: int, speed: float = 1.0) -> list[LogLine]:
    """The last `count` lines printed by `now`, oldest first; the same for the same session and time."""
    if session.started_at is None or count <= 0:
        return []
    script = _script(session, speed)
    printed = length(session, now, speed)
    first = max(0, printed - count)
    return [(session.started_at + i * script.every, script.text(i)) for i in range(first, printed)]


def length(session: Session, now: datetime, speed: float = 1.0) -> int:
    """How many lines were printed by `now`."""
    if session.started_at is None or now < session.started_at:
        return 0
    script = _script(session, speed)
    return min(script.total, int((now - session.started_at) / script.every) + 1)


def _script(session: Session, speed: float) -> _Script:
    usual = timedelta(seconds=workload.LINE_SECONDS / speed)
    command = session.launch.command
    training = workload.training_of(command)
    if training is not None and session.started_at is not None:
        total = training.epochs * training.lines_per_epoch
        end = _exit_at(session)
        every = (end - session.started_at) / total if end is not None else usual
        return _Script(total, every, lambda i: _training_line(session.id, training, i))
    lines = _interactive(session) if command is None else _plain(session, command)
    return _Script(len(lines), usual / 10, lambda i: lines[i])


def _exit_at(session: Session) -> datetime | None:
    """When the command ends, if it is left alone: its lines are spread up to that moment."""
    for step in session.pending:
        if step.exit_code is not None:
            return step.at
    ends = (e.timestamp for e in session.events if e.stage in (Stage.COMPLETING, Stage.FAILING))
    return next(ends, None)


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
    speed = 3.3 + rng.uniform(-0.1, 0.1)
    left = int((training.steps_per_epoch - step) / speed)
    return (
        f"Epoch {epoch + 1}: {share:4.0%}|{bar}| {step}/{training.steps_per_epoch} "
        f"[{int(step / speed) // 60:02d}:{int(step / speed) % 60:02d}"
        f"<{left // 60:02d}:{left % 60:02d}, {speed:.2f}it/s]"
    )
