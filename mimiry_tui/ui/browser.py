"""Opening a web page where a person can see it: never in this terminal, and never on a machine far away.

The standard library would also start browsers that run in the terminal, and lets all of them write to it.
"""

from __future__ import annotations

import asyncio
import shutil
from collections.abc import Mapping


def opener_for(environ: Mapping[str, str], platform: str) -> str | None:
    """The program that opens an address in the person's own browser; None where there is no such place."""
    if environ.get("SSH_TTY") or environ.get("SSH_CONNECTION"):
        return None
    if platform == "darwin":
        return "open"
    if environ.get("WSL_DISTRO_NAME") or environ.get("WSL_INTEROP"):
        return "wslview"
    return "xdg-open" if environ.get("DISPLAY") or environ.get("WAYLAND_DISPLAY") else None


async def browse(address: str, environ: Mapping[str, str], platform: str) -> bool:
    """Open an http(s) address; whether a program was found and took it."""
    opener = opener_for(environ, platform)
    if opener is None or not address.startswith(("https://", "http://")):
        return False
    path = await asyncio.to_thread(shutil.which, opener, path=environ.get("PATH"))
    if path is None:
        return False
    try:
        process = await asyncio.create_subprocess_exec(
            path,
            address,
            stdin=asyncio.subprocess.DEVNULL,
            stdout=asyncio.subprocess.DEVNULL,
            stderr=asyncio.subprocess.DEVNULL,
            start_new_session=True,
        )
    except OSError:
        return False
    return await process.wait() == 0
