"""Ports of their own for sessions whose SSH plays a scenario: closed, silent, or through to the proxy."""

from __future__ import annotations

import asyncio
import contextlib
import socket
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from datetime import timedelta
from enum import IntEnum

from mimiry_tui.simulator import pace as base
from mimiry_tui.simulator.records import Session
from mimiry_tui.simulator.scenarios import Scenario
from mimiry_tui.simulator.ssh_server import SshFront
from mimiry_tui.simulator.world import World

_GATED = (Scenario.SSH_REFUSED, Scenario.SSH_SILENT, Scenario.SSH_SLOW, Scenario.SSH_KEY_CHANGES)
_CHUNK = 65_536


class _Door(IntEnum):
    """What a connection meets; it only ever moves on."""

    REFUSES = 0
    SILENT = 1
    OPEN = 2


@dataclass
class _Gate:
    """One session's port. `logins` is how often its session had been entered when the port came up."""

    bound: socket.socket
    logins: int
    door: _Door = _Door.REFUSES
    server: asyncio.Server | None = None
    opening: asyncio.Task[None] | None = None
    pipes: set[asyncio.Task[None]] = field(default_factory=set)

    @property
    def port(self) -> int:
        return int(self.bound.getsockname()[1])


class SshGates:
    """The gates of one world, in front of its SSH proxy."""

    def __init__(self, world: World, front: SshFront, proxy_port: int) -> None:
        self._world = world
        self._front = front
        self._proxy_port = proxy_port
        self._gates: dict[str, _Gate] = {}
        self._retired: list[_Gate] = []

    @contextlib.asynccontextmanager
    async def standing(self) -> AsyncIterator[SshGates]:
        """Gates come up as they are asked for; all go when the block is left."""
        try:
            yield self
        finally:
            for gate in (*self._gates.values(), *self._retired):
                await _close(gate)

    def port_of(self, session: Session) -> int | None:
        """The session's own port, or None while it never played a scenario that needs one.

        A port stays the session's when its scenario stops: then it leads through to the proxy.
        """
        wanted = self._wanted(session)
        gate = self._gates.get(session.id)
        if gate is None or wanted < gate.door:
            if gate is None and not self._gated(session):
                return None
            if gate is not None:
                # A door that was open cannot be shut for those who know its port: a new one takes over.
                self._retired.append(gate)
            gate = self._gates[session.id] = _Gate(_bind(), self._front.logins[session.id])
        self._move(session, gate, wanted)
        return gate.port

    def tend(self) -> None:
        """Let every door move on that is due to."""
        for session_id in list(self._gates):
            session = self._world.state.sessions.get(session_id)
            if session is not None and session.live:
                self.port_of(session)

    def _gated(self, session: Session) -> bool:
        return any(self._world.plays(session, scenario) is not None for scenario in _GATED)

    def _wanted(self, session: Session) -> _Door:
        if self._world.plays(session, Scenario.SSH_REFUSED) is not None:
            return _Door.REFUSES
        if self._world.plays(session, Scenario.SSH_SILENT) is not None:
            return _Door.SILENT
        slow = self._world.plays(session, Scenario.SSH_SLOW)
        published = session.ssh_published_at
        if slow is None or published is None:
            return _Door.OPEN
        each = timedelta(seconds=base.SSH_SLOW / self._world.rules.speed)
        passed = (self._world.clock.now() - published) / each
        return _Door(min(int(passed), _Door.OPEN))

    def _move(self, session: Session, gate: _Gate, wanted: _Door) -> None:
        if wanted >= _Door.SILENT > gate.door:
            gate.bound.listen()  # nobody takes what comes, so nobody greets it
        if wanted is _Door.OPEN and gate.opening is None:
            gate.opening = asyncio.create_task(self._open(session.id, gate))
        gate.door = wanted

    async def _open(self, session_id: str, gate: _Gate) -> None:
        async def through(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            task = asyncio.current_task()
            assert task is not None
            gate.pipes.add(task)
            task.add_done_callback(gate.pipes.discard)
            await _pipe(reader, writer, await self._target(session_id, gate))

        gate.server = await asyncio.start_server(through, sock=gate.bound)

    async def _target(self, session_id: str, gate: _Gate) -> int:
        """The proxy, or what passes for it with another host key."""
        session = self._world.state.sessions.get(session_id)
        if session is None or self._world.plays(session, Scenario.SSH_KEY_CHANGES) is None:
            return self._proxy_port
        entered = self._front.logins[session_id] > gate.logins
        return await self._front.impostor() if entered else self._proxy_port


def _bind() -> socket.socket:
    """A loopback port that refuses until somebody listens on it."""
    bound = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    bound.setblocking(False)
    bound.bind(("127.0.0.1", 0))
    return bound


async def _pipe(reader: asyncio.StreamReader, writer: asyncio.StreamWriter, port: int) -> None:
    """Carry bytes both ways until both sides have said all."""
    there_reader, there_writer = await asyncio.open_connection("127.0.0.1", port)
    try:
        await asyncio.gather(_carry(reader, there_writer), _carry(there_reader, writer))
    finally:
        writer.close()
        there_writer.close()


async def _carry(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    with contextlib.suppress(ConnectionError):
        while data := await reader.read(_CHUNK):
            writer.write(data)
            await writer.drain()
        if writer.can_write_eof():
            writer.write_eof()


async def _close(gate: _Gate) -> None:
    tasks = [*gate.pipes, *([] if gate.opening is None else [gate.opening])]
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)
    if gate.server is not None:
        gate.server.close()
    gate.bound.close()
