"""What is known at one moment, made up for tests of pure logic."""

from __future__ import annotations

from datetime import UTC, datetime

from mimiry_tui.domain.launching.draft import Draft, Pick
from mimiry_tui.domain.launching.picture import KeyFacts, Picture, Reading
from mimiry_tui.domain.offers import Offer, build_offers
from mimiry_tui.domain.session_reading import build_session
from mimiry_tui.domain.sessions import Session
from mimiry_tui.domain.volumes import Volume, build_volume

NOW = datetime(2026, 6, 8, 12, 0, tzinfo=UTC)
KEY_LINE = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIOkqrULxHZ/1CY6KAA9i6nuVTz9EAJzzGLWT+WHX10FU you@there"
IMAGE = "nvcr.io/nvidia/pytorch:24.01-py3"
PICK = Pick("A100_80G_SXM", "verda", "FIN-03")
PLAIN = Draft(picks=(PICK,), image=IMAGE)
"""The least that can be launched."""


def known(
    *,
    offers: tuple[Offer, ...] = (),
    sessions: tuple[Session, ...] = (),
    volumes: tuple[Volume, ...] = (),
    key_line: str = KEY_LINE,
    key_trouble: str = "",
    volumes_trouble: str = "",
) -> Picture:
    """Everything was read just now."""
    return Picture(
        now=NOW,
        offers=Reading(offers, NOW),
        sessions=Reading(sessions, NOW),
        volumes=Reading(volumes, NOW, volumes_trouble),
        balance=Reading(None, NOW),
        quotas=Reading((), NOW),
        key=KeyFacts("~/.ssh/mimiry", "SHA256:abc", key_line, key_trouble),
    )


def a_volume(
    name: str,
    location: str = "FIN-03",
    *,
    provider: str = "verda",
    state: str = "provisioned",
    operation: str = "",
    attached_to: str = "",
) -> Volume:
    """Free and at rest, unless told otherwise; its id is its name behind "v-"."""
    return build_volume(
        id=f"v-{name}",
        name=name,
        size_gb=100,
        state=state,
        operation=operation,
        attached_to=attached_to,
        provider=provider,
        location=location,
    )


def a_session(name: str, state: str = "started") -> Session:
    """Running, unless told otherwise; its id is its name behind "s-"."""
    return build_session(id=f"s-{name}", name=name, state=state)


def an_offer(
    model: str = "A100_80G_SXM",
    provider: str = "verda",
    location: str = "FIN-03",
    rate: str = "1.29",
    *,
    available: bool = True,
) -> Offer:
    (offer,) = build_offers(
        name=model,
        available=available,
        providers=[{"provider": provider, "hourly_rate": rate, "locations": [location]}],
    )
    return offer
