"""Whether an SSH server answers: asked over real sockets, at no cost."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator

import pytest

from mimiry_tui.domain.session_reading import build_ssh_endpoint
from mimiry_tui.domain.sessions import SshEndpoint
from mimiry_tui.simulator.render import session_json
from mimiry_tui.ssh.banner import answers
from mimiry_tui.ssh.endpoint import UnsafeEndpointError
from tests.support.simulator import simulator
from tests.support.ssh_place import place

BRIEFLY = 0.2


@contextlib.asynccontextmanager
async def saying(*pieces: bytes, hangs_up: bool = True) -> AsyncIterator[SshEndpoint]:
    """A server that says this to everybody."""

    met: list[asyncio.StreamWriter] = []

    async def greet(_reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        met.append(writer)
        for piece in pieces:
            writer.write(piece)
        if hangs_up:
            writer.close()

    async with await asyncio.start_server(greet, "127.0.0.1", 0) as server:
        yield SshEndpoint("127.0.0.1", server.sockets[0].getsockname()[1])
    for writer in met:
        writer.close()
        with contextlib.suppress(ConnectionError):
            await writer.wait_closed()


async def test_the_proxy_answers_and_nobody_has_logged_in() -> None:
    async with simulator(speed=1) as cloud:
        assert await answers(place(cloud))
        assert not cloud.front.logins


@pytest.mark.parametrize("scenario", ["ssh-refused", "ssh-silent"])
async def test_a_published_endpoint_that_is_not_ready_does_not_answer(scenario: str) -> None:
    async with simulator(speed=1) as cloud:
        session = cloud.scenarios.ready(scenario)
        body = session_json(session, cloud.service.dialect, cloud.ssh_port)
        cloud.scenarios.dress(body, session)
        endpoint = build_ssh_endpoint(body["ssh"])
        assert endpoint is not None
        assert not await answers(endpoint, seconds=BRIEFLY)


@pytest.mark.parametrize(
    "said", [(b"SSH-2.0-x\r\n",), (b"SSH-", b"2.0-x\r\n"), (b"welcome\r\n\r\n", b"SSH-2.0-x\n")]
)
async def test_a_greeting_may_come_in_pieces_and_after_other_lines(said: tuple[bytes, ...]) -> None:
    async with saying(*said, hangs_up=False) as endpoint:
        assert await answers(endpoint)


@pytest.mark.parametrize(
    "said", [b"", b"HTTP/1.1 400 Bad Request\r\n\r\n", b"x" * 100_000, b"x\r\n" * 50_000]
)
async def test_what_greets_otherwise_is_no_ssh_server(said: bytes) -> None:
    async with saying(said) as endpoint:
        assert not await answers(endpoint)


async def test_a_name_that_no_resolver_takes_does_not_answer() -> None:
    assert not await answers(SshEndpoint("a..b"))


async def test_an_endpoint_that_is_none_is_not_even_tried() -> None:
    with pytest.raises(UnsafeEndpointError):
        await answers(SshEndpoint("-oProxyCommand=x"))
