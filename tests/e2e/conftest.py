"""The program in a terminal of its own, with a home of its own, and the check that it leaves nothing."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from tests.support.home import Home
from tests.support.processes import children
from tests.support.pty_app import PtyProgram

Start = Callable[..., PtyProgram]


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
