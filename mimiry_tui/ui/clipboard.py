"""The clipboard: by the system's own program where the terminal is on this machine, else by the terminal.

A program is given the text on its standard input, never as an argument that others could read. Whether a
terminal took what OSC 52 sent is not told to anyone, so that is called "sent", not "copied".
"""

from __future__ import annotations

import asyncio
import base64
import os
import shutil
import sys
from collections.abc import Sequence
from typing import Any

from textual.app import App

from mimiry_tui.domain.frozen import dataclass
from mimiry_tui.ui.clipboard_tools import Tool, tools_for
from mimiry_tui.ui.terminal import keep_as_clipboard

TERMINAL_TAKES = 74_000
"""Bytes in base64 that terminals accept at least; xterm's own limit is hardly more."""
PROGRAM_TAKES = 16_000_000
"""Bytes handed to a program at most."""
PROGRAM_SECONDS = 3.0
"""How long a program may take; one that waits for a display that is gone would take forever."""


@dataclass(frozen=True, slots=True)
class Copied:
    """How it went."""

    done: bool
    words: str
    """For a toast, after what it was: "copied with xclip", "sent to the terminal's clipboard"."""


def copy(app: App[Any], text: str, label: str) -> None:
    """Copy `text` and tell in a toast what became of it; `label` says what it is: "ssh command"."""
    plain = without_controls(text)
    tools = tools_for(os.environ, sys.platform)
    if tools:
        app.run_worker(_copy_and_tell(app, plain, label, tools), name="clipboard", exit_on_error=True)
    else:
        _tell(app, label, by_terminal(app, plain))


async def copied(app: App[Any], text: str, tools: Sequence[Tool]) -> Copied:
    """Copy by the first of these programs that does it, else by the terminal."""
    for tool in tools:
        path = await asyncio.to_thread(shutil.which, tool.argv[0])
        if path is not None and await _runs(path, tool, text):
            keep_as_clipboard(app, text)
            return Copied(True, tool.words)
    return by_terminal(app, text)


def by_terminal(app: App[Any], text: str) -> Copied:
    """Ask the terminal to keep the text (OSC 52)."""
    size = len(base64.b64encode(_encoded(text, "utf-8")))
    if size > TERMINAL_TAKES:
        return Copied(False, f"too long for the terminal's clipboard: {size // 1000} kB")
    app.copy_to_clipboard(_encoded(text, "utf-8").decode())
    return Copied(True, "sent to the terminal's clipboard")


def without_controls(text: str) -> str:
    """The text without what a terminal would obey when it is pasted there; lines and tabs stay."""
    return "".join(
        sign for sign in text.replace("\r\n", "\n") if sign in "\n\t" or not _is_control(ord(sign))
    )


def _is_control(code: int) -> bool:
    return code < 0x20 or 0x7F <= code < 0xA0


def _encoded(text: str, encoding: str) -> bytes:
    # Half a character, as JSON may hold, is in no clipboard.
    return text.encode(encoding, errors="replace")


async def _runs(path: str, tool: Tool, text: str) -> bool:
    """Whether the program took the text. One that fails is no reason to fail: there is another way."""
    data = _encoded(text, tool.encoding)
    if len(data) > PROGRAM_TAKES:
        return False
    try:
        process = await asyncio.create_subprocess_exec(
            path,
            *tool.argv[1:],
            stdin=asyncio.subprocess.PIPE,
            # Some stay behind to serve the clipboard: an open pipe would be waited for as long.
            stdout=asyncio.subprocess.DEVNULL,
            stderr=asyncio.subprocess.DEVNULL,
            start_new_session=True,
        )
    except OSError:
        return False
    try:
        async with asyncio.timeout(PROGRAM_SECONDS):
            await process.communicate(data)
    except TimeoutError:
        return False
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()
    return process.returncode == 0


async def _copy_and_tell(app: App[Any], text: str, label: str, tools: Sequence[Tool]) -> None:
    _tell(app, label, await copied(app, text, tools))


def _tell(app: App[Any], label: str, result: Copied) -> None:
    app.notify(f"{label} {result.words}", severity="information" if result.done else "warning", markup=False)
