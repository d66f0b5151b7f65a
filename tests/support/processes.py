"""Which processes are there, as `ps` sees it: for proving that none is left behind."""

from __future__ import annotations

import subprocess
import time
from dataclasses import dataclass

from tests.support.tools import need

_STEP_SECONDS = 0.05


@dataclass(frozen=True)
class Process:
    """A line of `ps`."""

    pid: int
    parent: int
    state: str
    command: str


def processes() -> list[Process]:
    """Every process of the machine that is not dead."""
    listing = subprocess.run(
        [need("ps"), "-A", "-o", "pid=,ppid=,stat=,args="], capture_output=True, text=True, check=True
    ).stdout
    rows = (line.split(None, 3) for line in listing.splitlines())
    found = [Process(int(row[0]), int(row[1]), row[2], row[3] if len(row) > 3 else "") for row in rows]
    return [process for process in found if not process.state.startswith("Z")]


def children(pid: int) -> list[Process]:
    """The living children of a process."""
    return [process for process in processes() if process.parent == pid]


def wait_until_gone(pid: int, seconds: float = 10.0) -> None:
    """Until nothing runs under that number any more, though it is no child of ours to wait for."""
    deadline = time.monotonic() + seconds
    while any(process.pid == pid for process in processes()):
        assert time.monotonic() < deadline, f"process {pid} still runs after {seconds} s"
        time.sleep(_STEP_SECONDS)
