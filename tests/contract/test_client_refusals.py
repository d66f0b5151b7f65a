"""Refused sign-ins: what each means, and how long nobody asks again."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from datetime import timedelta
from email.utils import format_datetime
from pathlib import Path

import pytest

from mimiry_tui.clouds import errors
from mimiry_tui.clouds.mimiry.keys import KeyRing
from tests.support.clients import new_key
from tests.support.scripted_server import Reply, scripted_server
from tests.support.sign_in import Service


@pytest.fixture
async def service(tmp_path: Path) -> AsyncIterator[Service]:
    async with scripted_server() as server:
        made = Service(server, new_key(tmp_path))
        yield made
        await made.cloud.aclose()


async def test_a_rate_limited_exchange_waits_as_told(service: Service) -> None:
    service.refusal = Reply.of({"error": "rate_limited", "message": "slow down"}, 429, retry_after="40")
    with pytest.raises(errors.TooManyRequests) as limited:
        await service.cloud.balance()
    assert limited.value.retry_after == 40
    await service.clock.sleep(15)
    with pytest.raises(errors.TooManyRequests) as still:
        await service.cloud.me()
    assert still.value.retry_after == pytest.approx(25)
    assert len(service.exchanges) == 1
    service.refusal = None
    await service.clock.sleep(26)
    await service.cloud.balance()
    assert len(service.exchanges) == 2


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Invalid SSH signature", errors.SignatureRefused),
        ("SSH key not registered", errors.KeyNotRegistered),
        ("Timestamp expired", errors.ClockSkewed),
        ("go away", errors.SignInFailed),
    ],
)
async def test_each_refusal_has_its_kind_and_is_remembered(
    service: Service, text: str, kind: type[errors.CloudError]
) -> None:
    service.refusal = Reply.of({"error": text}, 401)
    for _ in range(3):
        with pytest.raises(kind) as refused:
            await service.cloud.balance()
        assert type(refused.value) is kind
        assert refused.value.retry_after
    assert len(service.exchanges) == 1
    await service.clock.sleep(16)
    with pytest.raises(kind):
        await service.cloud.balance()
    assert len(service.exchanges) == 2
    await service.clock.sleep(16)
    with pytest.raises(kind):
        await service.cloud.balance()
    assert len(service.exchanges) == 2, "the second pause is longer"


async def test_a_refused_key_is_named(service: Service) -> None:
    service.refusal = Reply.of({"error": "Invalid SSH signature"}, 401)
    with pytest.raises(errors.SignatureRefused) as refused:
        await service.cloud.balance()
    assert str(service.key) in refused.value.hint
    assert KeyRing(service.key).public().fingerprint in refused.value.hint


async def test_a_skewed_clock_is_measured_and_named(service: Service) -> None:
    date = format_datetime(service.clock.now() + timedelta(minutes=7, seconds=12), usegmt=True)
    service.refusal = Reply.of({"error": "Timestamp expired"}, 401, date=date)
    with pytest.raises(errors.ClockSkewed) as skewed:
        await service.cloud.balance()
    assert "7 min 12 s behind" in skewed.value.detail
    assert "synchronise" in skewed.value.hint


async def test_a_set_clock_is_worth_another_try_at_once(service: Service) -> None:
    service.refusal = Reply.of({"error": "Timestamp expired"}, 401)
    with pytest.raises(errors.ClockSkewed):
        await service.cloud.balance()
    service.refusal = None
    service.clock.machine_slept(430)
    await service.cloud.balance()


async def test_another_key_is_worth_another_try_at_once(service: Service) -> None:
    service.refusal = Reply.of({"error": "SSH key not registered"}, 401)
    with pytest.raises(errors.KeyNotRegistered):
        await service.cloud.balance()
    service.refusal = None
    new_key(service.key.parent)
    await service.cloud.balance()


@pytest.mark.parametrize(
    "answer",
    [
        Reply(body=b"<html><title>Welcome</title></html>"),
        Reply(body=b'{"access_to'),
        Reply.of({}),
        Reply.of({"access_token": None}),
        Reply.of({"access_token": "two words\r\nX-Evil: 1"}),
        Reply.of([]),
    ],
)
async def test_an_answer_without_a_token_is_no_token(service: Service, answer: Reply) -> None:
    service.refusal = answer
    for _ in range(3):
        with pytest.raises(errors.UnreadableAnswer):
            await service.cloud.balance()
    assert len(service.exchanges) == 1


@pytest.mark.parametrize("lifetime", ["3600", None, "soon", -5, 0, 1e300])
async def test_any_lifetime_is_survived(service: Service, lifetime: object) -> None:
    service.refusal = Reply(body=json.dumps({"access_token": "t9", "expires_in": lifetime}).encode())
    await service.cloud.balance()
    await service.cloud.balance()
    assert len(service.exchanges) == 1
