"""Calls to the job API: the key they are made with, the scopes they need, what their refusals mean."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping, Sequence

from mimiry_tui.clock import Clock
from mimiry_tui.clouds import errors
from mimiry_tui.clouds.answers import Answer
from mimiry_tui.clouds.jobs.kind import KIND
from mimiry_tui.clouds.jobs.refusals import refusal_of
from mimiry_tui.clouds.jobs.scopes import Scope, Scopes
from mimiry_tui.clouds.transport import Query, Transport
from mimiry_tui.settings.tokens import FoundToken, TokenTrouble, read_token

ReadKey = Callable[[], FoundToken]
"""Blocks, and raises TokenTrouble where there is no key."""


class JobsApi:
    """One API key at one base. Every call raises CloudError and nothing else."""

    def __init__(
        self,
        transport: Transport,
        read_key: ReadKey,
        clock: Clock,
        *,
        read_only: bool = False,
    ) -> None:
        self.transport = transport
        self.scopes = Scopes(clock)
        self.read_only = read_only
        self._read_key = read_key
        self._clock = clock
        self._found: FoundToken | None = None
        self._reading = asyncio.Lock()

    async def get(self, path: str, scope: Scope, query: Query = ()) -> Answer:
        return await self._call("GET", path, scope, query)

    async def change(self, method: str, path: str, scope: Scope, body: bytes | None = None) -> Answer:
        """Sent once. Raises ReadOnly without sending anything where nothing may be changed."""
        if self.read_only:
            raise errors.ReadOnly()
        return await self._call(method, path, scope, body=body)

    async def _call(
        self, method: str, path: str, scope: Scope, query: Query = (), *, body: bytes | None = None
    ) -> Answer:
        """A successful answer. A 401 means that the call was not carried out: where another key has
        been put in the old one's place meanwhile, it is repeated once with that one.
        """
        found = await self._token()
        answer = await self._send(method, path, found, query, body)
        if answer.status == 401:
            newer = await self._token(refused=found)
            if newer.token != found.token:
                found = newer
                answer = await self._send(method, path, found, query, body)
        if answer.is_success:
            self.scopes.granted(scope)
            return answer
        error = refusal_of(answer, scope, found.source, self._clock.now())
        if isinstance(error, errors.ScopeMissing):
            self.scopes.refused(scope)
        raise error

    async def _send(
        self, method: str, path: str, found: FoundToken, query: Query, body: bytes | None
    ) -> Answer:
        return await self.transport.send(method, path, query=query, body=body, bearer=found.token)

    async def _token(self, refused: FoundToken | None = None) -> FoundToken:
        """The key; looked for again where there is none yet, or where the one in use was refused."""
        async with self._reading:
            if self._found is None or self._found is refused:
                self.transport.require_privacy()
                try:
                    found = await asyncio.to_thread(self._read_key)
                except TokenTrouble as trouble:
                    self._found = None
                    raise errors.NoToken(str(trouble), title="No API key", hint=_where_it_belongs()) from None
                if self._found is not None and found.token != self._found.token:
                    self.scopes.forget()
                self._found = found
            return self._found


def key_reader(references: Sequence[str], env: Mapping[str, str]) -> ReadKey:
    """Looks at these places, in their order. Its repr says nothing of what is there."""

    def read() -> FoundToken:
        return read_token(references, env, prefix=KIND.token_prefix)

    return read


def _where_it_belongs() -> str:
    usual = ", ".join(reference.removeprefix("env:") for reference in KIND.token_sources)
    return f"set {usual}; or {errors.NoToken.hint_for(KIND.name)}"
