"""How a volume comes to what was asked of it as time passes."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from datetime import datetime

from mimiry_tui.simulator.records import Volume
from mimiry_tui.simulator.scenarios import Scenario

_HOLDS_UP = {
    Scenario.VOLUME_CREATE_STUCK: "provisioning",
    Scenario.VOLUME_RESIZE_STUCK: "resizing",
    Scenario.VOLUME_DELETE_STUCK: "deleting__detaching_volume",
}
"""The operation that never ends while the scenario is played."""


def advance(volume: Volume, now: datetime, everywhere: Collection[Scenario] = ()) -> None:
    """Take every step due by `now`; the durable state, and only it, moves `updated_at`.

    `everywhere` are the scenarios that every volume plays, besides its own.
    """
    while volume.pending and volume.pending[0].at <= now:
        if _is_held_up(volume, everywhere):
            return
        step = volume.pending.pop(0)
        volume.operation = step.operation
        volume.size_gb = step.size_gb or volume.size_gb
        if step.state is not None and step.state != volume.state:
            volume.state = step.state
            volume.updated_at = step.at


def goes_on(volume: Volume, now: datetime) -> None:
    """Nothing holds it up any more: what should have happened by now happens now."""
    volume.pending = [replace(step, at=max(step.at, now)) for step in volume.pending]


def _is_held_up(volume: Volume, everywhere: Collection[Scenario]) -> bool:
    return any(
        operation == volume.operation and (scenario in volume.scenarios or scenario in everywhere)
        for scenario, operation in _HOLDS_UP.items()
    )
