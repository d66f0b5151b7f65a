"""A real ssh-agent for as long as a test needs it."""

from __future__ import annotations

import asyncio
import os
import tempfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from tests.support.tools import need, run_program


@asynccontextmanager
async def ssh_agent(*keys: Path) -> AsyncIterator[str]:
    """A real ssh-agent holding these keys; its socket's path is short, as the system demands."""
    with tempfile.TemporaryDirectory(prefix="agent-") as folder:
        socket = f"{folder}/s"
        process = await asyncio.create_subprocess_exec(
            need("ssh-agent"), "-D", "-a", socket, stdout=asyncio.subprocess.PIPE
        )
        assert process.stdout is not None
        assert b"SSH_AUTH_SOCK" in await process.stdout.readline()
        try:
            for key in keys:
                env = {**os.environ, "SSH_AUTH_SOCK": socket}
                added = await run_program(need("ssh-add"), "-q", str(key), env=env)
                assert added.status == 0, added.err
            yield socket
        finally:
            process.terminate()
            await process.wait()
