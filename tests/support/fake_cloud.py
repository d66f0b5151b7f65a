"""A cloud that answers what the test says, and remembers when it was asked."""

from __future__ import annotations

import asyncio
import inspect
import random
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from pathlib import Path
from types import MappingProxyType
from typing import Any

from mimiry_tui.clock import Clock
from mimiry_tui.clouds.base import (
    AccountKey,
    Capability,
    EndingWords,
    ImageHint,
    Page,
    Recipe,
    SshAccess,
)
from mimiry_tui.clouds.errors import CloudError
from mimiry_tui.clouds.extras import Extras, NoExtras
from mimiry_tui.domain.account import Balance, Facts, Quota, Transaction
from mimiry_tui.domain.launch import LaunchRequest, VolumeRequest
from mimiry_tui.domain.money import Money
from mimiry_tui.domain.offers import Offer
from mimiry_tui.domain.sessions import Session
from mimiry_tui.domain.volumes import Volume
from mimiry_tui.live.live import Live
from tests.support.clock import settle


@dataclass(frozen=True, slots=True)
class Call:
    """One call to the cloud, and when it came on the test's clock."""

    name: str
    at: float
    arguments: tuple[object, ...] = ()


class FakeCloud:
    """Implements `Cloud`. Each method gives its scripted answers in turn; the last one stays.

    An answer may be a value, an exception to raise, or a function of the call's arguments that
    returns either, at once or as a coroutine.
    """

    origin = "http://127.0.0.1:1"
    portal = "http://127.0.0.1:1"
    read_only = False
    skew: timedelta | None = None
    signed_in_until: datetime | None = None
    image_hints: tuple[ImageHint, ...] = (ImageHint("example.org/tools/torch:2.4", "has what it takes"),)
    minimum_volume_gb: Mapping[str, int] = MappingProxyType({"verda": 100})

    def __init__(self, clock: Clock, capabilities: frozenset[Capability] = frozenset(Capability)) -> None:
        self.capabilities = capabilities
        self.calls: list[Call] = []
        self.key: AccountKey | CloudError = AccountKey(
            Path("/keys/one"), "SHA256:abc", "ssh-ed25519 AAAA one"
        )
        self.passphrases: list[str] = []
        self._clock = clock
        self._started = clock.monotonic()
        self._gates: dict[str, asyncio.Event] = {}
        empty: Page[Any] = Page(())
        self._answers: dict[str, list[object]] = {
            "offers": [empty],
            "live_sessions": [empty],
            "ended_sessions": [empty],
            "volumes": [empty],
            "transactions": [empty],
            "quotas": [()],
            "balance": [Balance(Money(Decimal(50)))],
        }

    def answer(self, name: str, *answers: object) -> None:
        """Give these from now on, one after the other; the last one for good."""
        self._answers[name] = list(answers)

    def hold(self, name: str) -> Callable[[], None]:
        """Leave the next call to this method without an answer until the returned function is called."""
        gate = self._gates[name] = asyncio.Event()
        return gate.set

    def times(self, name: str) -> list[float]:
        """When the method was called, in seconds since the cloud was made."""
        return [round(call.at, 3) for call in self.calls if call.name == name]

    def count(self, name: str) -> int:
        return len(self.times(name))

    extras: Extras = NoExtras()
    ending = EndingWords()

    def why_not(self, capability: Capability) -> str:
        return "" if capability in self.capabilities else f"there are no {capability} here"

    async def ssh_access(self, session_id: str) -> SshAccess:
        access: SshAccess = await self._answer("ssh_access", session_id)
        return access

    def recipes(self, session: Session, key_path: Path | None) -> tuple[Recipe, ...]:
        return ()

    def account_key(self) -> AccountKey:
        if isinstance(self.key, CloudError):
            raise self.key
        return self.key

    def launch_json(self, request: LaunchRequest) -> bytes:
        return f'{{"name": "{request.name}"}}'.encode()

    def launch_recipes(self, request: LaunchRequest, key_path: Path | None) -> tuple[Recipe, ...]:
        return (Recipe("c", "curl", f"launch {request.name}"),)

    def unlock(self, passphrase: str) -> None:
        self.passphrases.append(passphrase)

    async def offers(self) -> Page[Offer]:
        page: Page[Offer] = await self._answer("offers")
        return page

    async def live_sessions(self) -> Page[Session]:
        page: Page[Session] = await self._answer("live_sessions")
        return page

    async def ended_sessions(self, offset: int = 0, limit: int = 50) -> Page[Session]:
        page: Page[Session] = await self._answer("ended_sessions", offset, limit)
        return page

    async def session(self, session_id: str) -> Session:
        session: Session = await self._answer("session", session_id)
        return session

    async def logs(self, session_id: str, *, tail: int, timestamps: bool) -> str:
        text: str = await self._answer("logs", session_id, tail, timestamps)
        return text

    async def launch(self, request: LaunchRequest) -> Session:
        session: Session = await self._answer("launch", request)
        return session

    async def terminate(self, session_id: str) -> None:
        await self._answer("terminate", session_id)

    async def volumes(self, *, deleted: bool = False) -> Page[Volume]:
        page: Page[Volume] = await self._answer("volumes", deleted)
        return page

    async def volume(self, volume_id: str) -> Volume:
        volume: Volume = await self._answer("volume", volume_id)
        return volume

    async def create_volume(self, request: VolumeRequest) -> Volume:
        volume: Volume = await self._answer("create_volume", request)
        return volume

    async def extend_volume(self, volume_id: str, size_gb: int) -> None:
        await self._answer("extend_volume", volume_id, size_gb)

    async def delete_volume(self, volume_id: str) -> None:
        await self._answer("delete_volume", volume_id)

    async def balance(self) -> Balance:
        balance: Balance = await self._answer("balance")
        return balance

    async def quotas(self) -> tuple[Quota, ...]:
        quotas: tuple[Quota, ...] = await self._answer("quotas")
        return quotas

    async def transactions(self, limit: int = 100) -> Page[Transaction]:
        page: Page[Transaction] = await self._answer("transactions", limit)
        return page

    async def token_limits(self) -> Facts:
        facts: Facts = await self._answer("token_limits")
        return facts

    async def me(self) -> Facts:
        facts: Facts = await self._answer("me")
        return facts

    async def aclose(self) -> None:
        self.calls.append(Call("aclose", self._clock.monotonic() - self._started))

    async def _answer(self, name: str, *arguments: object) -> Any:
        self.calls.append(Call(name, self._clock.monotonic() - self._started, arguments))
        gate = self._gates.pop(name, None)
        if gate is not None:
            await gate.wait()
        answers = self._answers[name]
        answer = answers.pop(0) if len(answers) > 1 else answers[0]
        if callable(answer):
            answer = answer(*arguments)
        if inspect.iscoroutine(answer):
            answer = await answer
        if isinstance(answer, BaseException):
            raise answer
        return answer


class Even(random.Random):
    """Chance without chance: always the middle, so that a test can name exact moments."""

    def uniform(self, a: float, b: float) -> float:
        return (a + b) / 2


@asynccontextmanager
async def running(live: Live) -> AsyncIterator[None]:
    """Run the pollers for the length of the block; their failure comes out of it."""
    task = asyncio.create_task(live.run())
    await settle()
    try:
        yield
    finally:
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task
