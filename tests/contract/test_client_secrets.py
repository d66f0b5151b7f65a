"""Tokens, signatures and passphrases stay where they belong: looked for in every text we produce."""

from __future__ import annotations

import logging
import traceback
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from mimiry_tui.clouds import errors
from mimiry_tui.clouds.mimiry.auth import TOKEN_PATH
from mimiry_tui.clouds.mimiry.token_cache import Token
from tests.support.clients import TOKEN, client, new_key
from tests.support.scripted_server import Reply, ScriptedServer, Seen, scripted_server
from tests.support.skipping_clock import SkippingClock

PASSPHRASE = "correct horse battery staple"
LOGGERS = ("httpx", "httpcore", "asyncssh", "mimiry_tui", "asyncio")
TROUBLES = {
    "fine": Reply.of({"balance": 1}),
    "refused": Reply.of({"error": "nope"}, 403),
    "unauthorised": Reply.of({"error": "expired"}, 401),
    "reset": Reply(reset=True),
    "cut": Reply(body=b'{"balance": 1}', cut=5),
    "html": Reply(502, b"<html><title>Bad gateway</title>"),
    "unreadable": Reply(body=b"{"),
    "redirect": Reply(302, headers=(("Location", "http://example.org/"),)),
}


@pytest.fixture
async def server() -> AsyncIterator[ScriptedServer]:
    async with scripted_server() as made:
        yield made


@pytest.mark.parametrize("trouble", TROUBLES)
async def test_no_text_holds_a_secret(
    server: ScriptedServer, tmp_path: Path, caplog: pytest.LogCaptureFixture, trouble: str
) -> None:
    for name in LOGGERS:
        caplog.set_level(logging.DEBUG, logger=name)

    def script(seen: Seen) -> Reply:
        if seen.path == TOKEN_PATH:
            return Reply.of({"access_token": TOKEN, "expires_in": 3600})
        return TROUBLES[trouble]

    server.by(script)
    cloud = client(server.url, SkippingClock(), new_key(tmp_path, passphrase=PASSPHRASE))
    cloud.unlock(PASSPHRASE)
    texts = []
    try:
        await cloud.balance()
    except errors.CloudError as error:
        texts += [str(error), repr(error), repr(vars(error)), "".join(traceback.format_exception(error))]
    await cloud.aclose()
    texts += [record.getMessage() for record in caplog.records] + [repr(cloud), repr(vars(cloud))]
    exchange = server.asked(TOKEN_PATH)[0]
    assert caplog.records, "the loggers were listened to"
    secrets = [TOKEN, PASSPHRASE, exchange.headers["x-ssh-signature"][:60], exchange.headers["x-ssh-nonce"]]
    for text in texts:
        assert not [secret for secret in secrets if secret in text]


@pytest.mark.parametrize("header", ["authorization", "x-ssh-signature"])
async def test_a_service_that_echoes_a_secret_is_not_echoed_on(
    server: ScriptedServer, tmp_path: Path, header: str
) -> None:
    """An error page that repeats the request's headers is foreign text with our secret in it."""

    def script(seen: Seen) -> Reply:
        if seen.path == TOKEN_PATH and header == "authorization":
            return Reply.of({"access_token": TOKEN, "expires_in": 3600})
        return Reply.of({"error": "debug", "message": f"you sent {seen.headers[header]} to us"}, 400)

    server.by(script)
    cloud = client(server.url, SkippingClock(), new_key(tmp_path))
    try:
        with pytest.raises(errors.BadRequest) as refused:
            await cloud.balance()
    finally:
        await cloud.aclose()
    assert refused.value.detail.endswith("[hidden] to us")


def test_a_token_hides_in_its_repr() -> None:
    assert TOKEN not in repr(Token(TOKEN, 0.0))
