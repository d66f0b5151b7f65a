"""A scripted service that signs clients in, and a client for it."""

from __future__ import annotations

from pathlib import Path

from mimiry_tui.clouds.mimiry.auth import TOKEN_PATH
from tests.support.clients import client
from tests.support.scripted_server import Reply, ScriptedServer, Seen
from tests.support.skipping_clock import SkippingClock


class Service:
    """A server with tokens `t1`, `t2`, …; refuses those in `stale`; `refusal` answers exchanges."""

    def __init__(self, server: ScriptedServer, key: Path, token_dir: Path | None = None) -> None:
        self.server = server
        self.key = key
        self.clock = SkippingClock()
        self.cloud = client(server.url, self.clock, key, token_dir=token_dir)
        self.stale: set[str] = set()
        self.refuses_all = False
        self.refusal: Reply | None = None
        self.issued = 0
        server.by(self._answer)

    @property
    def exchanges(self) -> list[Seen]:
        return self.server.asked(TOKEN_PATH)

    def _answer(self, seen: Seen) -> Reply:
        if seen.path == TOKEN_PATH:
            if self.refusal is not None:
                return self.refusal
            self.issued += 1
            return Reply.of({"access_token": f"t{self.issued}", "expires_in": 3600})
        token = seen.headers["authorization"].removeprefix("Bearer ")
        if self.refuses_all or token in self.stale:
            return Reply.of({"error": "unauthorized", "message": "token expired"}, 401)
        if seen.method == "POST":
            return Reply.of({"id": "s1", "state": "submitted"}, 202)
        return Reply.of({"balance": 12.5, "currency": "EUR"})
