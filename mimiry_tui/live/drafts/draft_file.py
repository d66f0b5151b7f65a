"""The form as it was last left, or as it was when the program crashed."""

from __future__ import annotations

import asyncio
import json
import threading
from pathlib import Path

from mimiry_tui.clock import Clock
from mimiry_tui.domain.launching.draft import Draft
from mimiry_tui.live.off_loop import in_thread
from mimiry_tui.live.private_file import reason, write_private

FILE = "draft.json"
GATHER = 0.5
"""Seconds that typing is gathered before it is written; a crash costs no more than these."""
_LARGEST = 4_000_000
"""Bytes of a file beyond which it is no draft of ours."""


class DraftFile:
    """One draft on disk. `keep` is called at every keystroke and returns at once; `run` writes.

    Values of environment variables are written only where the draft says that they may be kept.
    """

    def __init__(self, folder: Path | None, clock: Clock) -> None:
        """`folder` is made when something is first kept; without one nothing is."""
        self.trouble = ""
        """Why the draft is not on disk, in words; empty while all is well."""
        self._path = None if folder is None else folder / FILE
        self._clock = clock
        self._wanted: tuple[int, Draft | None] = (0, None)
        """How many times something was wanted, and what last: a draft, or no file."""
        self._written = 0
        self._one_at_a_time = threading.Lock()
        self._wake = asyncio.Event()

    async def load(self) -> Draft | None:
        """What was kept, by this run or an earlier one; None where there is nothing that can be read."""
        number, draft = self._wanted
        return draft if number else await in_thread(self._read)

    def keep(self, draft: Draft) -> None:
        """Have it on disk soon."""
        self._want(draft)

    async def clear(self) -> None:
        """Have no draft any more, on disk neither."""
        self._want(None)
        await self.flush()

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

    def _want(self, draft: Draft | None) -> None:
        number, last = self._wanted
        if number and draft == last and not self.trouble:
            return
        self._wanted = (number + 1, draft)
        self._wake.set()

    # What follows runs in threads.

    def _read(self) -> Draft | None:
        from mimiry_tui.domain.launching.draft_fields import from_fields

        try:
            if self._path is None or self._path.stat().st_size > _LARGEST:
                return None
            fields = json.loads(self._path.read_bytes())
        except (OSError, ValueError, RecursionError):
            return None
        return from_fields(fields) if isinstance(fields, dict) else None

    def _write(self) -> str:
        """Bring the file to what is wanted by now; why that failed, or "".

        A thread that was overtaken finds its work done: nothing older ever replaces something newer.
        """
        from mimiry_tui.domain.launching.draft_fields import to_fields

        if self._path is None:
            return ""
        with self._one_at_a_time:
            number, draft = self._wanted
            if number == self._written:
                return ""
            try:
                if draft is None:
                    self._path.unlink(missing_ok=True)
                else:
                    write_private(self._path, json.dumps(to_fields(draft), indent=1) + "\n")
            except OSError as error:
                return f"the draft is not kept: {reason(error)}"
            self._written = number
            return ""
