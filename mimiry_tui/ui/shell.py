"""A shell in a session: in this terminal while the dashboard waits behind it, or in a window of its own.

Everything that brings news goes on meanwhile; only painting stands still.
"""

from __future__ import annotations

import asyncio
import shlex
import shutil
from collections.abc import Awaitable, Callable, Sequence
from pathlib import Path
from typing import Any, Protocol

from textual.app import App, SuspendNotSupported

from mimiry_tui.clock import Clock
from mimiry_tui.domain.boots import Boots
from mimiry_tui.domain.phases import Phase
from mimiry_tui.domain.safe_text import safe_text
from mimiry_tui.domain.sessions import Session
from mimiry_tui.live.store import Store
from mimiry_tui.settings.preferences import SshPreferences, TmuxPlace
from mimiry_tui.ssh.banner import answers
from mimiry_tui.ssh.command import ssh_argv
from mimiry_tui.ssh.ended import Ended, explain
from mimiry_tui.ssh.endpoint import UnsafeEndpointError, checked
from mimiry_tui.ui.announce import Announcer
from mimiry_tui.ui.in_browser import NO_SSH
from mimiry_tui.ui.preference_desk import PreferenceDesk
from mimiry_tui.ui.screens.last_words import LastWordsScreen
from mimiry_tui.ui.screens.waiting import Waited, WaitingScreen
from mimiry_tui.ui.shell_access import ShellAccess, WayIn
from mimiry_tui.ui.shell_modes import lent_terminal, say
from mimiry_tui.ui.shell_tmux import TmuxFailedError, is_inside, open_in_tmux, tmux_argv
from mimiry_tui.ui.terminal import muted
from mimiry_tui.ui.ticker import Ticker
from mimiry_tui.ui.timelines import Timelines
from mimiry_tui.ui.visits import VISITS

