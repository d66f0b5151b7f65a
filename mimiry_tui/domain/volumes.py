"""Persistent disks: they live in one place, outlive sessions, and cost while they exist."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from mimiry_tui.domain import coerce
from mimiry_tui.domain.frozen import dataclass
from mimiry_tui.domain.money import Money, build_price


class VolumeStatus(StrEnum):
    """What a volume is doing, from its state, its operation and what it is attached to."""

    CREATING = "creating"
    FREE = "free"
    ATTACHED = "attached"
    RESIZING = "resizing"
    DELETING = "deleting"
    DELETED = "deleted"
    FAILED = "failed"
    UNKNOWN = "unknown"

    @property
    def is_moving(self) -> bool:
        """An operation runs, so the next poll should come soon."""
        return self in {VolumeStatus.CREATING, VolumeStatus.RESIZING, VolumeStatus.DELETING}


@dataclass(frozen=True, slots=True)
class Volume:
    """One volume as the service last told it."""

    id: str
    name: str
    size_gb: int | None
    status: VolumeStatus
    state: str
    operation: str
    attached_to: str
    """The id of the session that holds it, or ""."""
    provider: str
    location: str
    rate: Money | None
    """Per hour, where the service tells it."""
    created_at: datetime | None
    updated_at: datetime | None
    raw: bytes
    """The record's JSON as it came."""

    @property
    def where(self) -> str:
        return "/".join(part for part in (self.provider, self.location) if part)


def build_volume(
    *,
    id: object,
    name: object = None,
    size_gb: object = None,
    state: object = None,
    operation: object = None,
    attached_to: object = None,
    provider: object = None,
    location: object = None,
    hourly_rate: object = None,
    currency: object = None,
    created_at: object = None,
    updated_at: object = None,
    raw: bytes = b"",
) -> Volume:
    """A Volume from any JSON values (Mimiry compute API, volumes). Never raises."""
    holder = coerce.text(attached_to).strip()
    return Volume(
        id=coerce.text(id),
        name=coerce.text(name),
        size_gb=_size(size_gb),
        status=read_status(state=state, operation=operation, attached_to=holder),
        state=coerce.text(state),
        operation=coerce.text(operation),
        attached_to=holder,
        provider=coerce.text(provider),
        location=coerce.text(location),
        rate=build_price(hourly_rate, currency),
        created_at=coerce.moment(created_at),
        updated_at=coerce.moment(updated_at),
        raw=raw,
    )


def read_status(*, state: object, operation: object, attached_to: object) -> VolumeStatus:
    """What the words mean. Being attached is a property, not a state."""
    state_word = coerce.text(state).strip().lower()
    primary = coerce.text(operation).strip().lower().split("__")[0]
    if state_word in {"deleted", "failed"}:
        return VolumeStatus(state_word)
    if primary in {"resizing", "deleting"}:
        return VolumeStatus(primary)
    if primary == "provisioning" or state_word == "submitted":
        return VolumeStatus.CREATING
    if state_word == "provisioned":
        return VolumeStatus.ATTACHED if coerce.text(attached_to).strip() else VolumeStatus.FREE
    return VolumeStatus.UNKNOWN


def _size(value: object) -> int | None:
    size = coerce.integer(value)
    return size if size is not None and size >= 0 else None
