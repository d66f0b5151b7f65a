"""Every call of the job API's adapter: what goes out, how often, and what each way of answering becomes."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from decimal import Decimal

import pytest

from mimiry_tui.clouds import errors
from mimiry_tui.clouds.base import Capability, Cloud
from mimiry_tui.clouds.extras import Extras
from mimiry_tui.domain.doing.collections import Collection, Item
from mimiry_tui.domain.launch import GpuWish, SessionRequest
from mimiry_tui.domain.money import Money
from mimiry_tui.domain.records import Unreadable
from mimiry_tui.domain.sessions import Session
from tests.support.jobs_desk import AVAILABILITY, FORM, INSTANCES, JOB, KEY, JobsDesk, jobs_desk, request_of
from tests.support.scripted_server import Reply

DONE = {**JOB, "id": "j0", "status": "completed", "created_at": "2026-06-07T11:00:00Z"}
OLDER = {**DONE, "id": "j9", "created_at": "2026-06-01T11:00:00Z"}
PUBLIC = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIGJvYmJvYmJvYmJvYmJvYmJvYmJvYmJvYmJvYmJvYmJv me@desk"


@pytest.fixture
async def desk() -> AsyncIterator[JobsDesk]:
    async with jobs_desk() as made:
        yield made


async def test_the_adapter_is_a_cloud_that_says_why_it_lacks_what_it_lacks(desk: JobsDesk) -> None:
    cloud: Cloud = desk.cloud
    extras: Extras = cloud.extras
    assert extras.collections
    assert cloud.ending.verb == "cancel"
    assert "lost" in cloud.ending.warning
    for capability in Capability:
        assert bool(cloud.why_not(capability)) is (capability not in cloud.capabilities), capability
    for call in (cloud.balance(), cloud.volumes(), cloud.quotas(), cloud.me(), cloud.ssh_access("j1")):
        with pytest.raises(errors.InvalidState) as absent:
            await call
        assert absent.value.detail
    assert desk.asked == []


@pytest.mark.parametrize("wrapper", ["", "jobs", "data"])
async def test_live_and_ended_jobs_come_out_of_one_request(desk: JobsDesk, wrapper: str) -> None:
    jobs = [OLDER, JOB, {"name": "no id"}, DONE]
    desk.give({"GET /jobs": {wrapper: jobs} if wrapper else jobs})
    live, ended = await asyncio.gather(desk.cloud.live_sessions(), desk.cloud.ended_sessions(0, 1))
    assert [one.id for one in live.items if isinstance(one, Session)] == ["j1"]
    assert isinstance(live.items[-1], Unreadable)
    assert [one.id for one in ended.items] == ["j0"], "newest first"
    assert (ended.total, ended.has_more) == (2, True)
    assert desk.asked == ["GET /jobs"]
    again, more = await asyncio.gather(desk.cloud.live_sessions(), desk.cloud.ended_sessions(1, 1))
    assert again is live
    assert [one.id for one in more.items] == ["j9"]
    assert desk.asked == ["GET /jobs"] * 2, "an answer serves each of the two once"


async def test_an_old_answer_or_one_from_before_a_change_serves_nobody_else(desk: JobsDesk) -> None:
    desk.give({"GET /jobs": [JOB], "DELETE /jobs/j1": {}})
    await desk.cloud.live_sessions()
    await desk.clock.sleep(3)
    await desk.cloud.ended_sessions()
    assert desk.asked.count("GET /jobs") == 2
    await desk.cloud.terminate("j1")
    await desk.cloud.live_sessions()
    assert desk.asked.count("GET /jobs") == 3
    assert desk.asked.count("DELETE /jobs/j1") == 1


async def test_offers_price_each_gpu_and_sessions_the_machine(desk: JobsDesk) -> None:
    desk.give(
        {"GET /instances": INSTANCES, "GET /availability": {"availability": AVAILABILITY}, "GET /jobs": [JOB]}
    )
    before = (await desk.cloud.live_sessions()).items[0]
    assert isinstance(before, Session)
    assert before.got.rate is None
    offers = await desk.cloud.offers()
    assert [getattr(one, "id", "") for one in offers.items][:1] == ["8A100.80G|datacrunch|FIN-01"]
    assert await desk.cloud.offers() is offers
    assert desk.server.asked("/instances")[0].query == {"currency": "eur"}
    after = (await desk.cloud.live_sessions()).items[0]
    assert isinstance(after, Session)
    assert after.got.rate == Money(Decimal("9.45"))

    dearer = [{**INSTANCES[0], "price_per_hour": 12}]
    desk.give(
        {"GET /instances": dearer, "GET /availability": AVAILABILITY, "GET /jobs": [JOB, {**JOB, "id": "j2"}]}
    )
    await desk.cloud.offers()
    rates = {
        one.id: one.got.rate for one in (await desk.cloud.live_sessions()).items if isinstance(one, Session)
    }
    assert rates == {"j1": Money(Decimal("9.45")), "j2": Money(Decimal(12))}, (
        "a rented machine keeps its price"
    )


async def test_a_launch_is_sent_once_as_it_was_shown(desk: JobsDesk) -> None:
    queued = {**JOB, "status": "queued", "started_at": None}
    desk.give({"POST /jobs": Reply.of({"job": queued}, 201)})
    request = desk.cloud.extras.request("job", FORM)
    assert (request.name, request.image) == ("train", FORM["image"])
    assert "train.py" not in repr(request)
    session = await desk.cloud.launch(request)
    assert session.id == "j1"
    assert [seen.body for seen in desk.server.seen] == [desk.cloud.launch_json(request)]
    assert desk.server.seen[0].headers["authorization"] == f"Bearer {KEY}"


@pytest.mark.parametrize(
    ("reply", "error"),
    [
        (Reply(reset=True), errors.AnswerLost),
        (Reply(body=b'{"id": "j', cut=4), errors.AnswerLost),
        (Reply(body=b'{"id": "j'), errors.UnreadableAnswer),
        (Reply.of({"name": "train"}), errors.UnreadableAnswer),
        (Reply(502, b"<html><title>Bad gateway</title>"), errors.ServerTrouble),
        (Reply.of({"error": "Too many requests"}, 429, retry_after="0"), errors.TooManyRequests),
    ],
)
async def test_no_trouble_makes_a_launch_or_a_cancellation_go_out_twice(
    desk: JobsDesk, reply: Reply, error: type[errors.CloudError]
) -> None:
    desk.give({"POST /jobs": reply, "DELETE /jobs/j1": reply})
    with pytest.raises(error):
        await desk.cloud.launch(request_of(FORM))
    if error is not errors.UnreadableAnswer:  # nothing is read out of the answer to a cancellation
        with pytest.raises(error):
            await desk.cloud.terminate("j1")
        assert desk.asked == ["POST /jobs", "DELETE /jobs/j1"]
    assert desk.asked.count("POST /jobs") == 1


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"image": ""}, "Image is missing"),
        ({"instance_type": " "}, "Machine is missing"),
        ({"max_runtime_seconds": "soon"}, "write it like"),
        ({"startup_script": "echo \ud83d"}, "half of a character"),
    ],
)
async def test_what_could_only_be_wrong_is_not_sent(
    desk: JobsDesk, changes: dict[str, str], words: str
) -> None:
    request = request_of({**FORM, **changes})
    with pytest.raises(errors.BadRequest, match=words):
        await desk.cloud.launch(request)
    assert desk.cloud.launch_json(request), "it can be shown all the same"
    with pytest.raises(errors.BadRequest):
        await desk.cloud.launch(SessionRequest("a", "b", GpuWish(), "never"))
    assert desk.asked == []


async def test_the_log_is_the_output_of_the_job_also_after_its_end(desk: JobsDesk) -> None:
    silent = {**JOB, "output": None}
    bar = {**JOB, "output": "10%\r20%\x0b\ndone"}
    desk.give(
        {
            "GET /jobs/j1": JOB,
            "GET /jobs/j0": {"job": DONE},
            "GET /jobs/a%2Fb": silent,
            "GET /jobs/p": bar,
        }
    )
    assert await desk.cloud.logs("p", tail=2, timestamps=False) == bar["output"]
    assert await desk.cloud.logs("j1", tail=2, timestamps=True) == "step 2\nstep 3"
    assert await desk.cloud.logs("j0", tail=100, timestamps=False) == "step 1\nstep 2\nstep 3"
    assert await desk.cloud.logs("a/b", tail=100, timestamps=False) == ""
    desk.give({"GET /jobs/j1": {**JOB, "status": "queued", "output": None}})
    with pytest.raises(errors.StillBooting):
        await desk.cloud.logs("j1", tail=2, timestamps=False)


async def test_read_only_sends_no_change() -> None:
    async with jobs_desk(read_only=True) as desk:
        desk.give({"GET /jobs": [JOB]})
        extras = desk.cloud.extras
        keys = Collection("ssh_keys", "SSH keys", (), "")
        item = Item("k1", "laptop", "ssh_keys", ())
        for change in (
            desk.cloud.launch(request_of(FORM)),
            desk.cloud.terminate("j1"),
            extras.do("add_ssh_key", keys, {"public_key": PUBLIC}, print),
            extras.do("delete_ssh_key", item, {}, print),
        ):
            with pytest.raises(errors.ReadOnly):
                await change
        await desk.cloud.live_sessions()
        assert desk.asked == ["GET /jobs"]
