"""What a script prints in a simulated machine, and when: its lines read as words, none of them ever run."""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache, partial

from mimiry_tui.simulator import training_log, workload
from mimiry_tui.simulator.script_words import Machine, answer_of, last_words, serving_words, session_of

Line = tuple[datetime, str]
_SERVES = re.compile(
    r"http\.server|npm (run )?(start|dev)|node \S*server|uvicorn|gunicorn|flask run|streamlit|serve\b"
)
_FOREVER = re.compile(r"\bsleep infinity\b|\btail -f\b|\bwhile (true|:)")
_PATHS = ("/", "/", "/health", "/health", "/api/items", "/api/items/17", "/static/app.css", "/favicon.ico")
_HIT_SECONDS = 9.0


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
        texts, seconds = answer_of(machine, command, self.begins)
        if texts:
            every = seconds / len(texts)
            self._pieces.append(_Piece(self._at, len(texts), max(every, 0.001), lambda index: texts[index]))
        self._at += seconds
        self._end_by(machine, command)

    def _end_by(self, machine: Machine, command: str) -> None:
        self.exit_code = workload.exit_code_of(command)
        last = last_words(machine, command, self.exit_code)
        if last:
            self._pieces.append(_Piece(self._at, len(last), 0.001, lambda index: last[index]))

    def _serve(self, machine: Machine, command: str) -> None:
        port = (re.search(r"(?:--port|-p|PORT=|http\.server)[ =]?(\d{2,5})", command) or [None, "8080"])[1]
        head = serving_words(command, str(port))
        self._pieces.append(_Piece(self._at, len(head), 0.4, lambda index: head[index]))
        self.endless = True
        if not machine.visited:
            return
        self._pieces.append(_Piece(self._at + 2.0, None, _HIT_SECONDS, partial(_hit, machine.id)))

    def _train(self, machine: Machine, command: str) -> None:
        training = workload.training_of(command)
        assert training is not None
        session = session_of(machine, command, self.begins)
        count = training.epochs * training.lines_per_epoch

        @lru_cache(2_000)
        def line(index: int) -> str:
            return training_log.between(session, index, index + 1)[0][1]

        self._pieces.append(_Piece(self._at, count, workload.LINE_SECONDS, line))
        self._at += count * workload.LINE_SECONDS
        self._end_by(machine, command)


@lru_cache(20_000)
def _hit(machine_id: str, index: int) -> str:
    """The line of one stranger's visit."""
    rng = random.Random(f"{machine_id}/hit/{index}")
    path = rng.choice(_PATHS)
    code = 404 if path.endswith(".ico") else 200
    visitor, took = f"10.0.{rng.randrange(4)}.{rng.randrange(2, 250)}", rng.randrange(2, 48)
    return f'{visitor} "GET {path} HTTP/1.1" {code} {took} ms'


def _commands(script: str) -> Iterator[str]:
    """The commands of a script in order, without its comments; backslashes join lines."""
    for line in script.replace("\\\n", " ").splitlines():
        if line.strip() and not line.lstrip().startswith("#"):
            yield from (part.strip() for part in re.split(r"&&|;", line) if part.strip())
