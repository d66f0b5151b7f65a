"""Decoding a list of 10,000 sessions: against json.loads, and against the event loop's patience."""

from __future__ import annotations

import asyncio
import gc
import json
import time
from datetime import UTC, datetime, timedelta

import msgspec

from mimiry_tui.clouds.answers import Answer
from mimiry_tui.clouds.decoding import ListReader
from mimiry_tui.clouds.mimiry.wire import SessionWire, read_session
from mimiry_tui.domain.sessions import Session
from tests.benchmarks.model import BenchRow
from tests.benchmarks.timing import best, since

SESSIONS = 10_000
_ROUNDS = 5
_NOMINAL = 63.0
"""Milliseconds of json.loads for 9.2 MB on the machine that the targets were set on."""


def sessions_body(count: int = SESSIONS) -> bytes:
    """A list as the service sends it, about 900 bytes a session."""
    start = datetime(2026, 6, 8, 12, tzinfo=UTC)
    records = []
    for number in range(count):
        created = start - timedelta(minutes=number)
        events = [
            {
                "timestamp": (created + timedelta(seconds=step)).isoformat(),
                "type": "state_changed",
                "state": "submitted",
                "operation": "provisioning",
            }
            for step in (0, 2)
        ]
        records.append(
            {
                "id": f"4ed5acf3-b78f-4e5a-bd37-{number:012d}",
                "name": f"train-llama-{number}",
                "state": "provisioned",
                "operation": "starting__pulling_image",
                "image": {"uri": "nvcr.io/nvidia/pytorch:24.01-py3"},
                "gpu": {"types": ["H100_80G_SXM"], "count": 1},
                "gpu_type": "H100_80G_SXM",
                "command": "python train.py",
                "auto_terminate": {"mode": "on_complete"},
                "ssh_enabled": True,
                "ssh": {"host": "ssh.softlaunch.mimiry.com", "port": 22, "username": "root"},
                "billing": {
                    "provider": "verda",
                    "location": "FIN-01",
                    "hourly_rate": 2.10,
                    "currency": "EUR",
                    "final_cost": None,
                },
                "volume_mounts": [{"volume_name": "data1", "mount_path": "/data"}],
                "created_at": created.isoformat(),
                "updated_at": created.isoformat(),
                "started_at": None,
                "ended_at": None,
                "error": None,
                "stop_reason": None,
                "exit_code": None,
                "events": events,
            }
        )
    return json.dumps({"sessions": records, "total": count}).encode()


def rows() -> list[BenchRow]:
    """Decoding, an unchanged body, one changed item, and how long the event loop was held.

    The absolute targets hold for a machine where json.loads takes `_NOMINAL` for this body: on a
    slower or busier one they grow with it.
    """
    body = sessions_body()
    loads = best(lambda: json.loads(body), _ROUNDS)
    scale = loads / (_NOMINAL * len(body) / 9.2e6)
    item = msgspec.json.Decoder(SessionWire)

    def decode() -> None:
        for raw in _reader().listing(Answer(200, {}, body)).items:
            item.decode(bytes(raw))

    decoding = best(decode, _ROUNDS)
    size = f"{SESSIONS:,} sessions, {len(body) / 1e6:.1f} MB"
    first, unchanged, changed, blocked = asyncio.run(_read_lists(body))
    figures = [
        (f"decode {size}", decoding, "≤ 0.5×", decoding <= loads / 2),
        ("decode: every domain record built, once", first, "none", True),
        ("decode: unchanged body", unchanged, _scaled(1, scale), unchanged <= 1 * scale),
        ("decode: one record changed", changed, "≤ 0.5×", changed <= loads / 2),
        ("decode: longest hold of the event loop", blocked, _scaled(5, scale), blocked <= 5 * scale),
    ]
    return [
        BenchRow(name, ours, "json.loads", loads, "ms", target, met) for name, ours, target, met in figures
    ]


def _scaled(milliseconds: float, scale: float) -> str:
    """An absolute target as it is on a machine that is so many times slower."""
    return f"≤ {milliseconds:g} ms, here {milliseconds * scale:.1f}"


def _reader() -> ListReader[Session]:
    return ListReader(("sessions",), lambda raw: (read_session(raw),), lambda session: session.id)


async def _read_lists(body: bytes) -> tuple[float, float, float, float]:
    """Milliseconds: first reading, the same again, one record changed, and the longest gap between
    two turns of the event loop during a first reading.
    """
    first, blocked = float("inf"), float("inf")
    for _ in range(_ROUNDS):
        gc.collect()
        gc.freeze()  # as the application does after its first frame
        reader = _reader()
        heart = _Heartbeat()
        started = time.perf_counter()
        page = await reader.page([reader.listing(Answer(200, {}, body))])
        first = min(first, since(started))
        blocked = min(blocked, await heart.stop())
    unchanged, changed = float("inf"), float("inf")
    for number in range(_ROUNDS):
        same = bytes(bytearray(body))
        started = time.perf_counter()
        page = await reader.page([reader.listing(Answer(200, {}, same))])
        unchanged = min(unchanged, since(started))
        assert len(page.items) == SESSIONS
        body = body.replace(b"train-llama-500%d" % number, b"train-llama-x00%d" % number)
        started = time.perf_counter()
        await reader.page([reader.listing(Answer(200, {}, body))])
        changed = min(changed, since(started))
    return first, unchanged, changed, blocked


class _Heartbeat:
    """Notes the longest time between two turns of the event loop."""

    def __init__(self) -> None:
        self._longest = 0.0
        self._task = asyncio.create_task(self._beat())

    async def stop(self) -> float:
        """Milliseconds."""
        await asyncio.sleep(0)
        self._task.cancel()
        return self._longest * 1e3

    async def _beat(self) -> None:
        last = time.perf_counter()
        while True:
            await asyncio.sleep(0)
            now = time.perf_counter()
            self._longest = max(self._longest, now - last)
            last = now
