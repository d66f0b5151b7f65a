"""Volumes for tests, and a cloud that works on them as the test says."""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from mimiry_tui.clouds.base import Page
from mimiry_tui.clouds.errors import NotFound
from mimiry_tui.domain.account import Balance
from mimiry_tui.domain.launching.picture import Picture, Reading
from mimiry_tui.domain.offers import Offer, build_offers
from mimiry_tui.domain.session_reading import build_session
from mimiry_tui.domain.sessions import Session
from mimiry_tui.domain.volumes import Volume, build_volume
from mimiry_tui.live.live import Live
from mimiry_tui.live.volumes.task import Task, TaskState
from mimiry_tui.live.volumes.work import VolumeWork
from tests.support.clock import EPOCH, ManualClock
from tests.support.ending_desk import background
from tests.support.fake_cloud import Even, FakeCloud


@dataclass
class VolumesKnown:
    """What the columns ask beyond a record: names, and what the test says."""

    names: Mapping[str, str] = field(default_factory=dict)
    since: datetime | None = None
    used: datetime | None = None
    asked: Task | None = None

    def session_name(self, session_id: str) -> str:
        return self.names.get(session_id, session_id)

    def moving_since(self, volume: Volume) -> datetime | None:
        return self.since

    def used_until(self, volume: Volume) -> datetime | None:
        return self.used

    def asked_of(self, volume_id: str) -> Task | None:
        return self.asked


def a_volume(volume_id: str = "v-1", **told: Any) -> Volume:
    """A free volume of 100 GB at verda/FIN-03, made a quarter of an hour before the tests' now."""
    fields = {
        "name": f"name of {volume_id}",
        "size_gb": 100,
        "state": "provisioned",
        "operation": "",
        "provider": "verda",
        "location": "FIN-03",
        "created_at": "2026-06-08T11:45:00Z",
        "updated_at": "2026-06-08T11:45:00Z",
    }
    return build_volume(id=volume_id, **{**fields, **told})


def a_session(session_id: str, *mounts: str, state: str = "started", **told: Any) -> Session:
    """A session that mounts volumes of these names, at verda/FIN-03 unless told otherwise."""
    fields: dict[str, Any] = {
        "name": session_id,
        "provider": "verda",
        "location": "FIN-03",
        "mounts": [{"volume_name": one, "mount_path": f"/{one}"} for one in mounts],
    }
    return build_session(id=session_id, state=state, **{**fields, **told})


def some_offers() -> tuple[Offer, ...]:
    """Two places in stock, the dearer one first, and one that is sold out."""
    return (
        *build_offers(
            name="H100_80G_SXM",
            available=True,
            providers=[{"provider": "acme", "hourly_rate": 2.5, "locations": ["US-EAST-1"]}],
        ),
        *build_offers(
            name="A100_80G_SXM",
            available=True,
            providers=[{"provider": "verda", "hourly_rate": 1.29, "locations": ["FIN-03"]}],
        ),
        *build_offers(
            name="T4_16G_PCIe",
            available=False,
            providers=[{"provider": "gcp", "hourly_rate": 0.36, "locations": ["europe-west4"]}],
        ),
    )


def a_picture(
    *volumes: Volume, offers: tuple[Offer, ...] | None = None, offers_trouble: str = "", now: datetime = EPOCH
) -> Picture:
    """What a launch or a volume is decided by."""
    balance: Reading[Balance | None] = Reading(None)
    return Picture(
        now=now,
        offers=Reading(some_offers() if offers is None else offers, now, offers_trouble),
        sessions=Reading((), now),
        volumes=Reading(volumes, now),
        balance=balance,
        quotas=Reading((), now),
        minimum_volume_gb={"verda": 100},
    )


class VolumeDesk:
    """A cloud, a picture of it, and what is asked of its volumes; all go by one clock."""

    def __init__(self, *volumes: Volume) -> None:
        self.clock = ManualClock()
        self.cloud = FakeCloud(self.clock)
        self.volumes = {volume.id: volume for volume in volumes}
        self.deleted: dict[str, Volume] = {}
        self.cloud.answer("volumes", self._page)
        self.cloud.answer("volume", lambda one: self.volumes.get(one) or self.deleted.get(one) or NotFound())
        for call in ("extend_volume", "delete_volume"):
            self.cloud.answer(call, None)
        self.live = Live(self.cloud, self.clock, rng=Even())
        self.work = VolumeWork(self.cloud, self.live, self.clock)
        self.told: list[frozenset[str]] = []
        self.work.subscribe(self.told.append)

    def becomes(self, volume_id: str, **told: Any) -> None:
        """From now on the service says this of the volume."""
        self.volumes[volume_id] = a_volume(volume_id, **told)

    def is_deleted(self, volume_id: str) -> None:
        """From now on the volume is only found where deleted ones are asked for."""
        volume = self.volumes.pop(volume_id)
        self.deleted[volume_id] = a_volume(volume_id, name=volume.name, state="deleted")

    def state(self, task: Task) -> TaskState | None:
        """How far it is by now; None where it was forgotten."""
        now = self.work.task(task.id)
        return now.state if now is not None else None

    def said(self, task: Task) -> str:
        """What its row says by now."""
        now = self.work.task(task.id)
        return now.words(self.clock.now()) if now is not None else ""

    def sent(self, name: str) -> list[tuple[object, ...]]:
        """The arguments of every call of that name, in order."""
        return [call.arguments for call in self.cloud.calls if call.name == name]

    @asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        """Run picture and work; their failure comes out of the block."""
        async with background(self.live.run()):
            await self.clock.advance(1)
            async with background(self.work.run()):
                yield

    def _page(self, deleted: bool) -> Page[Volume]:
        return Page(tuple((self.deleted if deleted else self.volumes).values()))
