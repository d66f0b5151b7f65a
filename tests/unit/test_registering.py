"""The guided registration step by step: what is asked of whom, and what ends it."""

from __future__ import annotations

from datetime import timedelta

import pytest

from mimiry_tui.clouds import errors
from mimiry_tui.clouds.registration import RegistrationState
from mimiry_tui.live.setup.steps import Step, StepKind
from tests.support.clock import EPOCH
from tests.support.registering import registering
from tests.support.registrar import VERIFY_URL, FakeRegistrar


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


async def test_a_code_does_not_stand_for_an_account_that_was_named_and_is_not_told() -> None:
    async with registering(
        registrar=FakeRegistrar(""), email="bob@example.org", pairing_code="ABCD-1234"
    ) as stage:
        await stage.to_the_question()
        await stage.polled()
        assert stage.registrar.count("submit_key") == 0


async def test_the_account_that_was_meant_is_told_by_its_letters_in_either_case() -> None:
    async with registering(email=" Ada@Example.org ") as stage:
        await stage.to_the_question()


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
async def test_a_lost_question_is_asked_again_and_told_of_meanwhile(trouble: errors.CloudError) -> None:
    async with registering() as stage:
        stage.registrar.fail("status", trouble, trouble)
        stage.registrar.approve()
        await stage.clock.advance(6)
        assert stage.registering.step.kind is StepKind.CONFIRM_ACCOUNT
        told = [step.words for step in stage.shown if step.kind is StepKind.AT_PORTAL]
        # A registration may be unknown at first: that is no trouble.
        assert told == ([""] if isinstance(trouble, errors.NotFound) else ["", str(trouble), ""])


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
