"""The SSH proxy of the simulated Mags: each key that was handed out opens its own machine."""

from __future__ import annotations

from pathlib import Path

import asyncssh

from mimiry_tui.simulator.mags.desk import MagsDesk
from mimiry_tui.simulator.ssh_proxy import SshProxy
from mimiry_tui.simulator.toy_shell import ToyShell


class MagsSshFront(SshProxy):
    """As the proxy of the other service, but the user is always `root` and the key says whose."""

    def __init__(self, desk: MagsDesk, folder: Path) -> None:
        super().__init__(desk.world.clock, folder)
        self._desk = desk

    def opened_by(self, username: str, key: asyncssh.SSHKey) -> str | None:
        """The running or sleeping machine of that key; it wakes."""
        world = self._desk.world
        now = world.tick()
        if username != "root":
            return None
        for job in world.jobs.values():
            if key.public_data in job.ssh_keys and job.status(now) in ("running", "sleeping"):
                world.touch(job, "ssh")
                return job.request_id
        return None

    def is_usable(self, machine_id: str) -> bool:
        return self._desk.world.jobs[machine_id].status(self.clock.now()) in ("running", "sleeping")

    def shell_of(self, machine_id: str) -> ToyShell:
        return self._desk.shell(self._desk.world.jobs[machine_id])

    def scratch_of(self, machine_id: str) -> Path:
        return self._desk.scratch(self._desk.world.jobs[machine_id])
