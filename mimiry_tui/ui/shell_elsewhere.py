"""A shell in a session in a window of its own, while the dashboard stays as it is."""

from __future__ import annotations

import asyncio
import shutil
from typing import Any

from textual.app import App

from mimiry_tui.domain.safe_text import safe_text
from mimiry_tui.domain.sessions import Session
from mimiry_tui.settings.preferences import SshPreferences, TmuxPlace
from mimiry_tui.ui.key_of import key_now
from mimiry_tui.ui.preference_desk import PreferenceDesk
from mimiry_tui.ui.shell_access import ShellAccess, ShellCommand, WayIn
from mimiry_tui.ui.shell_tmux import TmuxFailedError, open_in_tmux, tmux_argv


class ShellElsewhere:
    """Opens sessions in a window or pane of tmux, or by the program that the settings name."""

    def __init__(self, app: App[Any], command: ShellCommand, access: ShellAccess | None) -> None:
        """`access` has the key of a visit thrown away: by the window itself, or here where none opens."""
        self._app = app
        self._command = command
        self._access = access

    @property
    def _wanted(self) -> SshPreferences:
        return PreferenceDesk.of(self._app).now.ssh

    async def open_terminal(self, session: Session, way: WayIn) -> None:
        """Have the program of the settings run ssh."""
        argv = await self._argv(session, way)
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

    async def open_window(self, session: Session, way: WayIn) -> None:
        """Have tmux run ssh, beside the dashboard or in a window of its own."""
        argv = await self._argv(session, way)
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

    async def _argv(self, session: Session, way: WayIn) -> list[str]:
        """What is run in another window; empty where there is no such program, which is said."""
        _, argv = await self._command(session, way)
        if await asyncio.to_thread(shutil.which, argv[0]) is None:
            await self._not_opened(way)
            key = key_now("ssh", "s")
            self._warn(f"there is no ssh program here for a window of its own; {key} connects without one")
            return []
        return self._access.elsewhere(way, argv) if self._access is not None else argv

    async def _not_opened(self, way: WayIn) -> None:
        """Nobody is there who would throw the key of this visit away."""
        if self._access is not None:
            await self._access.give_up(way)

    def _warn(self, words: str) -> None:
        self._app.notify(words, severity="warning", markup=False)
