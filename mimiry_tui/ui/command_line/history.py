"""The commands typed before about one account, the latest last, for every dashboard that shows it."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from mimiry_tui.live.off_loop import OffLoop, in_thread
from mimiry_tui.ui.command_line.secrets import without_secrets

FILE = "command-history"
MOST = 500
"""Commands that are kept."""
LONGEST = 2_000
"""Characters of one that is kept: more is pasted, and to find what is secret in it takes too long."""


class CommandHistory:
    """One for each account that is opened.

    A disk that fails costs the memory of other runs, and nobody is bothered with it.
    """

    def __init__(self, folder: Path | None, *, off_loop: OffLoop = in_thread) -> None:
        """`folder` is made when something is first kept; without one they last as long as this run."""
        self._path = folder / FILE if folder is not None else None
        self._off_loop = off_loop
        self._lines: tuple[str, ...] = ()
        self._is_loaded = False

    @property
    def lines(self) -> Sequence[str]:
        """The latest last."""
        return self._lines

    async def load(self) -> None:
        """Read what other runs left, once."""
        path = self._path
        if path is None or self._is_loaded:
            return
        self._is_loaded = True
        try:
            found = await self._off_loop(lambda: _read(path))
        except OSError:
            return
        self._lines = _joined(found, self._lines)

    async def add(self, line: str) -> None:
        """Keep a command, without what is secret in it."""
        typed = line.strip()
        if not typed or not typed.isprintable() or len(typed) > LONGEST:
            return
        kept = without_secrets(typed)
        self._lines = _joined(self._lines, (kept,))
        path = self._path
        if path is None:
            return
        try:
            await self._off_loop(lambda: _append(path, kept))
        except OSError:
            return


def _read(path: Path) -> tuple[str, ...]:
    from mimiry_tui.ssh.files import read_text  # off the way to the first frame, as all that touches files

    return tuple(line for line in read_text(path).splitlines() if line.isprintable() and line.strip())


def _append(path: Path, line: str) -> None:
    """Under a lock: two dashboards do not undo each other's memory."""
    from mimiry_tui.settings.private_file import alone_in, write_private

    with alone_in(path.parent):
        lines = _joined(_read(path), (line,))
        write_private(path, "".join(f"{one}\n" for one in lines))


def _joined(before: Sequence[str], after: Sequence[str]) -> tuple[str, ...]:
    """Each command once, where it came last; the latest so many."""
    latest = dict.fromkeys(reversed((*before, *after)))
    return tuple(reversed(list(latest)[:MOST]))
