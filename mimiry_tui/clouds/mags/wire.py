"""The service's records read into the domain: jobs as sessions, workspaces as volumes.

Every field may be absent, null or of any type. Only `status` and the names of the two ids are
documented; what else a record says is read under the names that requests use (Mags: microVM jobs).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta

import msgspec

from mimiry_tui.clouds.halves import mended
from mimiry_tui.domain import coerce
from mimiry_tui.domain.phases import BY_USER, Phase
from mimiry_tui.domain.plain_text import is_plain
from mimiry_tui.domain.session_reading import build_session
from mimiry_tui.domain.sessions import Asked, Mount, Session
from mimiry_tui.domain.volumes import Volume, build_volume

ALWAYS_ON = "always on"
PERSISTENT = "persistent"
EPHEMERAL = "ephemeral"
LOCAL_DISK = "local disk"
HOME = "/root"
"""Where a workspace is inside its machine."""
APPS_DOMAIN = "apps.magpiecloud.com"
_BASE = "from"
_DISK = "disk"
_MACHINE = "machine"
STARTUP = "wakes to"

_PHASES = {
    "accepted": Phase.ACCEPTED,
    "queued": Phase.ACCEPTED,
    "pending": Phase.PROVISIONING,
    "running": Phase.READY,
    "sleeping": Phase.SLEEPING,
    "stopping": Phase.STOPPING,
    "completed": Phase.ENDED_OK,
    "error": Phase.ENDED_FAILED,
    "failed": Phase.ENDED_FAILED,
    "stopped": Phase.ENDED_OK,
    "terminated": Phase.ENDED_OK,
    "cancelled": Phase.ENDED_OK,
    "canceled": Phase.ENDED_OK,
}
_ENDED_BY_USER = frozenset({"stopped", "terminated", "cancelled", "canceled"})
_LONGEST_MS = 10**12
_fields = msgspec.json.Decoder(dict[str, object])


class UnusableRecordError(ValueError):
    """A record without the one thing that it cannot do without; the text says which."""


def fields_of(raw: bytes) -> dict[str, object]:
    """One record's JSON. Raises msgspec's errors where it is no object."""
    return _fields.decode(mended(raw))


def phase_of(status: object) -> Phase:
    """What a job's status word means; unknown counts as alive, as it may run and cost."""
    return _PHASES.get(coerce.text(status).strip().lower(), Phase.UNKNOWN)


def read_job(raw: bytes) -> Session:
    """One job's JSON. Raises UnusableRecordError without an id, msgspec's errors for bad JSON."""
    return build_job(fields_of(raw), raw)


def build_job(job: Mapping[str, object], raw: bytes) -> Session:
    """A session from a job's fields. Raises UnusableRecordError without an id."""
    phase = phase_of(job.get("status"))
    workspace = coerce.text(job.get("workspace_id"))
    persistent = coerce.flag(job.get("persistent"))
    word = coerce.text(job.get("status"))
    error = _first(job, "error", "error_message")
    by_user = word.strip().lower() in _ENDED_BY_USER and not error
    base = build_session(
        id=id_of(job),
        name=coerce.text(job.get("name")) or workspace,
        image=job.get("rootfs_type"),
        ssh_enabled=persistent,
        command=job.get("script"),
        created_at=_first(job, "created_at", "submitted_at"),
        updated_at=job.get("updated_at"),
        started_at=job.get("started_at"),
        ended_at=_first(job, "completed_at", "ended_at", "finished_at", "stopped_at"),
        error=error,
        stop_reason=coerce.text(job.get("stop_reason")) or (BY_USER if by_user else ""),
        exit_code=job.get("exit_code"),
        raw=raw,
    )
    ran = _milliseconds(job.get("script_duration_ms"))
    return replace(
        base,
        phase=phase,
        state=word,
        asked=Asked(),
        mounts=(Mount(workspace, HOME, is_kept=not coerce.flag(job.get("no_sync"))),) if workspace else (),
        ended_at=_end_of(base, ran, persistent) if phase.is_ended else None,
        marks=_marks(job, workspace, persistent),
        script_ran=ran,
        url="" if phase.is_ended else told_url(job),
        facts=_facts(job),
    )


