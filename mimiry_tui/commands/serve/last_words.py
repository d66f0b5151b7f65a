"""What a dashboard says at its end, after which nothing of it is drawn any more."""

from __future__ import annotations

import asyncio

from mimiry_tui.domain.safe_text import safe_text

_MOST_BYTES = 4_000
_END_WITHIN = 1.0
"""Seconds to wait for the end of an output whose process has gone: somebody else may keep it open."""


class LastWords:
    """The end of what comes from one of its outputs, which is read from now on."""

    def __init__(self, output: asyncio.StreamReader) -> None:
        self._said = b""
        self._listening = asyncio.create_task(self._listen(output), name="last words")

    async def end(self) -> str:
        """What was said, harmless, without the program's name before each line."""
        await asyncio.wait([self._listening], timeout=_END_WITHIN)
        self._listening.cancel()
        lines = self._said.decode("utf-8", "replace").splitlines()
        return "\n".join(safe_text(line.removeprefix("mimiry-tui: "), 500) for line in lines if line.strip())

    async def _listen(self, output: asyncio.StreamReader) -> None:
        while part := await output.read(_MOST_BYTES):
            self._said = (self._said + part)[-_MOST_BYTES:]
