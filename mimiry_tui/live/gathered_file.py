"""A file of ours that follows what is typed: soon, in a thread, and never something older over newer."""

from __future__ import annotations

import asyncio
import json
import threading
from abc import ABC, abstractmethod
from pathlib import Path

from mimiry_tui.clock import Clock
from mimiry_tui.live.off_loop import in_thread

GATHER = 0.5
"""Seconds that typing is gathered before it is written; a crash costs no more than these."""
_LARGEST = 4_000_000
"""Bytes of a file beyond which it is none of ours."""


class GatheredFile(ABC):
    """What changes says so to `_wake` at once; `run` writes."""

    def __init__(self, path: Path | None, clock: Clock) -> None:
        """Its folder is made when something is first kept; without a path nothing outlives this run."""
        self.trouble = ""
        """Why what was typed is not on disk, in words; empty while all is well."""
        self._path = path
        self._clock = clock
        self._one_at_a_time = threading.Lock()
        self._wake = asyncio.Event()

    async def flush(self) -> None:
        """Have everything on disk that was kept so far, or `trouble` say why it is not."""
        self.trouble = await in_thread(self._write)

    async def run(self) -> None:
        """Write until cancelled, and once more before it ends. No trouble comes out."""
        try:
            while True:
                await self._wake.wait()
                self._wake.clear()
                await self._clock.sleep(GATHER)
                await self.flush()
        finally:
            await self.flush()

    @abstractmethod
    def _write(self) -> str:
        """In a thread: bring the file to what is wanted by now; why that failed, or ""."""

    def _fields(self) -> object:
        """In a thread: what the file holds; None where there is nothing that can be read."""
        try:
            if self._path is None or self._path.stat().st_size > _LARGEST:
                return None
            return json.loads(self._path.read_bytes())
        except (OSError, ValueError, RecursionError):
            return None
