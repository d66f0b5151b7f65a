"""The way into sessions of a service that gives one for each visit: asked for, used, and thrown away."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from textual.app import App

from mimiry_tui.clock import Clock
from mimiry_tui.domain.sessions import Session, SshEndpoint
from mimiry_tui.live.store import Store
from mimiry_tui.ssh.visit_keys import VisitKeys, deleting_after

if TYPE_CHECKING:
    from mimiry_tui.clouds.base import Cloud


class WayIn(NamedTuple):
    """Where to connect, and with what."""

    endpoint: SshEndpoint
    key_path: Path | None
    is_for_one_visit: bool = False
    """Whether the key was written for this visit, and has to go after it."""


ShellCommand = Callable[[Session, WayIn], Awaitable[tuple[Path | None, list[str]]]]
"""Where the host keys of a session are kept, and what is run to enter it."""


class ShellAccess:
    """What a service without addresses of its own has instead."""

    def __init__(self, cloud: Cloud, account_dir: Path | None, key_path: Path | None) -> None:
        from mimiry_tui.clouds.base import Capability

        self._cloud = cloud
        self._keys = VisitKeys(account_dir)
        self._key_path = key_path
        self.is_asked_for = Capability.SSH not in cloud.capabilities
        """Whether a way in has to be asked for at each visit."""

    def why_not(self) -> str:
        """Why there is no shell in its sessions, in one line; empty where there is one."""
        from mimiry_tui.ui.lacking import ways_in

        return ways_in(self._cloud)

    async def sweep(self) -> None:
        """Delete keys that a program left behind which ended without notice."""
        await asyncio.to_thread(self._keys.sweep)

    async def ask(self, app: App[Any], session_id: str, store: Store, clock: Clock) -> WayIn | None:
        """Ask with a dialog in front; None where it was given up. Raises OSError where no key can be kept."""
        from mimiry_tui.ui.screens.way_in import WayInScreen

        access = await app.push_screen_wait(WayInScreen(session_id, store, clock, self._cloud.ssh_access))
        if access is None:
            return None
        if not access.private_key:
            return WayIn(access.endpoint, self._key_path)
        return WayIn(access.endpoint, await self._written(access.private_key), is_for_one_visit=True)

    async def _written(self, private_key: str) -> Path:
        writing = asyncio.ensure_future(asyncio.to_thread(self._keys.write, private_key))
        try:
            return await asyncio.shield(writing)
        except asyncio.CancelledError:
            with suppress(OSError):
                await asyncio.to_thread(self._keys.remove, await writing)
            raise

    async def give_up(self, way: WayIn) -> None:
        """Delete what was written for this visit."""
        if way.is_for_one_visit and way.key_path is not None:
            await asyncio.shield(asyncio.to_thread(self._keys.remove, way.key_path))

    def elsewhere(self, way: WayIn, argv: Sequence[str]) -> list[str]:
        """The command for a window of its own, which throws the key away itself: it may outlive us."""
        if not way.is_for_one_visit or way.key_path is None:
            return list(argv)
        return deleting_after(way.key_path, argv)
