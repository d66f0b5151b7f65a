"""The programs that are measured from outside, each started in a terminal with a home of its own."""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.support.home import Home
from tests.support.pty_app import PtyProgram

SIZE = (140, 45)
_HERE = Path(__file__).parent

MIMIRY = (str(Path(sys.executable).with_name("mimiry-tui")),)
DEMO = (*MIMIRY, "--demo")
OFFLINE = (*MIMIRY, "--api-base", "http://127.0.0.1:1")
LABEL = (sys.executable, str(_HERE / "label_app.py"))
TABLE = (sys.executable, str(_HERE / "table_app.py"))
INPUT = (sys.executable, str(_HERE / "form_app.py"))
FORM = (*INPUT, "form")
TICKING_TABLES = (*TABLE, "tick")


@contextmanager
def home() -> Iterator[Home]:
    """A home that is gone afterwards."""
    with tempfile.TemporaryDirectory(prefix="mimiry-bench-", ignore_cleanup_errors=True) as folder:
        yield Home(Path(folder))


@contextmanager
def running(argv: tuple[str, ...], own: Home | None = None) -> Iterator[PtyProgram]:
    """The program in a terminal, in that home or one of its own; ended by SIGHUP, as by a closed window."""
    with home() as new, PtyProgram(argv, (own or new).env, SIZE) as program:
        yield program
        program.hang_up()
        program.wait()
