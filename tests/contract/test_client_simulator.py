"""The adapter against the simulated cloud: a whole life in each dialect, and each ordered trouble."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from mimiry_tui.clouds import errors
from mimiry_tui.clouds.mimiry.cloud import MimiryCloud
from mimiry_tui.clouds.registry import open_cloud
from mimiry_tui.domain.launch import GpuWish, SessionRequest, VolumeMount, VolumeRequest
from mimiry_tui.domain.offers import cheapest
from mimiry_tui.domain.phases import Phase
from mimiry_tui.domain.records import Unreadable
from mimiry_tui.domain.sessions import Session
from mimiry_tui.domain.volumes import VolumeStatus
from mimiry_tui.settings import Profile, name_of
from mimiry_tui.simulator.dialects import Dialect
from mimiry_tui.simulator.server import RunningSimulator
from tests.support.clients import client
from tests.support.clock import ManualClock
from tests.support.simulator import simulator
from tests.support.skipping_clock import SkippingClock

COMPUTE = "/api/compute/v1"


@asynccontextmanager
async def connected(
    clock: ManualClock, dialect: Dialect = Dialect.DOCUMENTED, *faults: str, token_requests: int = 100
) -> AsyncIterator[tuple[RunningSimulator, MimiryCloud]]:
    """A simulated cloud whose hands the test turns, and a client that does not wait between tries."""
    async with simulator(
        clock=clock, dialect=dialect, faults=faults, speed=1, token_requests=token_requests
    ) as running:
        cloud = client(running.base_url, SkippingClock(), running.key_path)
        try:
            yield running, cloud
        finally:
            await cloud.aclose()


@pytest.mark.parametrize("dialect", Dialect)
async def test_a_whole_life(dialect: Dialect) -> None:
    clock = ManualClock()
    async with connected(clock, dialect) as (_, cloud):
        best = cheapest(offer for offer in (await cloud.offers()).items if not isinstance(offer, Unreadable))
        assert best is not None
        request = SessionRequest(
            "journey",
            "docker.io/library/busybox",
            GpuWish((best.model,), provider=best.provider, location=best.location),
            "never",
            ssh_public_key=cloud.account_key().line,
        )
        session = await cloud.launch(request)
        assert session.phase in {Phase.ACCEPTED, Phase.PROVISIONING}
        with pytest.raises(errors.StillBooting) as booting:
            await cloud.logs(session.id, tail=10, timestamps=False)
        assert booting.value.retry_after
        seen: list[Phase] = [session.phase]
        while session.ssh is None and len(seen) < 200:
            await clock.advance(1)
            session = await cloud.session(session.id)
            seen.append(session.phase)
        assert session.phase is Phase.READY
        assert Phase.PULLING_IMAGE in seen
        assert [phase.rank for phase in seen] == sorted(phase.rank for phase in seen)
        assert session.ssh is not None
        assert session.events
        assert session.got.rate == best.rate
        assert session.id in {item.id for item in (await cloud.live_sessions()).items}
        await clock.advance(20)
        assert await cloud.logs(session.id, tail=10, timestamps=True)
        await cloud.terminate(session.id)
        await clock.advance(30)
        session = await cloud.session(session.id)
        assert session.phase is Phase.ENDED_OK
        assert session.id not in {item.id for item in (await cloud.live_sessions()).items}
        assert session.id in {item.id for item in (await cloud.ended_sessions()).items}
        with pytest.raises(errors.InvalidState):
            await cloud.logs(session.id, tail=10, timestamps=False)


@pytest.mark.parametrize("dialect", Dialect)
async def test_a_volume_from_creation_to_deletion(dialect: Dialect) -> None:
    clock = ManualClock()
    async with connected(clock, dialect) as (_, cloud):
        volume = await cloud.create_volume(VolumeRequest("scratch", 100, "verda", "FIN-01"))
        await clock.advance(30)
        assert (await cloud.volume(volume.id)).status is VolumeStatus.FREE
        await cloud.extend_volume(volume.id, 200)
        await clock.advance(30)
        assert (await cloud.volume(volume.id)).size_gb == 200
        assert volume.id in {item.id for item in (await cloud.volumes()).items}
        await cloud.delete_volume(volume.id)
        await clock.advance(60)
        assert volume.id not in {item.id for item in (await cloud.volumes()).items}
        assert volume.id in {item.id for item in (await cloud.volumes(deleted=True)).items}
        assert (await cloud.volume(volume.id)).status is VolumeStatus.DELETED


async def test_an_attached_volume_is_not_deleted() -> None:
    async with connected(ManualClock()) as (_, cloud):
        attached = next(
            item
            for item in (await cloud.volumes()).items
            if not isinstance(item, Unreadable) and item.status is VolumeStatus.ATTACHED
        )
        with pytest.raises(errors.InvalidState) as refused:
            await cloud.delete_volume(attached.id)
        assert refused.value.detail


async def test_a_launch_that_cannot_be() -> None:
    async with connected(ManualClock()) as (_, cloud):
        with pytest.raises(errors.Refused):
            await cloud.launch(
                SessionRequest(
                    "n",
                    "busybox",
                    GpuWish(("T4",)),
                    "never",
                    "true",
                    False,
                    mounts=(VolumeMount("no", "/d"),),
                )
            )
        with pytest.raises(errors.BadRequest):
            await cloud.launch(SessionRequest("", "busybox", GpuWish(("T4",)), "never", ssh_enabled=False))


async def test_a_quota_is_told_from_a_rate_limit() -> None:
    async with connected(ManualClock()) as (running, cloud):
        request = SessionRequest("n", "busybox", GpuWish(("T4_16G_PCIe",)), "never", "sleep 9", False)
        live = len((await cloud.live_sessions()).items)
        for _ in range(5 - live):
            await cloud.launch(request)
        with pytest.raises(errors.TooManyRequests) as refused:
            await cloud.launch(request)
        assert refused.value.title == "Quota reached"
        assert running.requests[f"POST {COMPUTE}/sessions"] == 6 - live


@pytest.mark.parametrize(
    ("fault", "kind"),
    [
        ("error500", errors.ServerTrouble),
        ("error502", errors.ServerTrouble),
        ("error503", errors.ServerTrouble),
        ("rate429", errors.TooManyRequests),
        ("html", errors.ServerTrouble),
        ("malformed", errors.UnreadableAnswer),
        ("truncated", errors.AnswerLost),
        ("reset", errors.AnswerLost),
    ],
)
async def test_ordered_troubles_come_out_as_their_errors(fault: str, kind: type[errors.CloudError]) -> None:
    async with connected(ManualClock(), Dialect.DOCUMENTED, f"{fault}:{COMPUTE}") as (_, cloud):
        for ask in (cloud.offers, cloud.live_sessions, cloud.volumes, cloud.balance):
            with pytest.raises(errors.CloudError) as trouble:
                await ask()
            assert type(trouble.value) is kind


@pytest.mark.parametrize("fault", ["error502=0.1", "reset=0.1"])
async def test_now_and_then_a_trouble_is_not_felt(fault: str) -> None:
    """Three tries against one trouble in ten: with this seed every one of these calls gets through."""
    async with connected(ManualClock(), Dialect.DOCUMENTED, f"{fault}:{COMPUTE}/balance") as (_, cloud):
        for _ in range(10):
            assert (await cloud.balance()).money.amount > 0


async def test_a_skewed_service_is_named() -> None:
    async with connected(ManualClock(), Dialect.DOCUMENTED, "skew") as (_, cloud):
        with pytest.raises(errors.ClockSkewed) as skewed:
            await cloud.balance()
        assert "10 min" in skewed.value.detail


async def test_unknown_states_are_alive() -> None:
    async with connected(ManualClock(), Dialect.OBSERVED, "unknown-state") as (_, cloud):
        sessions = [item for item in (await cloud.live_sessions()).items if isinstance(item, Session)]
        assert sessions
        assert all(session.is_live for session in sessions)


async def test_many_calls_cost_one_exchange() -> None:
    async with connected(ManualClock(), token_requests=1) as (running, cloud):
        for _ in range(10):
            await cloud.balance()
            await cloud.live_sessions()
        assert running.requests["POST /api/v1/auth/token"] == 1


async def test_a_stranger_is_told_to_register(tmp_path: Path) -> None:
    async with simulator(clock=ManualClock()) as running:
        profile = Profile(name_of(running.base_url), running.base_url, "test", tmp_path / "none", "test")
        cloud = open_cloud(profile, ManualClock())
        assert cloud.origin == running.base_url
        assert (await cloud.offers()).items
        with pytest.raises(errors.NoKey):
            await cloud.balance()
        await cloud.aclose()


async def test_the_account() -> None:
    async with connected(ManualClock()) as (_, cloud):
        assert (await cloud.balance()).money.amount > 0
        assert [quota.name for quota in await cloud.quotas()]
        page = await cloud.transactions(5)
        assert len(page.items) == 5
        assert page.has_more
        assert (await cloud.me()).get("email")
        assert (await cloud.token_limits()).pairs
