"""Work on volumes against the simulated cloud, over real sockets: each way it can go, asked for once."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass

import pytest

from mimiry_tui.domain.launch import VolumeRequest
from mimiry_tui.domain.volumes import Volume
from mimiry_tui.live.live import Live
from mimiry_tui.live.volumes.task import Task, TaskState
from mimiry_tui.live.volumes.work import VolumeWork
from mimiry_tui.simulator.dialects import Dialect
from mimiry_tui.simulator.server import RunningSimulator
from tests.support.clients import client
from tests.support.clock import ManualClock
from tests.support.ending_desk import background
from tests.support.fake_cloud import Even
from tests.support.simulator import simulator
from tests.support.turning import Turning


@dataclass
class Place(Turning):
    """A simulated cloud, a picture of it, and work on its volumes; all go by one clock."""

    cloud: RunningSimulator
    clock: ManualClock
    live: Live
    work: VolumeWork

    def state(self, task: Task) -> TaskState | None:
        now = self.work.task(task.id)
        return now.state if now is not None else None

    def said(self, task: Task) -> str:
        now = self.work.task(task.id)
        return now.words(self.clock.now()) if now is not None else ""

    def named(self, name: str) -> Volume:
        records = self.live.store.volumes.values()
        return next(one for one in records if isinstance(one, Volume) and one.name == name)

    def there(self, name: str) -> int:
        """How many of that name the service has."""
        volumes = self.cloud.world.state.volumes.values()
        return sum(one.name == name and one.state != "deleted" for one in volumes)

    async def settled(self, task: Task) -> TaskState | None:
        """The state in which it comes to rest."""

        def is_settled() -> bool:
            now = self.work.task(task.id)
            return now is None or not now.is_pending

        await self.until(is_settled)
        return self.state(task)


@asynccontextmanager
async def place(
    dialect: Dialect = Dialect.DOCUMENTED, *, read_cache_seconds: float = 0.0
) -> AsyncIterator[Place]:
    clock = ManualClock()
    async with simulator(
        clock=clock, dialect=dialect, speed=1, read_cache_seconds=read_cache_seconds
    ) as cloud:
        service = client(cloud.base_url, clock, cloud.key_path)
        live = Live(service, clock, rng=Even())
        work = VolumeWork(service, live, clock)
        try:
            async with background(live.run()), background(work.run()):
                at = Place(cloud, clock, live, work)
                await at.until(lambda: bool(live.store.volumes))
                yield at
        finally:
            await service.aclose()


def wanted(name: str = "weights") -> VolumeRequest:
    return VolumeRequest(name, 100, "verda", "FIN-03")


@pytest.mark.parametrize("dialect", Dialect)
async def test_a_volume_is_created_grown_and_deleted_in_every_dialect(dialect: Dialect) -> None:
    async with place(dialect) as at:
        assert await at.settled(at.work.create(wanted())) is TaskState.DONE
        volume = at.named("weights")
        assert (volume.size_gb, volume.where) == (100, "verda/FIN-03")
        assert await at.settled(at.work.extend(volume.id, 300)) is TaskState.DONE
        assert at.named("weights").size_gb == 300
        (task,) = at.work.delete([volume.id])
        assert await at.settled(task) is TaskState.DONE
        assert volume.id not in at.live.store.volumes
        assert at.there("weights") == 0


async def test_a_read_cache_that_lags_hides_nothing_that_was_created() -> None:
    async with place(read_cache_seconds=20) as at:
        task = at.work.create(wanted())
        await at.until(lambda: at.state(task) is TaskState.ACCEPTED)
        assert at.named("weights").size_gb == 100
        assert await at.settled(task) is TaskState.DONE


async def test_what_the_service_refuses_is_said_in_its_words() -> None:
    async with place() as at:
        small = at.work.create(VolumeRequest("small", 10, "verda", "FIN-03"))
        taken = at.work.create(wanted("ckpt"))
        assert await at.settled(small) is TaskState.FAILED
        assert await at.settled(taken) is TaskState.FAILED
        assert "size_gb must be at least 100 at verda" in at.said(small)
        assert "a volume named ckpt exists" in at.said(taken)
        (held,) = at.work.delete([at.named("corpus-eu").id])
        assert await at.settled(held) is TaskState.FAILED
        assert "attached to session train-llama" in at.said(held)


@pytest.mark.parametrize(
    ("scenario", "state", "words"),
    [
        ("volume-create-fails", TaskState.FAILED, "not created: it has failed"),
        ("volume-create-500", TaskState.FAILED, "there is none of that name"),
        ("volume-create-lost", TaskState.DONE, "created"),
        ("volume-create-unheard", TaskState.FAILED, "there is none of that name"),
    ],
)
async def test_a_creation_that_goes_wrong_ends_in_the_truth(
    scenario: str, state: TaskState, words: str
) -> None:
    async with place() as at:
        name = f"sim-{scenario}"
        task = at.work.create(wanted(name))
        assert await at.settled(task) is state
        assert at.said(task).endswith(words)
        assert at.there(name) <= 1, "sent once"


@pytest.mark.parametrize(
    ("scenario", "state", "words"),
    [
        ("volume-resize-fails", TaskState.FAILED, "the service gave up, it still has 100 GB"),
        ("volume-resize-500", TaskState.FAILED, "it still has 100 GB"),
        ("volume-resize-lost", TaskState.DONE, "grown to 300 GB"),
    ],
)
async def test_a_growth_that_goes_wrong_ends_in_the_truth(
    scenario: str, state: TaskState, words: str
) -> None:
    async with place() as at:
        assert await at.settled(at.work.create(wanted(f"sim-{scenario}"))) is TaskState.DONE
        task = at.work.extend(at.named(f"sim-{scenario}").id, 300)
        assert await at.settled(task) is state
        assert at.said(task).endswith(words)


@pytest.mark.parametrize(
    ("scenario", "state", "words"),
    [
        ("volume-delete-fails", TaskState.FAILED, "the service gave up, it is free"),
        ("volume-delete-409", TaskState.FAILED, "it is free"),
        ("volume-delete-500", TaskState.FAILED, "it is free"),
        ("volume-delete-lost", TaskState.DONE, "deleted"),
    ],
)
async def test_a_deletion_that_goes_wrong_ends_in_the_truth(
    scenario: str, state: TaskState, words: str
) -> None:
    async with place() as at:
        assert await at.settled(at.work.create(wanted(f"sim-{scenario}"))) is TaskState.DONE
        (task,) = at.work.delete([at.named(f"sim-{scenario}").id])
        assert await at.settled(task) is state
        assert at.said(task).endswith(words)


async def test_a_deletion_that_hangs_is_followed_and_called_slow() -> None:
    async with place() as at:
        name = "sim-volume-delete-stuck"
        assert await at.settled(at.work.create(wanted(name))) is TaskState.DONE
        volume = at.named(name)
        (task,) = at.work.delete([volume.id])
        await at.until(lambda: "slower than usual" in at.said(task), step=5)
        assert at.state(task) is TaskState.ACCEPTED
        at.cloud.scenarios.volumes.stop("volume-delete-stuck", volume.id)
        assert await at.settled(task) is TaskState.DONE
