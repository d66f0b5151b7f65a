"""Records as the JSON objects of the wire, in the dialect of the deployment."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from typing import Any

from mimiry_tui.simulator import dialects, ledger
from mimiry_tui.simulator.dialects import Dialect
from mimiry_tui.simulator.records import Event, Session, Transaction, Volume

Json = dict[str, Any]


def rfc3339(moment: datetime | None) -> str | None:
    """`2026-06-08T12:00:00Z`, to the second, or null."""
    return None if moment is None else moment.strftime("%Y-%m-%dT%H:%M:%SZ")


def number(amount: Decimal | None) -> float | None:
    """Money as the JSON number the service sends."""
    return None if amount is None else float(amount)


def session_json(session: Session, dialect: Dialect, ssh_port: int, events_tail: int | None = None) -> Json:
    """The session object (Mimiry compute API, sessions); `events_tail` as in the query, None for none."""
    launch, placed = session.launch, session.placement
    body: Json = {
        "id": session.id,
        "name": launch.name,
        **dialects.words(dialect, session.stage, session.durable),
        "image": {"uri": launch.image},
        "gpu": _gpu_json(session),
        "gpu_type": placed.gpu_type if placed else None,
        "command": launch.command,
        "auto_terminate": _auto_terminate(launch.auto_terminate, dialect),
        "ssh_enabled": launch.ssh_enabled,
        "ssh": _ssh_json(session, ssh_port, dialect),
        "billing": {
            "provider": placed.provider if placed else None,
            "location": placed.location if placed else None,
            "hourly_rate": number(placed.hourly_rate) if placed else None,
            "currency": ledger.CURRENCY,
            "final_cost": number(session.final_cost),
        },
        "volume_mounts": [{"volume_name": m.volume_name, "mount_path": m.mount_path} for m in launch.mounts],
        "max_duration": launch.max_duration,
        "created_at": rfc3339(session.created_at),
        "updated_at": rfc3339(session.updated_at),
        "started_at": rfc3339(session.started_at),
        "ended_at": rfc3339(session.ended_at),
        "error": session.error,
        "stop_reason": session.stop_reason,
        "exit_code": session.exit_code,
    }
    if events_tail is not None:
        first = 0 if events_tail < 0 else max(0, len(session.events) - events_tail)
        body["events"] = [_event_json(event, dialect) for event in session.events[first:]]
    return body


def _gpu_json(session: Session) -> Json:
    gpu = session.launch.gpu
    asked: Json = {
        "types": list(gpu.types),
        "family": list(gpu.families),
        "form_factor": list(gpu.form_factors),
        "vram_gb": [gpu.min_vram_gb] if gpu.min_vram_gb else [],
        "priority": list(gpu.priority),
        "provider": gpu.provider,
        "location": gpu.location,
        "max_hourly_rate": number(gpu.max_hourly_rate),
    }
    return {"count": gpu.count, **{key: value for key, value in asked.items() if value}}


def _auto_terminate(mode: str, dialect: Dialect) -> object:
    return mode != "never" if dialect is Dialect.OLDER else {"mode": mode}


def _ssh_json(session: Session, port: int, dialect: Dialect) -> Json | None:
    """The endpoint, once published; older deployments name no user, their proxy goes by the key."""
    if not session.usable:
        return None
    if dialect is Dialect.OLDER:
        return {"host": "127.0.0.1", "port": port}
    return {"host": "127.0.0.1", "port": port, "username": ssh_username(session)}


def ssh_username(session: Session) -> str:
    """One user name per session, so that one key can hold several sessions behind one proxy."""
    return f"s-{session.id[:8]}"


def _event_json(event: Event, dialect: Dialect) -> Json:
    state, operation = dialects.event_words(dialect, event.stage, event.durable)
    return {
        "timestamp": rfc3339(event.timestamp),
        "type": event.type,
        "state": state,
        "operation": operation,
        "message": event.message,
    }


def volume_json(volume: Volume) -> Json:
    """The volume object (Mimiry compute API, volumes)."""
    return {
        "id": volume.id,
        "name": volume.name,
        "size_gb": volume.size_gb,
        "state": volume.state,
        "operation": volume.operation,
        "attached_to": volume.attached_to,
        "provider": volume.provider,
        "location": volume.location,
        "created_at": rfc3339(volume.created_at),
        "updated_at": rfc3339(volume.updated_at),
    }


def transactions_json(entries: list[Transaction]) -> list[Json]:
    """Newest first, each with the balance it left."""
    left = Decimal(0)
    rows: list[Json] = []
    for entry in sorted(entries, key=lambda item: item.created_at):
        left += entry.amount
        row: Json = {
            "id": entry.id,
            "created_at": rfc3339(entry.created_at),
            "amount": number(entry.amount),
            "currency": ledger.CURRENCY,
            "type": entry.type,
            "description": entry.description,
            "balance_after": number(left),
        }
        if entry.session_id is not None:
            row["session_id"] = entry.session_id
        rows.append(row)
    return rows[::-1]
