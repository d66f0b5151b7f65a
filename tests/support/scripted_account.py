"""An account whose every word the test chooses, behind the real client and over a real socket."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any

from mimiry_tui.app import MimiryApp
from mimiry_tui.clouds.mimiry.requests import ENDED_STATES
from mimiry_tui.live.store import Resource
from mimiry_tui.settings import Profile
from tests.support.clock import EPOCH, ManualClock
from tests.support.dashboard import choice_of
from tests.support.running_app import RunningApp
from tests.support.scripted_server import Reply, ScriptedServer, Seen, scripted_server

COMPUTE = "/api/compute/v1"
Record = dict[str, Any]


def ago(**length: float) -> str:
    """A moment before the clock's start, as the service writes it."""
    return (EPOCH - timedelta(**length)).isoformat().replace("+00:00", "Z")


def session(session_id: str, **fields: Any) -> Record:
    """A session that is up, two hours old, at two euro an hour; `fields` say what is otherwise."""
    record = {
        "id": session_id,
        "name": f"name-{session_id}",
        "state": "started",
        "operation": "",
        "image": {"uri": "docker.io/library/ubuntu:24.04"},
        "gpu": {"types": ["L4_24G_PCIe"], "count": 1},
        "gpu_type": "L4_24G_PCIe",
        "billing": {"provider": "verda", "location": "FIN-01", "hourly_rate": 2.0, "currency": "EUR"},
        "created_at": ago(hours=2),
        "updated_at": ago(hours=1),
    }
    return record | fields


def ended(session_id: str, hours: float, **fields: Any) -> Record:
    """A session that began so many hours ago and ended well half an hour later."""
    record = session(
        session_id,
        state="completed",
        exit_code=0,
        created_at=ago(hours=hours),
        updated_at=ago(hours=hours - 0.5),
        ended_at=ago(hours=hours - 0.5),
    )
    record["billing"]["final_cost"] = 1.0
    return record | fields


def volume(volume_id: str, **fields: Any) -> Record:
    """A free volume of 200 GB."""
    record = {
        "id": volume_id,
        "name": f"disk-{volume_id}",
        "size_gb": 200,
        "state": "provisioned",
        "operation": "",
        "attached_to": "",
        "provider": "verda",
        "location": "FIN-01",
        "created_at": ago(days=2),
    }
    return record | fields


def model(name: str, rate: float, **fields: Any) -> Record:
    """A GPU model that one provider has in one place."""
    record = {
        "name": name,
        "vram_gb": 24,
        "available": True,
        "currency": "EUR",
        "providers": [{"provider": "verda", "hourly_rate": rate, "locations": ["FIN-01"]}],
    }
    return record | fields


@dataclass
class ScriptedAccount:
    """What the service says. Change the lists between requests; `trouble` answers instead, by path."""

    sessions: list[Record | Any] = field(default_factory=list)
    """Newest first, ended ones too."""
    volumes: list[Record | Any] = field(default_factory=list)
    models: list[Record | Any] = field(default_factory=list)
    balance: Any = field(default_factory=lambda: {"balance": 100, "currency": "EUR"})
    events: dict[str, list[Any]] = field(default_factory=dict)
    """By session id."""
    trouble: dict[str, Reply] = field(default_factory=dict)
    """By the beginning of a path under the compute prefix, or of the whole path."""

    def answer(self, seen: Seen) -> Reply:
        """The reply to any request of the client."""
        path = seen.path.removeprefix(COMPUTE)
        for beginning, reply in self.trouble.items():
            if path.startswith(beginning):
                return reply
        if path == "/api/v1/auth/token":
            return Reply.of({"access_token": "eyJ.scripted", "expires_in": 3600})
        if path == "/sessions":
            return self._list_sessions(seen.query)
        if path.startswith("/sessions/"):
            return self._one_session(path.removeprefix("/sessions/"))
        answers: dict[str, Callable[[], Any]] = {
            "/volumes": lambda: {"volumes": self.volumes},
            "/availability": lambda: {"gpu_models": self.models},
            "/balance": lambda: self.balance,
            "/quota": lambda: {"quotas": []},
        }
        return Reply.of(answers[path]()) if path in answers else Reply.of({"error": "not_found"}, 404)

    def _list_sessions(self, query: dict[str, str]) -> Reply:
        wanted_ended = "state" in query
        found = [row for row in self.sessions if _is_ended(row) is wanted_ended]
        start, limit = int(query["offset"]), int(query["limit"])
        return Reply.of({"sessions": found[start : start + limit], "total": len(found)})

    def _one_session(self, session_id: str) -> Reply:
        rows = (row for row in self.sessions if isinstance(row, dict))
        found = next((row for row in rows if row.get("id") == session_id), None)
        if found is None:
            return Reply.of({"error": "not_found", "message": "no such session"}, 404)
        return Reply.of(found | {"events": self.events.get(session_id, [])})


def _is_ended(row: Any) -> bool:
    return isinstance(row, dict) and row.get("state") in ENDED_STATES


@dataclass
class Scripted(RunningApp):
    """A dashboard on a scripted account."""

    account: ScriptedAccount
    server: ScriptedServer

    async def filled(self) -> None:
        """Until every resource that is asked for by itself was answered, well or badly."""
        store = (await self.opened()).store
        asked = (
            Resource.SESSIONS,
            Resource.ENDED,
            Resource.OFFERS,
            Resource.VOLUMES,
            Resource.BALANCE,
        )
        await self.until(lambda: all(_answered(store.health(one)) for one in asked))

    async def detailed(self) -> None:
        """The same, and until the selected session was read with its events."""
        await self.filled()
        await self.clock.advance(0.5)
        await self.until(lambda: self.store.health(Resource.DETAIL).as_of is not None)


def _answered(health: Any) -> bool:
    return (health.as_of is not None or health.error is not None) and not health.loading


@asynccontextmanager
async def scripted(
    account: ScriptedAccount,
    key_path: Path | None,
    size: tuple[int, int] = (120, 36),
    *,
    theme: str | None = None,
) -> AsyncIterator[Scripted]:
    """The dashboard of that account; without a key it is signed out."""
    clock = ManualClock()
    async with scripted_server() as server:
        server.by(account.answer)
        profile = Profile("scripted", server.url, "test", key_path, "test")
        app = MimiryApp(choice_of(profile), clock=clock, theme=theme)
        async with app.run_test(size=size, notifications=True) as pilot:
            yield Scripted(app, pilot, clock, account, server)
