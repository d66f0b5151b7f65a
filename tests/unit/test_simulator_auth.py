"""The simulated door lets in whom it should and nobody else."""

from __future__ import annotations

import asyncssh
import pytest

from mimiry_tui.simulator.auth import Door, TokenLimit
from mimiry_tui.simulator.records import Refusal, WorldState
from tests.support.clock import ManualClock
from tests.support.simulator import signed_headers

KINDS = ("ssh-ed25519", "ssh-rsa", "ecdsa-sha2-nistp256")


class Scene:
    """A door with one registered key."""

    def __init__(self, kind: str = "ssh-ed25519", requests: int = 100) -> None:
        self.clock = ManualClock()
        self.key = asyncssh.generate_private_key(kind)
        state = WorldState(1, self.clock.now(), self.clock.now(), token_secret="ab" * 32)
        self.door = Door(state, self.clock, TokenLimit(requests, 60))
        self.door.register(self.key.export_public_key().decode())

    def headers(self, nonce: str = "0" * 32, **changes: str) -> dict[str, str]:
        return signed_headers(self.key, self.clock.now(), nonce) | changes

    def refusal(self, headers: dict[str, str]) -> Refusal:
        with pytest.raises(Refusal) as caught:
            self.door.exchange(headers)
        return caught.value


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_of_key_opens_the_door(kind: str) -> None:
    scene = Scene(kind)
    token = scene.door.exchange(scene.headers(), 3600)
    assert token["expires_in"] == 3600
    assert scene.door.caller(f"Bearer {token['access_token']}") == scene.key.get_fingerprint("sha256")


def test_a_signature_of_something_else_is_refused() -> None:
    scene = Scene()
    other = signed_headers(scene.key, scene.clock.now(), "1" * 32)
    for headers in (
        scene.headers(**{"x-ssh-signature": other["x-ssh-signature"]}),
        scene.headers(**{"x-ssh-signature": "bm90IGEgc2lnbmF0dXJl"}),
        scene.headers(**{"x-ssh-signature": "not base64"}),
        scene.headers(**{"x-ssh-nonce": "f" * 32}),
        signed_headers(scene.key, scene.clock.now(), namespace="file"),
    ):
        refusal = scene.refusal(headers)
        assert (refusal.status, refusal.message) == (401, "Invalid SSH signature")


def test_another_key_cannot_sign_for_a_registered_one() -> None:
    scene = Scene()
    thief = signed_headers(asyncssh.generate_private_key("ssh-ed25519"), scene.clock.now())
    thief["x-ssh-fingerprint"] = scene.key.get_fingerprint("sha256")
    assert scene.refusal(thief).message == "Invalid SSH signature"


def test_an_unregistered_key_is_told_so() -> None:
    scene = Scene()
    stranger = signed_headers(asyncssh.generate_private_key("ssh-ed25519"), scene.clock.now())
    refusal = scene.refusal(stranger)
    assert (refusal.status, refusal.message) == (401, "SSH key not registered")


async def test_a_timestamp_counts_for_five_minutes_either_way() -> None:
    scene = Scene()
    old = scene.headers("1" * 32)
    await scene.clock.advance(299)
    scene.door.exchange(old)
    older = scene.headers("2" * 32)
    await scene.clock.advance(301)
    assert scene.refusal(older).message == "Timestamp expired"
    future = signed_headers(scene.key, scene.clock.now().replace(hour=14), "3" * 32)
    assert scene.refusal(future).message == "Timestamp expired"


def test_a_nonce_is_spent_once() -> None:
    scene = Scene()
    scene.door.exchange(scene.headers())
    assert scene.refusal(scene.headers()).message == "Nonce already used"
    scene.door.exchange(scene.headers("1" * 32))


async def test_token_requests_are_limited_and_told_when_to_come_back() -> None:
    scene = Scene(requests=3)
    for number in range(3):
        scene.door.exchange(scene.headers(str(number) * 32))
    await scene.clock.advance(20)
    refusal = scene.refusal(scene.headers("4" * 32))
    assert (refusal.status, refusal.extra) == (429, {"retry_after_seconds": 40})
    assert scene.door.limits(scene.key.get_fingerprint("sha256"))["remaining"] == 0
    await scene.clock.advance(40)
    scene.door.exchange(scene.headers("5" * 32))


async def test_a_token_expires() -> None:
    scene = Scene()
    bearer = f"Bearer {scene.door.exchange(scene.headers(), 60)['access_token']}"
    await scene.clock.advance(59)
    scene.door.caller(bearer)
    await scene.clock.advance(2)
    with pytest.raises(Refusal, match="token expired"):
        scene.door.caller(bearer)


def test_a_forged_or_missing_token_is_refused() -> None:
    scene = Scene()
    token = scene.door.exchange(scene.headers())["access_token"]
    head, claims, mac = token.split(".")
    for bearer in (
        "",
        token,
        "Bearer ",
        "Bearer é.é.é",
        f"Bearer {head}.{claims}A.{mac}",
        f"Bearer {head}.{claims}.",
    ):
        with pytest.raises(Refusal) as refusal:
            scene.door.caller(bearer)
        assert refusal.value.status == 401


def test_no_token_lives_longer_than_an_hour() -> None:
    scene = Scene()
    assert scene.door.exchange(scene.headers(), 10**9)["expires_in"] == 3600
    assert scene.door.exchange(scene.headers("1" * 32), "soon")["expires_in"] == 3600
