"""The settings as they are now: read again when their file changes, and written one by one."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from mimiry_tui.clock import Clock
from mimiry_tui.live.subscribers import Subscribers
from mimiry_tui.settings.file import SettingsFile
from mimiry_tui.settings.profiles import ProfileEntry
from mimiry_tui.settings.settings import Settings

LOOK_EVERY = 2.0
"""Seconds between two looks at the file, which cost one `stat` each."""
SETTLED = 0.3
"""Seconds for which a file that changed must stay the same: one that is being written may be half there."""
STAYS = "what was set before stays in use"


class SettingsKeeper:
    """Tells its subscribers whenever the settings are others than before."""

    def __init__(self, file: SettingsFile, now: Settings, clock: Clock) -> None:
        """`now` is what the file said when it was last loaded."""
        self.now = now
        self._last_used = None if now.is_unused else now
        self._file = file
        self._clock = clock
        self._stamp: object = None
        self._changing = asyncio.Lock()
        self._subscribers: Subscribers[[Settings]] = Subscribers()

    @property
    def path(self) -> Path:
        """Where the file is, or will be."""
        return self._file.path

    async def lines(self) -> dict[str, int]:
        """On which line of the file each setting stands, by its dotted name."""
        return await asyncio.to_thread(self._file.lines)

    def subscribe(self, told: Callable[[Settings], None]) -> Callable[[], None]:
        """Call `told` after every change; what is returned ends that."""
        return self._subscribers.add(told)

    async def run(self) -> None:
        """Look after the file until cancelled."""
        while True:
            stamp = await asyncio.to_thread(self._file.stamp)
            if stamp != self._stamp and await self._has_settled(stamp):
                await self.load()
            await self._clock.sleep(LOOK_EVERY)

    async def _has_settled(self, stamp: object) -> bool:
        """Wait for whoever writes it; at the start it is taken as it is."""
        while self._stamp is not None:
            await self._clock.sleep(SETTLED)
            before, stamp = stamp, await asyncio.to_thread(self._file.stamp)
            if before == stamp:
                return stamp != self._stamp
        return True

    async def ensure(self) -> None:
        """Write the commented file if there is none yet. Raises SettingsError."""
        async with self._changing:
            await asyncio.to_thread(self._file.ensure)
        await self.load()

    async def set(self, name: str, value: object) -> None:
        """Keep one setting and use it from now on; None takes it out. Raises SettingsError."""
        async with self._changing:
            if value is None:
                await asyncio.to_thread(self._file.unset, name)
            else:
                await asyncio.to_thread(self._file.set, name, value)
        await self.load()

    async def set_profile(self, entry: ProfileEntry) -> None:
        """Keep a profile, in the place of the one of that name. Raises SettingsError."""
        async with self._changing:
            await asyncio.to_thread(self._file.set_profile, entry)
        await self.load()

    async def remove_profile(self, name: str) -> None:
        """Forget a profile; what was kept of its account stays. Raises SettingsError."""
        async with self._changing:
            await asyncio.to_thread(self._file.remove_profile, name)
        await self.load()

    async def load(self) -> None:
        """Read the file now, without waiting for the next look."""
        async with self._changing:
            stamp = await asyncio.to_thread(self._file.stamp)
            settings = await asyncio.to_thread(self._file.load)
        self._stamp = stamp
        if not settings.is_unused:
            self._last_used = settings
        elif self._last_used is not None:
            # A slip of the pen, or no access for a moment, shall not turn everything upside down.
            problem = settings.problems[0]
            told = replace(problem, words=f"{problem.words}; {STAYS}")
            settings = replace(self._last_used, problems=(told,))
        if settings != self.now:
            self.now = settings
            self._subscribers.tell(settings)
