"""The simulated registration desk: what it lets through, and what it refuses."""

from __future__ import annotations

import base64
from pathlib import Path
from typing import Any

import asyncssh
import pytest

from mimiry_tui.simulator.records import Refusal
from mimiry_tui.simulator.registration import NAMESPACE, RegistrationDesk, State
from mimiry_tui.simulator.server import SimulatorConfig, assemble
from tests.support.clock import ManualClock

KEY = asyncssh.generate_private_key("ssh-ed25519", comment="new")
LINE = KEY.export_public_key().decode().strip()


@pytest.fixture
def clock() -> ManualClock:
    return ManualClock()


@pytest.fixture
def desk(tmp_path: Path, clock: ManualClock) -> RegistrationDesk:
    made = assemble(SimulatorConfig(clock=clock, demo=False), tmp_path).registration
    assert made is not None
    return made


def begun(desk: RegistrationDesk, *, approved: bool = True, **more: str) -> str:
    made = desk.start({"title": "laptop", "client_hint": "tests", **more})
    if approved:
        desk.approve(made.page)
    return made.id


def proof(told: dict[str, Any], key: asyncssh.SSHKey = KEY, namespace: str = NAMESPACE) -> dict[str, str]:
    armored = asyncssh.create_sshsig(key, base64.b64decode(told["challenge"]), namespace=namespace)
    return {"signature": base64.b64encode(armored).decode()}


def refusal_of(error: pytest.ExceptionInfo[Refusal]) -> tuple[int, str]:
    return error.value.status, error.value.code


def test_the_states_come_in_order(desk: RegistrationDesk) -> None:
    made = desk.start({"title": "laptop"})
    assert desk.status(made.id) == {"registration_id": made.id, "state": "initiated"}
    desk.approve(made.page)
    told = desk.status(made.id)
    assert (told["state"], told["verified_user_email"]) == ("portal_verified", "demo@mimiry.example")
    challenge = desk.submit_key(made.id, {"public_key": LINE})
    assert desk.status(made.id)["state"] == "challenge_issued"
    assert desk.prove(made.id, proof(challenge))["state"] == "key_ownership_proven"
    assert [desk.status(made.id)["state"] for _ in range(2)] == ["key_ownership_proven", "completed"]


def test_the_page_does_not_tell_the_clients_secret(desk: RegistrationDesk) -> None:
    made = desk.start({"title": "laptop"})
    assert made.id != made.page
    with pytest.raises(Refusal):
        desk.of(made.page)
    with pytest.raises(Refusal):
        desk.approve(made.id)


@pytest.mark.parametrize(
    "body", [{}, [], {"title": ""}, {"title": "a<b"}, {"title": "x" * 101}, {"title": 3}]
)
def test_a_title_that_is_none_is_refused(desk: RegistrationDesk, body: object) -> None:
    with pytest.raises(Refusal) as error:
        desk.start(body)
    assert error.value.status in {400, 422}


def test_no_key_is_taken_before_the_portal(desk: RegistrationDesk) -> None:
    with pytest.raises(Refusal) as error:
        desk.submit_key(begun(desk, approved=False), {"public_key": LINE})
    assert refusal_of(error) == (409, "invalid_state")


def test_a_lost_challenge_is_given_anew_for_the_same_key_only(desk: RegistrationDesk) -> None:
    one = begun(desk)
    first = desk.submit_key(one, {"public_key": LINE})
    second = desk.submit_key(one, {"public_key": LINE})
    other = asyncssh.generate_private_key("ssh-ed25519").export_public_key().decode()
    with pytest.raises(Refusal):
        desk.submit_key(one, {"public_key": other})
    with pytest.raises(Refusal):
        desk.prove(one, proof(first))
    assert desk.prove(one, proof(second))["state"] == "key_ownership_proven"


@pytest.mark.parametrize("body", [{}, {"public_key": "ssh-ed25519 AAAA"}, {"public_key": 3}, None])
def test_what_is_no_public_key_is_refused(desk: RegistrationDesk, body: object) -> None:
    with pytest.raises(Refusal) as error:
        desk.submit_key(begun(desk), body)
    assert error.value.status in {400, 422}


def test_a_wrong_signature_lets_nobody_in(desk: RegistrationDesk) -> None:
    one = begun(desk)
    told = desk.submit_key(one, {"public_key": LINE})
    stranger = asyncssh.generate_private_key("ssh-ed25519")
    wrong = [proof(told, stranger), proof(told, namespace="mimiry-auth"), {"signature": "!"}, {}, None]
    for body in wrong:
        with pytest.raises(Refusal) as error:
            desk.prove(one, body)
        assert refusal_of(error) == (400, "invalid_signature")
    assert desk.status(one)["state"] == "challenge_issued"


def test_a_known_key_is_not_registered_twice(desk: RegistrationDesk) -> None:
    first = begun(desk)
    desk.prove(first, proof(desk.submit_key(first, {"public_key": LINE})))
    with pytest.raises(Refusal) as error:
        desk.submit_key(begun(desk), {"public_key": LINE})
    assert refusal_of(error) == (409, "already_registered")


async def test_time_runs_out(desk: RegistrationDesk, clock: ManualClock) -> None:
    one, code = begun(desk), desk.pairing_code()
    await clock.advance(desk.lifetime.total_seconds())
    assert desk.status(one)["state"] == "expired"
    with pytest.raises(Refusal):
        desk.submit_key(one, {"public_key": LINE})
    await clock.advance(1)
    with pytest.raises(Refusal) as error:
        begun(desk, tmp_pub=code)
    assert refusal_of(error) == (400, "invalid_pairing_code")


def test_a_pairing_code_is_good_once(desk: RegistrationDesk) -> None:
    code = desk.pairing_code()
    assert len(code) == 9
    begun(desk, tmp_pub=code)
    with pytest.raises(Refusal):
        begun(desk, tmp_pub=code)


def test_what_is_cancelled_stays_so(desk: RegistrationDesk) -> None:
    made = desk.start({"title": "laptop"})
    desk.cancel(made.id)
    assert desk.status(made.id)["state"] == State.CANCELLED
    with pytest.raises(Refusal):
        desk.approve(made.page)
    assert desk.refuse(made.page).state is State.CANCELLED
