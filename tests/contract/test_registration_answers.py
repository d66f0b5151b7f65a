"""The registration client against answers of every kind: what it takes, and what it never signs."""

from __future__ import annotations

import base64
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest

from mimiry_tui.clouds import errors
from mimiry_tui.clouds.mimiry.registration import MimiryRegistrar
from mimiry_tui.clouds.registration import (
    AlreadyRegistered,
    RegistrationState,
    RegistrationUnsupported,
    Started,
    pairing_code_of,
)
from mimiry_tui.clouds.transport import Transport
from tests.support.scripted_server import Reply, ScriptedServer, scripted_server
from tests.support.skipping_clock import SkippingClock

ID = "reg_0123456789abcdef"
STARTED = Started(ID, "https://portal.example/verify")
PATH = "/api/auth/v1/ssh-keys/register"
PAGE = Reply(200, b"<!doctype html><title>Mimiry</title>", (("content-type", "text/html"),))


@asynccontextmanager
async def at(*replies: Reply) -> AsyncIterator[tuple[MimiryRegistrar, ScriptedServer]]:
    async with scripted_server() as server:
        server.give(*replies)
        clock = SkippingClock()
        registrar = MimiryRegistrar(Transport(server.url, clock, jitter=lambda: 0.5), clock)
        try:
            yield registrar, server
        finally:
            await registrar.aclose()


def challenge(data: bytes = b"x" * 32, namespace: object = "mimiry-key", **more: object) -> Reply:
    return Reply.of({"challenge": base64.b64encode(data).decode(), "algorithm": namespace, **more})


async def test_the_beginning_is_sent_as_the_service_takes_it() -> None:
    url = "https://portal.example/verify?x=1"
    async with at(Reply.of({"registration_id": ID, "verify_url": url}, 201)) as (registrar, server):
        started = await registrar.start("a <b>\n\x1b[31mlaptop", pairing_code="ABCD-1234", email="a@b.c")
        await registrar.start("")
        assert started == Started(ID, url)
        assert ID not in repr(started)
        first, second = (seen.json for seen in server.asked(f"{PATH}/init"))
        assert isinstance(first, dict)
        hint = first.pop("client_hint")
        assert hint.startswith("mimiry-tui/")
        assert first == {"title": "a b[31mlaptop", "tmp_pub": "ABCD-1234", "intended_user": "a@b.c"}
        assert second == {"title": "mimiry-tui", "client_hint": hint}
        assert "authorization" not in server.seen[0].headers


@pytest.mark.parametrize("reply", [Reply(404), Reply(405), Reply(404, PAGE.body), PAGE])
async def test_a_service_without_it_is_recognised(reply: Reply) -> None:
    async with at(reply) as (registrar, _):
        with pytest.raises(RegistrationUnsupported):
            await registrar.start("laptop")


@pytest.mark.parametrize(
    "url",
    ["", "javascript:alert(1)", "file:///etc/passwd", "https://", "https://a b", "https://x/\x1b]0;", "https://[",
     "https://me@evil.example/", "https://ä.example/", "https://x/" + "y" * 2000, "--help"],
)  # fmt: skip
async def test_a_page_that_is_no_web_address_is_never_shown(url: str) -> None:
    async with at(Reply.of({"registration_id": ID, "verify_url": url})) as (registrar, _):
        with pytest.raises(errors.UnreadableAnswer):
            await registrar.start("laptop")


@pytest.mark.parametrize("registration_id", [None, "", "a b", "a\nb", "ü"])
async def test_an_id_that_no_header_could_carry_is_refused(registration_id: object) -> None:
    reply = Reply.of({"registration_id": registration_id, "verify_url": STARTED.verify_url})
    async with at(reply) as (registrar, _):
        with pytest.raises(errors.UnreadableAnswer):
            await registrar.start("laptop")


async def test_the_id_is_the_bearer_and_one_segment_of_the_path() -> None:
    async with at(Reply.of({"state": "initiated"})) as (registrar, server):
        await registrar.status(Started("../a/b", "https://x"))
        (seen,) = server.seen
        assert seen.path == f"{PATH}/..%2Fa%2Fb/status"
        assert seen.headers["authorization"] == "Bearer ../a/b"


