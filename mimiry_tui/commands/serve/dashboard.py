"""One page's dashboard: a process that ends with its page, and whose end the page is told."""

from __future__ import annotations

import asyncio
import os
import shlex
import signal
from asyncio.subprocess import PIPE, Process
from contextlib import suppress

from aiohttp import web
from textual_serve.app_service import AppService
from textual_serve.download_manager import DownloadManager

from mimiry_tui.commands.output import complain
from mimiry_tui.commands.serve.last_words import LastWords

_ENDS_WITHIN = 4.0
"""Seconds that a dashboard has for its own end, less than the server has for that of all of them."""
_WIPE = "\x1b[0m\x1b[2J\x1b[H"
_READY = b"__GANGLION__\n"
"""What a Textual app prints before its packets."""
_DATA, _META, _PACKED = b"D", b"M", b"P"


class Dashboard(AppService):
    """What becomes of it is told to its page, and what it complains of also where the link is."""

    def __init__(self, command: str, page: web.WebSocketResponse, downloads: DownloadManager) -> None:
        super().__init__(
            command,
            write_bytes=page.send_bytes,
            write_str=page.send_str,
            close=self._not_yet,
            download_manager=downloads,
        )
        self._page = page

    async def _open_app_process(self, width: int = 80, height: int = 24) -> Process:
        """Without a shell between, and in a group of its own: whoever ends it ends all of it."""
        self._process = process = await asyncio.create_subprocess_exec(
            *shlex.split(self.command),
            stdin=PIPE,
            stdout=PIPE,
            stderr=PIPE,
            env=self._build_environment(width, height),
            start_new_session=True,
        )
        assert process.stdin is not None
        self._stdin = process.stdin
        return process

    async def run(self) -> None:
        """Until the dashboard ends. Then the page says so, and its last words or why it could not go on.

        textual-serve's own never comes so far where a dashboard has ended before it is first read from.
        """
        process = self._process
        assert process is not None
        assert process.stdout is not None
        assert process.stderr is not None
        complaint = LastWords(process.stderr)
        try:
            await self._show(process.stdout)
        except ConnectionError:  # the page is gone
            await self.send_meta({"type": "quit"})
        finally:
            # Read on even if for nobody: over a full pipe it could not leave.
            farewell = LastWords(process.stdout)
            await self._gone(process)
            words = await complaint.end()
            if words:
                complain(words.replace("\n", "\nmimiry-tui: "))
            last = await farewell.end()
            await self._tell(words or (last if self._exit_event.is_set() else ""))

    async def stop(self) -> None:
        """Have it leave with its page: nobody can see it any more."""
        if self._task is None or self._process is None:
            return
        await self._download_manager.cancel_app_downloads(app_service_id=self.app_service_id)
        try:
            async with asyncio.timeout(_ENDS_WITHIN):
                await self.send_meta({"type": "quit"})
                await asyncio.shield(self._task)
        except TimeoutError:
            self._kill(self._process)
        await self._task

    async def _show(self, output: asyncio.StreamReader) -> None:
        """Give the page all that comes up to the app's own end. Raises ConnectionError without a page."""
        line = b""
        while line != _READY:
            if not (line := await output.readline()):
                return
        hand_on = {_DATA: self.on_data, _META: self.on_meta, _PACKED: self.on_packed}
        with suppress(asyncio.IncompleteReadError):
            while not self._exit_event.is_set():
                kind, size = await output.readexactly(1), await output.readexactly(4)
                if kind not in hand_on:
                    # Where the next packet begins is not known any more: nothing after this can be shown.
                    complain("a dashboard sent what is no packet, and was ended")
                    await self.send_meta({"type": "quit"})
                    return
                await hand_on[kind](await output.readexactly(int.from_bytes(size, "big")))

    async def _tell(self, words: str) -> None:
        """The last that the page is given."""
        if not self._page.closed:
            with suppress(ConnectionError):  # it may be closed at this very moment
                await self._page.send_bytes((_WIPE + words.replace("\n", "\r\n")).encode())
                await self._page.close()

    async def _not_yet(self) -> None:
        """The app is at its end. The page is left open until the last words have come."""
        self._exit_event.set()

    async def _gone(self, process: Process) -> None:
        """Until its process is, which may not take for ever."""
        try:
            with suppress(TimeoutError):
                async with asyncio.timeout(_ENDS_WITHIN):
                    await process.wait()
        finally:
            self._kill(process)

    @staticmethod
    def _kill(process: Process) -> None:
        """With all that it began; nothing where it has ended."""
        if process.returncode is None:
            complain("a dashboard did not end by itself and was killed")
            with suppress(ProcessLookupError):  # it may end at this very moment
                os.killpg(process.pid, signal.SIGKILL)
