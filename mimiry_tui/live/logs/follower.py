"""Follows the log of one session: one attempt at a time, until the session's last lines were read."""

from __future__ import annotations

import asyncio
import math
from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial

from mimiry_tui.clouds.base import Cloud
from mimiry_tui.clouds.errors import CloudError, InvalidState, NotFound, SignInFailed, StillBooting
from mimiry_tui.domain.phases import Phase
from mimiry_tui.domain.sessions import Session
from mimiry_tui.live.logs.copy import LogCopy, Taken
from mimiry_tui.live.logs.pace import LogPace
from mimiry_tui.live.logs.state import LogState, LogStatus
from mimiry_tui.live.off_loop import OffLoop, in_thread
from mimiry_tui.live.poller import SAME_MOMENT, Conditions
from mimiry_tui.live.store import Resource, Store

LAST_ATTEMPTS = 5
"""How often the last lines of an ended session are asked for while the service does not answer."""
FRESH = timedelta(minutes=2)
"""A copy that another dashboard touched within this is being followed by it."""
_SILENT = frozenset(
    {Phase.ACCEPTED, Phase.PROVISIONING, Phase.SETTING_UP, Phase.PULLING_IMAGE, Phase.SLEEPING}
)
"""Before there is a container there is no log, and in its sleep none grows: only who looks asks for it."""


