"""When a schedule runs next, in UTC, and the jobs it starts."""

from __future__ import annotations

from datetime import UTC, datetime

from cronsim import CronSim, CronSimError

from mimiry_tui.simulator.mags.records import Cron
from mimiry_tui.simulator.mags.world import MagsWorld
from mimiry_tui.simulator.plain_service import Refused


def next_run(expression: str, after: datetime) -> datetime:
    """The first moment after that one; raises `Refused` 400 for what is no cron expression."""
    try:
        return next(CronSim(expression, after.astimezone(UTC)))
    except (CronSimError, StopIteration):
        raise Refused(400, "invalid cron expression") from None


def start_what_is_due(world: MagsWorld, now: datetime) -> None:
    """One job for each schedule whose time has come; what was missed meanwhile is not made up for."""
    for cron in world.crons.values():
        if cron.next_at is not None and cron.next_at <= now:
            begin_run(world, cron, cron.next_at)
            cron.next_at = next_run(cron.cron_expression, now)


def begin_run(world: MagsWorld, cron: Cron, at: datetime) -> None:
    """The job of one run; none while another one holds its workspace."""
    cron.last_at = at
    cron.runs += 1
    if cron.workspace_id is not None and world.on(cron.workspace_id, at) is not None:
        return
    job = world.begin(cron.script, at)
    job.name, job.workspace_id = cron.name, cron.workspace_id
    job.persistent = cron.persistent
    world.admit(job)
