"""The job API's records as typed shapes, and what is read out of them (Mimiry public API).

Every field may be absent, null or of any type. Only the keys that are used are listed.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

import msgspec

from mimiry_tui.clouds.halves import mended
from mimiry_tui.clouds.jobs.machines import Machine, build_machine
from mimiry_tui.domain import coerce
from mimiry_tui.domain.frozen import dataclass


class JobWire(msgspec.Struct, gc=False):
    """One of `GET /jobs`, and the answer to `POST /jobs`."""

    id: Any = None
    name: Any = None
    status: Any = None
    provider: Any = None
    instance_type: Any = None
    image: Any = None
    location: Any = None
    ssh_key_ids: Any = None
    startup_script: Any = None
    auto_shutdown: Any = None
    provider_instance_id: Any = None
    error_message: Any = None
    output: Any = None
    heartbeat_timeout_seconds: Any = None
    max_runtime_seconds: Any = None
    created_at: Any = None
    started_at: Any = None
    completed_at: Any = None
    last_heartbeat: Any = None


class _InstanceWire(msgspec.Struct, gc=False):
    """One of `GET /instances`."""

    instance_type: Any = None
    description: Any = None
    gpu_type: Any = None
    gpu_count: Any = None
    gpu_memory_gb: Any = None
    price_per_hour: Any = None
    currency: Any = None
    provider: Any = None


class _StockWire(msgspec.Struct, gc=False):
    """One of `GET /availability`."""

    instance_type: Any = None
    is_available: Any = None
    locations: Any = None
    provider: Any = None


class _PlaceWire(msgspec.Struct, gc=False):
    """One of `GET /locations`, `/images` or `/providers`."""

    code: Any = None
    slug: Any = None
    name: Any = None
    country: Any = None
    os: Any = None
    version: Any = None
    cuda_version: Any = None
    provider: Any = None
    is_active: Any = None


class _SshKeyWire(msgspec.Struct, gc=False):
    """One of `GET /ssh-keys`."""

    id: Any = None
    name: Any = None
    datacrunch_id: Any = None
    public_key: Any = None
    created_at: Any = None


@dataclass(frozen=True, slots=True)
class Stock:
    """Whether an instance type can be had, and where."""

    instance_type: str
    provider: str
    """Empty where it is not told."""
    available: bool
    locations: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Place:
    """Something that a launch can name: a location, an image, a provider."""

    code: str
    name: str
    words: str
    """What else is told of it."""
    provider: str
    is_active: bool


@dataclass(frozen=True, slots=True)
class SshKey:
    """A public key of the account."""

    id: str
    name: str
    provider_id: str
    public_line: str
    """Where it is told."""
    created_at: datetime | None
    raw: bytes


_job = msgspec.json.Decoder(JobWire)
_instance = msgspec.json.Decoder(_InstanceWire)
_stock = msgspec.json.Decoder(_StockWire)
_place = msgspec.json.Decoder(_PlaceWire)
_ssh_key = msgspec.json.Decoder(_SshKeyWire)


def read_job(raw: bytes) -> JobWire:
    """One job's fields. Raises ValueError without an id, msgspec's errors for bad JSON."""
    wire = _job.decode(mended(raw))
    _needed(wire.id, "a job without an id")
    return wire


def read_machine(raw: bytes) -> Machine:
    """One instance type. Raises as `read_job` does, for one without a name."""
    wire = _instance.decode(mended(raw))
    return build_machine(
        instance_type=_needed(wire.instance_type, "an instance type without a name"),
        description=wire.description,
        gpu_type=wire.gpu_type,
        gpu_count=wire.gpu_count,
        gpu_memory_gb=wire.gpu_memory_gb,
        price_per_hour=wire.price_per_hour,
        currency=wire.currency,
        provider=wire.provider,
        raw=raw,
    )


def read_stock(raw: bytes) -> Stock:
    """One entry of the availability. Raises as `read_job` does, for one without an instance type."""
    wire = _stock.decode(mended(raw))
    named = (
        coerce.text(coerce.mapping(place).get("code")) or coerce.text(place)
        for place in (coerce.items(wire.locations) or [wire.locations])
    )
    return Stock(
        instance_type=_needed(wire.instance_type, "availability of no instance type"),
        provider=coerce.text(wire.provider),
        available=coerce.flag(wire.is_available) is True,
        locations=tuple(dict.fromkeys(name for name in named if name)),
    )


def read_place(raw: bytes) -> Place:
    """A location, an image or a provider. Raises as `read_job` does, for one without a code."""
    wire = _place.decode(mended(raw))
    code = coerce.text(wire.code) or coerce.text(wire.slug)
    cuda = coerce.text(wire.cuda_version)
    system = " ".join(word for word in map(coerce.text, (wire.os, wire.version)) if word)
    words = (coerce.text(wire.country), system, f"CUDA {cuda}" if cuda else "")
    return Place(
        code=_needed(code, "a record without a code"),
        name=coerce.text(wire.name),
        words=" · ".join(word for word in words if word),
        provider=coerce.text(wire.provider),
        is_active=coerce.flag(wire.is_active) is not False,
    )


def read_ssh_key(raw: bytes) -> SshKey:
    """One SSH key. Raises as `read_job` does."""
    wire = _ssh_key.decode(mended(raw))
    id = _needed(wire.id, "an SSH key without an id")
    return SshKey(
        id=id,
        name=coerce.text(wire.name) or id,
        provider_id=coerce.text(wire.datacrunch_id),
        public_line=coerce.text(wire.public_key),
        created_at=coerce.moment(wire.created_at),
        raw=raw,
    )


def _needed(value: object, otherwise: str) -> str:
    found = coerce.text(value)
    if not found:
        raise ValueError(otherwise)
    return found
