"""Signing by the `ssh-keygen` program: for keys that only OpenSSH itself can use."""

from __future__ import annotations

import asyncio
import shutil
from pathlib import Path

_SECONDS = 60.0
"""Long enough to touch a hardware key."""


async def sign(key: Path, message: bytes, namespace: str) -> bytes | None:
    """The armored SSHSIG that `ssh-keygen -Y sign` writes; None where it cannot.

    The message goes by stdin and nothing secret is in the arguments. The program gets a session of
    its own, so that it can never ask its questions on the dashboard's terminal.
    """
    program = shutil.which("ssh-keygen")
    path = next((file for file in (key, key.with_name(key.name + ".pub")) if file.is_file()), None)
    if program is None or path is None:
        return None
    process = await asyncio.create_subprocess_exec(
        program,
        *("-q", "-Y", "sign", "-n", namespace, "-f", str(path.absolute())),
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        async with asyncio.timeout(_SECONDS):
            signature, _ = await process.communicate(message)
    except TimeoutError:
        return None
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()
    return signature if process.returncode == 0 and b"SSH SIGNATURE" in signature else None
