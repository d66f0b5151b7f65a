"""Signing in: what is sent, how rarely, and what a refusal means."""

from __future__ import annotations

import asyncio
import base64
from collections.abc import AsyncIterator
from pathlib import Path

import asyncssh
import pytest

from mimiry_tui.clouds import errors
from mimiry_tui.clouds.mimiry.cloud import MimiryCloud
from mimiry_tui.clouds.mimiry.keys import KeyRing
from mimiry_tui.domain.launch import GpuWish, SessionRequest
from tests.support.clients import client, new_key
from tests.support.scripted_server import Reply, scripted_server
from tests.support.sign_in import Service

REQUEST = SessionRequest("a", "busybox", GpuWish(("T4",)), "never", ssh_enabled=False)


@pytest.fixture
async def service(tmp_path: Path) -> AsyncIterator[Service]:
    async with scripted_server() as server:
        made = Service(server, new_key(tmp_path))
        yield made
        await made.cloud.aclose()


async def test_the_exchange_is_as_documented(service: Service) -> None:
    await service.cloud.balance()
    (sent,) = service.exchanges
    fingerprint, timestamp = sent.headers["x-ssh-fingerprint"], sent.headers["x-ssh-timestamp"]
    nonce = sent.headers["x-ssh-nonce"]
    assert fingerprint == KeyRing(service.key).public().fingerprint
    assert int(timestamp) == int(service.clock.now().timestamp())
    assert len(nonce) == 32
    assert set(nonce) <= set("0123456789abcdef")
    assert sent.json == {"expires_in": 3600}
    assert sent.headers["content-type"] == "application/json"
    assert "authorization" not in sent.headers
    armored = base64.b64decode(sent.headers["x-ssh-signature"], validate=True)
    signer = f'me namespaces="mimiry-auth" {service.key.with_suffix(".pub").read_text()}'
    message = f"{fingerprint}\n{timestamp}\n{nonce}".encode()
    assert asyncssh.validate_sshsig(message, armored, "me", signer.encode())


async def test_many_callers_share_one_exchange(service: Service) -> None:
    await asyncio.gather(*(service.cloud.balance() for _ in range(8)))
    assert len(service.exchanges) == 1


async def test_a_caller_that_gives_up_does_not_stop_the_others(service: Service) -> None:
    first = asyncio.create_task(service.cloud.balance())
    second = asyncio.create_task(service.cloud.balance())
    await service.server.arrived.wait()
    first.cancel()
    assert (await second).money.amount == 12.5
    assert len(service.exchanges) == 1


async def test_every_nonce_is_new(service: Service) -> None:
    await service.cloud.balance()
    await service.clock.sleep(3_400)
    await service.cloud.balance()
    assert len({seen.headers["x-ssh-nonce"] for seen in service.exchanges}) == 2


async def test_a_token_is_renewed_five_minutes_before_its_end(service: Service) -> None:
    await service.cloud.balance()
    await service.clock.sleep(3_290)
    await service.cloud.balance()
    assert len(service.exchanges) == 1
    await service.clock.sleep(20)
    await service.cloud.balance()
    assert len(service.exchanges) == 2


async def test_trouble_while_renewing_early_is_not_felt(service: Service) -> None:
    await service.cloud.balance()
    await service.clock.sleep(3_400)
    service.refusal = Reply.of({"error": "rate_limited"}, 429, retry_after="90")
    await service.cloud.balance()
    await service.cloud.balance()
    assert len(service.exchanges) == 2
    await service.clock.sleep(300)
    with pytest.raises(errors.TooManyRequests):
        await service.cloud.balance()


async def test_a_401_renews_once_and_repeats_once(service: Service) -> None:
    service.stale = {"t1"}
    await service.cloud.balance()
    assert len(service.exchanges) == 2
    assert [seen.headers["authorization"] for seen in service.server.asked("/api/compute/v1/balance")] == [
        "Bearer t1",
        "Bearer t2",
    ]


async def test_a_launch_refused_with_401_was_not_carried_out_and_goes_again(service: Service) -> None:
    service.stale = {"t1"}
    assert (await service.cloud.launch(REQUEST)).id == "s1"
    assert len(service.server.asked("/api/compute/v1/sessions")) == 2


async def test_many_401s_renew_once(service: Service) -> None:
    await service.cloud.balance()
    await service.clock.sleep(600)
    service.stale = {"t1"}
    await asyncio.gather(*(service.cloud.balance() for _ in range(6)))
    assert len(service.exchanges) == 2


async def test_a_service_that_refuses_its_own_tokens_causes_no_loop(service: Service) -> None:
    service.refuses_all = True
    for _ in range(20):
        with pytest.raises(errors.SignInFailed):
            await service.cloud.balance()
        await service.clock.sleep(5)
    assert len(service.exchanges) == 2
    assert len(service.server.asked("/api/compute/v1/balance")) <= 3


async def test_without_a_key_only_public_calls_work(service: Service) -> None:
    keyless = client(service.server.url, service.clock)
    with pytest.raises(errors.NoKey):
        await keyless.balance()
    service.server.give(Reply.of({"gpu_models": []}))
    assert (await keyless.offers()).items == ()
    assert "authorization" not in service.server.seen[-1].headers
    await keyless.aclose()


async def test_a_locked_key_is_opened_by_its_passphrase(service: Service) -> None:
    key = new_key(service.key.parent, passphrase="open sesame")
    locked = client(service.server.url, service.clock, key)
    with pytest.raises(errors.KeyLocked):
        await locked.balance()
    assert service.exchanges == []
    locked.unlock("open sesame")
    await locked.balance()
    await locked.aclose()


async def test_the_cached_token_of_another_process_is_used(service: Service, tmp_path: Path) -> None:
    shared = tmp_path / "cache" / "mimiry" / "tokens"
    first, second = (
        client(service.server.url, service.clock, service.key, token_dir=shared) for _ in range(2)
    )
    await first.balance()
    await second.balance()
    assert len(service.exchanges) == 1
    service.stale = {"t1"}
    await _both(first, second)
    assert len(service.exchanges) == 2, "what one renewed the other finds"
    await first.aclose()
    await second.aclose()


async def _both(first: MimiryCloud, second: MimiryCloud) -> None:
    await first.balance()
    await second.balance()