class LogFollower:
    """Keeps one copy up to date. `changed` hears of every change of the state or the file."""

    def __init__(
        self,
        session_id: str,
        cloud: Cloud,
        store: Store,
        conditions: Conditions,
        copy: LogCopy,
        *,
        changed: Callable[[str], None],
        off_loop: OffLoop = in_thread,
    ) -> None:
        self.session_id = session_id
        self.copy = copy
        self.state = LogState()
        self.pace = LogPace(conditions)
        self._cloud = cloud
        self._store = store
        self._clock = conditions.clock
        self._changed = changed
        self._off_loop = off_loop
        self._alarm = asyncio.Event()
        self._phase = self._present_phase()
        self._was_over = _is_over(self._phase)
        """From the start: whether there is more than the copy is asked only for a reader."""
        self._signed_out_at: datetime | None = None
        self._is_finished = False
        self._size = 0

    async def run(self) -> None:
        """Follow until nothing more can come, or until cancelled."""
        try:
            await self._look()
            while not self._is_finished:
                wait = self._wait()
                if wait > 0:
                    self._tell(self._planned(wait))
                    await self._rest(wait)
                else:
                    await self._attempt()
        finally:
            await self._off_loop(self.copy.close)

    def put_on_screen(self, shown: bool) -> None:
        """Ask often while someone reads it."""
        self.pace.put_on_screen(shown)
        self.retime()

    def retime(self) -> None:
        """Take in that the pace may be another."""
        self._alarm.set()

    def wake(self) -> None:
        """Ask now and start the back-off anew; a wait that the service asked for is kept."""
        self.pace.hurry_up()
        self._signed_out_at = None
        self._alarm.set()

    def reconsider(self) -> None:
        """Take in that the session or the sign-in may have changed."""
        before, self._phase = self._phase, self._present_phase()
        began = before in _SILENT and self._phase not in _SILENT
        if began or _is_over(before) is not _is_over(self._phase) or self._is_signed_in_again():
            self.wake()
        elif before is not self._phase:
            self.retime()

    # The schedule

    def _present_phase(self) -> Phase | None:
        """None for a session that the picture has lost: it is over."""
        record = self._store.sessions.get(self.session_id)
        self.copy.ended_at = record.finished_at if isinstance(record, Session) else None
        if record is None:
            return None
        return record.phase if isinstance(record, Session) else Phase.UNKNOWN

    def _is_signed_in_again(self) -> bool:
        """Whether the list of sessions could be read since signing in failed here."""
        health = self._store.health(Resource.SESSIONS)
        since = self._signed_out_at
        return (
            since is not None and health.error is None and health.as_of is not None and health.as_of > since
        )

    def _wait(self) -> float:
        """Seconds until the next attempt; infinite while none is planned."""
        if self._signed_out_at is not None:
            return math.inf
        if not self.pace.is_read and (self._was_over or self._phase in _SILENT):
            return math.inf
        return self.pace.wait()

    async def _rest(self, seconds: float) -> None:
        """Wait so long, or until something changes the schedule."""
        self._alarm.clear()
        waits: list[asyncio.Task[object]] = [asyncio.create_task(self._alarm.wait())]
        if math.isfinite(seconds):
            waits.append(asyncio.create_task(_pass(self._clock.sleep(seconds))))
        try:
            await asyncio.wait(waits, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for waiting in waits:
                waiting.cancel()

    def _planned(self, wait: float) -> LogState:
        """The state with the next attempt in it."""
        planned = None
        if not self._is_finished and not self.state.written_elsewhere and math.isfinite(wait):
            planned = self._clock.now() + timedelta(seconds=max(0.0, wait))
            before = self.state.next_try_at
            if before is not None and abs(planned - before) < SAME_MOMENT:
                planned = before
        return replace(self.state, next_try_at=planned)

    # One attempt

    async def _attempt(self) -> None:
        tail, phase = self.pace.tail, self._phase
        try:
            taken = await self._off_loop(self.copy.claim)
            if not taken.elsewhere:
                taken = await self._ask(tail)
        except CloudError as error:
            self.pace.failed(error, tail)
            state = await self._failed(error, phase)
        else:
            if taken.elsewhere:
                self.pace.skipped()
                await self._look(elsewhere=True)
                return
            self.pace.answered(taken.new, tail)
            state = await self._took(taken, phase)
        if _is_over(phase) is not _is_over(self._phase):
            # It ended after the question: the last lines are still to come.
            self.wake()
        self.state, before = state, self.state
        self._tell(self._planned(self._wait()), anyway=state != before)

    async def _ask(self, tail: int) -> Taken:
        """One question, or a second, longer one where the answer does not reach back to what is known."""
        answer = await self._cloud.logs(self.session_id, tail=tail, timestamps=True)
        more = self.pace.more
        take = partial(self.copy.take, answer, tail, self._clock.now(), may_ask_for_more=tail < more)
        taken = await self._off_loop(take)
        if taken.asks_for_more:
            answer = await self._cloud.logs(self.session_id, tail=more, timestamps=True)
            taken = await self._off_loop(partial(self.copy.take, answer, more, self._clock.now()))
        return taken

    async def _took(self, taken: Taken, phase: Phase | None) -> LogState:
        """The state after a good answer to a question asked in that phase."""
        status = LogStatus.FOLLOWING
        if _is_over(phase):
            status = LogStatus.STORED
            await self._finish()
        return replace(
            self.state,
            status=status,
            error=None,
            captured_until=self.state.captured_until if taken.trouble else self._clock.now(),
            progress=self.copy.progress,
            written_elsewhere=False,
            trouble=taken.trouble,
        )

    async def _failed(self, error: CloudError, phase: Phase | None) -> LogState:
        """The state after a refusal or a failure, which may be the end of the log."""
        status = LogStatus.FAILED
        if isinstance(error, SignInFailed):
            self._signed_out_at = self._clock.now()
        elif _is_over(phase):
            given_up = self.pace.failures >= LAST_ATTEMPTS
            if given_up or isinstance(error, InvalidState | NotFound):
                status = LogStatus.STORED
                await self._finish()
        elif isinstance(error, StillBooting):
            status = LogStatus.BOOTING
        elif isinstance(error, InvalidState):
            # A deployment may call a machine that boots "not running".
            booting = phase is not None and phase.is_booting
            status = LogStatus.BOOTING if booting else LogStatus.STORED
        return replace(self.state, status=status, error=error, written_elsewhere=False)

    async def _finish(self) -> None:
        self._is_finished = True
        await self._off_loop(partial(self.copy.finish, self._clock.now()))

    async def _look(self, *, elsewhere: bool = False) -> None:
        """Take in what lies on disk, written by an earlier dashboard or by another one just now."""
        found = await self._off_loop(self.copy.look)
        until = found.captured_until
        state = replace(self.state, captured_until=until, progress=self.copy.progress, trouble=found.trouble)
        grown, self._size = found.size != self._size, found.size
        over = _is_over(self._phase)
        if elsewhere:
            fresh = until is not None and self._clock.now() - until < FRESH
            status = LogStatus.STORED if over else LogStatus.FOLLOWING if fresh else LogStatus.WAITING
            self._is_finished = over and not grown
            state = replace(state, status=status, error=None, next_try_at=None, written_elsewhere=True)
        elif over:
            state = replace(state, status=LogStatus.STORED)
        self._tell(state, anyway=grown)

    def _tell(self, state: LogState, *, anyway: bool = False) -> None:
        before, self.state = self.state, state
        if state != before or anyway:
            self._changed(self.session_id)


def _is_over(phase: Phase | None) -> bool:
    return phase is None or phase.is_ended


async def _pass(wait: Awaitable[None]) -> None:
    await wait
