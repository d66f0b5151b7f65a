"""A shell in this terminal where there is no ssh program: the same connection, made by asyncssh."""

from __future__ import annotations

import asyncio
import os
import socket
import sys
from pathlib import Path

import asyncssh

from mimiry_tui.domain.sessions import SshEndpoint
from mimiry_tui.ssh.ended import Ended, last_words
from mimiry_tui.ssh.endpoint import checked
from mimiry_tui.ssh.host_keys import Trust
from mimiry_tui.ssh.options import private_path
from mimiry_tui.ssh.own_keys import Key, KeyUnusable, offered
from mimiry_tui.ssh.raw_terminal import GivenUp, Terminal

_FAILED = 255
_CONNECT_SECONDS = 30


async def visit(
    endpoint: SshEndpoint, key_path: Path | None, known_hosts: Path | None, passphrase: str | None
) -> Ended:
    """Log in, run a shell until it ends, leave the terminal as it was. Raises UnsafeEndpointError."""
    place = checked(endpoint)
    terminal = Terminal(sys.__stdin__.fileno() if sys.__stdin__ else 0)
    try:
        trust = await Trust.read(known_hosts, place)
        async with offered(private_path(key_path) if key_path else None, passphrase) as key:
            connection = await terminal.interruptible(_connect(place, key, trust))
        try:
            return Ended(await terminal.shell(connection), "")
        finally:
            connection.close()
            await connection.wait_closed()
    except KeyUnusable as error:
        return _failed(str(error))
    except asyncssh.HostKeyNotVerifiable:
        return _failed("Host key verification failed: REMOTE HOST IDENTIFICATION HAS CHANGED")
    except asyncssh.PermissionDenied:
        return _failed("Permission denied (publickey).")
    except socket.gaierror:
        return _failed(f"Could not resolve hostname {place.host}")
    except TimeoutError:
        return _failed("Connection timed out")
    except GivenUp:
        return Ended(_FAILED, "given up")
    except OSError as error:
        # asyncio's own words for it are about calls and addresses.
        return _failed(os.strerror(error.errno) if error.errno else str(error))
    except asyncssh.Error as error:
        return _failed(error.reason)


async def _connect(endpoint: SshEndpoint, key: Key, trust: Trust) -> asyncssh.SSHClientConnection:
    """Logged in; the host's key is trusted, and kept if it was new."""
    async with asyncio.timeout(_CONNECT_SECONDS):
        connection = await asyncssh.connect(
            endpoint.host,
            endpoint.port,
            username=endpoint.username or (),
            config=None,
            client_factory=trust.client,
            known_hosts=trust.known,
            server_host_key_algs=trust.algorithms,
            client_keys=[key],
            agent_path=None,
            agent_forwarding=False,
            keepalive_interval=30,
        )
    await trust.keep()
    return connection


def _failed(words: str) -> Ended:
    """An end before or without a shell, said where ssh would have said it."""
    ended = Ended(_FAILED, last_words(words.encode()))
    sys.stderr.write(f"{ended.last_words}\n")
    return ended
