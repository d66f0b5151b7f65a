"""The SSH proxy of the simulated cloud: a key opens its live session, and nothing on the host."""

from __future__ import annotations

from pathlib import Path

import asyncssh

from mimiry_tui.simulator.records import Session
from mimiry_tui.simulator.render import ssh_username
from mimiry_tui.simulator.ssh_proxy import SshProxy
from mimiry_tui.simulator.toy_shell import ToyShell
from mimiry_tui.simulator.world import World

_README = "This is the scratch folder of a simulated session.\n"


class SshFront(SshProxy):
    """The proxy in front of the sessions of a world."""

    def __init__(self, world: World, folder: Path) -> None:
        super().__init__(world.clock, folder)
        self.world = world

    def opened_by(self, username: str, key: asyncssh.SSHKey) -> str | None:
        """The usable session this key opens: the one the user name means, the newest if it means none."""
        self.world.tick()
        offered = key.public_data
        mine = [s for s in self.world.live_sessions() if s.usable and _public_data(s) == offered]
        if any(ssh_username(s) == username for s in self.world.state.sessions.values()):
            mine = [s for s in mine if ssh_username(s) == username]
        newest = max(mine, key=lambda s: s.created_at, default=None)
        return None if newest is None else newest.id

    def is_usable(self, machine_id: str) -> bool:
        return self.world.state.sessions[machine_id].usable

    def shell_of(self, machine_id: str) -> ToyShell:
        session = self.world.state.sessions[machine_id]
        return ToyShell(session, self.scratch_of(machine_id), self.clock.now, self.world.rules.speed)

    def scratch_of(self, machine_id: str) -> Path:
        scratch = self._folder / "scratch" / machine_id
        if not scratch.exists():
            scratch.mkdir(parents=True)
            (scratch / "README.txt").write_text(_README)
        return scratch


def _public_data(session: Session) -> bytes | None:
    line = session.launch.ssh_public_key
    return None if line is None else asyncssh.import_public_key(line).public_data
