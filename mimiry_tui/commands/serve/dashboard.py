"""One page's dashboard: a process that ends with its page, and whose end the page is told."""

from __future__ import annotations

import asyncio
from asyncio.subprocess import Process
from contextlib import suppress

from aiohttp import web
from textual_serve.app_service import AppService
from textual_serve.download_manager import DownloadManager

from mimiry_tui.commands.output import complain
from mimiry_tui.domain.safe_text import safe_text

_MOST_BYTES = 4_000
_ENDS_WITHIN = 5.0
"""Seconds that a dashboard has for its own end once nobody can see it any more."""
_WIPE = "\x1b[0m\x1b[2J\x1b[H"


class Dashboard(AppService):
    """Its last words go to the page; those of textual-serve's own would be printed where the link is."""

    def __init__(self, command: str, page: web.WebSocketResponse, downloads: DownloadManager) -> None:
        super().__init__(
            command,
            write_bytes=page.send_bytes,
            write_str=page.send_str,
            close=self._not_yet,
            download_manager=downloads,
        )
        self._page = page
        self._errors: asyncio.Task[str] | None = None

    async def _open_app_process(self, width: int = 80, height: int = 24) -> Process:
        process = await super()._open_app_process(width, height)
        errors, process.stderr = process.stderr, asyncio.StreamReader()
        process.stderr.feed_eof()
        assert errors is not None
        self._errors = asyncio.create_task(_last_words(errors))
        return process

    async def run(self) -> None:
        """Until the dashboard ends. Then the page says so, and why where it could not go on."""
        try:
            await super().run()
        finally:
            await self._gone()
        words = await self._errors if self._errors is not None else ""
        if words:
            complain(words.replace("\n", "\nmimiry-tui: "))
        if not self._page.closed:
            with suppress(ConnectionError):  # it may be closed at this very moment
                await self._page.send_bytes((_WIPE + words.replace("\n", "\r\n")).encode())
                await self._page.close()

    async def _gone(self) -> None:
        """Until its process is: it has closed its output, and one that stays nevertheless is killed."""
        process = self._process
        if process is None:
            return
        try:
            async with asyncio.timeout(_ENDS_WITHIN):
                await process.wait()
        except TimeoutError:
            process.kill()
            await process.wait()

    async def _not_yet(self) -> None:
        """The page is left open until the last words have come."""


async def _last_words(errors: asyncio.StreamReader) -> str:
    """The end of what a process complains of, harmless, without its name before each line."""
    said = b""
    while part := await errors.read(_MOST_BYTES):
        said = (said + part)[-_MOST_BYTES:]
    lines = said.decode("utf-8", "replace").splitlines()
    return "\n".join(safe_text(line.removeprefix("mimiry-tui: "), 500) for line in lines if line.strip())
