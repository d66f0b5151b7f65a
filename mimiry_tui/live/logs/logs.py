"""The logs of every live session, copied to disk while the dashboard runs."""

from __future__ import annotations

import asyncio
import random
import secrets
import shutil
import tempfile
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path

from mimiry_tui.clock import Clock
from mimiry_tui.clouds.base import Capability, Cloud
from mimiry_tui.domain.sessions import Session
from mimiry_tui.live.logs.copy import LogCopy
from mimiry_tui.live.logs.follower import LogFollower
from mimiry_tui.live.logs.spool_format import file_name
from mimiry_tui.live.logs.spool_keeping import names_in, sweep, why_unusable
from mimiry_tui.live.logs.state import LogState, LogStatus
from mimiry_tui.live.off_loop import OffLoop, in_thread
from mimiry_tui.live.poller import Conditions
from mimiry_tui.live.store import Change, Resource, Store
from mimiry_tui.live.subscribers import Subscribers

__all__ = ["LogState", "LogStatus", "Logs"]

SWEEP_EVERY = 3_600.0


class Logs:
    """Follows logs while `run` runs. Its other methods may be called before, during and after."""

    def __init__(
        self,
        cloud: Cloud,
        store: Store,
        clock: Clock,
        folder: Path | None,
        *,
        rng: random.Random | None = None,
        off_loop: OffLoop = in_thread,
    ) -> None:
        """`folder` is the account's own, the copies go to its `logs`; None keeps them only while it runs."""
        self._cloud = cloud
        self._store = store
        self._clock = clock
        self._temporary = None if folder is not None else _temporary_folder()
        self._folder = (folder or self._temporary or Path()) / "logs"
        self._conditions = Conditions(clock, rng or random.Random())
        self._off_loop = off_loop
        self._trouble = ""
        """Why the copies are in a temporary folder although another was asked for, in words."""
        self._read_only = self._folder
        self._kept_there: frozenset[str] = frozenset()
        """Copies of earlier in the folder that was asked for: they can still be read."""
        self._is_off = Capability.LOGS not in cloud.capabilities
        self._followers: dict[str, LogFollower] = {}
        self._group: asyncio.TaskGroup | None = None
        self._on_screen: str | None = None
        self._reader: object = None
        self._subscribers: Subscribers[str] = Subscribers()

    async def run(self) -> None:
        """Follow every live session of the store until cancelled."""
        unsubscribe = self._store.subscribe(self._take_in)
        try:
            await self._off_loop(self._find_room)
            async with asyncio.TaskGroup() as group:
                try:
                    self._group = group
                    for session_id in tuple(self._store.sessions):
                        self._follow(session_id)
                    self._follow(self._on_screen, ended_too=True)
                    await self._keep_within_bounds()
                finally:
                    # A group that ends takes no more tasks.
                    self._group = None
                    unsubscribe()
        finally:
            if self._temporary is not None:
                await self._off_loop(partial(shutil.rmtree, self._temporary, ignore_errors=True))

    def watch(self, session_id: str | None, reader: object = None) -> None:
        """Follow this one closely: it is on screen. None when none is.

        A reader who reads no more changes nothing where another one has begun to meanwhile.
        """
        if session_id is None and reader is not self._reader:
            return
        self._reader = reader if session_id is not None else None
        before, self._on_screen = self._on_screen, session_id
        if before == session_id:
            return
        if before in self._followers:
            self._followers[before].put_on_screen(False)
        self._follow(session_id, ended_too=True)

    def fetch_end(self, session_id: str) -> None:
        """Read the log of an ended session once though nobody looks at it, where the service still has it."""
        record = self._store.sessions.get(session_id)
        if self._cloud.why_not(Capability.LOGS_AFTER_END) or (isinstance(record, Session) and record.is_live):
            return
        self._follow(session_id, ended_too=True)
        follower = self._followers.get(session_id)
        if follower is not None:
            follower.pace.is_wanted = True
            follower.retime()

    def refresh(self) -> None:
        """Ask at once for the log on screen."""
        if self._on_screen in self._followers:
            self._followers[self._on_screen].wake()

    def set_focused(self, focused: bool) -> None:
        """Slow down the logs nobody reads while nobody looks."""
        self._conditions.focused = focused
        for follower in self._followers.values():
            follower.retime()

    def state(self, session_id: str) -> LogState:
        """How its log stands; without asking or touching the disk."""
        if self._is_off:
            return LogState(LogStatus.OFF, why=self._cloud.why_not(Capability.LOGS))
        follower = self._followers.get(session_id)
        if follower is not None:
            state = follower.state
            return replace(state, trouble=state.trouble or self._trouble) if self._trouble else state
        record = self._store.sessions.get(session_id)
        ended = isinstance(record, Session) and not record.is_live
        return LogState(LogStatus.STORED if ended else LogStatus.WAITING)

    def path(self, session_id: str) -> Path | None:
        """Where its copy is, or will be."""
        return None if self._is_off else self._place(session_id)

    async def mark(self, session_id: str) -> bool:
        """Set a reader's mark at the end of the copy; False where there is none that is ours to write."""
        follower = self._followers.get(session_id)
        copy = follower.copy if follower is not None else LogCopy(self._place(session_id))
        written = await self._off_loop(partial(copy.mark, self._clock.now()))
        if written.new:
            self._tell(session_id)
        return bool(written.new)

    def subscribe(self, callback: Callable[[str], None]) -> Callable[[], None]:
        """Call it on the loop with the id of each session whose state or file changed."""
        return self._subscribers.add(callback)

    def _tell(self, session_id: str) -> None:
        self._subscribers.tell(session_id)

    def _take_in(self, change: Change) -> None:
        """Begin to follow what is new; let the others look at what became of their sessions."""
        if change.resource is not Resource.SESSIONS:
            return
        for session_id in change.upserted:
            self._follow(session_id)
        for follower in self._followers.values():
            follower.reconsider()

    def _follow(self, session_id: str | None, *, ended_too: bool = False) -> None:
        if session_id is None or self._group is None or self._is_off:
            return
        follower = self._followers.get(session_id)
        if follower is None:
            record = self._store.sessions.get(session_id)
            if not ended_too and isinstance(record, Session) and not record.is_live:
                return
            follower = self._followers[session_id] = LogFollower(
                session_id,
                self._cloud,
                self._store,
                self._conditions,
                LogCopy(self._place(session_id)),
                changed=self._tell,
                off_loop=self._off_loop,
            )
            self._group.create_task(follower.run(), name=f"follow the log of {session_id}")
        if session_id == self._on_screen:
            follower.put_on_screen(True)

    def _place(self, session_id: str) -> Path:
        """Where the copy of this log is: for as long as it is followed in the same file."""
        follower = self._followers.get(session_id)
        if follower is not None:
            return follower.copy.path
        name, record = file_name(session_id), self._store.sessions.get(session_id)
        is_past = name in self._kept_there and not (isinstance(record, Session) and record.is_live)
        return (self._read_only if is_past else self._folder) / name

    def _find_room(self) -> None:
        """Where nothing can be written a log is still worth reading: go to a temporary folder. Blocks."""
        reason = why_unusable(self._folder)
        if reason and self._temporary is None:
            self._read_only, self._kept_there = self._folder, names_in(self._folder)
            self._trouble = f"the log is kept only while this runs: {reason}"
            self._temporary = _temporary_folder()
            self._folder = self._temporary / "logs"

    async def _keep_within_bounds(self) -> None:
        """Delete what is too old or too much, now and every hour."""
        while True:
            names = {file_name(session_id) for session_id in self._followers}
            await self._off_loop(partial(sweep, self._folder, names, self._clock.now()))
            await self._clock.sleep(SWEEP_EVERY)


def _temporary_folder() -> Path:
    """A name that nobody can guess; whoever writes first makes the folder."""
    return Path(tempfile.gettempdir()) / f"mimiry-tui-{secrets.token_hex(16)}"
