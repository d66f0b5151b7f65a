"""A program called ssh that does what a test tells it."""

from __future__ import annotations

from pathlib import Path

from tests.support.home import Home


class FakeSsh:
    """A program called ssh before all others, which does what it was told last."""

    def __init__(self, home: Home, folder: Path) -> None:
        path, self._script = folder / "bin" / "ssh", folder / "script"
        path.parent.mkdir()
        path.write_text('#!/bin/sh\n. "$SCRIPT"\n')
        path.chmod(0o755)
        self._end = folder / "end"
        home.env.update(
            PATH=f"{path.parent}:{home.env['PATH']}", SCRIPT=str(self._script), END=str(self._end)
        )

    def does(self, script: str) -> None:
        """Run this from now on."""
        self._script.write_text(script)

    def listens(self, word: str) -> None:
        """Say this and stay until told to end."""
        self._end.unlink(missing_ok=True)
        self.does(f'echo {word}; while [ ! -e "$END" ]; do sleep 0.05; done; exit 0')

    def ends(self) -> None:
        self._end.touch()
