"""What a wait for SSH says: the steps behind and ahead, how long it may take, what it costs."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from enum import Enum

from textual.content import Content
from textual.geometry import Size

from mimiry_tui.clock import Clock
from mimiry_tui.domain.boots import Boots
from mimiry_tui.domain.sessions import Session, SshEndpoint
from mimiry_tui.domain.spending import cost_so_far
from mimiry_tui.domain.timeline import Timeline
from mimiry_tui.domain.words import phase_words
from mimiry_tui.ssh.endpoint import UnsafeEndpointError, checked
from mimiry_tui.ui.boot_words import boot_words
from mimiry_tui.ui.safe import safe
from mimiry_tui.ui.ticker import Ticker
from mimiry_tui.ui.toned import spaced, toned
from mimiry_tui.ui.widgets.cells import Tone
from mimiry_tui.ui.widgets.painted import Painted
from mimiry_tui.ui.widgets.timeline_bar import SeenAt


class Stage(Enum):
    """How far a session is on the way to its shell."""

    BOOTING = "booting"
    STARTED = "started"
    """It says it is up, and has published no address yet."""
    PUBLISHED = "published"
    REFUSED = "refused"
    """What it published is no address."""
    SWITCHED_OFF = "switched off"
    ENDED = "ended"
    GONE = "gone"

    @property
    def is_final(self) -> bool:
        """There is nothing to wait for; what was refused may yet be published anew."""
        return self in {Stage.SWITCHED_OFF, Stage.ENDED, Stage.GONE}


class WaitingLines(Painted):
    """The lines under the timeline; drawn anew every second while something grows."""

    DEFAULT_CSS = """
    WaitingLines { height: auto; width: 1fr; }
    """

    def __init__(self, clock: Clock, boots: Callable[[Session], Boots | None], seen_at: SeenAt) -> None:
        super().__init__(id="waiting-lines")
        self._clock = clock
        self._seen_at = seen_at
        self._boots = boots
        self._shown: tuple[Session | None, Stage, Timeline] = (None, Stage.GONE, Timeline(()))
        self._asked = 0

    def show(self, session: Session | None, stage: Stage, timeline: Timeline) -> None:
        """Tell about this from now on."""
        before = self._height()
        self._shown = (session, stage, timeline)
        self.repaint()
        if self._height() != before:
            self.refresh(layout=True)

    def asked_in_vain(self) -> None:
        """Count an attempt at the address that nobody answered."""
        self._asked += 1
        self.repaint()

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        return len(self._lines(width))

    def lines(self, width: int) -> list[Content]:
        if not self._shown[1].is_final:
            clock = self._clock
            Ticker.of(self.app, clock).wake(self, clock.monotonic() + 1, self.repaint)
        return self._lines(width)

    def _height(self) -> int:
        return len(self._lines(self.size.width)) if self.size else 0

    def _lines(self, width: int) -> list[Content]:
        """What is to be said, none of it cut: an error is worth two lines."""
        return [part for line in self._said(width) for part in (line.wrap(width) if line else [line])]

    def _said(self, width: int) -> list[Content]:
        session, stage, timeline = self._shown
        now = self._clock.now()
        if session is None or stage is Stage.GONE:
            return [toned("The service does not know this session any more.", "warn")]
        if stage.is_final:
            return _final(session, stage, now)
        if stage is Stage.REFUSED:
            return [*_refusal(session), Content(""), _cost(session, now)]
        return [
            *_steps(session, stage, self._asked),
            Content(""),
            *self._usual(session, timeline, now, width),
            _cost(session, now),
        ]

    def _usual(self, session: Session, timeline: Timeline, now: datetime, width: int) -> list[Content]:
        """What past boots say, in so many words as fit on one line."""
        boots, seen_at = self._boots(session), self._seen_at(session, now)
        told = boot_words(session, timeline, boots, now, seen_at=seen_at)
        if told.cell_length > width:
            told = boot_words(session, timeline, boots, now, seen_at=seen_at, brief=True)
        return [told] if told else []


def _steps(session: Session, stage: Stage, asked: int) -> list[Content]:
    """The three steps to a shell, each done, under way or ahead."""
    at = {Stage.BOOTING: 0, Stage.STARTED: 1, Stage.PUBLISHED: 2}[stage]
    booting = "the machine is up" if at else f"the machine boots: {phase_words(session)}"
    published = (
        f"its SSH address is published: {_place(session.ssh)}"
        if session.ssh
        else "its SSH address is published"
    )
    asking = f"SSH answers there{f' · asked {_times(asked)}' if asked else ''}"
    return [_step(words, place - at) for place, words in enumerate((booting, published, asking))]


def _step(words: str, ahead: int) -> Content:
    sign, tone, text_tone = _SIGNS[max(-1, min(1, ahead))]
    return toned(f"{sign} ", tone) + toned(words, text_tone)


_SIGNS: dict[int, tuple[str, Tone, Tone]] = {
    -1: ("✓", "good", "text"),
    0: ("◐", "warn", "bright"),
    1: ("○", "dim", "dim"),
}


def _final(session: Session, stage: Stage, now: datetime) -> list[Content]:
    if stage is Stage.SWITCHED_OFF:
        said = "SSH was switched off when this session was launched: there is no shell to connect to."
        return [toned(said, "warn"), Content(""), _cost(session, now)]
    lines = [toned("This session has ended: ", "text") + toned(phase_words(session), "bright", bold=True)]
    if session.error:
        lines.append(safe(session.error, "$tone-bad"))
    return [*lines, Content(""), toned("The log that was kept can still be read.", "dim")]


def _refusal(session: Session) -> list[Content]:
    try:
        checked(session.ssh or SshEndpoint(""))
    except UnsafeEndpointError as error:
        why = str(error)
        return [toned("Not connecting: ", "bad", bold=True), toned(why, "text")]
    return []


def _place(endpoint: SshEndpoint) -> str:
    host = f"[{endpoint.host}]" if ":" in endpoint.host else endpoint.host
    return f"{host}:{endpoint.port}"


def _times(count: int) -> str:
    return "once" if count == 1 else f"{count} times"


def _cost(session: Session, now: datetime) -> Content:
    """What it has cost until now, and costs by the hour."""
    cost = cost_so_far(session, now)
    spent = toned("cost so far ", "dim") + toned(str(cost), "text") if cost else Content("")
    rate = toned(f"{session.got.rate}/h", "dim") if session.got.rate else Content("")
    return spaced((spent, rate), " · ")
