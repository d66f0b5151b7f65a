"""What a script prints in a simulated machine, and when: its lines read as words, none of them ever run."""

from __future__ import annotations

import random
import re
import shlex
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal

from mimiry_tui.simulator import gpu_readout, training_log, workload
from mimiry_tui.simulator.records import GpuRequest, Launch, Placement, Session
from mimiry_tui.simulator.stages import Stage

Line = tuple[datetime, str]
_QUIET = re.compile(r"(set|export|cd|mkdir|source|trap|wait|true|rm|mv|cp|chmod|touch|#.*|:)\b|#")
_SERVES = re.compile(
    r"http\.server|npm (run )?(start|dev)|node \S*server|uvicorn|gunicorn|flask run|streamlit|serve\b"
)
_FOREVER = re.compile(r"\bsleep infinity\b|\btail -f\b")
_PATHS = ("/", "/", "/health", "/health", "/api/items", "/api/items/17", "/static/app.css", "/favicon.ico")
_HIT_SECONDS = 9.0
_PART_SECONDS = 1.5
_ERRORS = (
    (214, "connection.execute(statement)", "psycopg.OperationalError: connection to 10.0.3.7:5432 timed out"),
    (
        88,
        "answer.raise_for_status()",
        "requests.HTTPError: 503 Server Error for url: https://api.example/v2/items",
    ),
    (131, "from app.settings import SECRET_KEY", "ModuleNotFoundError: No module named 'app.settings'"),
    (57, "assert answer.json()['status'] == 'ok'", "AssertionError: got 'degraded'"),
)
_PARTS = {"shards": "shard", "batches": "batch", "files": "file", "frames": "frame"}


@dataclass(frozen=True)
class Machine:
    """The one a script runs in: what `nvidia-smi` and a training would show there."""

    id: str
    name: str
    gpu: str = ""
    """A model of the catalogue; empty without one."""
    gpus: int = 0
    visited: bool = False
    """Strangers come by: a server there writes a line for each."""


@dataclass(frozen=True)
class _Piece:
    """Some lines one after the other: `count` of them (None: without end), `every` seconds apart."""

    begins: float
    count: int | None
    every: float
    text: Callable[[int], str]

    def printed(self, seconds: float) -> int:
        if seconds < self.begins:
            return 0
        sofar = int((seconds - self.begins) / self.every) + 1
        return sofar if self.count is None else min(self.count, sofar)


class ScriptRun:
    """One script from `begins` on; the same for the same script and machine."""

    def __init__(self, machine: Machine, script: str, begins: datetime, speed: float = 1.0) -> None:
        self.begins = begins
        self._speed = speed
        self._pieces: list[_Piece] = []
        self._at = 0.0
        self.exit_code = 0
        self.endless = False
        """It goes on until somebody ends it: a server, a `sleep infinity`."""
        for command in _commands(script):
            self._take(machine, command)
            if self.endless or self.exit_code:
                break

    @property
    def lasts(self) -> timedelta:
        """From begin to end; of no meaning for what is endless."""
        return timedelta(seconds=max(self._at, 0.2) / self._speed)

    def lines(self, now: datetime, most: int = 5000) -> list[Line]:
        """What was printed by `now`, the newest lines of it, oldest first."""
        seconds = (now - self.begins).total_seconds() * self._speed
        found: list[Line] = []
        for piece in reversed(self._pieces):
            count = piece.printed(seconds)
            first = max(0, count - (most - len(found)))
            found[:0] = [(self._moment(piece, index), piece.text(index)) for index in range(first, count)]
            if len(found) >= most:
                break
        return found

    def _moment(self, piece: _Piece, index: int) -> datetime:
        return self.begins + timedelta(seconds=(piece.begins + index * piece.every) / self._speed)

    def _take(self, machine: Machine, command: str) -> None:
        if _FOREVER.search(command):
            self.endless = True
        elif _SERVES.search(command):
            self._serve(machine, command)
        elif workload.training_of(command) is not None and not command.startswith("echo"):
            self._train(machine, command)
        else:
            self._brief(machine, command)

    def _brief(self, machine: Machine, command: str) -> None:
        texts, seconds = _answer(machine, command, self.begins)
        if texts:
            every = seconds / len(texts)
            self._pieces.append(_Piece(self._at, len(texts), max(every, 0.001), lambda index: texts[index]))
        self._at += seconds
        self._end_by(machine, command)

    def _end_by(self, machine: Machine, command: str) -> None:
        self.exit_code = workload.exit_code_of(command)
        last = _last_words(machine, command, self.exit_code)
        if last:
            self._pieces.append(_Piece(self._at, len(last), 0.001, lambda index: last[index]))

    def _serve(self, machine: Machine, command: str) -> None:
        port = (re.search(r"(?:--port|-p|PORT=|http\.server)[ =]?(\d{2,5})", command) or [None, "8080"])[1]
        head = _serving_words(command, str(port))
        self._pieces.append(_Piece(self._at, len(head), 0.4, lambda index: head[index]))
        self.endless = True
        if not machine.visited:
            return

        def hit(index: int) -> str:
            rng = random.Random(f"{machine.id}/hit/{index}")
            path = rng.choice(_PATHS)
            code = 404 if path.endswith(".ico") else 200
            visitor, took = f"10.0.{rng.randrange(4)}.{rng.randrange(2, 250)}", rng.randrange(2, 48)
            return f'{visitor} "GET {path} HTTP/1.1" {code} {took} ms'

        self._pieces.append(_Piece(self._at + 2.0, None, _HIT_SECONDS, hit))

    def _train(self, machine: Machine, command: str) -> None:
        training = workload.training_of(command)
        assert training is not None
        session = session_of(machine, command, self.begins)
        count = training.epochs * training.lines_per_epoch

        def line(index: int) -> str:
            return training_log.between(session, index, index + 1)[0][1]

        self._pieces.append(_Piece(self._at, count, workload.LINE_SECONDS, line))
        self._at += count * workload.LINE_SECONDS
        self._end_by(machine, command)


