"""A guided registration under way, with a service and a clock of the test's."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator
from dataclasses import dataclass, field

from mimiry_tui.live.setup.registering import Registering
from mimiry_tui.live.setup.steps import Step, StepKind
from tests.support.clock import ManualClock, settle
from tests.support.registrar import FakeRegistrar


@dataclass
class Stage:
    """A registration under way, and everything it has shown."""

    registrar: FakeRegistrar
    clock: ManualClock
    registering: Registering
    running: asyncio.Task[Step]
    shown: list[Step] = field(default_factory=list)

    @property
    def kinds(self) -> list[StepKind]:
        return [step.kind for step in self.shown]

    async def polled(self) -> None:
        await self.clock.advance(2)

    async def to_the_question(self) -> None:
        self.registrar.approve()
        await self.polled()
        assert self.registering.step.kind is StepKind.CONFIRM_ACCOUNT

    async def ended(self) -> Step:
        """Its last step; the hands are turned for as long as it takes."""
        while not self.running.done():
            await self.polled()
        return await self.running


async def signed(data: bytes, namespace: str) -> bytes:
    return b"signature of " + data + b" for " + namespace.encode()


@contextlib.asynccontextmanager
async def registering(
    *, registrar: FakeRegistrar | None = None, pairing_code: str = "", email: str = ""
) -> AsyncIterator[Stage]:
    registrar = registrar or FakeRegistrar()
    clock = ManualClock()
    one = Registering(
        registrar, signed, "ssh-ed25519 AAAA", "laptop", clock, pairing_code=pairing_code, email=email
    )
    shown: list[Step] = []
    one.subscribe(shown.append)
    running = asyncio.create_task(one.run())
    await settle()
    try:
        yield Stage(registrar, clock, one, running, shown)
    finally:
        running.cancel()
        await asyncio.wait([running])
