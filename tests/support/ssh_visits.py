"""Visits in a real terminal: runs the visitor, and returns what it told at the end."""

from __future__ import annotations

import asyncio
import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from tests.support.home import Home
from tests.support.pty_app import PtyProgram


async def told_by(
    folder: Path, arguments: list[str], do: Callable[[PtyProgram], None], **environment: str
) -> dict[str, Any]:
    """Run the visitor in a terminal, do that in it, and return what it told; the terminal is as before."""
    home = Home(folder)

    def sit() -> dict[str, Any]:
        argv = [sys.executable, "-m", "tests.support.ssh_visitor", *arguments]
        with PtyProgram(argv, {**home.env, **environment}, (200, 24)) as terminal:
            do(terminal)
            terminal.wait_for("ENDED {")
            assert terminal.wait() == 0
            assert terminal.unrestored() == []
            said: dict[str, Any] = json.loads(bytes(terminal.raw).partition(b"ENDED ")[2])
            return said

    return await asyncio.to_thread(sit)
