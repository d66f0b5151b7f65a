"""Where a simulated session's shell is, and OpenSSH programs that touch nothing of the user's."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from mimiry_tui.domain.sessions import SshEndpoint
from mimiry_tui.simulator.render import ssh_username
from mimiry_tui.simulator.server import RunningSimulator

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
