"""The adapter and the simulated job API: one user's way from an empty account to a cancelled job."""

from __future__ import annotations

import contextlib
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from mimiry_tui.clouds import errors
from mimiry_tui.clouds.base import Capability
from mimiry_tui.clouds.jobs.cloud import JobsCloud
from mimiry_tui.domain.doing.collections import Item
from mimiry_tui.domain.doing.deeds import Outcome
from mimiry_tui.domain.doing.forms import ON, Weight
from mimiry_tui.domain.offers import Offer
from mimiry_tui.domain.phases import Phase
from mimiry_tui.domain.sessions import Session
from mimiry_tui.simulator.jobs.server import PREFIX
from tests.support.clients import new_key
from tests.support.clock import ManualClock
from tests.support.jobs_desk import jobs_cloud
from tests.support.kinds import running_kind

PLAIN = {"instance_type": "1V100.6V", "image": "ubuntu-22.04-cuda-12.0", "name": "one"}
SCRIPT = "#!/bin/bash\nnvidia-smi\n"


@contextlib.asynccontextmanager
async def simulated(
    clock: ManualClock,
    *,
    demo: bool = False,
    scopes: tuple[str, ...] | None = None,
    faults: tuple[str, ...] = (),
) -> AsyncIterator[JobsCloud]:
    running = running_kind("mimiry-jobs", speed=1.0, demo=demo, scopes=scopes, faults=faults, clock=clock)
    async with running as (url, token):
        cloud = jobs_cloud(url, clock, {"MIMIRY_API_KEY": token})
        try:
            yield cloud
        finally:
            await cloud.aclose()


async def test_a_job_from_its_first_key_to_its_end(tmp_path: Path) -> None:
    clock = ManualClock()
    async with simulated(clock) as cloud:
        extras = cloud.extras
        (keys,) = extras.collections
        public = f"{new_key(tmp_path)}.pub"
        added = await extras.do(extras.deeds(keys)[0].id, keys, {"public_key": public}, print)
        assert isinstance(added, Outcome)
        (key,) = await extras.items(keys.id)
        assert isinstance(key, Item)

        offers = [item for item in (await cloud.offers()).items if isinstance(item, Offer)]
        big = next(offer for offer in offers if offer.model == "8A100.80G")
        assert big.rate is not None
        assert (big.count, big.vram_gb, big.available) == (8, 80, True)

        values = {"instance_type": big.id, "startup_script": SCRIPT, "auto_shutdown": ON, "name": "first"}
        image = (await extras.choices("job", "image", values))[0]
        assert (await extras.choices("job", "location", values))[0].label == big.location
        values |= {"image": image.value, "ssh_key_ids": key.id, "max_runtime_seconds": "1h"}
        assert all(note.weight is Weight.FINE for note in extras.notes("job", values).values())
        launched = await cloud.launch(extras.request("job", values))
        assert (launched.phase, launched.got.rate) == (Phase.ACCEPTED, None)
        with pytest.raises(errors.StillBooting):
            await cloud.logs(launched.id, tail=10, timestamps=False)

        seen = [launched.phase]
        while not (job := await cloud.session(launched.id)).phase.is_ended:
            if job.phase is not seen[-1]:
                seen.append(job.phase)
            if job.phase is Phase.READY:
                assert job.got.rate == big.rate * 8
                assert job.heartbeat_at is not None
            await clock.advance(5)
        assert seen == [Phase.ACCEPTED, Phase.PROVISIONING, Phase.READY]
        assert job.phase is Phase.ENDED_OK
        assert "A100" in await cloud.logs(job.id, tail=100, timestamps=False)

        again = extras.values_of(job)
        assert again is not None
        copy = await cloud.launch(extras.request(*again))
        assert copy.name == "first"
        await cloud.terminate(copy.id)
        ended = await cloud.ended_sessions()
        assert {item.id for item in ended.items} == {job.id, copy.id}
        cancelled = await cloud.session(copy.id)
        assert cancelled.ended_by_user
        assert cancelled.got.rate is None, "it never had a machine"
        assert (await cloud.live_sessions()).items == ()
        await extras.do(extras.deeds(key)[0].id, key, {}, print)
        assert await extras.items(keys.id) == ()


async def test_the_demo_is_read_whole() -> None:
    async with simulated(ManualClock(), demo=True) as cloud:
        offers = (await cloud.offers()).items
        live, ended = (await cloud.live_sessions()).items, (await cloud.ended_sessions()).items
        keys = await cloud.extras.items("ssh_keys")
        for records, kind in ((offers, Offer), (live, Session), (ended, Session), (keys, Item)):
            assert records
            assert all(isinstance(record, kind) for record in records)
        phases = [item.phase for item in (*live, *ended) if isinstance(item, Session)]
        assert Phase.UNKNOWN not in phases
        assert {Phase.READY, Phase.ENDED_OK, Phase.ENDED_FAILED} <= set(phases)
        for name, _ in cloud.extras.reports:
            assert (await cloud.extras.report(name)).pairs


@pytest.mark.parametrize(
    ("missing", "capability", "sees_jobs"),
    [
        ("jobs:read", Capability.SESSIONS, False),
        ("jobs:write", Capability.LAUNCH, True),
        ("instances:read", Capability.OFFERS, True),
    ],
)
async def test_a_key_without_a_scope_does_all_the_rest(
    missing: str, capability: Capability, sees_jobs: bool
) -> None:
    every = ("jobs:read", "jobs:write", "instances:read", "ssh_keys:read", "ssh_keys:write")
    scopes = tuple(scope for scope in every if scope != missing)
    async with simulated(ManualClock(), demo=True, scopes=scopes) as cloud:
        done = []
        for call in (
            cloud.offers,
            cloud.live_sessions,
            lambda: cloud.extras.items("ssh_keys"),
            lambda: cloud.launch(cloud.extras.request("job", PLAIN)),
        ):
            with contextlib.suppress(errors.ScopeMissing):
                await call()
                done.append(call)
        assert len(done) == 3
        assert missing in cloud.why_not(capability)
        assert (cloud.why_not(Capability.SESSIONS) == "") is sees_jobs


@pytest.mark.parametrize(
    ("fault", "kind", "exists"),
    [
        ("error402", errors.InsufficientBalance, False),
        ("error409", errors.InvalidState, False),
        ("rate429", errors.TooManyRequests, False),
        ("error500", errors.ServerTrouble, False),
        ("truncated", errors.AnswerLost, True),
        ("lost", errors.AnswerLost, True),
    ],
)
async def test_after_a_troubled_launch_the_list_says_what_is_there(
    fault: str, kind: type[errors.CloudError], exists: bool
) -> None:
    faults = (f"{fault}:POST {PREFIX}/jobs",)
    async with simulated(ManualClock(), faults=faults) as cloud:
        with pytest.raises(kind):
            await cloud.launch(cloud.extras.request("job", PLAIN))
        names = [getattr(item, "name", "") for item in (await cloud.live_sessions()).items]
        assert names == (["one"] if exists else []), "once at most"
