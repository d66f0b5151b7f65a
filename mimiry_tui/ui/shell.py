"""The way into a session: found, waited for, and a shell there in this terminal or in a window of its own.

Everything that brings news goes on meanwhile; only painting stands still.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any, Protocol

from textual.app import App

from mimiry_tui.clock import Clock
from mimiry_tui.domain.boots import Boots
from mimiry_tui.domain.phases import Phase
from mimiry_tui.domain.safe_text import safe_text
from mimiry_tui.domain.sessions import Session
from mimiry_tui.live.store import Store
from mimiry_tui.settings.preferences import SshPreferences
from mimiry_tui.ssh.banner import answers
from mimiry_tui.ssh.command import ssh_argv
from mimiry_tui.ssh.endpoint import UnsafeEndpointError, checked
from mimiry_tui.ui.announce import Announcer
from mimiry_tui.ui.in_browser import no_ssh
from mimiry_tui.ui.key_of import key_now
from mimiry_tui.ui.preference_desk import PreferenceDesk
from mimiry_tui.ui.screens.waiting import Waited, WaitingScreen
from mimiry_tui.ui.shell_access import ShellAccess, WayIn
from mimiry_tui.ui.shell_elsewhere import ShellElsewhere
from mimiry_tui.ui.shell_here import ShellHere
from mimiry_tui.ui.shell_tmux import is_inside
from mimiry_tui.ui.timelines import Timelines
from mimiry_tui.ui.visits import VISITS

_LONGEST_REASON = 300
Then = Callable[[Session, WayIn], Awaitable[None]]
"""What is done once a way in is known."""
KNOCK_SECONDS = 1.5
"""How long a session that says it is ready may take to answer before the wait for it is shown."""


class HostKeys(Protocol):
    """Where the host keys of each session are kept."""

    def path_for(self, session_id: str) -> Path | None:
        """The session's own file; its folder is made. Blocks."""
        ...


class Shell:
    """The way into the sessions of one account. `ssh` and `ssh_elsewhere` return at once."""

    def __init__(
        self,
        app: App[Any],
        store: Store,
        timelines: Timelines,
        clock: Clock,
        announcer: Announcer,
        *,
        key_path: Path | None,
        known_hosts: HostKeys,
        boots: Callable[[Session], Boots | None],
        open_log: Callable[[str], None],
        visited: Callable[[Session], Awaitable[None]],
        access: ShellAccess | None = None,
    ) -> None:
        """`visited` is told of each visit that went well, once the dashboard is back.

        `access` knows services where a way in is asked for at each visit, or where there is none.
        """
        self._app = app
        self._store = store
        self._timelines = timelines
        self._clock = clock
        self._key_path = key_path
        self._known_hosts = known_hosts
        self._boots = boots
        self._open_log = open_log
        self._access = access
        self._here = ShellHere(app, clock, announcer, self._command, access, visited)
        self._elsewhere = ShellElsewhere(app, self._command, access)
        self._busy = False

    @property
    def is_busy(self) -> bool:
        """Whether a way in is being looked for or used; until then other calls do nothing."""
        return self._busy

    def ssh(self, session_id: str) -> None:
        """Open a shell in this terminal, waiting for it where it is not there yet."""
        if self._app.is_web:
            self._warn(no_ssh(key_now("copy", "y")))
        else:
            self._start(session_id, self._here.visit)

    def ssh_elsewhere(self, session_id: str) -> None:
        """Open a shell in a window or pane of tmux; outside tmux in the terminal that settings name."""
        if is_inside():
            self._start(session_id, self._elsewhere.open_window)
        elif self._wanted.terminal:
            self._start(session_id, self._elsewhere.open_terminal)
        elif self._app.is_web:
            self._warn(no_ssh(key_now("copy", "y")))
        else:
            self._warn(
                f"{key_now('ssh.tmux', 'S')} needs tmux, or ssh.terminal in the settings; "
                f"{key_now('ssh', 's')} opens the shell here"
            )

    @property
    def _wanted(self) -> SshPreferences:
        return PreferenceDesk.of(self._app).now.ssh

    def _start(self, session_id: str, then: Then) -> None:
        why = self._access.why_not() if self._access is not None else ""
        if why:
            self._warn(safe_text(why, _LONGEST_REASON))
        elif not self._busy:
            self._busy = True
            self._app.run_worker(self._reach(session_id, then), name=f"ssh {session_id}", group=VISITS)

    async def _reach(self, session_id: str, then: Then) -> None:
        try:
            if self._access is not None and self._access.is_asked_for:
                await self._reach_by_asking(self._access, session_id, then)
            elif await self._is_reachable(session_id):
                session = self._session(session_id)
                # It can have ended in the very moment in which its address answered.
                if session is not None and session.ssh is not None:
                    await then(session, WayIn(session.ssh, self._key_path))
        finally:
            self._busy = False

    async def _reach_by_asking(self, access: ShellAccess, session_id: str, then: Then) -> None:
        """Visit by a way in that is only for this visit, and leave nothing of it behind."""
        try:
            way = await access.ask(self._app, session_id, self._store, self._clock)
        except OSError as error:
            self._warn(f"the key of this visit cannot be kept: {error.strerror or error}")
            return
        session = self._session(session_id)
        if way is not None and session is not None:
            await then(session, way)

    async def _is_reachable(self, session_id: str) -> bool:
        """Whether to connect now: at once where it answers, else after a wait on screen."""
        session = self._session(session_id)
        if session is not None and session.phase is Phase.READY and session.ssh is not None:
            try:
                checked(session.ssh)
                if session_id in self._here.reached or await answers(session.ssh, seconds=KNOCK_SECONDS):
                    return True
            except UnsafeEndpointError:
                pass  # the screen says by name what is wrong with it
        waiting = WaitingScreen(session_id, self._store, self._timelines, self._clock, boots=self._boots)
        waited = await self._app.push_screen_wait(waiting)
        if waited is Waited.LOG:
            self._open_log(session_id)
        return waited is Waited.CONNECT

    def _session(self, session_id: str) -> Session | None:
        record = self._store.sessions.get(session_id)
        return record if isinstance(record, Session) else None

    async def _command(self, session: Session, way: WayIn) -> tuple[Path | None, list[str]]:
        """Where the host keys are kept, and what is run."""
        known_hosts = await asyncio.to_thread(self._known_hosts.path_for, session.id)
        options = self._wanted.options
        argv = ssh_argv(way.endpoint, way.key_path, known_hosts=known_hosts, further=options)
        if known_hosts is None:
            # Without a disk it is the short form, which leaves agents to the user's own settings.
            argv[1:1] = ["-o", "ForwardAgent=no"]
        return known_hosts, argv

    def _warn(self, words: str) -> None:
        self._app.notify(words, severity="warning", markup=False)
