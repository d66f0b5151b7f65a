"""What Mags answers when something is wrong, and what becomes of it: a typed error, and never the token."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from mimiry_tui.clouds import errors
from mimiry_tui.clouds.base import Capability, Cloud
from mimiry_tui.clouds.extras import Extras
from mimiry_tui.clouds.mags.cloud import MagsCloud, open_mags
from mimiry_tui.clouds.transport import Transport
from mimiry_tui.domain.doing.collections import Item
from mimiry_tui.domain.launch import GpuWish, SessionRequest
from mimiry_tui.settings import Profile
from mimiry_tui.settings.tokens import FoundToken, TokenTrouble
from tests.support.mags_desk import JOBS, TOKEN, MagsBook, job, mags
from tests.support.scripted_server import Reply, ScriptedServer, scripted_server
from tests.support.skipping_clock import SkippingClock


@pytest.fixture
async def server() -> AsyncIterator[ScriptedServer]:
    async with scripted_server() as made:
        yield made


@pytest.fixture
async def cloud(server: ScriptedServer) -> AsyncIterator[MagsCloud]:
    made = mags(server.url, SkippingClock())
    yield made
    await made.aclose()


async def test_every_call_carries_the_token_and_nothing_else_of_it(
    server: ScriptedServer, cloud: MagsCloud
) -> None:
    as_cloud: Cloud = cloud
    extras: Extras = cloud.extras
    server.give(Reply.of({"jobs": [], "total": 0}))
    await as_cloud.live_sessions()
    assert extras.launch_forms
    assert server.seen[0].headers["authorization"] == f"Bearer {TOKEN}"
    assert server.seen[0].path == JOBS
    assert server.seen[0].query == {"page": "1", "page_size": "50"}


@pytest.mark.parametrize(
    ("reply", "kind", "words"),
    [
        (Reply.of({"error": "bad script"}, 400), errors.BadRequest, "bad script"),
        (Reply.of({"message": "bad script"}, 400), errors.BadRequest, "bad script"),
        (Reply.of({"error": {"message": "deep"}}, 422), errors.BadRequest, "deep"),
        (Reply.of({"error": "no credit"}, 402), errors.InsufficientBalance, "no credit"),
        (Reply.of({"error": "not yours"}, 403), errors.Forbidden, "not yours"),
        (Reply.of({"error": "job not found"}, 404), errors.NotFound, "job not found"),
        (Reply.of({"error": "job has ended"}, 409), errors.InvalidState, "job has ended"),
        (Reply.of({"error": "workspace lab is busy"}, 409), errors.InvalidState, "Workspace is busy"),
        (Reply.of({"error": "workspace lab is in use"}, 500), errors.InvalidState, "Workspace is busy"),
        (Reply.of({"error": "slow down"}, 429, retry_after="7"), errors.TooManyRequests, "slow down"),
        (Reply.of({"error": "database is busy"}, 500), errors.ServerTrouble, "database is busy"),
        (Reply(503, b"<html><title>maintenance</title>"), errors.ServerTrouble, "maintenance"),
        (Reply(200, b"<html><title>a proxy</title>"), errors.UnreadableAnswer, "a proxy"),
        (Reply(200, b""), errors.UnreadableAnswer, "empty"),
        (Reply.of([1, 2]), errors.UnreadableAnswer, ""),
    ],
)
async def test_each_refusal_of_a_launch_has_its_own_error(
    server: ScriptedServer, cloud: MagsCloud, reply: Reply, kind: type[errors.CloudError], words: str
) -> None:
    server.give(reply)
    request = cloud.extras.request("run", {"script": "echo hi"})
    with pytest.raises(kind) as raised:
        await cloud.launch(request)
    assert words in str(raised.value)
    assert raised.value.hint, "what to do about it"
    assert len(server.seen) == 1, "a launch is sent once, whatever is answered"
    assert raised.value.retry_after == (7.0 if reply.status == 429 else None)


async def test_a_refused_token_is_named_by_its_place_and_read_again(server: ScriptedServer) -> None:
    tokens = iter(["old-token-old-token-old", "new-token-new-token-new"])
    cloud = MagsCloud(
        Transport(server.url, SkippingClock()),
        lambda: FoundToken(next(tokens), "env MAGS_TOKEN"),
        SkippingClock(),
    )
    server.give(Reply.of({"error": "no such token: old-token-old-token-old"}, 401), Reply.of({"jobs": []}))
    with pytest.raises(errors.TokenRefused) as raised:
        await cloud.live_sessions()
    said = f"{raised.value} {raised.value.hint}"
    assert "env MAGS_TOKEN" in said
    assert "old-token" not in said
    await cloud.live_sessions()
    assert [seen.headers["authorization"][7:10] for seen in server.seen] == ["old", "new"]
    await cloud.aclose()


async def test_without_a_token_nothing_is_sent(server: ScriptedServer) -> None:
    def without() -> FoundToken:
        raise TokenTrouble("env MAGS_API_TOKEN is not set")

    cloud = MagsCloud(Transport(server.url, SkippingClock()), without, SkippingClock())
    with pytest.raises(errors.NoToken, match="MAGS_API_TOKEN is not set") as missing:
        await cloud.live_sessions()
    assert "mimiry-tui setup --kind mags" in missing.value.hint
    assert "`token` in the profile" in missing.value.hint
    assert server.seen == []
    await cloud.aclose()


async def test_a_profile_says_where_the_token_is(
    server: ScriptedServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MAGS_API_TOKEN", TOKEN)
    monkeypatch.setenv("LAB_TOKEN", "the-token-of-the-lab")
    server.give(Reply.of({"jobs": []}))
    for place in ("", "env:LAB_TOKEN"):
        profile = Profile("mags", server.url, "test", None, "", cloud="mags", token=place)
        cloud = open_mags(profile, SkippingClock())
        await cloud.live_sessions()
        await cloud.aclose()
    sent = [seen.headers["authorization"].removeprefix("Bearer ") for seen in server.seen]
    assert sent == [TOKEN, "the-token-of-the-lab"]


async def test_a_dashboard_that_only_looks_sends_no_change(server: ScriptedServer) -> None:
    book = MagsBook(server, [job("a", workspace_id="lab")])
    book.on("GET", "/mags-workspaces", Reply.of({"workspaces": [{"workspace_id": "lab"}]}))
    cloud = mags(server.url, SkippingClock(), read_only=True)
    session = await cloud.session("a")
    volume = await cloud.volume("lab")
    values = {"command": "ls", "timeout": "5", "disk_gb": "4", "port": "80"}
    for target in (session, volume):
        for deed in cloud.extras.deeds(target):
            with pytest.raises(errors.ReadOnly):
                await cloud.extras.do(deed.id, target, values, print)
    with pytest.raises(errors.ReadOnly):
        await cloud.launch(cloud.extras.request("run", {"script": "echo"}))
    for collection in cloud.extras.collections:
        item = Item("i1", "nightly", collection.id, ())
        for owner in (item, collection):
            for deed in cloud.extras.deeds(owner):
                if deed.changes:
                    with pytest.raises(errors.ReadOnly):
                        await cloud.extras.do(deed.id, owner, values, print)
    with pytest.raises(errors.ReadOnly):
        await cloud.extras.upload(Path(__file__), lambda done, of: None)
    for change in (cloud.terminate, cloud.ssh_access, cloud.delete_volume):
        with pytest.raises(errors.ReadOnly):
            await change("a")
    assert {seen.method for seen in server.seen} == {"GET"}
    await cloud.aclose()


async def test_what_the_service_lacks_says_so_in_one_line(cloud: MagsCloud, server: ScriptedServer) -> None:
    for capability in Capability:
        words = cloud.why_not(capability)
        assert bool(words) == (capability not in cloud.capabilities)
        assert "\n" not in words
    for call in (cloud.offers, cloud.balance, cloud.transactions, cloud.me, cloud.token_limits):
        with pytest.raises(errors.InvalidState):
            await call()
    container = SessionRequest("a", "image", GpuWish(), "never")
    with pytest.raises(errors.BadRequest):
        await cloud.launch(container)
    assert server.seen == []


async def test_a_launch_against_the_rules_or_without_its_files_is_not_sent(
    cloud: MagsCloud, server: ScriptedServer
) -> None:
    wrong = [
        ({"script": "  "}, "needed"),
        ({"script": "x", "no_sleep": "yes"}, "persistent"),
        ({"script": "x", "disk_gb": "none"}, "whole number"),
        ({"script": "x", "environment": "1A=secret"}, "variable 1"),
        ({"script": "x", "file_ids": "/data/model.bin"}, "model.bin"),
    ]
    for values, words in wrong:
        with pytest.raises(errors.BadRequest, match=words) as raised:
            await cloud.launch(cloud.extras.request("run", values))
        assert "secret" not in str(raised.value)
    assert server.seen == []


async def test_the_pool_is_told_as_quotas_and_no_cap_as_none(
    cloud: MagsCloud, server: ScriptedServer
) -> None:
    server.give(Reply.of({"idle_vms": 3, "busy_vms": 2, "total_vms": 5, "max_pool_size": 0}))
    quotas = {quota.name: (quota.used, quota.limit) for quota in await cloud.quotas()}
    assert quotas["machines in the pool"] == (5, None)
    assert quotas["busy machines"] == (2, 5)
    assert server.seen[0].path == f"{JOBS}/pool-status"
    assert (await cloud.extras.report("pool")).get("idle_vms") == "3"


async def test_usage_is_shown_whatever_figures_come(cloud: MagsCloud, server: ScriptedServer) -> None:
    server.give(Reply.of({"summary": {"vm_seconds": 1234, "by_day": [{"jobs": 2}]}}))
    facts = await cloud.extras.report("usage")
    assert facts.get("summary.vm_seconds") == "1234"
    assert facts.get("summary.by_day[0].jobs") == "2"
    assert server.seen[0].query == {"window_days": "30"}
