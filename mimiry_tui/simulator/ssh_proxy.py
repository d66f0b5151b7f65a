"""An SSH proxy in front of simulated machines: a key opens one of them, and nothing on the host."""

from __future__ import annotations

import asyncio
import contextlib
from abc import ABC, abstractmethod
from collections import Counter
from collections.abc import AsyncIterator
from pathlib import Path

import asyncssh
from asyncssh.connection import SSHConnection

from mimiry_tui.clock import Clock
from mimiry_tui.simulator.demo_page import DemoPage
from mimiry_tui.simulator.keys import key_in
from mimiry_tui.simulator.toy_shell import Answer, ToyShell

PAGE_PORT = 8888
_PAGE_HOSTS = ("localhost", "127.0.0.1", "::1")
_FOLLOW_SECONDS = 0.5


class SshProxy(ABC):
    """One listening port for all machines. Whom a key lets in where is left to what derives from it."""

    def __init__(self, clock: Clock, folder: Path) -> None:
        self.clock = clock
        self._folder = folder.resolve()
        self._logins: dict[SSHConnection, str] = {}
        self._acceptor: asyncssh.SSHAcceptor | None = None
        self._impostor: asyncssh.SSHAcceptor | None = None
        self._host_keys = 0
        self.logins: Counter[str] = Counter()

    @contextlib.asynccontextmanager
    async def serving(self, port: int) -> AsyncIterator[int]:
        """Listen on loopback until the block is left; yields the port. Raises OSError when it is taken."""
        self._acceptor = await self._listen(port, "ssh_host_key")
        try:
            yield self._acceptor.get_port()
        finally:
            acceptors = [each for each in (self._acceptor, self._impostor) if each is not None]
            for acceptor in acceptors:
                acceptor.close()
            for login in list(self._logins):
                login.abort()
            for acceptor in acceptors:
                await acceptor.wait_closed()

    async def _listen(self, port: int, key_name: str) -> asyncssh.SSHAcceptor:
        return await asyncssh.create_server(
            lambda: _Login(self),
            "127.0.0.1",
            port,
            server_host_keys=[str(key_in(self._folder, key_name))],
            process_factory=self._process,
            sftp_factory=self._sftp,
            encoding="utf-8",
            line_editor=True,
            agent_forwarding=False,
        )

    async def impostor(self) -> int:
        """The port of the same proxy with another host key."""
        if self._impostor is None:
            self._impostor = await self._listen(0, "ssh_host_key_of_impostor")
        return self._impostor.get_port()

    def change_host_key(self) -> None:
        """Connections from now on meet another host key, on the same port."""
        assert self._acceptor is not None, "the proxy serves"
        self._host_keys += 1
        another = key_in(self._folder, f"ssh_host_key_{self._host_keys}")
        self._acceptor.update(server_host_keys=[str(another)])

    @abstractmethod
    def opened_by(self, username: str, key: asyncssh.SSHKey) -> str | None:
        """The id of the machine that this key opens, None for no machine."""

    @abstractmethod
    def is_usable(self, machine_id: str) -> bool:
        """Whether those who are logged in there may stay."""

    @abstractmethod
    def shell_of(self, machine_id: str) -> ToyShell:
        """A shell there."""

    @abstractmethod
    def scratch_of(self, machine_id: str) -> Path:
        """The folder that its files are in."""

    def joined(self, connection: asyncssh.SSHServerConnection, machine_id: str) -> None:
        self._logins[connection] = machine_id
        self.logins[machine_id] += 1

    def left(self, connection: asyncssh.SSHServerConnection) -> None:
        self._logins.pop(connection, None)

    def hang_up_on_ended(self) -> None:
        """Close every login whose machine can no longer be used."""
        for connection, machine_id in list(self._logins.items()):
            if not self.is_usable(machine_id):
                connection.close()

    def _sftp(self, channel: asyncssh.SSHServerChannel[bytes]) -> _ScratchFiles:
        machine_id = self._logins[channel.get_connection()]
        return _ScratchFiles(channel, chroot=str(self.scratch_of(machine_id)).encode())

    async def _process(self, process: asyncssh.SSHServerProcess[str]) -> None:
        shell = self.shell_of(self._logins[process.channel.get_connection()])
        with contextlib.suppress(asyncssh.BreakReceived, asyncssh.SignalReceived, BrokenPipeError):
            if process.command is not None:
                status = await self._say(process, shell, shell.run(process.command))
            else:
                status = await self._converse(process, shell)
            process.exit(status)
            return
        process.exit(130)

    async def _converse(self, process: asyncssh.SSHServerProcess[str], shell: ToyShell) -> int:
        interactive = process.term_type is not None
        if interactive:
            process.stdout.write(shell.welcome)
        answer = Answer()
        while not answer.leave:
            if interactive:
                process.stdout.write(shell.prompt)
            try:
                line = await process.stdin.readline()
            except (asyncssh.BreakReceived, asyncssh.TerminalSizeChanged):
                continue
            if not line:
                return answer.status
            answer = shell.run(line.rstrip("\r\n"))
            try:
                await self._say(process, shell, answer)
            except asyncssh.BreakReceived:
                process.stdout.write("^C\n")
        return answer.status

    async def _say(self, process: asyncssh.SSHServerProcess[str], shell: ToyShell, answer: Answer) -> int:
        process.stdout.write(answer.out)
        process.stderr.write(answer.err)
        if answer.follow:
            await self._follow(process, shell)
        return answer.status

    async def _follow(self, process: asyncssh.SSHServerProcess[str], shell: ToyShell) -> None:
        """New log lines as they come, until the reader interrupts or the session ends."""
        shown = shell.log_length()
        interrupted = asyncio.ensure_future(process.stdin.read())
        try:
            while not process.is_closing():
                await self.clock.sleep(_FOLLOW_SECONDS)
                if interrupted.done():
                    interrupted.result()  # a closed input is no interruption; ctrl+c raises here
                length = shell.log_length()
                process.stdout.write("".join(f"{line}\n" for line in shell.log_lines(length - shown)))
                shown = length
        finally:
            interrupted.cancel()


