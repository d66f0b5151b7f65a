"""What is sent: the bodies of the calls that change something, and the queries of lists.

An empty field is left out rather than sent as null (Mimiry compute API, sessions and volumes).
"""

from __future__ import annotations

from decimal import Decimal

import msgspec

from mimiry_tui.domain.launch import GpuWish, SessionRequest, VolumeRequest

ENDED_STATES = (
    "completed",
    "failed",
    "stopped",
    "provision_failed",
    "terminated",
    "exited",
    "pull_failed",
)
"""The state words of ended sessions, in all dialects (Mimiry compute API, lifecycle)."""

LEGACY_GPU_TYPES = ("T4", "V100", "A100", "A100_80G", "L40S", "H100", "H200", "B200")
"""What to ask old deployments for, which list no GPU that is not named in the query."""


def session_body(request: SessionRequest) -> bytes:
    """The JSON of POST /sessions."""
    return _json(session_fields(request))


def session_fields(request: SessionRequest) -> dict[str, object]:
    """The object of POST /sessions, for showing it as well."""
    public_key = request.ssh_public_key.strip() if request.ssh_enabled else ""
    fields: dict[str, object] = {
        "name": request.name,
        "image": {"uri": request.image},
        "gpu": _gpu_fields(request.gpu),
        "ssh_enabled": request.ssh_enabled,
        "auto_terminate": {"mode": request.auto_terminate},
    }
    optional: dict[str, object] = {
        "ssh_public_key": public_key,
        "command": request.command,
        "environment_vars": dict(request.environment),
        "volume_mounts": [
            {"volume_name": mount.volume_name, "mount_path": mount.mount_path} for mount in request.mounts
        ],
        "max_duration": int(request.max_duration.total_seconds()) if request.max_duration else None,
        "org_id": request.org_id,
    }
    return fields | _given(optional)


def volume_body(request: VolumeRequest) -> bytes:
    """The JSON of POST /volumes."""
    optional = _given({"provider": request.provider, "location": request.location})
    return _json({"name": request.name, "size_gb": request.size_gb} | optional)


def extend_bodies(size_gb: int) -> tuple[tuple[str, bytes], ...]:
    """Method and JSON of growing a volume: as the live service wants it, then as documented."""
    return ("PUT", _json({"new_size_gb": size_gb})), ("PATCH", _json({"size_gb": size_gb}))


def _gpu_fields(wish: GpuWish) -> dict[str, object]:
    rate = wish.max_hourly_rate
    optional: dict[str, object] = {
        "types": list(wish.types),
        "family": list(wish.families),
        "form_factor": list(wish.form_factors),
        "vram_gb": [wish.min_vram_gb] if wish.min_vram_gb else [],
        "priority": list(wish.priority),
        "max_attempts": wish.max_attempts,
        "max_hourly_rate": None if rate is None else _number(rate),
        "provider": wish.provider,
        "location": wish.location,
    }
    return {"count": wish.count} | _given(optional)


def _given(fields: dict[str, object]) -> dict[str, object]:
    return {name: value for name, value in fields.items() if value not in (None, "", [], {})}


def _number(amount: Decimal) -> int | float:
    """A JSON number; its shortest spelling is the decimal one."""
    return int(amount) if amount == amount.to_integral_value() else float(amount)


def _json(fields: dict[str, object]) -> bytes:
    return msgspec.json.encode(fields)
