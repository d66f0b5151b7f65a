"""A scripted service that signs in by itself, so that a test says only what its own call answers."""

from __future__ import annotations

from mimiry_tui.clouds.mimiry.auth import TOKEN_PATH
from mimiry_tui.clouds.mimiry.cloud import MimiryCloud
from tests.support.scripted_server import Reply, ScriptedServer, Seen


class Desk:
    """Signs in by itself; the test says what everything else answers."""

    def __init__(self, server: ScriptedServer, cloud: MimiryCloud) -> None:
        self.server = server
        self.cloud = cloud
        self._replies: list[Reply] = []
        server.by(self._answer)

    @property
    def seen(self) -> list[Seen]:
        return [seen for seen in self.server.seen if seen.path != TOKEN_PATH]

    def give(self, *replies: Reply) -> None:
        self._replies = list(replies)

    def _answer(self, seen: Seen) -> Reply:
        if seen.path == TOKEN_PATH:
            return Reply.of({"access_token": "t", "expires_in": 3600})
        return self._replies.pop(0) if len(self._replies) > 1 else self._replies[0]