def _commands(script: str) -> Iterator[str]:
    """The commands of a script in order, without its comments; backslashes join lines."""
    for line in script.replace("\\\n", " ").splitlines():
        if line.strip() and not line.lstrip().startswith("#"):
            yield from (part.strip() for part in re.split(r"&&|;", line) if part.strip())


def _answer(machine: Machine, command: str, now: datetime) -> tuple[list[str], float]:
    """What a brief command prints, and how many seconds it takes."""
    words = _words(command)
    program = words[0] if words else ""
    if program in ("echo", "printf"):
        return [" ".join(words[1:]).replace("$(hostname)", machine.name)], 0.05
    if program == "nvidia-smi":
        if not machine.gpu:
            return ["sh: nvidia-smi: not found"], 0.1
        return gpu_readout.table(session_of(machine, None, now), now).splitlines(), 0.6
    if "install" in words and any(each.startswith("pip") or each == "uv" for each in words):
        packages = [word for word in words if word not in ("pip", "pip3", "uv", "install", "-q", "-U", "-m")]
        named = [word for word in packages if not word.startswith("-") and word != "python3"]
        return [*(f"Collecting {name}" for name in named), f"Successfully installed {' '.join(named)}"], 4.0
    if program == "apk":
        added = [word for word in words[2:] if not word.startswith("-")]
        steps = [f"({n}/{len(added)}) Installing {name}" for n, name in enumerate(added, 1)]
        return [*steps, f"OK: {180 + 23 * len(added)} MiB in {54 + 7 * len(added)} packages"], 2.0
    if program == "git":
        target = words[-1].rstrip("/").rpartition("/")[2].removesuffix(".git")
        return [f"Cloning into '{target}'..."], 1.5
    if program == "sleep" or _QUIET.match(command) or program in ("exit", "false"):
        slept = workload.duration_of(command) if program == "sleep" else 0.05
        return [], slept
    if program == "hostname":
        return [machine.name], 0.05
    if re.match(r"(python\S*|torchrun|\./\S+|bash|make|node|npm|accelerate)$", program):
        rows = _work(machine, command)
        return rows, len(rows) * _PART_SECONDS
    return [f"+ {command}"], 0.5


def _work(machine: Machine, command: str) -> list[str]:
    """Some program at work on the parts of something: `--shards N`, or twelve."""
    script = re.search(r"[\w-]+\.(?:py|sh|js)", command)
    name = script[0].rpartition(".")[0] if script else command.split()[0]
    asked = re.search(rf"--({'|'.join(_PARTS)})[ =](\d{{1,5}})\b", command)
    what = _PARTS[asked[1]] if asked else "part"
    parts = max(1, int(asked[2])) if asked else 12
    rng = random.Random(f"{machine.id}/{command}")
    pace = rng.uniform(180, 900)
    rows = [
        f"{name}: {what} {part:>{len(str(parts))}}/{parts} · {pace * rng.uniform(0.93, 1.06):.0f} items/s"
        for part in range(1, parts + 1)
    ]
    return [f"{name}: reading inputs", *rows, f"{name}: finished {parts}"]


def _last_words(machine: Machine, command: str, code: int) -> tuple[str, ...]:
    """What a program says when it dies of an error."""
    usual = workload.traceback_of(command, code)
    if len(usual) < 2 or workload.training_of(command) is not None:
        return usual
    script = re.search(r"[\w./-]+\.py", command)
    error = random.Random(f"{machine.id}/dies").choice(_ERRORS)
    return (
        "Traceback (most recent call last):",
        f'  File "/root/{script[0] if script else "main.py"}", line {error[0]}, in <module>',
        f"    {error[1]}",
        error[2],
    )


def _serving_words(command: str, port: str) -> list[str]:
    if "npm" in command or "node" in command:
        return ["> start", "> node server.js", f"listening on http://0.0.0.0:{port}"]
    if "uvicorn" in command:
        return [
            "INFO:     Application startup complete.",
            f"INFO:     Uvicorn running on http://0.0.0.0:{port}",
        ]
    return [f"Serving HTTP on 0.0.0.0 port {port} (http://0.0.0.0:{port}/) ..."]


def _words(command: str) -> list[str]:
    try:
        return shlex.split(command)
    except ValueError:
        return command.split()


def session_of(machine: Machine, command: str | None, at: datetime) -> Session:
    """The machine as a session of the other service, whose readouts are shown here."""
    launch = Launch(machine.name, "", GpuRequest(count=max(1, machine.gpus)), command)
    session = Session(machine.id, launch, at, at, at, Stage.RUNNING, started_at=at)
    session.placement = Placement(machine.gpu, "", "", Decimal(0))
    return session
