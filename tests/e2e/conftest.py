"""The program in a terminal of its own, with a home of its own, and the check that it leaves nothing."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from tests.support.processes import children
from tests.support.pty_app import PtyProgram

ROOT = Path(__file__).parents[2]
Start = Callable[..., PtyProgram]


class Home:
    """Where a started program lives."""

    def __init__(self, folder: Path) -> None:
        self.state = folder / "state"
        self.temporary = folder / "tmp"
        self.temporary.mkdir()
        self.env = {
            "PATH": os.environ["PATH"],
            "HOME": str(folder),
            "XDG_CONFIG_HOME": str(folder / "config"),
            "XDG_STATE_HOME": str(self.state),
            "XDG_CACHE_HOME": str(folder / "cache"),
            "TMPDIR": str(self.temporary),
            "TERM": "xterm-256color",
            "LANG": "C.UTF-8",
            "PYTHONPATH": str(ROOT),
        }

    @property
    def left_behind(self) -> list[str]:
        """What is in the folder for temporary files."""
        return sorted(path.name for path in self.temporary.iterdir())


@pytest.fixture
def home(tmp_path: Path) -> Home:
    return Home(tmp_path)


@pytest.fixture
def start(home: Home) -> Iterator[Start]:
    """Starts `python ARGUMENTS…` in a terminal, ended with the test."""
    with ExitStack() as stack:

        def started(*arguments: str, size: tuple[int, int] = (120, 36), modern: bool = False) -> PtyProgram:
            argv = [sys.executable, *arguments]
            return stack.enter_context(PtyProgram(argv, home.env, size, modern=modern))

        yield started


def simulator_pid(program: PtyProgram) -> int:
    """The process of a demo's cloud."""
    (cloud,) = [child for child in children(program.pid) if "simulat" in child.command]
    return cloud.pid
