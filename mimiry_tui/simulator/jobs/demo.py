"""The account that the demo of the job API starts with."""

from __future__ import annotations

from mimiry_tui.simulator.jobs.world import JobsWorld


def populate(world: JobsWorld) -> None:
    """Fill an empty world."""
    world.add_key(
        "laptop",
        "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIDemoDemoDemoDemoDemoDemoDemoDemoDemoDemoDemo you@laptop",
    )
