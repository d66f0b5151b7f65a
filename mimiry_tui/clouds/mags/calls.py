"""One call to the service: with the token, once, and with the error that an unwelcome answer means."""

from __future__ import annotations

import asyncio
import copy
from collections.abc import Callable, Mapping
from urllib.parse import quote

import msgspec

from mimiry_tui.clock import Clock
from mimiry_tui.clouds import errors
from mimiry_tui.clouds.answers import Answer, error_of, words_of
from mimiry_tui.clouds.mags.kind import KIND
from mimiry_tui.clouds.transport import Body, Query, Transport
from mimiry_tui.settings.tokens import FoundToken, TokenTrouble

PREFIX = "/api/v1"
JOBS = "/mags-jobs"
POOL = f"{JOBS}/pool-status"
USAGE = f"{JOBS}/usage"
WORKSPACES = "/mags-workspaces"
SCHEDULES = "/mags-cron"
ADDRESSES = "/mags-url-aliases"
FILES = "/mags-files"

_HINTS = {
    400: "nothing was done; change what it names and try again",
    403: "the token may not do this: use one of an account that may",
    404: "it may be gone by now: look at the list again",
    409: "it may be in another state by now: look at it again",
    413: "nothing was done; it is larger than the service takes",
    422: "nothing was done; change what it names and try again",
    429: "wait a while, then try again",
}
"""What can be done about a refusal, by its status."""
_BUSY = ("busy", "in use", "locked", "already running")


class Calls:
    """The service's endpoints, signed in. Every call raises CloudError and nothing else."""

    def __init__(
        self, transport: Transport, token: Callable[[], FoundToken], clock: Clock, *, read_only: bool = False
    ) -> None:
        self.transport = transport
        self.read_only = read_only
        self.changes = 0
        """How many calls that change something went out: what was read before one may be old."""
        self._read_token = token
        self._clock = clock
        self._token: FoundToken | None = None

    async def get(self, path: str, query: Query = ()) -> Answer:
        return await self._call("GET", path, query)

    async def change(
        self, method: str, path: str, fields: Mapping[str, object] | None = None, *, patience: float = 0.0
    ) -> Answer:
        """Sent once. Raises ReadOnly, and sends nothing, where this dashboard only looks."""
        body = None if fields is None else msgspec.json.encode(dict(fields))
        return await self._call(method, path, body=body, patience=patience)

    async def send_file(self, body: Body, headers: Mapping[str, str], patience: float) -> Answer:
        """A body in pieces can be sent once only, so nothing here repeats it."""
        return await self._call("POST", FILES, body=body, headers=headers, patience=patience)

    async def _call(
        self,
        method: str,
        path: str,
        query: Query = (),
        *,
        body: Body | None = None,
        headers: Mapping[str, str] | None = None,
        patience: float = 0.0,
    ) -> Answer:
        if method != "GET":
            if self.read_only:
                raise errors.ReadOnly()
            self.changes += 1
        found = await self._found()
        try:
            answer = await self.transport.send(
                method,
                PREFIX + path,
                query=query,
                body=body,
                headers=headers,
                bearer=found.token,
                patience=patience,
            )
        finally:
            if method != "GET":
                self.changes += 1  # what was read while it was under way may be old as well
        if answer.is_success:
            return answer
        raise self._error(answer, found)

    async def _found(self) -> FoundToken:
        """The token: read once, and again after the service refused it. Raises NoToken."""
        if self._token is None:
            try:
                self._token = await asyncio.to_thread(self._read_token)
            except TokenTrouble as trouble:
                raise errors.NoToken(str(trouble), hint=errors.NoToken.hint_for(KIND.name)) from None
        return self._token

    def _error(self, answer: Answer, found: FoundToken) -> errors.CloudError:
        error = error_of(answer, self._clock.now(), self.transport.skew)
        if answer.status == 401:
            self._token = None
            return errors.TokenRefused(
                error.detail,
                hint=f"the token is from {found.source}: make a new one with `mags login`, or in the portal",
                status=401,
            )
        told = " ".join(words_of(answer)).lower()
        if answer.status in {409, 500} and "workspace" in told and any(word in told for word in _BUSY):
            return errors.InvalidState(
                error.detail,
                title="Workspace is busy",
                hint="stop the session that uses it, or wait until it has ended",
                status=answer.status,
            )
        error.hint = error.hint or _HINTS.get(answer.status, "")
        return error


def job_path(session_id: str, call: str = "") -> str:
    """The path of a job, or of something that is done with it."""
    return f"{JOBS}/{segment(session_id)}" + (f"/{call}" if call else "")


def segment(value: str) -> str:
    """A foreign id as one segment of a path, whatever characters it has."""
    return quote(value, safe="") if value not in {"", ".", ".."} else "%2E"


def told_so_far(error: errors.CloudError, words: str, hint: str = "") -> errors.CloudError:
    """The same error, with what had been done before it; of several steps, only one failed."""
    same = copy.copy(error)
    same.detail = f"{words}: {error}" if str(error) else words
    same.title = "Came only so far"
    same.hint = hint or error.hint
    return same
