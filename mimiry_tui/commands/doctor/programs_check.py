"""The programs that the dashboard runs: ssh above all."""

from __future__ import annotations

import asyncio
import re
import shutil
from pathlib import Path

from mimiry_tui.commands.doctor.findings import Finding, Group, Level
from mimiry_tui.commands.doctor.surroundings import Surroundings
from mimiry_tui.commands.plain_words import in_command

_SECONDS = 3.0
_MOST_BYTES = 4_000
_OPENSSH = re.compile(r"OpenSSH\D{0,20}?(\d+)\.(\d+)")
_ENOUGH = (7, 6)
"""The first OpenSSH with `StrictHostKeyChecking=accept-new`."""


def finding(id: str, level: Level, words: str, fix: str = "") -> Finding:
    """A finding about a program."""
    return Finding(f"programs.{id}", Group.PROGRAMS, level, words, fix)


async def check_programs(around: Surroundings) -> list[Finding]:
    """ssh, ssh-keygen, and tmux where it runs."""
    search = around.env.get("PATH")
    ssh, tmux = await asyncio.gather(_ssh(search), _tmux(around, search))
    keygen = shutil.which("ssh-keygen", path=search)
    words = "ssh-keygen is there" if keygen else "ssh-keygen is not there; only hardware keys need it"
    return [ssh, finding("ssh_keygen", Level.OK, words), *tmux]


async def output_of(*argv: str) -> str | None:
    """What a program says on both its outputs; None where it cannot be run, fails or takes long."""
    worked, said = await run(*argv)
    return said if worked else None


async def run(*argv: str) -> tuple[bool, str]:
    """Whether a program did its work in good time, and what it said on both its outputs, as far as it did."""
    try:
        process = await asyncio.create_subprocess_exec(
            *argv,
            stdin=asyncio.subprocess.DEVNULL,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.STDOUT,
            start_new_session=True,
        )
    except OSError as error:
        return False, error.strerror or "it cannot be run"
    try:
        async with asyncio.timeout(_SECONDS):
            output, _ = await process.communicate()
    except TimeoutError:
        return False, f"nothing within {_SECONDS:g} s"
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()
    return process.returncode == 0, output[:_MOST_BYTES].decode("utf-8", "replace").strip()


async def _ssh(search: str | None) -> Finding:
    program = shutil.which("ssh", path=search)
    if program is None:
        words = "ssh is not there: sessions are entered by the built-in client"
        return finding("ssh", Level.WARN, words, "install OpenSSH's client")
    worked, said = await run(program, "-V")
    if not worked:
        words = f"{program} does not work: {said or 'it says nothing'}"
        return finding("ssh", Level.WARN, words, f"see what {in_command(Path(program))} -V says")
    version = _OPENSSH.search(said)
    name = said.split(",")[0]
    if version is None:
        fix = "the dashboard is made for OpenSSH: install its client"
        return finding(
            "ssh", Level.WARN, f"{program} is no OpenSSH as far as it tells: {name or 'nothing'}", fix
        )
    if (int(version[1]), int(version[2])) < _ENOUGH:
        words = f"{program}: {name} does not know StrictHostKeyChecking=accept-new"
        return finding("ssh", Level.FAIL, words, "install OpenSSH 7.6 or later")
    return finding("ssh", Level.OK, f"{program}: {name}")


async def _tmux(around: Surroundings, search: str | None) -> list[Finding]:
    if not around.env.get("TMUX"):
        return []
    program = shutil.which("tmux", path=search)
    if program is None:
        words = "tmux runs around this, but its program is not in the PATH: S cannot open windows"
        return [finding("tmux", Level.WARN, words, "put tmux into the PATH")]
    version, clipboard, through = await asyncio.gather(
        output_of(program, "-V"),
        output_of(program, "show-options", "-gv", "set-clipboard"),
        output_of(program, "show-options", "-gv", "allow-passthrough"),
    )
    found = [finding("tmux", Level.OK, f"inside {version or 'tmux'}: S opens a window")]
    if clipboard == "off":
        fix = "set -g set-clipboard on, in tmux.conf"
        found.append(finding("tmux_clipboard", Level.WARN, "tmux keeps copied text from the terminal", fix))
    if through in {"off", None}:
        words = "tmux keeps notifications from the terminal; the bell gets through"
        found.append(
            finding("tmux_passthrough", Level.OK, words, "set -g allow-passthrough on, in tmux.conf")
        )
    return found
