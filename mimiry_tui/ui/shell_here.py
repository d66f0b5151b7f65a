"""A shell in a session in this terminal, while the dashboard waits behind it.

Everything that brings news goes on meanwhile; only painting stands still.
"""

from __future__ import annotations

import shlex
from collections.abc import Awaitable, Callable, Sequence
from pathlib import Path
from typing import Any

from textual.app import App, SuspendNotSupported

from mimiry_tui.clock import Clock
from mimiry_tui.domain.safe_text import safe_text
from mimiry_tui.domain.sessions import Session
from mimiry_tui.ssh.ended import Ended, explain
from mimiry_tui.ui.announce import Announcer
from mimiry_tui.ui.handing_over import handed_over
from mimiry_tui.ui.key_of import key_now
from mimiry_tui.ui.screens.last_words import LastWordsScreen
from mimiry_tui.ui.shell_access import ShellAccess, ShellCommand, WayIn
from mimiry_tui.ui.shell_modes import say

SSH_FAILED = 255
"""What ssh exits with when not the shell there but ssh itself came to an end."""


class ShellHere:
    """Hands the terminal over to ssh, and takes it back."""

    def __init__(
        self,
        app: App[Any],
        clock: Clock,
        announcer: Announcer,
        command: ShellCommand,
        access: ShellAccess | None,
        visited: Callable[[Session], Awaitable[None]],
    ) -> None:
        """`visited` is told of each visit that went well, once the dashboard is back."""
        self._app = app
        self._clock = clock
        self._announcer = announcer
        self._command = command
        self._access = access
        self._visited = visited
        self.reached: set[str] = set()
        """The sessions whose last visit went well: nobody need ask whether anything answers there."""

    async def visit(self, session: Session, way: WayIn) -> None:
        """Hand the terminal over as often as that is wanted; then throw the key of the visit away."""
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
                words = "ssh is not possible here: this terminal cannot be handed over; "
                words += f"{key_now('copy', 'y')} copies the command"
                self._app.notify(words, severity="warning", markup=False)
                return
            again = await self._tell(session, ended, argv, is_ours=not way.is_for_one_visit)

    async def _hand_over(
        self, session: Session, way: WayIn, argv: Sequence[str], known_hosts: Path | None
    ) -> Ended:
        """Run ssh with the terminal as its own. Raises SuspendNotSupported."""
        with handed_over(self._app, self._clock, self._announcer.held("a shell")):
            say(farewell_line(session, argv, is_priced=not way.is_for_one_visit))
            return await self._run(way, argv, known_hosts)

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
            self.reached.discard(session.id)
            return await self._app.push_screen_wait(LastWordsScreen(session.name or session.id, ended, argv))
        self.reached.add(session.id)
        if ended.exit_code:
            self._app.notify(explain(ended), markup=False)
        if is_ours:
            await self._visited(session)
        return False


def farewell_line(session: Session, argv: Sequence[str], *, is_priced: bool = True) -> str:
    """What the terminal says before ssh does: the session, its price, the way back, the exact command."""
    unknown = " · price unknown" if is_priced else ""
    rate = f" · {session.got.rate}/h" if session.got.rate else unknown
    name = safe_text(session.name or session.id, 60)
    command = safe_text(shlex.join(argv), 4_000)
    return f"\r\n\x1b[1m{name}{rate}\x1b[0m · exit comes back to the dashboard · \x1b[2m{command}\x1b[0m\r\n"
