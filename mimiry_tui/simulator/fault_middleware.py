"""Makes the ordered troubles happen on the wire, and sets the `Date` header to the server's own time."""

from __future__ import annotations

import asyncio
import socket
import struct
from collections.abc import Mapping, MutableMapping
from email.utils import format_datetime
from typing import Any

from starlette.types import ASGIApp, Message, Receive, Scope, Send
from uvicorn.protocols.http.h11_impl import H11Protocol

from mimiry_tui.clock import Clock
from mimiry_tui.simulator.faults import FaultKind, Faults

Connections = MutableMapping[tuple[str, int], asyncio.Transport]

Answers = Mapping[FaultKind, tuple[int, bytes]]
"""The status and body that a trouble is answered with."""
ANSWERS: Answers = {
    FaultKind.NO_BALANCE: (402, b'{"error":"insufficient_balance","message":"insufficient balance"}'),
    FaultKind.CONFLICT: (409, b'{"error":"invalid_state","message":"not possible in the present state"}'),
    FaultKind.INVALID: (422, b'{"error":"validation_error","message":"the request cannot be processed"}'),
    FaultKind.QUOTA: (
        429,
        b'{"error":"quota_exceeded","message":"concurrent_sessions quota exceeded (2 of 2)"}',
    ),
    FaultKind.ERROR_500: (500, b'{"error":"internal_error","message":"something broke"}'),
    FaultKind.ERROR_502: (502, b'{"error":"bad_gateway","message":"upstream went away"}'),
    FaultKind.ERROR_503: (503, b'{"error":"unavailable","message":"try again later"}'),
    FaultKind.RATE_LIMIT: (429, b'{"error":"rate_limited","message":"slow down"}'),
    FaultKind.MALFORMED: (200, b'{"sessions": [{"id": 17, "name": '),
    FaultKind.HTML: (502, b"<html><head><title>502 Bad Gateway</title></head><body>nginx</body></html>"),
}
_RETRY_AFTER = b"2"
HANG_UP = "simulator.hang_up"
"""The key of a scope under which a route asks that its answer never arrive: the connection is cut."""
KEEP_WAITING = "simulator.keep_waiting"
"""The same, but the connection stays, and the caller waits until it has enough."""


def protocol_noting(connections: Connections) -> type[H11Protocol]:
    """An HTTP protocol that keeps its transports findable by peer address, so that one can be cut."""

    class CuttableProtocol(H11Protocol):
        def connection_made(self, transport: asyncio.BaseTransport) -> None:
            assert isinstance(transport, asyncio.Transport)
            super().connection_made(transport)
            self._peer = transport.get_extra_info("peername")[:2]
            connections[self._peer] = transport

        def connection_lost(self, exc: Exception | None) -> None:
            connections.pop(self._peer, None)
            super().connection_lost(exc)

    return CuttableProtocol


class FaultMiddleware:
    """Makes trouble outside the application; what is in no `connections` cannot be cut and is answered."""

    def __init__(
        self,
        app: ASGIApp,
        faults: Faults,
        clock: Clock,
        connections: Connections,
        answers: Answers = ANSWERS,
    ) -> None:
        self._app = app
        self._answers = answers
        self._faults = faults
        self._clock = clock
        self._connections = connections

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        struck = self._faults.strike(scope["path"], scope["method"])
        if FaultKind.LATENCY in struck:
            await self._clock.sleep(self._faults.delay())
        transport = self._connections.get(tuple(scope["client"] or ()))
        if FaultKind.RESET in struck and transport is not None:
            _reset(transport)
            await asyncio.sleep(0)
            return
        if FaultKind.IGNORED in struck and transport is not None:
            await _until_gone(receive)
            return
        answered = next((kind for kind in struck if kind in self._answers), None)
        if answered is not None:
            await self._answer(answered, send)
            return
        if FaultKind.LOST in struck and transport is not None:
            await self._app(scope, receive, _swallow)
            _reset(transport)
            await asyncio.sleep(0)
            return
        if FaultKind.SILENT in struck and transport is not None:
            await self._app(scope, receive, _swallow)
            await _until_gone(receive)
            return
        cut = transport if FaultKind.TRUNCATED in struck else None
        await self._app(scope, receive, self._sender(scope, send, cut, transport))
        if transport is not None and scope.get(HANG_UP):
            _reset(transport)
            await asyncio.sleep(0)
        elif transport is not None and scope.get(KEEP_WAITING):
            await _until_gone(receive)

    def _date(self) -> bytes:
        moment = self._clock.now() + self._faults.skew
        return format_datetime(moment, usegmt=True).encode()

    async def _answer(self, kind: FaultKind, send: Send) -> None:
        status, body = self._answers[kind]
        html = kind is FaultKind.HTML
        headers = [
            (b"date", self._date()),
            (b"content-type", b"text/html" if html else b"application/json"),
            (b"content-length", str(len(body)).encode()),
        ]
        if kind is FaultKind.RATE_LIMIT:
            headers.append((b"retry-after", _RETRY_AFTER))
        await send({"type": "http.response.start", "status": status, "headers": headers})
        await send({"type": "http.response.body", "body": body})

    def _sender(
        self, scope: Scope, send: Send, cut: asyncio.Transport | None, transport: asyncio.Transport | None
    ) -> Send:
        async def dated(message: Message) -> None:
            if transport is not None and (scope.get(HANG_UP) or scope.get(KEEP_WAITING)):
                return
            if message["type"] == "http.response.start":
                message = {**message, "headers": [(b"date", self._date()), *message["headers"]]}
            if cut is not None and message["type"] == "http.response.body":
                await send(_half(message))
                cut.close()
                return
            await send(message)

        return dated


async def _swallow(_message: Message) -> None:
    """The answer that never arrives."""


async def _until_gone(receive: Receive) -> None:
    """Say nothing until the caller has hung up."""
    while (await receive())["type"] != "http.disconnect":
        pass


def _half(message: Message) -> dict[str, Any]:
    body: bytes = message.get("body", b"")
    return {"type": "http.response.body", "body": body[: len(body) // 2], "more_body": True}


def _reset(transport: asyncio.Transport) -> None:
    """Hang up with a TCP reset instead of a farewell."""
    raw = transport.get_extra_info("socket")
    raw.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    transport.abort()
