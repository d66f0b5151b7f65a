"""The service's records as typed shapes, and from there to the domain.

Every field may be absent, null or of any type: it is `Any` here, and the domain's builders read it.
Only the keys that are used are listed; the rest is skipped while decoding.
"""

from __future__ import annotations

from typing import Any

import msgspec

from mimiry_tui.clouds.halves import mended
from mimiry_tui.domain import coerce
from mimiry_tui.domain.account import Balance, Transaction, build_balance, build_transaction
from mimiry_tui.domain.offers import Offer, build_offers
from mimiry_tui.domain.session_reading import build_session
from mimiry_tui.domain.sessions import Session
from mimiry_tui.domain.volumes import Volume, build_volume


class SessionWire(msgspec.Struct, gc=False):
    """Mimiry compute API, session object; `status` as older deployments say it."""

    id: Any = None
    name: Any = None
    state: Any = None
    operation: Any = None
    status: Any = None
    image: Any = None
    gpu: Any = None
    gpu_type: Any = None
    command: Any = None
    auto_terminate: Any = None
    max_duration: Any = None
    ssh_enabled: Any = None
    ssh: Any = None
    billing: Any = None
    volume_mounts: Any = None
    created_at: Any = None
    updated_at: Any = None
    started_at: Any = None
    ended_at: Any = None
    error: Any = None
    stop_reason: Any = None
    exit_code: Any = None
    events: Any = None


class VolumeWire(msgspec.Struct, gc=False):
    """Mimiry compute API, volumes."""

    id: Any = None
    name: Any = None
    size_gb: Any = None
    state: Any = None
    operation: Any = None
    attached_to: Any = None
    provider: Any = None
    location: Any = None
    billing: Any = None
    created_at: Any = None
    updated_at: Any = None


class ModelWire(msgspec.Struct, gc=False):
    """Mimiry compute API, one of availability's `gpu_models`; older answers say `gpu_type`."""

    name: Any = None
    gpu_type: Any = None
    display_name: Any = None
    family: Any = None
    form_factor: Any = None
    vram_gb: Any = None
    available: Any = None
    currency: Any = None
    hourly_rate: Any = None
    providers: Any = None


class TransactionWire(msgspec.Struct, gc=False):
    """Mimiry compute API, account; all but `amount` is assumed."""

    id: Any = None
    created_at: Any = None
    amount: Any = None
    currency: Any = None
    type: Any = None
    description: Any = None
    session_id: Any = None
    balance_after: Any = None


class UnusableRecordError(ValueError):
    """A record without the one thing that it cannot do without; the text says which."""


_session = msgspec.json.Decoder(SessionWire)
_volume = msgspec.json.Decoder(VolumeWire)
_model = msgspec.json.Decoder(ModelWire)
_transaction = msgspec.json.Decoder(TransactionWire)


def read_session(raw: bytes) -> Session:
    """One session's JSON. Raises UnusableRecordError without an id, msgspec's errors for bad JSON."""
    wire = _session.decode(mended(raw))
    gpu, billing = coerce.mapping(wire.gpu), coerce.mapping(wire.billing)
    return build_session(
        id=_needed_id(wire.id),
        name=wire.name,
        state=wire.state,
        operation=wire.operation,
        status=wire.status,
        image=coerce.mapping(wire.image).get("uri", wire.image),
        gpu_types=gpu.get("types"),
        gpu_count=gpu.get("count"),
        asked_provider=gpu.get("provider"),
        asked_location=gpu.get("location"),
        gpu_type=wire.gpu_type,
        provider=billing.get("provider"),
        location=billing.get("location"),
        hourly_rate=billing.get("hourly_rate"),
        currency=billing.get("currency"),
        final_cost=billing.get("final_cost"),
        ssh_enabled=wire.ssh_enabled,
        ssh=wire.ssh,
        command=wire.command,
        auto_terminate=wire.auto_terminate,
        max_duration=wire.max_duration,
        mounts=wire.volume_mounts,
        created_at=wire.created_at,
        updated_at=wire.updated_at,
        started_at=wire.started_at,
        ended_at=wire.ended_at,
        error=wire.error,
        stop_reason=wire.stop_reason,
        exit_code=wire.exit_code,
        events=wire.events,
        raw=raw,
    )


def read_volume(raw: bytes) -> Volume:
    """One volume's JSON. Raises as `read_session` does."""
    wire = _volume.decode(mended(raw))
    billing = coerce.mapping(wire.billing)
    return build_volume(
        id=_needed_id(wire.id),
        name=wire.name,
        size_gb=wire.size_gb,
        state=wire.state,
        operation=wire.operation,
        attached_to=wire.attached_to,
        provider=wire.provider or billing.get("provider"),
        location=wire.location or billing.get("location"),
        hourly_rate=billing.get("hourly_rate"),
        currency=billing.get("currency"),
        created_at=wire.created_at,
        updated_at=wire.updated_at,
        raw=raw,
    )


def read_offers(raw: bytes) -> tuple[Offer, ...]:
    """The offers of one model's JSON. Raises UnusableRecordError for a model without a name."""
    wire = _model.decode(mended(raw))
    name = coerce.text(wire.name) or coerce.text(wire.gpu_type)
    if not name:
        raise UnusableRecordError("a GPU model without a name")
    return build_offers(
        name=name,
        display_name=wire.display_name,
        family=wire.family,
        form_factor=wire.form_factor,
        vram_gb=wire.vram_gb,
        available=wire.available,
        currency=wire.currency,
        hourly_rate=wire.hourly_rate,
        providers=wire.providers,
        raw=raw,
    )


def read_transaction(raw: bytes) -> Transaction:
    """One transaction's JSON. Raises msgspec's errors for bad JSON."""
    wire = _transaction.decode(mended(raw))
    return build_transaction(
        id=wire.id,
        created_at=wire.created_at,
        amount=wire.amount,
        currency=wire.currency,
        type=wire.type,
        description=wire.description,
        session_id=wire.session_id,
        balance_after=wire.balance_after,
        raw=raw,
    )


def read_balance(fields: dict[str, object]) -> Balance | None:
    """The balance of an answer's object; its burn rate under any of the likely names."""
    names = ("burn_rate", "hourly_burn_rate", "burn_rate_per_hour", "estimated_hourly_burn", "hourly_rate")
    burn = next((fields[name] for name in names if fields.get(name) is not None), None)
    amount = next(
        (fields[name] for name in ("balance", "amount", "available") if fields.get(name) is not None), None
    )
    inner = coerce.mapping(amount)
    return build_balance(
        balance=inner.get("amount", inner.get("balance", amount)),
        currency=fields.get("currency") or inner.get("currency"),
        burn_rate=coerce.mapping(burn).get("hourly_rate", burn),
    )


def _needed_id(value: object) -> str:
    found = coerce.text(value)
    if not found:
        raise UnusableRecordError("a record without an id")
    return found
