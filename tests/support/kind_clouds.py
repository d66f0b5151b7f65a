"""The three kinds of service as fake clouds: what each of them has, and what is typically there.

For tests of panes that hold for every kind. They answer at once and know nothing of any wire.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

from mimiry_tui.clock import Clock
from mimiry_tui.clouds.base import Capability, EndingWords, Page
from mimiry_tui.domain.money import Money
from mimiry_tui.domain.offers import Offer
from mimiry_tui.domain.phases import Phase
from mimiry_tui.domain.session_reading import build_session
from mimiry_tui.domain.sessions import Asked, Got, Mount, Session, SshEndpoint
from mimiry_tui.domain.volumes import Volume, build_volume
from tests.support.fake_cloud import FakeCloud

KINDS = ("mimiry", "mimiry-jobs", "mags")

_JOBS = frozenset(
    {
        Capability.OFFERS,
        Capability.SESSIONS,
        Capability.LOGS,
        Capability.LOGS_AFTER_END,
        Capability.LAUNCH,
        Capability.TERMINATE,
    }
)
_MAGS = frozenset(
    {
        Capability.SESSIONS,
        Capability.LOGS,
        Capability.LOGS_AFTER_END,
        Capability.LAUNCH,
        Capability.TERMINATE,
        Capability.SSH_ACCESS,
        Capability.VOLUMES,
        Capability.VOLUME_DELETE,
        Capability.QUOTAS,
    }
)
CAPABILITIES = {
    "mimiry": frozenset(Capability) - {Capability.LOGS_AFTER_END, Capability.SSH_ACCESS},
    "mimiry-jobs": _JOBS,
    "mags": _MAGS,
}
ENDINGS = {
    "mimiry": EndingWords(),
    "mimiry-jobs": EndingWords("cancel", "unsaved work is lost with the machine"),
    "mags": EndingWords("stop", "what runs is stopped; its workspace is kept"),
}


class KindCloud(FakeCloud):
    """A fake cloud of one kind."""

    def __init__(self, kind: str, clock: Clock) -> None:
        super().__init__(clock, CAPABILITIES[kind])
        self.kind = kind
        self.ending = ENDINGS[kind]
        now = clock.now()
        self.live = LIVE[kind](now)
        self.ended = ENDED[kind](now)
        known = {session.id: session for session in (*self.live, *self.ended)}
        self.answer("live_sessions", Page(self.live))
        self.answer("ended_sessions", Page(self.ended, total=len(self.ended)))
        self.answer("session", lambda session_id: known[session_id])
        self.answer("offers", Page(OFFERS[kind]))
        self.answer("volumes", Page(volumes(kind)))
        self.answer("logs", "2026-06-08T11:59:00Z step 1\n2026-06-08T11:59:30Z step 2\n")

    def why_not(self, capability: Capability) -> str:
        return "" if capability in self.capabilities else f"{self.kind} has no {capability}"


def _session(session_id: str, phase: Phase, began: datetime, **fields: Any) -> Session:
    plain = build_session(id=session_id, name=session_id, created_at=began.isoformat())
    has_run = phase not in (Phase.ACCEPTED, Phase.PROVISIONING)
    started = began + timedelta(minutes=2) if has_run else None
    state = {Phase.READY: "running", Phase.ENDED_OK: "completed", Phase.ENDED_FAILED: "failed"}
    known = {
        "phase": phase,
        "state": state.get(phase, phase.value),
        "started_at": started,
        "raw": b'{"a": 1}',
    }
    return replace(plain, **{**known, **fields})


def _of_compute(now: datetime) -> tuple[Session, ...]:
    got = Got("H100_80G", "verda", "FIN-01", Money(Decimal("2.10")))
    asked = Asked(("H100_80G",), 1)
    began = now - timedelta(hours=2)
    ssh = SshEndpoint("ssh.example.org", 22, "root")
    told = {"asked": asked, "got": got, "ssh": ssh, "ssh_enabled": True, "image": "example.org/torch:2"}
    return (
        _session("train-llama", Phase.READY, began, **told),
        _session("sweep", Phase.PROVISIONING, now - timedelta(seconds=30), asked=asked, got=got),
    )


def _of_jobs(now: datetime) -> tuple[Session, ...]:
    asked, got = Asked(("A100",), 8), Got("A100", "datacrunch", "FIN-01", Money(Decimal("9.60")))
    return (
        _session(
            "batch",
            Phase.READY,
            now - timedelta(hours=1),
            asked=asked,
            got=got,
            command="python train.py",
            max_duration=timedelta(hours=4),
            heartbeat_at=now - timedelta(minutes=6),
            heartbeat_timeout=timedelta(minutes=10),
            facts=(("image", "ubuntu-22.04-cuda-12.0"), ("auto shutdown", "on")),
        ),
        _session("waiting", Phase.ACCEPTED, now - timedelta(seconds=40), asked=asked),
    )


def _of_mags(now: datetime) -> tuple[Session, ...]:
    sandbox = (Mount("box", "/root"),)
    return (
        _session(
            "web",
            Phase.READY,
            now - timedelta(hours=3),
            marks=("always on", "persistent"),
            mounts=(Mount("site", "/root"),),
            url="https://web.apps.example.org",
            script_ran=timedelta(seconds=42),
        ),
        _session("box", Phase.SLEEPING, now - timedelta(days=1), marks=("persistent",), mounts=sandbox),
    )


LIVE: dict[str, Callable[[datetime], tuple[Session, ...]]] = {
    "mimiry": _of_compute,
    "mimiry-jobs": _of_jobs,
    "mags": _of_mags,
}
"""Those alive at a moment: one that runs, one that does not."""


def _past(now: datetime) -> tuple[Session, ...]:
    ended = now - timedelta(hours=4)
    done = _session("done", Phase.ENDED_OK, now - timedelta(hours=5), ended_at=ended, exit_code=0)
    failed = _session("broken", Phase.ENDED_FAILED, now - timedelta(hours=6), ended_at=ended, error="boom")
    return done, failed


ENDED: dict[str, Callable[[datetime], tuple[Session, ...]]] = dict.fromkeys(KINDS, _past)


def _machine(model: str, gpu: str, count: int, rate: str, *, available: bool = True) -> Offer:
    price = Money(Decimal(rate))
    words = f"{count}× {gpu} 80GB"
    return Offer(
        model, words, gpu, "", 80, "datacrunch", "FIN-01", price, available, b"{}", count=count, machine=model
    )


OFFERS: dict[str, tuple[Offer, ...]] = {
    "mimiry": (
        Offer("H100_80G", "NVIDIA H100", "H100", "", 80, "verda", "FIN-01", Money(Decimal("2.10")), True),
        Offer("A100_80G", "NVIDIA A100", "A100", "", 80, "verda", "FIN-03", Money(Decimal("1.20")), True),
    ),
    "mimiry-jobs": (
        _machine("8A100.80G", "A100", 8, "1.20"),
        _machine("1H100.80G", "H100", 1, "2.40", available=False),
    ),
    "mags": (),
}


def volumes(kind: str) -> tuple[Volume, ...]:
    """What such an account keeps."""
    if kind == "mimiry":
        return (build_volume(id="v1", name="corpus", size_gb=200, state="available", provider="verda"),)
    if kind == "mags":
        return (build_volume(id="site", name="site", state="attached", attached_to="web"),)
    return ()
