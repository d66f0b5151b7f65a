"""The account that the demo of Mags starts with."""

from __future__ import annotations

from mimiry_tui.simulator.mags.world import MagsWorld


def populate(world: MagsWorld) -> None:
    """Fill an empty world."""
    job = world.begin("sleep infinity", world.clock.now())
    job.name, job.workspace_id, job.persistent = "playground", "playground", True
    world.admit(job)
