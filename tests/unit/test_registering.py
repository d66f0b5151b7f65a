"""The guided registration step by step: what is asked of whom, and what is taken back."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from datetime import timedelta

import pytest

from mimiry_tui.clouds import errors
from mimiry_tui.clouds.registration import RegistrationState
from mimiry_tui.live.setup.registering import Registering
from mimiry_tui.live.setup.steps import Step, StepKind
from tests.support.clock import EPOCH, ManualClock, settle
from tests.support.registrar import VERIFY_URL, FakeRegistrar


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


async def test_the_key_goes_out_only_after_the_account_is_confirmed() -> None:
    async with registering() as stage:
        portal = Step(StepKind.AT_PORTAL, verify_url=VERIFY_URL, until=EPOCH + timedelta(minutes=5))
        assert stage.registering.step == portal
        await stage.to_the_question()
        assert stage.registering.step.email == "ada@example.org"
        await stage.clock.advance(60)
        assert stage.registrar.count("submit_key") == 0
        stage.registering.confirm()
        assert await stage.ended() == Step(StepKind.DONE, email="ada@example.org")
        assert stage.kinds[2:] == [StepKind.SENDING, StepKind.PROVING, StepKind.FINISHING, StepKind.DONE]
        assert stage.registrar.proofs == [b"signature of challenge of ssh-ed25519 AAAA for mimiry-test"]
        assert stage.registrar.count("cancel") == 0


async def test_a_pairing_code_stands_for_the_confirmation() -> None:
    async with registering(pairing_code="ABCD-1234") as stage:
        assert stage.registrar.started_with == ("laptop", "ABCD-1234", "")
        stage.registrar.approve()
        assert (await stage.ended()).kind is StepKind.DONE
        assert StepKind.CONFIRM_ACCOUNT not in stage.kinds


async def test_nothing_is_confirmed_before_it_is_shown() -> None:
    async with registering() as stage:
        stage.registering.confirm()
        await stage.to_the_question()
        await stage.clock.advance(10)
        assert stage.registering.step.kind is StepKind.CONFIRM_ACCOUNT


async def test_an_account_that_is_refused_gets_no_key() -> None:
    async with registering() as stage:
        await stage.to_the_question()
        stage.registering.refuse()
        stage.registering.confirm()
        assert await stage.ended() == Step(StepKind.WRONG_ACCOUNT, email="ada@example.org")
        assert stage.registrar.calls[-1] == "cancel"
        assert stage.registrar.count("submit_key") == 0


async def test_an_account_that_changes_behind_the_question_gets_no_key() -> None:
    async with registering() as stage:
        await stage.to_the_question()
        stage.registrar.email = "eve@example.org"
        stage.registering.confirm()
        assert await stage.ended() == Step(StepKind.WRONG_ACCOUNT, email="eve@example.org")
        assert stage.registrar.count("submit_key") == 0


@pytest.mark.parametrize("pairing_code", ["", "ABCD-1234"])
async def test_an_account_that_was_not_meant_gets_no_key(pairing_code: str) -> None:
    async with registering(email="bob@example.org", pairing_code=pairing_code) as stage:
        stage.registrar.approve()
        assert await stage.ended() == Step(StepKind.WRONG_ACCOUNT, email="ada@example.org")
        assert stage.registrar.calls[-1] == "cancel"


async def test_the_account_that_was_meant_is_told_by_its_letters_in_either_case() -> None:
    async with registering(email=" Ada@Example.org ") as stage:
        await stage.to_the_question()


@pytest.mark.parametrize("when", ["at the portal", "at the question", "while sending"])
async def test_cancelling_takes_it_back(when: str) -> None:
    async with registering() as stage:
        if when != "at the portal":
            await stage.to_the_question()
        if when == "while sending":
            stage.registrar.hold = asyncio.Event()
            stage.registering.confirm()
            await settle()
            assert stage.registering.step.kind is StepKind.SENDING
            stage.registrar.hold.set()
        stage.registering.cancel()
        await settle()
        assert stage.running.done(), "a cancelled registration waits for no clock"
        assert (await stage.running).kind is StepKind.CANCELLED
        assert stage.registrar.calls[-1] == "cancel"
        assert stage.registrar.proofs == []


async def test_a_task_that_is_ended_takes_it_back_too() -> None:
    async with registering() as stage:
        stage.running.cancel()
        await asyncio.wait([stage.running])
        assert stage.running.cancelled()
        assert stage.registrar.calls[-1] == "cancel"


async def test_cancelling_after_the_proof_changes_nothing() -> None:
    async with registering(pairing_code="ABCD-1234") as stage:
        stage.registrar.approve()
        stage.registrar.fail("status", *[errors.TimedOut()] * 3)
        while StepKind.FINISHING not in stage.kinds:
            await stage.polled()
        stage.registering.cancel()
        assert (await stage.ended()).kind is StepKind.DONE
        assert stage.registrar.count("cancel") == 0


@pytest.mark.parametrize("at_the_question", [False, True])
async def test_it_ends_after_five_minutes_without_the_person(at_the_question: bool) -> None:
    async with registering() as stage:
        if at_the_question:
            await stage.to_the_question()
        await stage.clock.advance(290)
        assert not stage.running.done()
        await stage.clock.advance(12)
        assert (await stage.ended()).kind is StepKind.EXPIRED
        assert stage.registrar.calls[-1] == "cancel"


@pytest.mark.parametrize(
    ("state", "kind"),
    [
        (RegistrationState.EXPIRED, StepKind.EXPIRED),
        (RegistrationState.CANCELLED, StepKind.CANCELLED),
        (RegistrationState.FAILED, StepKind.FAILED),
    ],
)
async def test_the_service_may_end_it(state: RegistrationState, kind: StepKind) -> None:
    async with registering() as stage:
        stage.registrar.state = state
        stage.registrar.detail = "refused in the portal"
        step = await stage.ended()
        assert (step.kind, step.words) == (kind, "refused in the portal")


async def test_a_state_of_no_known_name_is_waited_for() -> None:
    registrar = FakeRegistrar(email="")
    async with registering(registrar=registrar) as stage:
        registrar.state = RegistrationState.UNKNOWN
        await stage.clock.advance(20)
        assert stage.registering.step.kind is StepKind.AT_PORTAL


@pytest.mark.parametrize(
    "trouble",
    [
        errors.Unreachable(),
        errors.TimedOut(),
        errors.ServerTrouble(),
        errors.NotFound(),
        errors.UnreadableAnswer(),
    ],
    ids=lambda error: type(error).__name__,
)
async def test_a_lost_question_is_asked_again(trouble: errors.CloudError) -> None:
    async with registering() as stage:
        stage.registrar.fail("status", trouble, trouble)
        stage.registrar.approve()
        await stage.clock.advance(6)
        assert stage.registering.step.kind is StepKind.CONFIRM_ACCOUNT


async def test_a_rate_limit_is_waited_out() -> None:
    async with registering() as stage:
        stage.registrar.fail("status", errors.TooManyRequests(retry_after=20.0))
        await stage.polled()
        asked = stage.registrar.count("status")
        await stage.clock.advance(18)
        assert stage.registrar.count("status") == asked
        await stage.clock.advance(4)
        assert stage.registrar.count("status") > asked


async def test_a_registration_that_stays_unknown_has_expired() -> None:
    async with registering() as stage:
        stage.registrar.fail("status", *[errors.NotFound()] * 100)
        await stage.clock.advance(64)
        assert (await stage.ended()).kind is StepKind.EXPIRED
