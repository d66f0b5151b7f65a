"""The Mags client as tests want it, and jobs as its service tells them."""

from __future__ import annotations

from collections.abc import Sequence

from mimiry_tui.clock import Clock
from mimiry_tui.clouds.mags.cloud import MagsCloud
from mimiry_tui.clouds.transport import Transport
from mimiry_tui.domain.sessions import Session
from mimiry_tui.settings.tokens import FoundToken
from tests.support.scripted_server import Reply, ScriptedServer, Seen

TOKEN = "mags-token-0123456789abcdef-secret"
JOBS = "/api/v1/mags-jobs"


def mags(url: str, clock: Clock, *, token: str = TOKEN, read_only: bool = False) -> MagsCloud:
    """A cloud without jitter; close it with `aclose`."""
    transport = Transport(url, clock, jitter=lambda: 0.5)
    return MagsCloud(transport, lambda: FoundToken(token, "env MAGS_API_TOKEN"), clock, read_only=read_only)


def job(session_id: str, status: str = "running", **fields: object) -> dict[str, object]:
    """A job's record in a list."""
    return {"request_id": session_id, "name": f"job {session_id}", "status": status, **fields}


class MagsBook:
    """Answers lists by pages and a status call by the same records; what else is asked gets its own reply."""

    def __init__(self, server: ScriptedServer, jobs: Sequence[dict[str, object]] = ()) -> None:
        self.jobs = list(jobs)
        self.tells_total = True
        self.page_size = 50
        self.replies: dict[tuple[str, str], list[Reply]] = {}
        self.server = server
        server.by(self._answer)

    def on(self, method: str, path: str, *replies: Reply) -> None:
        """What is answered in turn to a call below the prefix; the last reply stays."""
        self.replies[method, path] = list(replies)

    def calls(self) -> list[str]:
        """Method and path of everything asked so far, below the prefix."""
        return [f"{seen.method} {seen.path.removeprefix('/api/v1')}" for seen in self.server.seen]

    def _answer(self, seen: Seen) -> Reply:
        path = seen.path.removeprefix("/api/v1")
        if queue := self.replies.get((seen.method, path)):
            return queue.pop(0) if len(queue) > 1 else queue[0]
        if (seen.method, path) == ("GET", "/mags-jobs"):
            return Reply.of(self._page(int(seen.query["page"])))
        if seen.method == "GET" and path.endswith("/status"):
            wanted = path.split("/")[2]
            found = next((one for one in self.jobs if one["request_id"] == wanted), None)
            return Reply.of(found) if found else Reply.of({"error": "job not found"}, 404)
        return Reply.of({"error": "not found"}, 404)

    def _page(self, number: int) -> dict[str, object]:
        start = (number - 1) * self.page_size
        page: dict[str, object] = {"jobs": self.jobs[start : start + self.page_size], "page": number}
        return page | ({"total": len(self.jobs)} if self.tells_total else {})


def sessions(items: Sequence[object]) -> list[Session]:
    """Those of a page that could be read."""
    return [item for item in items if isinstance(item, Session)]
