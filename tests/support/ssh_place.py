"""Where a simulated session's shell is, and OpenSSH programs that touch nothing of the user's."""

from __future__ import annotations

import contextlib
from collections.abc import AsyncIterator, Mapping
from pathlib import Path

import asyncssh

from mimiry_tui.domain.sessions import SshEndpoint
from mimiry_tui.simulator.render import ssh_username
from mimiry_tui.simulator.server import RunningSimulator
from tests.support.tools import Finished, need, run_program

ALONE = ("-F", "none")
"""Keeps a program off the config of whoever runs the tests, which it finds whatever HOME says."""


def place(cloud: RunningSimulator, name: str = "train-llama") -> SshEndpoint:
    """The endpoint that the simulator publishes for a live session of this name."""
    session = next(one for one in cloud.world.live_sessions() if one.launch.name == name)
    return SshEndpoint("127.0.0.1", cloud.ssh_port, ssh_username(session))


def alone(argv: list[str]) -> list[str]:
    """A command line of ours, run without anybody's config."""
    return [argv[0], *ALONE, *argv[1:]]


def environment(home: Path, **more: str) -> Mapping[str, str]:
    """A small environment with that home and no agent."""
    return {"PATH": "/usr/local/bin:/usr/bin:/bin", "HOME": str(home), "LANG": "C.UTF-8", **more}


async def run(argv: list[str], home: Path, **more: str) -> Finished:
    """Run one of OpenSSH's programs to its end, in that home."""
    need(argv[0])
    return await run_program(*argv, env=environment(home, **more))


def copied_key(cloud: RunningSimulator, folder: Path, passphrase: str | None = None) -> Path:
    """The account's key under another name, locked where a passphrase is given."""
    key = asyncssh.read_private_key(cloud.key_path)
    path = folder / "key"
    key.write_private_key(path, passphrase=passphrase, rounds=1, ignore_few_rounds=True)
    key.write_public_key(f"{path}.pub")
    path.chmod(0o600)
    return path


@contextlib.asynccontextmanager
async def agent(home: Path, *keys: Path) -> AsyncIterator[str]:
    """An ssh-agent that holds these keys, unlocked by the word "sesame"; yields its socket."""
    socket = str(home / "agent")
    started = await run(["ssh-agent", "-a", socket], home)
    pid = started.out.partition("SSH_AGENT_PID=")[2].partition(";")[0]
    try:
        asking = home / "askpass"
        asking.write_text("#!/bin/sh\necho sesame\n")
        asking.chmod(0o700)
        for key in keys:
            more = {"SSH_ASKPASS": str(asking), "SSH_ASKPASS_REQUIRE": "force", "SSH_AUTH_SOCK": socket}
            added = await run(["ssh-add", str(key)], home, **more)
            assert added.status == 0, added.err
        yield socket
    finally:
        await run(["ssh-agent", "-k"], home, SSH_AGENT_PID=pid, SSH_AUTH_SOCK=socket)
