"""A command of the guided registration whose answer was lost: asked about, never repeated blindly."""

from __future__ import annotations

import pytest

from mimiry_tui.clouds import errors
from mimiry_tui.clouds.registration import (
    AlreadyRegistered,
    Challenge,
    RegistrationState,
    RegistrationUnsupported,
    Started,
)
from mimiry_tui.live.setup.registering import Registering
from mimiry_tui.live.setup.steps import Step, StepKind
from tests.support.registrar import FakeRegistrar
from tests.support.skipping_clock import SkippingClock


async def signed(data: bytes, _namespace: str) -> bytes:
    return b"signature of " + data


async def run(registrar: FakeRegistrar) -> Step:
    """The whole registration, with a code, so that nobody need be asked."""
    registrar.approve()
    one = Registering(registrar, signed, "ssh-ed25519 A", "laptop", SkippingClock(), pairing_code="ABCD-1234")
    step = await one.run()
    assert step == one.step
    assert step.is_final
    return step


@pytest.mark.parametrize("took_effect", [False, True])
@pytest.mark.parametrize("call", ["submit_key", "prove"])
async def test_the_service_is_asked_how_far_it_is(call: str, took_effect: bool) -> None:
    registrar = FakeRegistrar()
    registrar.fail(call, errors.TimedOut(), took_effect=took_effect)
    assert (await run(registrar)).kind is StepKind.DONE
    place = registrar.calls.index(call)
    assert registrar.calls[place + 1] == "status", "it was repeated blindly"
    again = call == "submit_key" or not took_effect
    assert registrar.count(call) == (2 if again else 1), registrar.calls


async def test_a_lost_challenge_that_is_not_given_again_ends_it() -> None:
    registrar = FakeRegistrar()
    registrar.fail("submit_key", errors.AnswerLost(), took_effect=True)
    registrar.fail("submit_key", AlreadyRegistered())
    step = await run(registrar)
    assert (step.kind, step.hint) == (StepKind.FAILED, "start the registration again")
    assert "lost on the way" in step.words
    assert registrar.calls[-1] == "cancel"


async def test_a_refused_proof_ends_it() -> None:
    registrar = FakeRegistrar()
    registrar.fail("prove", errors.SignatureRefused("Invalid SSH signature"))
    step = await run(registrar)
    assert (step.kind, step.words) == (StepKind.FAILED, "Signature refused: Invalid SSH signature")
    assert registrar.count("prove") == 1
    assert registrar.calls[-1] == "cancel"


async def test_a_key_that_is_registered_already_is_no_failure() -> None:
    registrar = FakeRegistrar()
    registrar.fail("submit_key", AlreadyRegistered("SSH key already registered"))
    assert (await run(registrar)).kind is StepKind.ALREADY_REGISTERED
    assert registrar.calls[-1] == "cancel"


async def test_a_service_without_such_a_flow_is_told_apart() -> None:
    registrar = FakeRegistrar()
    registrar.fail("start", RegistrationUnsupported())
    step = await run(registrar)
    assert step.kind is StepKind.UNSUPPORTED
    assert "Add Key" in step.hint
    assert registrar.calls == ["start"]


async def test_a_beginning_that_fails_says_what_to_do() -> None:
    registrar = FakeRegistrar()
    registrar.fail("start", errors.Unreachable("no such host"))
    step = await run(registrar)
    assert (step.kind, step.words) == (StepKind.FAILED, "Offline: no such host")
    assert step.hint == "check the network and the host, then start the registration again"


async def test_a_registration_forgotten_after_the_proof_is_done() -> None:
    registrar = FakeRegistrar()

    class Forgetful(FakeRegistrar):
        async def prove(self, started: object, armored: bytes) -> None:
            self.fail("status", errors.NotFound())

    registrar = Forgetful()
    assert await run(registrar) == Step(StepKind.DONE, email="ada@example.org")


async def test_a_service_that_never_says_it_is_done_leaves_it_open() -> None:
    class Slow(FakeRegistrar):
        async def prove(self, started: object, armored: bytes) -> None:
            self.state = RegistrationState.CHALLENGE_ISSUED

    registrar = Slow()
    step = await run(registrar)
    assert step.kind is StepKind.FAILED
    assert "try to sign in" in step.hint
    assert registrar.count("cancel") == 0, "the key may be on the account"


async def test_a_key_that_cannot_sign_ends_it_with_the_reason() -> None:
    async def locked(_data: bytes, _namespace: str) -> bytes:
        raise errors.KeyLocked("id_ed25519 has a passphrase")

    registrar = FakeRegistrar()
    registrar.approve()
    one = Registering(registrar, locked, "ssh-ed25519 A", "laptop", SkippingClock(), pairing_code="ABCD-1234")
    step = await one.run()
    assert (step.kind, step.words) == (StepKind.FAILED, "Key is locked: id_ed25519 has a passphrase")
    assert registrar.calls[-1] == "cancel"


async def test_a_key_that_was_sent_before_time_ran_out_may_be_there() -> None:
    class Slow(FakeRegistrar):
        async def submit_key(self, started: Started, public_line: str) -> Challenge:
            self.state = RegistrationState.EXPIRED
            raise errors.TimedOut

    step = await run(Slow())
    assert (step.kind, step.words) == (StepKind.FAILED, "time ran out after the key was sent")
    assert "may be registered" in step.hint
