"""The web server behind `mimiry-tui serve`: textual-serve's own parts, behind a guard of ours.

Every page that is opened runs a dashboard of its own, which ends with the page.
"""

from __future__ import annotations

import argparse
import asyncio
import logging
import shlex
import signal
import socket
import sys
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

import aiohttp_jinja2
import jinja2
from aiohttp import web
from textual_serve.server import Server

from mimiry_tui.commands.output import complain, say
from mimiry_tui.commands.serve.dashboard import Dashboard
from mimiry_tui.commands.serve.guard import ADDRESS, add_headers, guard, new_secret

_HEARTBEAT = 15.0
"""Seconds between two looks at whether the page is still there."""
_PATIENCE = 5.0
"""Seconds that dashboards have to leave before the server does."""


def serve(options: argparse.Namespace, not_there: Sequence[str]) -> int:
    """Serve until a signal; returns the exit code, 1 where the port is taken."""
    logging.basicConfig(level=logging.ERROR, stream=sys.stderr, format="mimiry-tui serve: %(message)s")
    listening = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listening.bind((ADDRESS, options.port))
    except OSError as error:
        listening.close()
        complain(f"port {options.port}: {error.strerror}")
        return 1
    with suppress(KeyboardInterrupt):
        asyncio.run(_serve(listening, command_line(options), not_there))
    return 0


def command_line(options: argparse.Namespace) -> str:
    """What is run for each page, in words as a shell parts them."""
    argv = [sys.executable, "-m", "mimiry_tui"]
    for name in ("profile", "kind", "key", "instance", "api_base", "theme"):
        value = getattr(options, name)
        if value is not None:
            argv.append(f"--{name.replace('_', '-')}={value}")
    argv += [f"--{name.replace('_', '-')}" for name in ("demo", "read_only") if getattr(options, name)]
    return shlex.join(argv)


def make_app(command: str, port: int, secret: str) -> web.Application:
    """The page, its connection and its files, all below the secret."""
    server = Server(command, host=ADDRESS, port=port, title="mimiry-tui")
    connections = _Connections(server)
    app = web.Application(middlewares=[guard(port)])
    app.on_response_prepare.append(add_headers)
    app.on_shutdown.append(connections.end)
    aiohttp_jinja2.setup(app, loader=jinja2.FileSystemLoader(Path(__file__).parent))
    app.add_routes(
        [
            web.get(f"/{secret}/", server.handle_index, name="index"),
            web.get(f"/{secret}/ws", connections.serve, name="websocket"),
            web.get(f"/{secret}/download/{{key}}", server.handle_download, name="download"),
            web.static(f"/{secret}/static", server.statics_path, name="static"),
        ]
    )
    return app


class _Connections:
    """Those that are open: each is a dashboard, and they end with the server."""

    def __init__(self, server: Server) -> None:
        self._server = server
        self._open: set[asyncio.Task[object]] = set()

    async def serve(self, request: web.Request) -> web.StreamResponse:
        """One page's connection, from its opening to its end."""
        task = asyncio.current_task()
        assert task is not None
        self._open.add(task)
        try:
            page = web.WebSocketResponse(heartbeat=_HEARTBEAT)
            await page.prepare(request)
            dashboard = Dashboard(self._server.command, page, self._server.download_manager)
            await dashboard.start(_cells(request, "width", 80), _cells(request, "height", 24))
            try:
                await self._server._process_messages(page, dashboard)
            finally:
                await dashboard.stop()
        finally:
            self._open.discard(task)
        return page

    async def end(self, app: web.Application) -> None:
        """Have every dashboard leave, and wait for that a while."""
        for task in self._open:
            task.cancel()
        if self._open:
            await asyncio.wait(tuple(self._open), timeout=_PATIENCE)


def _cells(request: web.Request, name: str, default: int) -> int:
    """A length that the page says it has."""
    text = request.query.get(name, "")
    return int(text) if text.isdecimal() and len(text) < 4 else default


async def _serve(listening: socket.socket, command: str, not_there: Sequence[str]) -> None:
    port = listening.getsockname()[1]
    secret = new_secret()
    runner = web.AppRunner(make_app(command, port, secret), access_log=None, shutdown_timeout=_PATIENCE)
    await runner.setup()
    await web.SockSite(runner, listening).start()
    say(f"http://{ADDRESS}:{port}/{secret}/\n")
    sys.stderr.write("Whoever has this link can use the dashboard; ctrl+c ends it. Not possible there:\n")
    sys.stderr.writelines(f"  {line}\n" for line in not_there)
    try:
        await _signal()
    finally:
        await runner.cleanup()


async def _signal() -> None:
    """Until this process is asked to end."""
    asked = asyncio.Event()
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        if signal.getsignal(number) is not signal.SIG_IGN:  # `nohup` has one of them ignored
            asyncio.get_running_loop().add_signal_handler(number, asked.set)
    await asked.wait()
