"""The command lines for a session: argument lists for ssh, scp and rsync, and an editor's address.

Each raises UnsafeEndpointError for an endpoint that could be read as anything but a place.
"""

from __future__ import annotations

import shlex
from collections.abc import Sequence
from pathlib import Path
from urllib.parse import quote

from mimiry_tui.domain.sessions import DEFAULT_SSH_PORT, SshEndpoint
from mimiry_tui.ssh.endpoint import UnsafeEndpointError, checked, is_ipv6
from mimiry_tui.ssh.options import full_options, short_options

__all__ = ["UnsafeEndpointError", "remote_uri", "rsync_argv", "scp_argv", "ssh_argv"]


def ssh_argv(
    endpoint: SshEndpoint,
    key_path: Path | None,
    *,
    known_hosts: Path | None = None,
    further: Sequence[str] = (),
    command: Sequence[str] = (),
) -> list[str]:
    """The argument list that opens a shell there, or runs a command.

    `further` are options of the user's own, "Name=value"; of two values for one name ssh takes the
    first, which is ours.

    Without `known_hosts` it is the short form that people copy; with it, the one that this program
    runs: host keys in that file, new ones taken, changed ones refused, no agent forwarding.
    """
    place = checked(endpoint)
    own = [part for option in further for part in ("-o", option)]
    argv = ["ssh", *_options(key_path, known_hosts), *own, *_port("-p", place), *_end(known_hosts)]
    return [*argv, _user(place) + place.host, *command]


def scp_argv(
    endpoint: SshEndpoint,
    key_path: Path | None,
    *,
    known_hosts: Path | None = None,
    sources: Sequence[str] = (".",),
    remote: str = "",
) -> list[str]:
    """The argument list that copies `sources` there; `remote` is relative to the home folder."""
    place = checked(endpoint)
    argv = ["scp", "-r", *_options(key_path, known_hosts), *_port("-P", place), *_end(known_hosts)]
    return [*argv, *sources, f"{_user(place)}{_bracketed(place.host)}:{remote}"]


def rsync_argv(
    endpoint: SshEndpoint,
    key_path: Path | None,
    *,
    known_hosts: Path | None = None,
    sources: Sequence[str] = (".",),
    remote: str = "",
) -> list[str]:
    """The argument list that brings `sources` there up to date, over ssh with the same options."""
    place = checked(endpoint)
    shell = ["ssh", *_options(key_path, known_hosts), *_port("-p", place)]
    argv = ["rsync", "-az", "-e", shlex.join(shell), *_end(known_hosts)]
    return [*argv, *sources, f"{_user(place)}{_bracketed(place.host)}:{remote}"]


def remote_uri(endpoint: SshEndpoint, *, alias: str = "", folder: str = "/") -> str:
    """The address of a folder there for editors of the VS Code family.

    With the alias of the generated config the editor uses this key too; without, its own defaults.
    """
    place = checked(endpoint)
    port = f":{place.port}" if place.port != DEFAULT_SSH_PORT else ""
    target = alias or f"{_user(place)}{_bracketed(place.host)}{port}"
    return f"vscode-remote://ssh-remote+{quote(target, safe='@:[].-_')}{quote(folder)}"


def _options(key_path: Path | None, known_hosts: Path | None) -> list[str]:
    return short_options(key_path) if known_hosts is None else full_options(key_path, known_hosts)


def _port(letter: str, endpoint: SshEndpoint) -> list[str]:
    return [letter, str(endpoint.port)] if endpoint.port != DEFAULT_SSH_PORT else []


def _end(known_hosts: Path | None) -> list[str]:
    """The end of options: a second lock on a door that `checked` has closed already."""
    return ["--"] if known_hosts is not None else []


def _user(endpoint: SshEndpoint) -> str:
    return f"{endpoint.username}@" if endpoint.username else ""


def _bracketed(host: str) -> str:
    return f"[{host}]" if is_ipv6(host) else host
