"""External programs some tests need, and a way to run them beside a server in the same event loop."""

from __future__ import annotations

import asyncio
import os
import shutil
from collections.abc import Mapping
from dataclasses import dataclass

import pytest

_PATIENCE_SECONDS = 30


@dataclass(frozen=True)
class Finished:
    """How a program ended and what it said."""

    status: int
    out: str
    err: str


def need(program: str) -> str:
    """The program's path; without it the test is skipped, or fails where nothing may be missing (CI)."""
    path = shutil.which(program)
    if path is not None:
        return path
    reason = f"{program} is not installed"
    if os.environ.get("CI"):
        pytest.fail(reason)
    pytest.skip(reason)


async def run_program(*argv: str, env: Mapping[str, str] | None = None, stdin: str = "") -> Finished:
    """Run a program to its end; `env` replaces the environment, None keeps it."""
    process = await asyncio.create_subprocess_exec(
        *argv,
        env=env,
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )
    try:
        async with asyncio.timeout(_PATIENCE_SECONDS):
            out, err = await process.communicate(stdin.encode())
    except TimeoutError:
        process.kill()
        await process.wait()
        raise
    assert process.returncode is not None
    return Finished(process.returncode, out.decode(errors="replace"), err.decode(errors="replace"))
