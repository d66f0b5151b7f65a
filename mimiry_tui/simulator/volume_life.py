"""How a volume comes to what was asked of it as time passes."""

from __future__ import annotations

from datetime import datetime

from mimiry_tui.simulator.records import Volume


def advance(volume: Volume, now: datetime) -> None:
    """Take every step due by `now`; the durable state, and only it, moves `updated_at`."""
    while volume.pending and volume.pending[0].at <= now:
        step = volume.pending.pop(0)
        volume.operation = step.operation
        volume.size_gb = step.size_gb or volume.size_gb
        if step.state is not None and step.state != volume.state:
            volume.state = step.state
            volume.updated_at = step.at
