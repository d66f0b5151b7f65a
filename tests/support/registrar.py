"""A registrar that says what the test wants and notes what was asked of it."""

from __future__ import annotations

import asyncio

from mimiry_tui.clouds.errors import CloudError
from mimiry_tui.clouds.registration import Challenge, RegistrationState, RegistrationStatus, Started

VERIFY_URL = "https://portal.example/verify/1"


class FakeRegistrar:
    """Goes through a registration in order; `fail` makes the next call of that name raise.

    With `took_effect` that call does its work before its answer is lost.
    """

    def __init__(self, email: str = "ada@example.org") -> None:
        self.email = email
        self.state = RegistrationState.INITIATED
        self.calls: list[str] = []
        self.started_with: tuple[str, str, str] = ("", "", "")
        self.proofs: list[bytes] = []
        self.detail = ""
        self.silent_on = ""
        """The call that is never answered."""
        self._failures: dict[str, list[tuple[CloudError, bool]]] = {}

    def fail(self, call: str, *errors: CloudError, took_effect: bool = False) -> None:
        self._failures.setdefault(call, []).extend((error, took_effect) for error in errors)

    def count(self, call: str) -> int:
        return self.calls.count(call)

    def approve(self) -> None:
        """The person was at the portal."""
        self.state = RegistrationState.PORTAL_VERIFIED

    async def start(self, title: str, *, pairing_code: str = "", email: str = "") -> Started:
        self.started_with = (title, pairing_code, email)
        await self._call("start", self.state)
        return Started("secret-id", VERIFY_URL)

    async def status(self, started: Started) -> RegistrationStatus:
        assert started.registration_id == "secret-id"
        state = self.state
        await self._call("status", state)
        if state is RegistrationState.KEY_OWNERSHIP_PROVEN:
            self.state = RegistrationState.COMPLETED
        told = state is not RegistrationState.INITIATED
        return RegistrationStatus(state, self.email if told else "", self.detail)

    async def submit_key(self, started: Started, public_line: str) -> Challenge:
        await self._call("submit_key", RegistrationState.CHALLENGE_ISSUED)
        return Challenge(b"challenge of " + public_line.encode(), "mimiry-test")

    async def prove(self, started: Started, armored: bytes) -> None:
        self.proofs.append(armored)
        await self._call("prove", RegistrationState.KEY_OWNERSHIP_PROVEN)

    async def cancel(self, started: Started) -> None:
        await self._call("cancel", RegistrationState.CANCELLED)

    async def aclose(self) -> None:
        self.calls.append("aclose")

    async def _call(self, name: str, then: RegistrationState) -> None:
        self.calls.append(name)
        if name == self.silent_on:
            await asyncio.Event().wait()
        failures = self._failures.get(name, [])
        if failures:
            error, took_effect = failures.pop(0)
            if took_effect:
                self.state = then
            raise error
        self.state = then
