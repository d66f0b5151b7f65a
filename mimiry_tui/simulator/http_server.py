"""Serves an ASGI application on a loopback port, inside a running event loop."""

from __future__ import annotations

import asyncio
import contextlib
import socket
from collections.abc import AsyncIterator, Callable, Iterator

import uvicorn
from starlette.types import ASGIApp

from mimiry_tui.simulator.fault_middleware import Connections, protocol_noting
from mimiry_tui.simulator.http_app import build_app
from mimiry_tui.simulator.service import Service

_GRACE_SECONDS = 1
_KEEP_ALIVE_SECONDS = 75
"""As common proxies hold idle connections."""


class _EmbeddedServer(uvicorn.Server):
    """uvicorn without hands on the process's signals, which says when it listens."""

    def __init__(self, config: uvicorn.Config) -> None:
        super().__init__(config)
        self.listening = asyncio.Event()

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        self.listening.set()


def listen(port: int) -> socket.socket:
    """A bound loopback socket; port 0 takes a free one. Raises OSError when the port is taken."""
    # Named as TCP, or asyncio does not see that it may send small answers at once.
    bound = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    bound.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        bound.bind(("127.0.0.1", port))
    except OSError:
        bound.close()
        raise
    return bound


def serving(service: Service, bound: socket.socket) -> contextlib.AbstractAsyncContextManager[None]:
    """Answer requests on the socket until the block is left."""
    return serving_app(lambda connections: build_app(service, connections), bound)


@contextlib.asynccontextmanager
async def serving_app(build: Callable[[Connections], ASGIApp], bound: socket.socket) -> AsyncIterator[None]:
    """Serve an application on the socket; it is built with the open connections, for cutting them."""
    connections: dict[tuple[str, int], asyncio.Transport] = {}
    config = uvicorn.Config(
        build(connections),
        http=protocol_noting(connections),
        ws="none",
        lifespan="off",
        loop="asyncio",
        log_config=None,
        log_level="critical",
        access_log=False,
        date_header=False,
        server_header=False,
        timeout_keep_alive=_KEEP_ALIVE_SECONDS,
        timeout_graceful_shutdown=_GRACE_SECONDS,
    )
    server = _EmbeddedServer(config)
    task = asyncio.create_task(server.serve(sockets=[bound]))
    try:
        await server.listening.wait()
        yield
    finally:
        server.should_exit = True
        await task
