"""The account that the demo of Mags starts with: servers, sandboxes, a sleeper, schedules, addresses."""

from __future__ import annotations

from datetime import datetime, timedelta

from mimiry_tui.simulator.mags.demo_goods import ALIASES, CRONS, LIVE, PAST, WORKSPACES, Live, Past
from mimiry_tui.simulator.mags.records import Alias, Cron, MagsJob, Workspace
from mimiry_tui.simulator.mags.schedules import begin_run, next_run
from mimiry_tui.simulator.mags.world import ASLEEP, AWAKE, MagsWorld

_BOOT, _PENDING = timedelta(milliseconds=1400), timedelta(milliseconds=350)
_RUNS_SHOWN = 3


def populate(world: MagsWorld) -> None:
    """Fill an empty world."""
    now = world.began
    for name, disk_gb, megabytes, days, synced in WORKSPACES:
        created = now - timedelta(days=days, minutes=37 * days)
        last = None if synced is None else now - timedelta(hours=synced)
        world.workspaces[name] = Workspace(name, created, disk_gb, megabytes << 20, last)
    for past in PAST:
        _add_past(world, past, now)
    for live in LIVE:
        _add_live(world, live, now)
    for name, expression, script, workspace, enabled, days in CRONS:
        _add_cron(world, Cron(world.new_id(), name, expression, script, now - timedelta(days=days), workspace,
                              enabled=enabled))  # fmt: skip
    for subdomain, workspace, days in ALIASES:
        created = now - timedelta(days=days)
        alias = Alias(world.new_id(), subdomain, workspace, "apps.magpiecloud.com", created)
        world.aliases[subdomain] = alias


def _begun(world: MagsWorld, script: str, created: datetime) -> MagsJob:
    """A job of that moment, which started at the real service's pace."""
    job = world.begin(script, created)
    slower = world.rng(f"boot/{job.request_id}").uniform(0.7, 2.4)
    job.pending_at = created + _PENDING * slower
    job.running_at = job.pending_at + _BOOT * slower
    return job


def _add_live(world: MagsWorld, live: Live, now: datetime) -> None:
    job = _begun(world, live.script, now - live.ago)
    job.name, job.workspace_id = live.name, live.workspace
    job.persistent, job.no_sleep, job.no_sync = live.persistent, live.no_sleep, live.no_sync
    job.base_workspace_id, job.rootfs_type = live.base, live.rootfs
    job.startup_command, job.port = live.startup, live.port
    job.touched_at = None if live.touched is None else now - live.touched
    _admit(world, job)
    for number in range(live.wakes):
        # Spread over its life, the last one being the visit that is remembered.
        woke = now - (live.touched or timedelta()) - number * live.ago / (live.wakes + 1)
        took = world.rng(f"woke/{job.request_id}/{number}").randrange(260, 480)
        slept = woke - timedelta(hours=1, minutes=13 * number)
        job.own_lines += [(slept, ASLEEP), (woke, AWAKE.format(took, "http" if live.port else "ssh"))]


def _admit(world: MagsWorld, job: MagsJob) -> None:
    """With the disk that its workspace has."""
    kept = None if job.no_sync else world.workspaces.get(job.workspace_id or "")
    job.disk_gb = job.disk_gb if kept is None else kept.disk_gb
    world.admit(job)


def _add_past(world: MagsWorld, past: Past, now: datetime) -> None:
    job = _begun(world, past.script, now - timedelta(hours=past.ago))
    job.name, job.workspace_id = past.name, past.workspace
    if past.boot_error:
        job.boot_error = past.boot_error
    if past.stopped is not None:
        job.persistent = True
        job.stopped_at = job.created_at + timedelta(hours=past.stopped)
        job.touched_at = job.stopped_at - timedelta(minutes=3)
        job.own_lines.append((job.stopped_at, "[mags] stopped by the user: workspace synced, machine gone"))
    _admit(world, job)


def _add_cron(world: MagsWorld, cron: Cron) -> None:
    """With the jobs of its newest runs, which were at the times it says."""
    world.crons[cron.id] = cron
    at = next_run(cron.cron_expression, cron.created_at)
    every = next_run(cron.cron_expression, at) - at
    if not cron.enabled:
        cron.last_at, cron.runs = at + 2 * every, 3
        return
    first = next_run(cron.cron_expression, max(cron.created_at, world.began - every * (_RUNS_SHOWN + 1)))
    cron.runs = (first - at) // every
    while first <= world.began:
        begin_run(world, cron, first)
        first = next_run(cron.cron_expression, first)
    cron.next_at = first