_LONGEST_REASON = 300
Then = Callable[[Session, WayIn], Awaitable[None]]
"""What is done once a way in is known."""
KNOCK_SECONDS = 1.5
"""How long a session that says it is ready may take to answer before the wait for it is shown."""
SSH_FAILED = 255
"""What ssh exits with when not the shell there but ssh itself came to an end."""


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
        self._announcer = announcer
        self._key_path = key_path
        self._known_hosts = known_hosts
        self._boots = boots
        self._open_log = open_log
        self._visited = visited
        self._access = access
        self._reached: set[str] = set()
        self._busy = False

    @property
    def is_busy(self) -> bool:
        """Whether a way in is being looked for or used; until then other calls do nothing."""
        return self._busy

    def ssh(self, session_id: str) -> None:
        """Open a shell in this terminal, waiting for it where it is not there yet."""
        if self._app.is_web:
            self._warn(NO_SSH)
        else:
            self._start(session_id, self._visit)

    def ssh_elsewhere(self, session_id: str) -> None:
        """Open a shell in a window or pane of tmux; outside tmux in the terminal that settings name."""
        if is_inside():
            self._start(session_id, self._open_window)
        elif self._wanted.terminal:
            self._start(session_id, self._open_terminal)
        elif self._app.is_web:
            self._warn(NO_SSH)
        else:
            self._warn("S needs tmux, or ssh.terminal in the settings; s opens the shell here")

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
                if session_id in self._reached or await answers(session.ssh, seconds=KNOCK_SECONDS):
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

    # In this terminal

    async def _visit(self, session: Session, way: WayIn) -> None:
        try:
            await self._visit_by(session, way)
        finally:
            if self._access is not None:
                await self._access.give_up(way)

    async def _visit_by(self, session: Session, way: WayIn) -> None:
        known_hosts, argv = await self._command(session, way)
        again = True
        while again:
            try:
                ended = await self._hand_over(session, way, argv, known_hosts)
            except SuspendNotSupported:
                self._warn(
                    "ssh is not possible here: this terminal cannot be handed over; y copies the command"
                )
                return
            again = await self._tell(session, ended, argv, is_ours=not way.is_for_one_visit)

    async def _hand_over(
        self, session: Session, way: WayIn, argv: Sequence[str], known_hosts: Path | None
    ) -> Ended:
        """Run ssh with the terminal as its own. Nothing of ours is written there until it ends."""
        ticker = Ticker.of(self._app, self._clock)
        ticker.pause()
        try:
            # Painting while suspended fills a queue that nobody empties, and then everything stands still.
            with (
                self._announcer.held(),
                self._app.batch_update(),
                self._app.suspend(),
                muted(self._app),
                lent_terminal(),
            ):
                say(farewell_line(session, argv, is_priced=not way.is_for_one_visit))
                return await self._run(way, argv, known_hosts)
        finally:
            if self._app.app_focus:
                ticker.resume()

    async def _run(self, way: WayIn, argv: Sequence[str], known_hosts: Path | None) -> Ended:
        from mimiry_tui.ssh.client import NoSshProgram, run_asyncssh, run_ssh

        try:
            return await run_ssh(argv)
        except NoSshProgram as error:
            say(f"{safe_text(str(error))}; connecting without it\r\n")
            return await run_asyncssh(way.endpoint, way.key_path, known_hosts)

    async def _tell(self, session: Session, ended: Ended, argv: Sequence[str], *, is_ours: bool) -> bool:
        """Say how it ended where that is not as it should be; True to try again.

        `is_ours` is False of a way in that leads there only this once.
        """
        if ended.exit_code == SSH_FAILED or ended.exit_code < 0:
            # Next time it is asked first whether anything answers there.
            self._reached.discard(session.id)
            return await self._app.push_screen_wait(LastWordsScreen(session.name or session.id, ended, argv))
        self._reached.add(session.id)
        if ended.exit_code:
            self._app.notify(explain(ended), markup=False)
        if is_ours:
            await self._visited(session)
        return False

    # Elsewhere

    async def _open_terminal(self, session: Session, way: WayIn) -> None:
        argv = await self._command_elsewhere(session, way)
        if not argv:
            return
        command = [*self._wanted.terminal, *argv]
        try:
            # Its own session: closing the dashboard leaves the shell alone.
            await asyncio.create_subprocess_exec(
                *command,
                stdin=asyncio.subprocess.DEVNULL,
                stdout=asyncio.subprocess.DEVNULL,
                stderr=asyncio.subprocess.DEVNULL,
                start_new_session=True,
            )
        except (OSError, ValueError) as error:
            await self._not_opened(way)
            words = getattr(error, "strerror", None) or str(error)
            self._warn(f"ssh.terminal: {safe_text(command[0], 60)} cannot be run: {words}")
            return
        name = safe_text(session.name or session.id, 60)
        self._app.notify(f"{name} opens in {safe_text(command[0], 40)}", markup=False)

    async def _command_elsewhere(self, session: Session, way: WayIn) -> list[str]:
        """What is run in another window; empty where there is no such program, which is said."""
        _, argv = await self._command(session, way)
        if await asyncio.to_thread(shutil.which, argv[0]) is None:
            await self._not_opened(way)
            self._warn("there is no ssh program here for a window of its own; s connects without one")
            return []
        return self._access.elsewhere(way, argv) if self._access is not None else argv

    async def _not_opened(self, way: WayIn) -> None:
        """Nobody is there who would throw the key of this visit away."""
        if self._access is not None:
            await self._access.give_up(way)

    async def _open_window(self, session: Session, way: WayIn) -> None:
        argv = await self._command_elsewhere(session, way)
        if not argv:
            return
        split = self._wanted.tmux is TmuxPlace.SPLIT
        name = session.name or session.id
        try:
            await open_in_tmux(tmux_argv(argv, name, split=split))
        except TmuxFailedError as error:
            await self._not_opened(way)
            self._warn(safe_text(str(error)))
            return
        where = "in a pane beside this one" if split else "in a new window of tmux"
        self._app.notify(f"{safe_text(name, 60)} opens {where}", markup=False)

    def _warn(self, words: str) -> None:
        self._app.notify(words, severity="warning", markup=False)


def farewell_line(session: Session, argv: Sequence[str], *, is_priced: bool = True) -> str:
    """What the terminal says before ssh does: the session, its price, the way back, the exact command."""
    unknown = " · price unknown" if is_priced else ""
    rate = f" · {session.got.rate}/h" if session.got.rate else unknown
    name = safe_text(session.name or session.id, 60)
    command = safe_text(shlex.join(argv), 4_000)
    return f"\r\n\x1b[1m{name}{rate}\x1b[0m · exit comes back to the dashboard · \x1b[2m{command}\x1b[0m\r\n"
