"""A program in a real pseudo-terminal, its screen kept by pyte.

The program is session leader with the terminal as its controlling one, as under a terminal emulator,
so that a hang-up reaches it. Nothing here sleeps: every wait is a `select` on the terminal.
"""

from __future__ import annotations

import fcntl
import os
import re
import select
import signal
import struct
import termios
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from types import TracebackType
from typing import Self

import pyte

PATIENCE = 30.0
"""Seconds after which a wait has failed, however busy the machine is."""

_PAUSE = 0.02
"""Seconds without output that end a frame."""

_MODES = re.compile(rb"\x1b\[\?([\d;]+)([hl])")
_KITTY_KEYS = re.compile(rb"\x1b\[([<>=])\d*u")
_HALF_KITTY_KEYS = re.compile(rb"\x1b(?:\[(?:[<>=]\d*)?)?\Z")
_QUERIES = re.compile(rb"\x1b\[\?(\d+)\$p")
_ON_AT_FIRST = frozenset({7, 25})
"""Private modes that a terminal starts with: wrapped lines and a visible cursor."""


class PtyProgram:
    """A running program, what its terminal shows and everything it wrote.

    Where `modern`, the terminal answers that it knows every private mode that is asked for.
    """

    def __init__(
        self,
        argv: Sequence[str],
        env: Mapping[str, str],
        size: tuple[int, int] = (120, 36),
        *,
        modern: bool = False,
    ) -> None:
        self.raw = bytearray()
        self.screen = pyte.Screen(*size)
        self._stream = pyte.ByteStream(self.screen)
        self._modern = modern
        self._fed = 0
        self._exit_code: int | None = None
        self._master, slave = os.openpty()
        _set_size(self._master, size)
        self.attributes_before = termios.tcgetattr(self._master)
        self.started_at = time.perf_counter()
        try:
            # A new session's leader gets the first terminal it opens as its controlling one.
            name = os.ttyname(slave)
            self.pid = os.posix_spawn(
                argv[0],
                list(argv),
                dict(env),
                file_actions=[
                    (os.POSIX_SPAWN_OPEN, 0, name, os.O_RDWR, 0),
                    (os.POSIX_SPAWN_DUP2, 0, 1),
                    (os.POSIX_SPAWN_DUP2, 0, 2),
                ],
                setsid=True,
            )
        finally:
            os.close(slave)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, where: TracebackType | None
    ) -> None:
        if self._exit_code is None:
            os.kill(self.pid, signal.SIGKILL)
            os.waitpid(self.pid, 0)
        self.hang_up()

    # What it shows

    @property
    def text(self) -> str:
        """The screen, its lines joined."""
        self._feed()
        return "\n".join(self.screen.display)

    def line_with(self, part: str) -> str:
        """The first line of the screen with that in it; empty without one."""
        return next((line for line in self.text.split("\n") if part in line), "")

    def read(self, seconds: float) -> bool:
        """Take in what comes next, waiting that long for it; False at the end of the program's output."""
        if self._master < 0 or not select.select([self._master], [], [], max(0.0, seconds))[0]:
            return self._master >= 0
        try:
            chunk = os.read(self._master, 65536)
        except OSError:  # Linux's way to tell that nobody has the terminal open any more
            chunk = b""
        self.raw += chunk
        if self._modern:
            for mode in _QUERIES.findall(chunk):
                self.send(f"\x1b[?{mode.decode()};2$y")
        return bool(chunk)

    def wait_until(self, condition: Callable[[str], bool], seconds: float = PATIENCE) -> str:
        """Read until the screen's text meets the condition, and return that text.

        A screen is looked at when its writer pauses: what comes between is half a frame.
        """
        deadline = time.monotonic() + seconds
        while True:
            while select.select([self._master], [], [], _PAUSE)[0] and self.read(0):
                pass
            if condition(text := self.text):
                return text
            left = deadline - time.monotonic()
            assert left > 0, f"waited {seconds} s in vain; the screen shows\n{text}"
            assert self.read(left), f"the program ended; it wrote\n{self.after_end()}"

    def wait_for(self, *parts: str, seconds: float = PATIENCE) -> str:
        """Read until each of these is on the screen."""
        return self.wait_until(lambda text: all(part in text for part in parts), seconds)

    # What is done to it

    def send(self, keys: str) -> None:
        """Type these characters."""
        os.write(self._master, keys.encode())

    def resize(self, columns: int, lines: int) -> None:
        """Make the terminal another size; the kernel tells the program."""
        self._feed()
        self.screen.resize(lines, columns)
        _set_size(self._master, (columns, lines))

    def signal(self, number: signal.Signals) -> None:
        """Send a signal to the program alone."""
        os.kill(self.pid, number)

    def hang_up(self) -> None:
        """Close the terminal window."""
        if self._master >= 0:
            os.close(self._master)
            self._master = -1

    # How it ended

    def wait(self, seconds: float = PATIENCE) -> int:
        """Read to the end and return the exit code, negative for a signal that killed it."""
        deadline = time.monotonic() + seconds
        while self._master >= 0 and self.read(deadline - time.monotonic()):
            assert time.monotonic() < deadline, f"still running; the screen shows\n{self.text}"
        if self._exit_code is None:
            with _killed_after(self.pid, max(1.0, deadline - time.monotonic())):
                _, status = os.waitpid(self.pid, 0)
            self._exit_code = os.waitstatus_to_exitcode(status)
        return self._exit_code

    def after_end(self) -> str:
        """What was written after the alternate screen was left, without escape codes."""
        rest = bytes(self.raw).rpartition(b"\x1b[?1049l")[2]
        return re.sub(rb"\x1b\[[<>=?]?[\d;]*[a-zA-Z]", b"", rest).decode(errors="replace").replace("\r", "")

    def unrestored(self) -> list[str]:
        """What the terminal is left in that it did not start in; empty when all is as it was."""
        modes: dict[int, bool] = {}
        for numbers, switch in _MODES.findall(bytes(self.raw)):
            modes.update({int(number): switch == b"h" for number in numbers.split(b";")})
        left = [
            f"mode {mode} {'on' if on else 'off'}"
            for mode, on in modes.items()
            if on != (mode in _ON_AT_FIRST)
        ]
        pushes = [switch for switch in _KITTY_KEYS.findall(bytes(self.raw)) if switch != b"="]
        if pushes.count(b">") != pushes.count(b"<"):
            left.append("Kitty keyboard")
        if self._master >= 0 and termios.tcgetattr(self._master) != self.attributes_before:
            left.append("line discipline")
        return left

    def _feed(self) -> None:
        """Let pyte see what is new; the Kitty keyboard's codes are none that it knows."""
        new = bytes(self.raw[self._fed :])
        # Half a code at the end has to wait for its other half.
        half = _HALF_KITTY_KEYS.search(new)
        new = new[: half.start()] if half is not None else new
        self._fed += len(new)
        self._stream.feed(_KITTY_KEYS.sub(b"", new))


@contextmanager
def _killed_after(pid: int, seconds: float) -> Iterator[None]:
    """Kills a program that a blocking wait would otherwise wait for in vain."""
    timer = threading.Timer(seconds, os.kill, (pid, signal.SIGKILL))
    timer.start()
    try:
        yield
    finally:
        timer.cancel()


def _set_size(terminal: int, size: tuple[int, int]) -> None:
    columns, lines = size
    fcntl.ioctl(terminal, termios.TIOCSWINSZ, struct.pack("HHHH", lines, columns, 0, 0))