@pytest.mark.parametrize(
    ("body", "state", "email", "detail"),
    [
        ({"state": "portal_verified", "verified_user_email": " a@b.c "}, "portal_verified", "a@b.c", ""),
        ({"status": "COMPLETED"}, "completed", "", ""),
        ({"data": {"state": "failed", "message": "no"}}, "failed", "", "no"),
        ({"state": "dancing"}, "unknown", "", "dancing"),
        ({"state": None, "verified_user_email": 7}, "unknown", "7", ""),
        ({}, "unknown", "", ""),
    ],
)
async def test_the_state_is_read_tolerantly(body: object, state: str, email: str, detail: str) -> None:
    async with at(Reply.of(body)) as (registrar, _):
        told = await registrar.status(STARTED)
        assert (told.state, told.email, told.detail) == (RegistrationState(state), email, detail)


async def test_the_challenge_comes_with_the_name_to_sign_it_under() -> None:
    async with at(challenge(b"data", "mimiry-auth")) as (registrar, server):
        got = await registrar.submit_key(STARTED, "ssh-ed25519 AAAA me")
        assert (got.data, got.namespace) == (b"data", "mimiry-auth")
        assert server.seen[0].json == {"public_key": "ssh-ed25519 AAAA me"}


@pytest.mark.parametrize(
    "reply",
    [
        challenge(namespace="git"),
        challenge(namespace="file"),
        challenge(b"SHA256:abc\n1780920000\n00", "mimiry-auth"),
    ],
)
async def test_what_could_be_used_elsewhere_is_never_signed(reply: Reply) -> None:
    async with at(reply) as (registrar, _):
        with pytest.raises(errors.UnreadableAnswer, match="could be used elsewhere"):
            await registrar.submit_key(STARTED, "ssh-ed25519 AAAA")


@pytest.mark.parametrize(
    "reply",
    [
        Reply.of({}),
        PAGE,
        challenge(b""),
        challenge(namespace=""),
        challenge(namespace="two words"),
        challenge(b"x" * 100_000),
        Reply.of({"challenge": "!", "algorithm": "mimiry-key"}),
    ],
)
async def test_what_is_no_challenge_is_not_signed(reply: Reply) -> None:
    async with at(reply) as (registrar, _):
        with pytest.raises(errors.UnreadableAnswer):
            await registrar.submit_key(STARTED, "ssh-ed25519 AAAA")


async def test_refusals_have_their_own_names() -> None:
    async with at(Reply.of({"message": "known"}, 409), Reply.of({"message": "bad"}, 400)) as (
        registrar,
        server,
    ):
        with pytest.raises(AlreadyRegistered, match="known"):
            await registrar.submit_key(STARTED, "ssh-ed25519 AAAA")
        with pytest.raises(errors.SignatureRefused, match="bad"):
            await registrar.prove(STARTED, b"armored\n")
        assert server.seen[1].json == {"signature": base64.b64encode(b"armored\n").decode()}


@pytest.mark.parametrize("reply", [Reply(204, b""), Reply(404), Reply(500), Reply(reset=True)])
async def test_taking_it_back_never_raises(reply: Reply) -> None:
    async with at(reply) as (registrar, server):
        await registrar.cancel(STARTED)
        assert [(seen.method, seen.path) for seen in server.seen] == [("DELETE", f"{PATH}/{ID}")]


@pytest.mark.parametrize("deed", ["submit_key", "prove"])
@pytest.mark.parametrize("reply", [Reply(503), Reply(reset=True), Reply(429)])
async def test_commands_are_sent_once(deed: str, reply: Reply) -> None:
    async with at(reply) as (registrar, server):
        with pytest.raises(errors.CloudError) as error:
            await (
                registrar.submit_key(STARTED, "k") if deed == "submit_key" else registrar.prove(STARTED, b"k")
            )
        assert len(server.seen) == 1
        assert ID not in str(error.value)


async def test_an_error_never_repeats_the_id() -> None:
    async with at(Reply.of({"message": f"no such registration: {ID}"}, 404)) as (registrar, _):
        with pytest.raises(errors.NotFound) as error:
            await registrar.status(STARTED)
        assert ID not in str(error.value)


async def test_nothing_is_sent_over_plain_http_to_another_machine() -> None:
    clock = SkippingClock()
    registrar = MimiryRegistrar(Transport("http://192.0.2.1", clock), clock)
    with pytest.raises(errors.SignInFailed, match="plain http"):
        await registrar.start("laptop")


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("abcd1234", "ABCD-1234"),
        (" AB CD - 12 34 ", "ABCD-1234"),
        ("ABCD-123", ""),
        ("ÄBCD-1234", ""),
        ("", ""),
    ],
)
def test_a_pairing_code_is_read_as_people_type_it(typed: str, code: str) -> None:
    assert pairing_code_of(typed) == code
