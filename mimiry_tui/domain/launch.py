"""What is asked of the service when something new is wanted."""

from __future__ import annotations

from dataclasses import field
from datetime import timedelta
from decimal import Decimal

from mimiry_tui.domain.frozen import dataclass

PRIORITIES = ("PRICE", "GPU", "FAMILY", "FORM_FACTOR", "VRAM")
"""The sort keys that a service takes candidates by (Mimiry compute API, POST /sessions)."""


@dataclass(frozen=True, slots=True)
class GpuWish:
    """Explicit models in order of preference, or criteria; hints; and limits.

    Either `types` or any of family, form factor and VRAM is given. `priority` sorts candidates by
    words out of PRICE, GPU, FAMILY, FORM_FACTOR, VRAM.
    """

    types: tuple[str, ...] = ()
    count: int = 1
    families: tuple[str, ...] = ()
    form_factors: tuple[str, ...] = ()
    min_vram_gb: int | None = None
    priority: tuple[str, ...] = ()
    max_attempts: int | None = None
    max_hourly_rate: Decimal | None = None
    provider: str = ""
    location: str = ""


@dataclass(frozen=True, slots=True)
class VolumeMount:
    """A volume by name, and where the container sees it."""

    volume_name: str
    mount_path: str


@dataclass(frozen=True, slots=True)
class SessionRequest:
    """Everything a launch says (Mimiry compute API, POST /sessions).

    An empty field is left out of the request: no command means an interactive session.
    """

    name: str
    image: str
    gpu: GpuWish
    auto_terminate: str
    """`on_complete`, `on_success` or `never`."""
    command: str = ""
    ssh_enabled: bool = True
    ssh_public_key: str = ""
    environment: tuple[tuple[str, str], ...] = field(default=(), repr=False)
    """Names and values; values are secrets and stay out of every repr."""
    mounts: tuple[VolumeMount, ...] = ()
    max_duration: timedelta | None = None
    org_id: str = ""


@dataclass(frozen=True, slots=True)
class FormRequest:
    """What a form that the cloud declared says of a launch; only that cloud knows its fields."""

    form: str
    """Its id."""
    name: str
    """What the session will be called; empty where the service names it."""
    image: str
    values: tuple[tuple[str, str], ...] = field(default=(), repr=False)
    """By the keys of its fields; environments and scripts in it may hold secrets."""
    uploads: tuple[tuple[str, str], ...] = ()
    """Files that were sent before: path here, id there."""


LaunchRequest = SessionRequest | FormRequest


@dataclass(frozen=True, slots=True)
class VolumeRequest:
    """A new volume (Mimiry compute API, POST /volumes)."""

    name: str
    size_gb: int
    provider: str = ""
    location: str = ""
