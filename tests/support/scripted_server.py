"""An HTTP server on a loopback socket that answers exactly what the test says, however wrong."""

from __future__ import annotations

import asyncio
import contextlib
import gzip
import json
import socket
import struct
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, field
from urllib.parse import parse_qsl, urlsplit


@dataclass(frozen=True)
class Seen:
    """A request as it arrived; header names in lower case."""

    method: str
    path: str
    query: dict[str, str]
    headers: dict[str, str] = field(repr=False)
    body: bytes = b""

    @property
    def json(self) -> object:
        return json.loads(self.body)


@dataclass(frozen=True)
class Reply:
    """What goes back. `cut` sends only so many bytes of the body, `reset` none at all."""

    status: int = 200
    body: bytes = b"{}"
    headers: tuple[tuple[str, str], ...] = ()
    cut: int | None = None
    reset: bool = False
    hang: bool = False

    @classmethod
    def of(cls, value: object, status: int = 200, **headers: str) -> Reply:
        """JSON, with headers given as `retry_after="3"`."""
        named = tuple((name.replace("_", "-"), text) for name, text in headers.items())
        return cls(status, json.dumps(value).encode(), named)

    @classmethod
    def gzipped(cls, value: object) -> Reply:
        return cls(body=gzip.compress(json.dumps(value).encode()), headers=(("content-encoding", "gzip"),))


Script = Callable[[Seen], Reply]


class ScriptedServer:
    """Notes every request; a script says the answers, or a list of them of which the last stays."""

    def __init__(self) -> None:
        self.seen: list[Seen] = []
        self.connections = 0
        self.drops_idle = False
        """Whether a connection is closed, nothing read, in the moment that it is used a second time."""
        self.arrived = asyncio.Event()
        """Set by every request."""
        self.url = ""
        self._script: Script = lambda _: Reply(404)

    def by(self, script: Script) -> None:
        """Answer each request by this function."""
        self._script = script

    def give(self, *replies: Reply) -> None:
        """Answer with these in turn, whatever is asked."""
        queue = list(replies)
        self._script = lambda _: queue.pop(0) if len(queue) > 1 else queue[0]

    def asked(self, path: str) -> list[Seen]:
        """The requests to one path so far."""
        return [seen for seen in self.seen if seen.path == path]

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.connections += 1
        try:
            with contextlib.suppress(ConnectionError, asyncio.IncompleteReadError):
                while await self._exchange(reader, writer):
                    if self.drops_idle:
                        await reader.read(1)
                        break
        finally:
            writer.close()
            with contextlib.suppress(ConnectionError):
                await writer.wait_closed()

    async def _exchange(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> bool:
        request = await _read(reader)
        self.seen.append(request)
        self.arrived.set()
        reply = self._script(request)
        if reply.hang:
            await reader.read()
            return False
        if reply.reset:
            linger = struct.pack("ii", 1, 0)
            writer.get_extra_info("socket").setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, linger)
            writer.transport.abort()
            return False
        writer.write(_head(reply) + reply.body[: reply.cut])
        await writer.drain()
        return reply.cut is None


@contextlib.asynccontextmanager
async def scripted_server() -> AsyncIterator[ScriptedServer]:
    """Listening on a free loopback port until the block is left."""
    server = ScriptedServer()
    tasks: set[asyncio.Task[None]] = set()

    def accept(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.create_task(server.serve(reader, writer))
        tasks.add(task)
        task.add_done_callback(tasks.discard)

    listening = await asyncio.start_server(accept, "127.0.0.1", 0)
    server.url = f"http://127.0.0.1:{listening.sockets[0].getsockname()[1]}"
    try:
        yield server
    finally:
        listening.close()
        for task in list(tasks):
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        await listening.wait_closed()


def _head(reply: Reply) -> bytes:
    names = {name.lower() for name, _ in reply.headers}
    lines = [f"HTTP/1.1 {reply.status} Scripted", *(f"{name}: {value}" for name, value in reply.headers)]
    if "content-type" not in names:
        lines.append("content-type: application/json")
    lines.append(f"content-length: {len(reply.body)}")
    return ("\r\n".join(lines) + "\r\n\r\n").encode()


async def _read(reader: asyncio.StreamReader) -> Seen:
    head = (await reader.readuntil(b"\r\n\r\n")).decode()
    first, *lines = head.strip().split("\r\n")
    method, target, _ = first.split(" ")
    headers = {name.lower(): value for name, _, value in (line.partition(": ") for line in lines)}
    body = await reader.readexactly(int(headers.get("content-length", "0")))
    parts = urlsplit(target)
    return Seen(method, parts.path, dict(parse_qsl(parts.query)), headers, body)