def id_of(job: Mapping[str, object]) -> str:
    """Lists call it `request_id`, or `id`. Raises UnusableRecordError where neither is there."""
    found = coerce.text(job.get("request_id")) or coerce.text(job.get("id"))
    if not found:
        raise UnusableRecordError("a job without an id")
    return found


def told_url(fields: Mapping[str, object]) -> str:
    """A web address as a record tells it; "" for all that is none."""
    told = coerce.text(fields.get("url")).strip()
    is_one = told.startswith(("https://", "http://")) and is_plain(told) and " " not in told
    return told if is_one else ""


def public_url(fields: Mapping[str, object]) -> str:
    """The web address of a machine one of whose ports is open: as told, else made from its subdomain.

    Machines have a subdomain also while nothing answers there. Empty without either.
    """
    if told := told_url(fields):
        return told
    subdomain = coerce.text(fields.get("subdomain")).strip()
    plain = subdomain.replace("-", "")
    return f"https://{subdomain}.{APPS_DOMAIN}" if plain.isascii() and plain.isalnum() else ""


def workspace_of(session: Session) -> str:
    """The workspace that a session keeps its files in, or ""."""
    return session.mounts[0].volume if session.mounts else ""


def base_of(session: Session) -> str:
    """The workspace whose files it began with, as far as it was told."""
    return dict(session.facts).get(_BASE, "")


def startup_of(session: Session) -> str:
    """The command that runs whenever it wakes, as far as it was told."""
    return dict(session.facts).get(STARTUP, "")


def read_workspace(raw: bytes) -> Volume:
    """One workspace's JSON as a free volume. Raises as `read_job` does."""
    fields = fields_of(raw)
    names = (coerce.text(fields.get(key)) for key in ("workspace_id", "id", "name"))
    name = next((found for found in names if found), "")
    if not name:
        raise UnusableRecordError("a workspace without an id")
    volume = build_volume(
        id=name,
        name=name,
        size_gb=_first(fields, "disk_gb", "size_gb"),
        state="provisioned",
        created_at=fields.get("created_at"),
        updated_at=_first(fields, "last_synced_at", "last_sync_at", "synced_at", "updated_at"),
        raw=raw,
    )
    return replace(volume, state=coerce.text(fields.get("status")))


def _marks(job: Mapping[str, object], workspace: str, persistent: bool | None) -> tuple[str, ...]:
    """What it is besides. Only what was told: a record that leaves a field out says nothing of it."""
    found = [PERSISTENT] if persistent else []
    if coerce.flag(job.get("no_sleep")):
        found.append(ALWAYS_ON)
    if coerce.flag(job.get("no_sync")):
        found.append(LOCAL_DISK)
    if persistent is False and not workspace:
        found.append(EPHEMERAL)
    return tuple(found)


def _facts(job: Mapping[str, object]) -> tuple[tuple[str, str], ...]:
    disk = coerce.integer(job.get("disk_gb"))
    named = (
        (_BASE, coerce.text(job.get("base_workspace_id"))),
        (_DISK, f"{disk} GB" if disk else ""),
        (STARTUP, coerce.text(job.get("startup_command"))),
        (_MACHINE, coerce.text(job.get("vm_id"))),
    )
    return tuple((label, value) for label, value in named if value)


def _end_of(session: Session, ran: timedelta | None, persistent: bool | None) -> datetime | None:
    """As told; else when the script was over, which no machine outlives that is not persistent."""
    if session.ended_at is not None or session.started_at is None or ran is None or persistent:
        return session.ended_at
    return session.started_at + ran


def _milliseconds(value: object) -> timedelta | None:
    count = coerce.decimal(value)
    return timedelta(milliseconds=float(count)) if count is not None and 0 < count <= _LONGEST_MS else None


def _first(fields: Mapping[str, object], *names: str) -> object:
    """The first of these fields that says something."""
    return next((fields[name] for name in names if fields.get(name) not in (None, "")), None)
