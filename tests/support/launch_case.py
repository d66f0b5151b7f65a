"""A draft that nothing speaks against, the picture it is looked at in, and small ways to spoil both."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any, TypeVar

from mimiry_tui.domain.account import Balance, Quota
from mimiry_tui.domain.launching.checks import Check
from mimiry_tui.domain.launching.draft import Draft, MountWish, Pick
from mimiry_tui.domain.launching.picture import KeyFacts, Picture, Reading
from mimiry_tui.domain.launching.preflight import preflight
from mimiry_tui.domain.money import Money
from mimiry_tui.domain.offers import Offer, build_offers
from mimiry_tui.domain.session_reading import build_session
from mimiry_tui.domain.sessions import Session
from mimiry_tui.domain.volumes import Volume, build_volume

NOON = datetime(2026, 6, 8, 12, 0, tzinfo=UTC)
T = TypeVar("T")


def offer(model: str, where: str, rate: float | None = 1.0, *, stock: bool = True, **more: Any) -> Offer:
    """One offer; `where` is "verda/FIN-01"."""
    provider, _, location = where.partition("/")
    (built,) = build_offers(
        name=model,
        available=stock,
        providers=[{"provider": provider, "hourly_rate": rate, "locations": [location]}],
        **more,
    )
    return built


A100 = offer("A100_80G_SXM", "verda/FIN-03", 1.29)
A100_FIN_01 = offer("A100_80G_SXM", "verda/FIN-01", 1.29)
A100_ACME = offer("A100_80G_SXM", "acme/US-EAST-1", 1.45)
H100 = offer("H100_80G_SXM", "verda/FIN-03", 2.10)
H100_ACME = offer("H100_80G_SXM", "acme/US-EAST-1", 2.50)
L4 = offer("L4_24G_PCIe", "gcp/europe-west4", 0.58)
OFFERS = (A100, A100_FIN_01, A100_ACME, H100, H100_ACME, L4)

KEY = KeyFacts(
    path="~/.ssh/mimiry",
    fingerprint="SHA256:uJyA",
    line="ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIJ0h me@host",
    signed_in=True,
    signed_in_until=NOON + timedelta(minutes=41),
)
CKPT_WISH = MountWish("v-ckpt", "ckpt", "/ckpt")
DRAFT = Draft(
    picks=(Pick.of(A100),),
    image="nvcr.io/nvidia/pytorch:24.01-py3",
    has_command=True,
    command="python train.py",
)


def volume(name: str = "ckpt", **fields: Any) -> Volume:
    """A free volume of 400 GB at FIN-03, id `v-<name>`, unless told otherwise."""
    usual = {"state": "provisioned", "operation": "", "provider": "verda", "location": "FIN-03"}
    return build_volume(id=f"v-{name}", name=name, size_gb=400, **{**usual, **fields})


def session(name: str = "train-llama", **fields: Any) -> Session:
    """A session that runs, id `s-<name>`, unless told otherwise."""
    return build_session(id=f"s-{name}", name=name, **{"state": "started", **fields})


def read(value: T, age: float = 2.0, trouble: str = "") -> Reading[T]:
    """An answer that came so many seconds before `NOON`."""
    return Reading(value, NOON - timedelta(seconds=age), trouble)


def picture(**fields: Any) -> Picture:
    """All is well and known; a plain value stands for its reading."""
    usual: dict[str, Any] = {
        "offers": OFFERS,
        "sessions": (),
        "volumes": (volume(),),
        "balance": Balance(Money(Decimal("46.20"))),
        "quotas": (Quota("concurrent_sessions", 5, 1),),
        "key": KEY,
    }
    given = {**usual, **fields}
    plain = {"key", "read_only", "minimum_volume_gb"}
    known: dict[str, Any] = {
        name: value if name in plain or isinstance(value, Reading) else read(value)
        for name, value in given.items()
    }
    return Picture(now=NOON, **known)


def checks_of(draft: Draft = DRAFT, suggested: str = "train", **fields: Any) -> dict[str, Check]:
    """The lines of the list by title; `fields` are the picture's or the preflight's."""
    known = {name: fields.pop(name) for name in ("images", "past", "guarded") if name in fields}
    found = preflight(draft, picture(**fields), suggested_name=suggested, **known)
    return {check.title: check for check in found.checks}


def models_of(offers: Iterable[Offer]) -> list[str]:
    """What and where, short: "A100 FIN-03"."""
    return [f"{one.family} {one.location}" for one in offers]
