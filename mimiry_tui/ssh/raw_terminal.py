"""This terminal handed to a remote shell key by key, and given back as it was."""

from __future__ import annotations

import asyncio
import os
import signal
import termios
import threading
import tty
from collections.abc import Coroutine, Iterator
from contextlib import contextmanager
from types import FrameType
from typing import TypeVar

import asyncssh

T = TypeVar("T")

_STDOUT, _STDERR = 1, 2
_NO_STATUS = 255
"""What ssh exits with where the connection ended before the shell did."""


class GivenUp(Exception):
    """Ctrl+c, before there was a shell to take it."""


class Terminal:
    """Where the person sits: `stdin` is what they type into, a terminal or not."""

    def __init__(self, stdin: int) -> None:
        self._stdin = stdin

    async def interruptible(self, waiting: Coroutine[None, None, T]) -> T:
        """What this waits for, unless ctrl+c ends that: then GivenUp, and the program goes on."""
        if threading.current_thread() is not threading.main_thread():
            return await waiting
        loop = asyncio.get_running_loop()
        task = loop.create_task(waiting)
        interrupted = False

        def interrupt(_number: int, _frame: FrameType | None) -> None:
            nonlocal interrupted
            interrupted = True
            loop.call_soon_threadsafe(task.cancel)

        before = signal.signal(signal.SIGINT, interrupt)
        try:
            return await task
        except asyncio.CancelledError:
            task.cancel()
            if interrupted:
                raise GivenUp from None
            raise
        finally:
            signal.signal(signal.SIGINT, signal.SIG_DFL if before is None else before)

    async def shell(self, connection: asyncssh.SSHClientConnection) -> int:
        """A shell there until it ends; its exit code, or 255 where the connection ended first."""
        on_terminal = os.isatty(self._stdin)
        process = await connection.create_process(
            term_type=os.environ.get("TERM", "xterm") if on_terminal else None,
            term_size=_size(self._stdin) if on_terminal else (0, 0, 0, 0),
            encoding=None,
        )
        with self._raw(), self._resizing(process), self._typing(process):
            await asyncio.gather(_shown(process.stdout, _STDOUT), _shown(process.stderr, _STDERR))
            await process.wait_closed()
        status = process.exit_status
        return _NO_STATUS if status is None or status < 0 else status

    @contextmanager
    def _raw(self) -> Iterator[None]:
        if not os.isatty(self._stdin):
            yield
            return
        before = termios.tcgetattr(self._stdin)
        tty.setraw(self._stdin)
        try:
            yield
        finally:
            termios.tcsetattr(self._stdin, termios.TCSADRAIN, before)

    @contextmanager
    def _resizing(self, process: asyncssh.SSHClientProcess[bytes]) -> Iterator[None]:
        if threading.current_thread() is not threading.main_thread() or not os.isatty(self._stdin):
            yield
            return
        loop = asyncio.get_running_loop()

        def resized(_number: int, _frame: FrameType | None) -> None:
            loop.call_soon_threadsafe(lambda: process.change_terminal_size(*_size(self._stdin)))

        before = signal.signal(signal.SIGWINCH, resized)
        try:
            yield
        finally:
            signal.signal(signal.SIGWINCH, signal.SIG_DFL if before is None else before)

    @contextmanager
    def _typing(self, process: asyncssh.SSHClientProcess[bytes]) -> Iterator[None]:
        loop = asyncio.get_running_loop()

        def typed() -> None:
            keys = os.read(self._stdin, 4_096)
            if keys:
                process.stdin.write(keys)
            else:
                loop.remove_reader(self._stdin)
                process.stdin.write_eof()

        loop.add_reader(self._stdin, typed)
        try:
            yield
        finally:
            loop.remove_reader(self._stdin)


async def _shown(source: asyncssh.SSHReader[bytes], target: int) -> None:
    while said := await source.read(65_536):
        await asyncio.to_thread(_write_all, target, said)


def _write_all(target: int, said: bytes) -> None:
    while said:
        said = said[os.write(target, said) :]


def _size(terminal: int) -> tuple[int, int, int, int]:
    """Columns and lines, as asyncssh wants them: followed by a size in pixels, which is not known."""
    columns, lines = os.get_terminal_size(terminal)
    return columns, lines, 0, 0
