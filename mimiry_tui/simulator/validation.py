"""Reads request bodies as strictly as the service does; what is wrong comes back as a 400."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any, TypeGuard

import asyncssh

from mimiry_tui.simulator.records import GpuRequest, Launch, Mount, Refusal
from mimiry_tui.simulator.scheduler import PRIORITY_KEYS

_MODES = ("on_complete", "on_success", "never")
_NAME_LENGTH = 64


def invalid(message: str) -> Refusal:
    """The refusal every malformed field gets."""
    return Refusal(400, "validation_error", message)


def is_integer(value: object) -> TypeGuard[int]:
    """A JSON integer: `true` is not one."""
    return isinstance(value, int) and not isinstance(value, bool)


def mapping(value: object, what: str) -> Mapping[str, Any]:
    """A JSON object, or a refusal naming `what` should have been one."""
    if not isinstance(value, dict):
        raise invalid(f"{what} must be an object")
    return value


def name_of(body: Mapping[str, Any]) -> str:
    """A session's or volume's name: 1–64 characters."""
    name = body.get("name")
    if not isinstance(name, str) or not 1 <= len(name.strip()) <= len(name) <= _NAME_LENGTH:
        raise invalid(f"name must have 1 to {_NAME_LENGTH} characters")
    return name


def launch_of(body: object) -> Launch:
    """A `POST /sessions` body; raises `Refusal` 400 naming the first bad field."""
    fields = mapping(body, "body")
    command = optional_text(fields, "command") or None
    ssh_enabled = fields.get("ssh_enabled", True)
    if not isinstance(ssh_enabled, bool):
        raise invalid("ssh_enabled must be true or false")
    return Launch(
        name=name_of(fields),
        image=_image(fields.get("image")),
        gpu=_gpu(fields.get("gpu")),
        command=command,
        auto_terminate=_mode(fields.get("auto_terminate"), command),
        ssh_enabled=ssh_enabled,
        ssh_public_key=_public_key(fields.get("ssh_public_key"), ssh_enabled),
        environment_names=_environment(fields.get("environment_vars")),
        mounts=_mounts(fields.get("volume_mounts")),
        max_duration=_positive(fields, "max_duration"),
    )


def optional_text(fields: Mapping[str, Any], key: str) -> str | None:
    """A string, or None when the key is absent or null."""
    value = fields.get(key)
    if value is not None and not isinstance(value, str):
        raise invalid(f"{key} must be a string")
    return value


def _positive(fields: Mapping[str, Any], key: str) -> int | None:
    value = fields.get(key)
    if value is not None and (not is_integer(value) or value < 1):
        raise invalid(f"{key} must be a positive integer")
    return value


def _image(value: object) -> str:
    uri = mapping(value, "image").get("uri")
    if not isinstance(uri, str) or not uri.strip() or any(c.isspace() for c in uri):
        raise invalid("image.uri must be an image reference")
    return uri


def _mode(value: object, command: str | None) -> str:
    if value is None:
        return "on_complete" if command else "never"
    if isinstance(value, bool):
        return "on_complete" if value else "never"
    mode = mapping(value, "auto_terminate").get("mode")
    if mode not in _MODES:
        raise invalid(f"auto_terminate.mode must be one of {', '.join(_MODES)}")
    return str(mode)


def _public_key(value: object, ssh_enabled: bool) -> str | None:
    if value is None:
        if ssh_enabled:
            raise invalid("ssh_public_key is required when ssh_enabled is true")
        return None
    if not isinstance(value, str):
        raise invalid("ssh_public_key must be a string")
    try:
        asyncssh.import_public_key(value)
    except asyncssh.KeyImportError:
        raise invalid("ssh_public_key is not an OpenSSH public key") from None
    return value


def _gpu(value: object) -> GpuRequest:
    gpu = mapping(value, "gpu")
    count = gpu.get("count")
    if not is_integer(count) or count < 1:
        raise invalid("gpu.count must be an integer of at least 1")
    vram = gpu.get("vram_gb") or []
    if (
        not isinstance(vram, list)
        or not all(is_integer(item) and item >= 0 for item in vram)
        or len(vram) > 1
    ):
        raise invalid("gpu.vram_gb must be a list with one integer")
    priority = _texts(gpu, "priority")
    if not PRIORITY_KEYS.issuperset(priority):
        raise invalid(f"gpu.priority takes {', '.join(sorted(PRIORITY_KEYS))}")
    request = GpuRequest(
        count=count,
        types=_texts(gpu, "types"),
        families=_texts(gpu, "family"),
        form_factors=_texts(gpu, "form_factor"),
        min_vram_gb=vram[0] if vram else 0,
        priority=priority,
        max_attempts=_positive(gpu, "max_attempts") or 3,
        max_hourly_rate=_rate(gpu.get("max_hourly_rate")),
        provider=optional_text(gpu, "provider") or None,
        location=optional_text(gpu, "location") or None,
    )
    if not (request.types or request.families or request.form_factors or request.min_vram_gb or priority):
        raise invalid("gpu needs types or criteria")
    return request


def _texts(gpu: Mapping[str, Any], key: str) -> tuple[str, ...]:
    value = gpu.get(key)
    if value is None:
        return ()
    if not isinstance(value, list) or not all(isinstance(item, str) and item for item in value):
        raise invalid(f"gpu.{key} must be a list of strings")
    return tuple(value)


def _rate(value: object) -> Decimal | None:
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 < value < 1e6:
        raise invalid("gpu.max_hourly_rate must be a positive number")
    return Decimal(str(value))


def _environment(value: object) -> tuple[str, ...]:
    if value is None:
        return ()
    pairs = mapping(value, "environment_vars")
    if not all(name and isinstance(text, str) for name, text in pairs.items()):
        raise invalid("environment_vars must map names to strings")
    return tuple(pairs)


def _mounts(value: object) -> tuple[Mount, ...]:
    if value is None:
        return ()
    if not isinstance(value, list):
        raise invalid("volume_mounts must be a list")
    return tuple(_mount(item) for item in value)


def _mount(value: object) -> Mount:
    fields = mapping(value, "volume_mounts item")
    name, path = fields.get("volume_name"), fields.get("mount_path")
    if not isinstance(name, str) or not isinstance(path, str) or not path.startswith("/"):
        raise invalid("volume_mounts items need volume_name and an absolute mount_path")
    return Mount(name, path)
