"""`GET …/logs`: which lines of a session's log are given, and in what state, as its scenarios want it."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from math import ceil

from mimiry_tui.simulator import pace as base
from mimiry_tui.simulator import training_log
from mimiry_tui.simulator.hostile_text import BAD_BYTES, dressed
from mimiry_tui.simulator.records import Refusal, Session
from mimiry_tui.simulator.scenarios import Scenario
from mimiry_tui.simulator.stages import Stage
from mimiry_tui.simulator.world import World

Written = str | tuple[datetime | None, str]
"""A line a test writes: stamped now, stamped so, or without a stamp."""
_Line = tuple[datetime | None, str]

_BOOTING_RETRY_SECONDS = 5
_ROTATED_EVERY = 40
_SHORT_WINDOW = 5
_STAMPED_ALIKE = 10
_BURST_OF, _BURST_EACH = 10, 40
_HALF = re.compile("[\ud800-\udfff]")
_STATUS_WORDS = {409: "invalid_state", 503: "vm_setup_in_progress"}


@dataclass
class _Override:
    """What a test has ordered for one log: lines of its own, lines gone, or no answer at all."""

    lines: list[_Line] | None = None
    gone: int = 0
    refusal: tuple[int, int | None] | None = None


@dataclass
class LogDesk:
    """Answers for every log of one world."""

    world: World
    _overrides: dict[str, _Override] = field(default_factory=dict)

    def answer(self, session: Session, count: int, stamped: bool) -> bytes:
        """The JSON body with the newest `count` lines; raises `Refusal` 503 or 409 where there is none."""
        self._check(session)
        lines = self._lines(session, count)[-count:]
        if self.world.plays(session, Scenario.LOG_NO_STAMPS) is not None:
            stamped = False
        return _body("".join(_written(line, stamped) for line in lines))

    # what a test orders

    def write(self, session: Session, lines: Iterable[Written]) -> None:
        """The whole log is this from now on."""
        self._of(session).lines = [self._stamped(line) for line in lines]

    def append(self, session: Session, lines: Iterable[Written]) -> None:
        """More lines, after what is there by now; nothing else is printed any more."""
        override = self._of(session)
        if override.lines is None:
            override.lines = self._printed(session, self._length(session))
        override.lines += [self._stamped(line) for line in lines]

    def rotate(self, session: Session) -> None:
        """The log starts over: what is there by now is gone."""
        override = self._of(session)
        if override.lines is None:
            override.gone = self._length(session)
        else:
            override.lines = []

    def refuse(self, session: Session, status: int | None, retry_after_seconds: int | None = None) -> None:
        """Answer with that status from now on, or with the log again for None."""
        self._of(session).refusal = None if status is None else (status, retry_after_seconds)

    def _of(self, session: Session) -> _Override:
        return self._overrides.setdefault(session.id, _Override())

    def _stamped(self, line: Written) -> _Line:
        return (self.world.clock.now(), line) if isinstance(line, str) else line

    # what is answered

    def _check(self, session: Session) -> None:
        override = self._overrides.get(session.id)
        if override is not None and override.refusal is not None:
            raise _refusal(*override.refusal)
        if session.stage.booting:
            raise _refusal(503, _BOOTING_RETRY_SECONDS)
        if session.stage is not Stage.RUNNING:
            raise Refusal(409, "invalid_state", f"session is not running ({session.durable})")
        if self.world.plays(session, Scenario.LOG_409) is not None:
            raise _refusal(409, None)
        asked = self.world.plays(session, Scenario.LOG_LATE)
        if asked is None or session.started_at is None:
            return
        answers = max(asked, session.started_at) + self._takes(base.LOG_LATE)
        if answers > self.world.clock.now():
            raise _refusal(503, ceil((answers - self.world.clock.now()).total_seconds()))

    def _takes(self, seconds: float) -> timedelta:
        return timedelta(seconds=seconds / self.world.rules.speed)

    def _lines(self, session: Session, count: int) -> Sequence[_Line]:
        override = self._overrides.get(session.id)
        if override is not None and override.lines is not None:
            return override.lines
        return self._printed(session, count)

    def _length(self, session: Session) -> int:
        return training_log.length(session, self.world.clock.now(), self.world.rules.speed)

    def _printed(self, session: Session, count: int) -> list[_Line]:
        """At least the newest `count` lines so far, as the session's scenarios shape them."""
        plays = [scenario for scenario in Scenario if self.world.plays(session, scenario) is not None]
        printed = self._length(session)
        first = self._overrides[session.id].gone if session.id in self._overrides else 0
        if Scenario.LOG_ROTATES in plays:
            first = max(first, printed - printed % _ROTATED_EVERY)
        if Scenario.LOG_BURSTS in plays:
            printed -= printed % _BURST_OF
        first = max(first, printed - count)
        lines: list[_Line] = []
        told = training_log.between(session, first, printed, self.world.rules.speed)
        for index, (moment, text) in enumerate(told, first):
            if Scenario.LOG_SAME_STAMPS in plays:
                alike = index - index % _STAMPED_ALIKE
                moment = training_log.between(session, alike, alike + 1, self.world.rules.speed)[0][0]
            for scenario in plays:
                text = dressed(scenario, index, text)
            lines += [(moment, each) for each in _copies(plays, index, text)]
        return lines[-_SHORT_WINDOW:] if Scenario.LOG_SHORT_WINDOW in plays else lines


def _copies(plays: Sequence[Scenario], index: int, text: str) -> list[str]:
    if Scenario.LOG_BURSTS in plays:
        return [f"{text} · part {part + 1}" for part in range(_BURST_EACH)]
    return [text] * (3 if Scenario.LOG_REPEATS in plays and index % 3 == 2 else 1)


def _refusal(status: int, retry_after_seconds: int | None) -> Refusal:
    extra = {} if retry_after_seconds is None else {"retry_after_seconds": retry_after_seconds}
    message = "VM setup is still in progress" if status == 503 else "the log is not to be had"
    return Refusal(status, _STATUS_WORDS.get(status, "log_failed"), message, **extra)


def _written(line: _Line, stamped: bool) -> str:
    moment, text = line
    if not stamped or moment is None:
        return f"{text}\n"
    return f"{moment.replace(tzinfo=None).isoformat(timespec='milliseconds')}Z {text}\n"


def _body(text: str) -> bytes:
    """The JSON object, with halves of characters escaped and stand-ins turned into bytes that are none."""
    halves = _HALF.search(text) is not None
    body = json.dumps({"logs": text}, ensure_ascii=halves).encode()
    for stand_in, raw in BAD_BYTES.items():
        body = body.replace(stand_in.encode(), raw)
    return body
