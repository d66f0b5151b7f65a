"""Every call of the adapter: what goes out, and what each way of answering becomes."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable
from datetime import timedelta
from decimal import Decimal
from pathlib import Path

import pytest

from mimiry_tui.clouds import errors
from mimiry_tui.clouds.base import Capability, Cloud
from mimiry_tui.clouds.mimiry.cloud import MimiryCloud
from mimiry_tui.domain.launch import GpuWish, SessionRequest, VolumeMount, VolumeRequest
from mimiry_tui.domain.money import Money
from tests.support.clients import client, new_key
from tests.support.desk import Desk
from tests.support.scripted_server import Reply, scripted_server
from tests.support.skipping_clock import SkippingClock

Do = Callable[[MimiryCloud], Awaitable[object]]


@pytest.fixture
async def desk(tmp_path: Path) -> AsyncIterator[Desk]:
    async with scripted_server() as server:
        made = Desk(server, client(server.url, SkippingClock(), new_key(tmp_path)))
        yield made
        await made.cloud.aclose()


async def test_the_adapter_is_a_cloud(desk: Desk) -> None:
    cloud: Cloud = desk.cloud
    assert cloud.origin == desk.server.url
    assert cloud.capabilities == frozenset(Capability) - {Capability.SSH_ACCESS, Capability.LOGS_AFTER_END}
    assert cloud.skew is None


def test_request_repr_keeps_secrets() -> None:
    request = SessionRequest("a", "b", GpuWish(), "never", environment=(("KEY", "hunter2"),))
    assert "hunter2" not in repr(request)


async def test_a_full_launch_says_everything_as_documented(desk: Desk) -> None:
    desk.give(Reply.of({"id": "s1", "name": "train", "state": "submitted"}, 202))
    session = await desk.cloud.launch(
        SessionRequest(
            name="train",
            image="nvcr.io/nvidia/pytorch:24.01-py3",
            gpu=GpuWish(
                families=("H100",),
                form_factors=("SXM",),
                min_vram_gb=80,
                count=2,
                priority=("PRICE", "GPU"),
                max_attempts=5,
                max_hourly_rate=Decimal("2.10"),
                provider="verda",
                location="FIN-01",
            ),
            auto_terminate="on_complete",
            command="python train.py",
            ssh_public_key="ssh-ed25519 AAAA me\n",
            environment=(("KEY", "value"),),
            mounts=(VolumeMount("data1", "/data"),),
            max_duration=timedelta(hours=2),
            org_id="org",
        )
    )
    assert session.id == "s1"
    (sent,) = desk.seen
    assert (sent.method, sent.path) == ("POST", "/api/compute/v1/sessions")
    assert sent.json == {
        "name": "train",
        "image": {"uri": "nvcr.io/nvidia/pytorch:24.01-py3"},
        "gpu": {
            "count": 2,
            "family": ["H100"],
            "form_factor": ["SXM"],
            "vram_gb": [80],
            "priority": ["PRICE", "GPU"],
            "max_attempts": 5,
            "max_hourly_rate": 2.1,
            "provider": "verda",
            "location": "FIN-01",
        },
        "ssh_enabled": True,
        "ssh_public_key": "ssh-ed25519 AAAA me",
        "command": "python train.py",
        "auto_terminate": {"mode": "on_complete"},
        "environment_vars": {"KEY": "value"},
        "volume_mounts": [{"volume_name": "data1", "mount_path": "/data"}],
        "max_duration": 7200,
        "org_id": "org",
    }


async def test_a_small_launch_leaves_out_what_is_empty(desk: Desk) -> None:
    desk.give(Reply.of({"session": {"id": "s1", "state": "submitted"}}, 202))
    await desk.cloud.launch(SessionRequest("n", "i", GpuWish(("T4", "V100")), "never", ssh_enabled=False))
    assert desk.seen[0].json == {
        "name": "n",
        "image": {"uri": "i"},
        "gpu": {"count": 1, "types": ["T4", "V100"]},
        "ssh_enabled": False,
        "auto_terminate": {"mode": "never"},
    }


async def test_growing_a_volume_puts_then_patches(desk: Desk) -> None:
    desk.give(Reply(405), Reply.of({}, 202))
    await desk.cloud.extend_volume("v/1", 300)
    assert [(seen.method, seen.json) for seen in desk.seen] == [
        ("PUT", {"new_size_gb": 300}),
        ("PATCH", {"size_gb": 300}),
    ]
    assert desk.seen[0].path == "/api/compute/v1/volumes/v%2F1"


@pytest.mark.parametrize("trouble", [Reply(400), Reply(409), Reply(500), Reply(reset=True)])
async def test_growing_a_volume_is_tried_otherwise_only_where_put_is_unknown(
    desk: Desk, trouble: Reply
) -> None:
    desk.give(trouble)
    with pytest.raises(errors.CloudError):
        await desk.cloud.extend_volume("v1", 300)
    assert len(desk.seen) == 1


async def test_creating_and_deleting_volumes(desk: Desk) -> None:
    desk.give(Reply.of({"volume": {"id": "v1", "name": "data", "size_gb": "100", "state": "submitted"}}, 202))
    volume = await desk.cloud.create_volume(VolumeRequest("data", 100, location="FIN-01"))
    assert volume.size_gb == 100
    assert desk.seen[0].json == {"name": "data", "size_gb": 100, "location": "FIN-01"}
    desk.give(Reply(204, b""))
    await desk.cloud.delete_volume("v1")
    await desk.cloud.terminate("../../x")
    assert desk.seen[-1].method == "DELETE"
    assert desk.seen[-1].path == "/api/compute/v1/sessions/..%2F..%2Fx"


async def test_a_session_comes_with_all_events(desk: Desk) -> None:
    desk.give(
        Reply.of(
            {
                "id": "s1",
                "state": "provisioned",
                "operation": "starting__pulling_image",
                "image": {"uri": "busybox"},
                "gpu": {"types": ["H100_80G_SXM"], "count": "2", "provider": "acme"},
                "billing": {"provider": "verda", "location": "FIN-01", "hourly_rate": "2.10"},
                "events": [{"timestamp": "2026-06-08T12:00:02Z", "type": "x", "message": "hello"}],
                "surprise": {"deep": [1, 2]},
            }
        )
    )
    session = await desk.cloud.session("s1")
    assert desk.seen[0].query == {"events_tail": "-1"}
    assert (session.image, session.where, session.asked.provider) == ("busybox", "verda/FIN-01", "acme")
    assert session.got.rate == Money(Decimal("2.10"))
    assert session.asked.gpu_count == 2
    assert [event.message for event in session.events] == ["hello"]


@pytest.mark.parametrize(
    ("reply", "text"),
    [
        (Reply.of({"logs": "a\nb\n"}), "a\nb\n"),
        (Reply.of({"logs": None}), ""),
        (Reply.of({"logs": ["a", "b"]}), "a\nb"),
        (Reply(body=b"a\nb\xff", headers=(("content-type", "text/plain"),)), "a\nb\ufffd"),
    ],
)
async def test_logs_in_any_wrapping(desk: Desk, reply: Reply, text: str) -> None:
    desk.give(reply)
    assert await desk.cloud.logs("s1", tail=9_999, timestamps=True) == text
    assert desk.seen[0].query == {"tail": "2000", "timestamps": "true"}


@pytest.mark.parametrize(
    ("reply", "kind", "wait"),
    [
        (Reply.of({"error": "vm_setup_in_progress", "retry_after_seconds": 7}, 503), errors.StillBooting, 7),
        (Reply.of({"error": "vm_setup_in_progress"}, 503, retry_after="9"), errors.StillBooting, 9),
        (Reply.of({"error": "invalid_state", "message": "not running"}, 409), errors.InvalidState, None),
        (Reply.of({"error": "not_found"}, 404), errors.NotFound, None),
        (Reply(500, b"<html><title>Oops</title>"), errors.ServerTrouble, None),
    ],
)
async def test_logs_that_are_not_there(
    desk: Desk, reply: Reply, kind: type[errors.CloudError], wait: float | None
) -> None:
    desk.give(reply)
    with pytest.raises(errors.CloudError) as refused:
        await desk.cloud.logs("s1", tail=10, timestamps=False)
    assert type(refused.value) is kind
    assert refused.value.retry_after == wait


@pytest.mark.parametrize(
    "do",
    [
        lambda cloud: cloud.balance(),
        lambda cloud: cloud.quotas(),
        lambda cloud: cloud.me(),
        lambda cloud: cloud.session("s1"),
        lambda cloud: cloud.volume("v1"),
        lambda cloud: cloud.offers(),
        lambda cloud: cloud.transactions(),
        lambda cloud: cloud.volumes(),
        lambda cloud: cloud.logs("s1", tail=1, timestamps=False),
        lambda cloud: cloud.create_volume(VolumeRequest("a", 1)),
    ],
)
@pytest.mark.parametrize(
    "body", [b"<html><title>Login</title></html>", b'{"a": [1, 2', b'{"a": "\xff', b"[" * 100_000]
)
async def test_bodies_that_are_no_answer(desk: Desk, do: Do, body: bytes) -> None:
    desk.give(Reply(body=body))
    with pytest.raises(errors.UnreadableAnswer) as unreadable:
        await do(desk.cloud)
    assert unreadable.value.detail
    assert len(unreadable.value.detail) < 500


async def test_a_redirect_says_where_to(desk: Desk) -> None:
    desk.give(Reply(308, headers=(("Location", "https://beta.mimiry.com/"),)))
    with pytest.raises(errors.UnreadableAnswer) as redirected:
        await desk.cloud.balance()
    assert redirected.value.title == "Redirected"
    assert "beta.mimiry.com" in redirected.value.detail
