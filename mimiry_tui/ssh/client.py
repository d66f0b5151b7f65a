"""The system's ssh in this terminal, while everything else in this program goes on.

The child shares the terminal and the process group, as under a shell, so that ctrl+c, ctrl+z and a
new window size reach it. Only its stderr takes a detour: it is shown at once, and its end is kept.
"""

from __future__ import annotations

import asyncio
import os
import selectors
import signal
import subprocess
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from importlib import import_module
from pathlib import Path
from types import FrameType

from mimiry_tui.domain.sessions import SshEndpoint
from mimiry_tui.ssh.ended import Ended, explain, last_words

__all__ = ["Ended", "NoSshProgram", "explain", "run_asyncssh", "run_ssh"]

_KEPT_BYTES = 8_192
"""Of stderr: enough for ssh's longest warning."""
_STDERR = 2


class NoSshProgram(Exception):
    """There is no such program here, or it may not be run."""


async def run_ssh(argv: Sequence[str]) -> Ended:
    """Run it with this terminal as its own, until it ends. Raises NoSshProgram.

    Meanwhile this process survives ctrl+c and ctrl+\\ and stops together with ssh. When the task is
    cancelled, ssh is told to end too. Belongs on the main thread, where signals are.
    """
    child = _Child(argv)
    with _signals_left_to_the_child():
        running = asyncio.ensure_future(asyncio.to_thread(child.run))
        try:
            return await asyncio.shield(running)
        except asyncio.CancelledError:
            child.hang_up()
            await running
            raise


async def run_asyncssh(
    endpoint: SshEndpoint, key_path: Path | None, known_hosts: Path | None, passphrase: str | None = None
) -> Ended:
    """The same visit where there is no ssh program. Raises UnsafeEndpointError.

    A locked key that no agent holds is asked for here, unless its passphrase is given.
    """
    await asyncio.to_thread(import_module, "mimiry_tui.ssh.fallback")  # a tenth of a second of imports
    from mimiry_tui.ssh.fallback import visit

    return await visit(endpoint, key_path, known_hosts, passphrase)


class _Child:
    """One run of a program, and a thread that passes its stderr on."""

    def __init__(self, argv: Sequence[str]) -> None:
        self._argv = list(argv)
        self._lock = threading.Lock()
        self._pid: int | None = None
        self._unwanted = False

    def run(self) -> Ended:
        """From its start to its end; blocks. What it had to say was shown. Raises NoSshProgram."""
        reading, writing = os.pipe()
        try:
            process = subprocess.Popen(self._argv, stderr=writing)
        except OSError as error:
            os.close(reading)
            raise NoSshProgram(f"{self._argv[0]} cannot be run: {error.strerror}") from error
        finally:
            os.close(writing)
        tee = _Tee(reading)
        with self._lock:
            self._pid = process.pid
        if self._unwanted:
            self.hang_up()
        # Waited for here and not by Popen, which knows nothing of stops.
        process.returncode = self._wait(process.pid)
        return Ended(process.returncode, last_words(tee.finish()))

    def hang_up(self) -> None:
        """What a terminal does that closes; also before the program has begun."""
        self._unwanted = True
        with self._lock:
            if self._pid is not None:
                with suppress(ProcessLookupError):  # it ended by itself this very moment
                    os.kill(self._pid, signal.SIGHUP)
                    os.kill(self._pid, signal.SIGCONT)

    def _wait(self, pid: int) -> int:
        while True:
            _, status = os.waitpid(pid, os.WUNTRACED)
            if not os.WIFSTOPPED(status):
                with self._lock:
                    self._pid = None
                return os.waitstatus_to_exitcode(status)
            # ssh's own `~^Z` stops ssh alone: stop with it, so that the shell below gets the terminal.
            # Where there is no such shell the kernel ignores this, and both go on.
            # Sent to this very thread, which then does not get as far as waking ssh.
            signal.pthread_kill(threading.get_ident(), signal.SIGTSTP)
            os.kill(pid, signal.SIGCONT)


class _Tee:
    """Copies a pipe to this process's stderr in a thread and keeps the end; closes it at last."""

    def __init__(self, source: int) -> None:
        self._source = source
        self._kept = b""
        self._wake_reading, self._wake_writing = os.pipe()
        os.set_blocking(source, False)
        self._thread = threading.Thread(target=self._copy, name="ssh stderr", daemon=True)
        self._thread.start()

    def finish(self) -> bytes:
        """Copy what is there, not waiting for an end: a helper that ssh left behind may hold the pipe."""
        os.close(self._wake_writing)
        self._thread.join()
        os.close(self._wake_reading)
        os.close(self._source)
        return self._kept

    def _copy(self) -> None:
        with selectors.DefaultSelector() as waiting:
            waiting.register(self._source, selectors.EVENT_READ)
            waiting.register(self._wake_reading, selectors.EVENT_READ)
            over = False
            while not over:
                over = any(key.fd == self._wake_reading for key, _ in waiting.select())
                if self._pass_on():
                    waiting.unregister(self._source)
                    over = True

    def _pass_on(self) -> bool:
        """Copy all there is; whether the pipe has come to its end."""
        while True:
            try:
                said = os.read(self._source, 65_536)
            except BlockingIOError:
                return False
            if not said:
                return True
            self._kept = (self._kept + said)[-_KEPT_BYTES:]
            _write_all(said)


def _write_all(said: bytes) -> None:
    """To stderr, as far as it can be written: a terminal that is gone must not end the copying."""
    try:
        while said:
            said = said[os.write(_STDERR, said) :]
    except OSError:
        return


@contextmanager
def _signals_left_to_the_child() -> Iterator[None]:
    """What the keyboard sends is for ssh; stopping and going on happen the plain way."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return

    def survive(_number: int, _frame: FrameType | None) -> None:
        """A function and not SIG_IGN: that one would be inherited by ssh."""

    plans: dict[signal.Signals, Callable[[int, FrameType | None], None] | signal.Handlers] = {
        signal.SIGINT: survive,
        signal.SIGQUIT: survive,
        signal.SIGTSTP: signal.SIG_DFL,
        signal.SIGCONT: signal.SIG_DFL,
    }
    before = {number: signal.signal(number, plan) for number, plan in plans.items()}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, signal.SIG_DFL if handler is None else handler)
