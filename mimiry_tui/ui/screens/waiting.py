"""Waiting for a session's SSH: what has happened so far, and what is still to come.

Connects by itself the moment an SSH server answers at the published address. Says instead why there will
be none where the session has ended, was started without SSH, or published an address that is no address.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from enum import Enum
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content

from mimiry_tui.clock import Clock
from mimiry_tui.domain.boots import Boots
from mimiry_tui.domain.phases import Phase
from mimiry_tui.domain.sessions import Session, SshEndpoint
from mimiry_tui.domain.timeline import Timeline
from mimiry_tui.live.store import Change, Store
from mimiry_tui.ssh.banner import answers
from mimiry_tui.ssh.endpoint import UnsafeEndpointError, checked
from mimiry_tui.ui.key_of import key_of
from mimiry_tui.ui.safe import safe
from mimiry_tui.ui.screens.dialog import Dialog
from mimiry_tui.ui.timelines import Timelines
from mimiry_tui.ui.toned import key_hints, toned
from mimiry_tui.ui.waiting_lines import Stage, WaitingLines
from mimiry_tui.ui.widgets.timeline_bar import TimelineBar

ASK_EVERY = 2.0
"""Seconds between two attempts at the address."""

Answers = Callable[[SshEndpoint], Awaitable[bool]]


class Waited(Enum):
    """How the wait was over; None where it was given up."""

    CONNECT = "connect"
    LOG = "log"


def stage_of(session: Session | None) -> Stage:
    """How far a session is on the way to its shell."""
    if session is None:
        return Stage.GONE
    if session.phase.is_ended:
        return Stage.ENDED
    if session.ssh_enabled is False and session.ssh is None:
        return Stage.SWITCHED_OFF
    if session.ssh is None:
        return Stage.STARTED if session.phase is Phase.READY else Stage.BOOTING
    try:
        checked(session.ssh)
    except UnsafeEndpointError:
        return Stage.REFUSED
    return Stage.PUBLISHED


class WaitingScreen(Dialog[Waited | None]):
    """Dismissed with what to do next."""

    DEFAULT_CSS = """
    WaitingScreen {
        align: center middle;
        #waiting { width: 84; max-width: 96%; height: auto; max-height: 96%; padding: 1 2;
                   border: round $tone-accent; background: $surface; }
        #waiting-lines { margin-top: 1; }
    }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,q", "dismiss(None)", "give up", id="waiting.cancel", tooltip="Wait no longer"),
        Binding(
            "enter",
            "connect",
            "connect now",
            id="waiting.connect",
            tooltip="Connect without waiting for an answer",
        ),
        Binding("l", "log", "log", id="waiting.log", tooltip="Open the session's log"),
    ]

    def __init__(
        self,
        session_id: str,
        store: Store,
        timelines: Timelines,
        clock: Clock,
        *,
        boots: Callable[[Session], Boots | None] = lambda _: None,
        ask: Answers = answers,
    ) -> None:
        super().__init__()
        self._session_id = session_id
        self._store = store
        self._timelines = timelines
        self._clock = clock
        self._ask = ask
        self._last = self._record()
        self._news = asyncio.Event()
        self._bar = TimelineBar(clock, seen_at=timelines.seen_at)
        self._lines = WaitingLines(clock, boots, timelines.seen_at)

    def compose(self) -> ComposeResult:
        with Vertical(id="waiting") as box:
            self._box = box
            yield self._bar
            yield self._lines

    def on_mount(self) -> None:
        self.hear(self._store.subscribe, self._take)
        self._show()
        self.run_worker(self._connect_when_it_answers(), name="waiting for ssh")

    @property
    def stage(self) -> Stage:
        """How far it is."""
        return stage_of(self._record())

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Only what can be done is offered."""
        if action == "connect":
            return self.stage is Stage.PUBLISHED
        return super().check_action(action, parameters)

    def action_connect(self) -> None:
        """Let ssh try: it may know a way there that a plain connection does not."""
        self.dismiss(Waited.CONNECT)

    def action_log(self) -> None:
        """Close, and have the log opened."""
        self.dismiss(Waited.LOG)

    def _record(self) -> Session | None:
        record = self._store.sessions.get(self._session_id)
        return record if isinstance(record, Session) else None

    def _take(self, change: Change) -> None:
        if self._session_id in change.upserted or self._session_id in change.removed:
            self._last = self._record() or self._last
            self._news.set()
            self._show()

    def _show(self) -> None:
        stage = self.stage
        session = self._last
        name = session.name or session.id if session is not None else self._session_id
        self._box.border_title = toned("ssh · ", "dim") + safe(name, limit=40)
        self._box.border_subtitle = self._keys(stage)
        timeline = self._timelines.of(session) if session is not None else Timeline(())
        self._bar.show(timeline, session)
        self._lines.show(session, stage, timeline)
        self.refresh_bindings()

    async def _connect_when_it_answers(self) -> None:
        while not self.stage.is_final:
            self._news.clear()
            session = self._record()
            if self.stage is not Stage.PUBLISHED or session is None or session.ssh is None:
                await self._news.wait()
            elif await self._is_answered(session.ssh):
                self.dismiss_in_turn(Waited.CONNECT)
                return
            else:
                await self._clock.sleep(ASK_EVERY)

    async def _is_answered(self, endpoint: SshEndpoint) -> bool:
        """Whether SSH answers there; not while a dialog in front wants an answer first."""
        if not self.is_active:
            return False
        if await self._ask(endpoint):
            return self.is_active
        self._lines.asked_in_vain()
        return False

    def _keys(self, stage: Stage) -> Content:
        connects = [(key_of(self, "waiting.connect"), "connects now")] if stage is Stage.PUBLISHED else []
        leaves = "closes" if stage.is_final else "gives up"
        return key_hints(
            *connects, (key_of(self, "waiting.log"), "log"), (key_of(self, "waiting.cancel"), leaves)
        )
