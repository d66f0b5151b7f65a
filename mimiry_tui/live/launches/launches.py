"""Launching sessions: written down first, sent once, and looked for where the answer settles nothing.

The journal on disk holds every intent before its request leaves. One whose outcome no run saw, after
a crash or without an answer, is looked for when the dashboard next runs. Nothing is ever sent again.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path
from uuid import uuid4

from mimiry_tui.clock import Clock
from mimiry_tui.clouds.base import Cloud
from mimiry_tui.clouds.errors import AnswerLost, CloudError, ReadOnly, ServerTrouble, UnreadableAnswer
from mimiry_tui.domain.launch import FormRequest, LaunchRequest
from mimiry_tui.domain.launching.draft import Draft, Field
from mimiry_tui.domain.launching.refusal import field_of
from mimiry_tui.domain.sessions import Session
from mimiry_tui.live.launches.book import Book, Intent, Recent, Verdict, without_values
from mimiry_tui.live.launches.journal import Journal
from mimiry_tui.live.launches.launching import SEARCH_FOR, Launching, LaunchState, LeftBefore, NotWrittenDown
from mimiry_tui.live.launches.ledger import Ledger
from mimiry_tui.live.launches.recall import Recall, Reconciled
from mimiry_tui.live.launches.search import Search
from mimiry_tui.live.live import Live
from mimiry_tui.live.not_halfway import not_halfway
from mimiry_tui.live.off_loop import OffLoop, in_thread
from mimiry_tui.live.subscribers import Subscribers
from mimiry_tui.settings.private_file import reason

__all__ = ["SEARCH_FOR", "LaunchState", "Launches", "Launching", "Recent", "Reconciled"]

_UNSETTLED = AnswerLost | UnreadableAnswer | ServerTrouble
"""After these only a look at the list tells whether the session exists."""


class Launches:
    """Launches sessions while `run` runs; what was asked for before that is sent then.

    Its methods are called on the event loop. At most one launch is pending at a time.
    """

    def __init__(
        self, cloud: Cloud, live: Live, clock: Clock, folder: Path | None, *, off_loop: OffLoop = in_thread
    ) -> None:
        """`folder` holds the journal; None keeps it in memory only."""
        self.current: Launching | None = None
        """The last launch, until it is forgotten."""
        self._cloud = cloud
        self._live = live
        self._clock = clock
        self._ledger = Ledger(Book(), Journal(folder), clock, off_loop)
        self._search = Search(cloud, live, clock, self._ledger)
        self._subscribers: Subscribers[[]] = Subscribers()
        self._recall = Recall(self._ledger, self._search, self._subscribers.tell)
        self._intent: Intent | None = None
        self._mine: set[str] = set()
        """Intents of this run, which it follows itself."""
        self._work: asyncio.Task[None] | None = None
        self._group: asyncio.TaskGroup | None = None
        self._leaving = False

    @property
    def recent(self) -> tuple[Recent, ...]:
        """The last twenty launches from this machine that led to a session, the newest first."""
        return self._ledger.book.recent

    @property
    def found(self) -> tuple[Reconciled, ...]:
        """What became of those whose answer no run saw, as that is found out."""
        return self._recall.found

    @property
    def trouble(self) -> str:
        """Why the journal could not be read or completed, in words; empty while all is well."""
        return self._ledger.trouble

    @property
    def is_unsettled(self) -> bool:
        """Whether something was sent of which it is not known yet if it made a session."""
        is_open = self.current is not None and self.current.is_open
        return is_open or bool(self._ledger.book.unresolved)

    async def read_again(self) -> None:
        """Take in what other dashboards on this machine sent meanwhile, for `is_unsettled`."""
        await self._ledger.reread()

    def launch(
        self, request: LaunchRequest, draft: Draft | None = None, *, kept: Mapping[str, str] | None = None
    ) -> Launching:
        """Send this once, now; while another one is pending, that one comes back and nothing is sent.

        The same holds for a repetition within five seconds of its success. `draft` is the form that it
        was sent from; of a form of the cloud's own `kept` is what may be written down of its values.
        """
        now = self._clock.now()
        current = self.current
        if current is not None and (current.is_pending or current.is_repeated_by(request, now)):
            return current
        self._let_go()
        launch_id = uuid4().hex
        launching = Launching(
            launch_id,
            request.name,
            request,
            draft or Draft(),
            LaunchState.SENDING,
            now,
            now,
            kept=tuple((kept or {}).items()),
        )
        if self._cloud.read_only:
            launching = replace(launching, state=LaunchState.REFUSED, error=ReadOnly())
        else:
            self._mine.add(launch_id)
        self.current = launching
        self._go_on()
        self._subscribers.tell()
        return launching

    def forget(self) -> None:
        """Say nothing more of a launch that is over; one that is pending stays."""
        if self.current is not None and not self.current.is_pending:
            self._let_go()
            self._subscribers.tell()

    def draft_of(self, session_id: str) -> Draft | None:
        """The form that launched it, without the values of its environment; None where that is not known."""
        return self._ledger.book.draft_of(session_id)

    def form_of(self, session_id: str) -> tuple[str, dict[str, str]] | None:
        """The cloud's own form that launched it, by its id, and what was in it as far as it is kept."""
        return self._ledger.book.form_of(session_id)

    def subscribe(self, callback: Callable[[], None]) -> Callable[[], None]:
        """Call it when any of this changes; returns what ends that. It must not raise."""
        return self._subscribers.add(callback)

    async def run(self) -> None:
        """Carry out what is asked for until cancelled; a request under way then gets a few seconds."""
        async with asyncio.TaskGroup() as group:
            self._group = group
            try:
                self._go_on()
                await self._recall.follow_all(group, self._mine)
                await asyncio.Event().wait()
            finally:
                self._group, self._leaving = None, True

    # The launch of this run

    def _go_on(self) -> None:
        """Start carrying out what is pending."""
        launching = self.current
        if self._group is not None and launching is not None and launching.is_pending:
            self._work = self._group.create_task(self._carry_out(launching), name="launch")

    def _let_go(self) -> None:
        """Forget the last launch; one that may exist all the same is followed like those of earlier runs."""
        launching, intent, work = self.current, self._intent, self._work
        self.current = self._intent = self._work = None
        if launching is None or launching.state is not LaunchState.LOST:
            return
        if work is not None:
            work.cancel()
        if launching.was_blind and intent is not None and self._group is not None:
            self._group.create_task(self._recall.follow(intent), name="reconcile launch")

    async def _carry_out(self, launching: Launching) -> None:
        intent = self._intent = Intent(
            id=launching.id,
            at=self._clock.now(),
            name=launching.name,
            image=launching.request.image,
            draft=without_values(launching.draft),
            skew=self._cloud.skew,
            known=self._search.known(launching.name),
            form=launching.request.form if isinstance(launching.request, FormRequest) else "",
            values=launching.kept,
        )
        await not_halfway(self._send(launching, intent), self._clock)
        present = self.current
        if present is not None and present.id == launching.id and present.state is LaunchState.SEARCHING:
            await self._look_for(present, intent)

    async def _send(self, launching: Launching, intent: Intent) -> None:
        try:
            await self._ledger.intend(intent)
        except OSError as error:
            self._move(launching, LaunchState.REFUSED, NotWrittenDown(reason(error)))
            return
        if self._leaving:
            self._move(launching, LaunchState.REFUSED, LeftBefore())
            await self._ledger.resolve(intent, Verdict.REFUSED)
            return
        try:
            session = await self._cloud.launch(launching.request)
        except CloudError as error:
            if isinstance(error, _UNSETTLED):
                self._move(launching, LaunchState.SEARCHING, error)
                return
            field = field_of(error.detail, error.status)
            self._move(launching, LaunchState.REFUSED, error, field=field)
            await self._ledger.resolve(intent, Verdict.REFUSED)
        else:
            self._live.expect(session)
            await self._accept(launching, intent, session)

    async def _look_for(self, launching: Launching, intent: Intent) -> None:
        session = await self._search.soon(intent)
        if session is None:
            blind = self._search.is_blind
            lost = self._move(launching, LaunchState.LOST, launching.error, was_blind=blind)
            if not blind:
                await self._ledger.resolve(intent, Verdict.LOST)
            # Until somebody has read that it was not found, it may still turn up.
            launching, session = lost, await self._search.late(intent)
        await self._accept(launching, intent, session)

    async def _accept(self, launching: Launching, intent: Intent, session: Session) -> None:
        outcome = self._ledger.note(intent, Verdict.ACCEPTED, session.id)
        self._move(launching, LaunchState.ACCEPTED, launching.error, session_id=session.id)
        await self._ledger.write(outcome)

    def _move(
        self,
        launching: Launching,
        state: LaunchState,
        error: CloudError | None = None,
        *,
        session_id: str = "",
        field: Field | None = None,
        was_blind: bool = False,
    ) -> Launching:
        moved = replace(
            launching,
            state=state,
            at=self._clock.now(),
            error=error,
            session_id=session_id,
            field=field,
            was_blind=was_blind,
        )
        if self.current is not None and self.current.id == launching.id:
            self.current = moved
            self._subscribers.tell()
        return moved
