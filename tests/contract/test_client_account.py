"""The calls beside sessions and volumes: offers, money, identity."""

from __future__ import annotations

from collections.abc import AsyncIterator
from decimal import Decimal
from pathlib import Path

import pytest

from mimiry_tui.domain.money import Money
from mimiry_tui.domain.records import Unreadable
from tests.support.clients import client, new_key
from tests.support.desk import Desk
from tests.support.scripted_server import Reply, scripted_server
from tests.support.skipping_clock import SkippingClock


@pytest.fixture
async def desk(tmp_path: Path) -> AsyncIterator[Desk]:
    async with scripted_server() as server:
        made = Desk(server, client(server.url, SkippingClock(), new_key(tmp_path)))
        yield made
        await made.cloud.aclose()


async def test_old_deployments_are_asked_by_gpu_type(desk: Desk) -> None:
    models = {"gpu_models": [{"name": "T4", "available": True, "providers": [{"provider": "gcp"}]}]}
    desk.give(Reply.of({"error": "gpu_types is required"}, 400), Reply.of(models))
    assert len((await desk.cloud.offers()).items) == 1
    await desk.cloud.offers()
    assert ["gpu_types" in seen.query for seen in desk.seen] == [False, True, True]


async def test_offers_are_flattened_and_a_nameless_model_is_a_row(desk: Desk) -> None:
    places = [{"provider": "verda", "hourly_rate": 2.1, "locations": ["FIN-01", "FIN-03"]}]
    models = [{"name": "H100_80G_SXM", "available": True, "providers": places}, {"vram_gb": 80}]
    desk.give(Reply.of({"gpu_models": models}))
    first, second, bad = (await desk.cloud.offers()).items
    assert not isinstance(first, Unreadable)
    assert not isinstance(second, Unreadable)
    assert [first.where, second.where] == ["verda/FIN-01", "verda/FIN-03"]
    assert isinstance(bad, Unreadable)


async def test_volumes_with_and_without_the_deleted(desk: Desk) -> None:
    desk.give(Reply.of({"volumes": [{"id": "v1", "state": "provisioned", "attached_to": None}]}))
    page = await desk.cloud.volumes()
    assert await desk.cloud.volumes() is page
    await desk.cloud.volumes(deleted=True)
    assert [seen.query.get("state") for seen in desk.seen] == [None, None, "deleted"]


async def test_the_account(desk: Desk) -> None:
    desk.give(Reply.of({"balance": "49.95", "currency": "USD", "burn_rate": 1.5}))
    balance = await desk.cloud.balance()
    assert balance.money == Money(Decimal("49.95"), "USD")
    assert balance.reported_burn == Money(Decimal("1.5"), "USD")
    await desk.cloud.balance(user_id="u1")
    await desk.cloud.balance(org_id="o1")
    assert [seen.path.removeprefix("/api/compute/v1") for seen in desk.seen] == [
        "/balance",
        "/balance/user/u1",
        "/balance/org/o1",
    ]
    desk.give(Reply.of({"quotas": [{"name": "sessions", "limit": 2, "used": 1}]}))
    assert [quota.limit for quota in await desk.cloud.quotas()] == [2]
    desk.give(Reply.of({"transactions": [{"amount": "-1.5"}, {"amount": "-1.5", "id": 4}]}))
    page = await desk.cloud.transactions(2)
    assert len(page.items) == 2
    assert page.has_more
    desk.give(Reply.of({"user": {"email": "a@b.c"}}))
    for ask in (desk.cloud.me, desk.cloud.token_limits, desk.cloud.api_key, desk.cloud.catalog):
        assert (await ask()).get("user.email") == "a@b.c"
    assert [seen.path for seen in desk.seen[-4:]] == [
        "/api/v1/me",
        "/api/v1/auth/token/limits",
        "/api/v1/api-key",
        "/api/compute/v1/catalog",
    ]