class _ScratchFiles(asyncssh.SFTPServer):
    """Files below the scratch folder only: links, the one way out of it, are refused."""

    def exit(self) -> None:
        # scp calls a copy failed whose server leaves without a word, and asyncssh's does.
        self.channel.exit(0)

    def symlink(self, oldpath: bytes, newpath: bytes) -> None:
        raise asyncssh.SFTPOpUnsupported("links are not supported")

    def link(self, oldpath: bytes, newpath: bytes) -> None:
        raise asyncssh.SFTPOpUnsupported("links are not supported")


class _Login(asyncssh.SSHServer):
    """One connection: which session its key opens, and what it may forward to."""

    def __init__(self, front: SshProxy) -> None:
        self._front = front
        self._connection: asyncssh.SSHServerConnection | None = None

    def connection_made(self, conn: asyncssh.SSHServerConnection) -> None:
        self._connection = conn

    def connection_lost(self, exc: Exception | None) -> None:
        if self._connection is not None:
            self._front.left(self._connection)

    def begin_auth(self, username: str) -> bool:
        return True

    def public_key_auth_supported(self) -> bool:
        return True

    def validate_public_key(self, username: str, key: asyncssh.SSHKey) -> bool:
        machine_id = self._front.opened_by(username, key)
        if machine_id is None or self._connection is None:
            return False
        self._front.joined(self._connection, machine_id)
        return True

    def connection_requested(
        self, dest_host: str, dest_port: int, orig_host: str, orig_port: int
    ) -> asyncssh.SSHTCPSession[bytes]:
        """Forwarding reaches one demo page and never a real socket."""
        if dest_host not in _PAGE_HOSTS or dest_port != PAGE_PORT:
            raise asyncssh.ChannelOpenError(
                asyncssh.OPEN_CONNECT_FAILED, f"nothing listens on {dest_host}:{dest_port} here"
            )
        return DemoPage()
