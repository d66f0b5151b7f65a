"""Command lines for a session: every value in its place, what comes from outside never an option."""

from __future__ import annotations

import shlex
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mimiry_tui.domain.sessions import SshEndpoint
from mimiry_tui.ssh.command import UnsafeEndpointError, remote_uri, rsync_argv, scp_argv, ssh_argv

KEY = Path("/keys/my key")


@pytest.mark.parametrize(
    ("endpoint", "key", "argv"),
    [
        (SshEndpoint("ssh.mimiry.com"), None, ["ssh", "ssh.mimiry.com"]),
        (SshEndpoint("h", username="root"), None, ["ssh", "root@h"]),
        (
            SshEndpoint("h", 2222, "root"),
            KEY,
            ["ssh", "-i", "/keys/my key", "-o", "IdentitiesOnly=yes", "-p", "2222", "root@h"],
        ),
        (SshEndpoint("h", 22), KEY, ["ssh", "-i", "/keys/my key", "-o", "IdentitiesOnly=yes", "h"]),
    ],
)
def test_key_port_and_user_have_their_places(
    endpoint: SshEndpoint, key: Path | None, argv: list[str]
) -> None:
    assert ssh_argv(endpoint, key) == argv


def test_what_runs_here_keeps_host_keys_apart_and_never_forwards_the_agent() -> None:
    argv = ssh_argv(SshEndpoint("h", 2222, "root"), KEY, known_hosts=Path("/state/known hosts/a%b"))
    assert argv == [
        "ssh",
        *("-o", 'IdentityFile="/keys/my key"'),
        *("-o", "IdentitiesOnly=yes"),
        *("-o", 'UserKnownHostsFile="/state/known hosts/a%%b"'),
        *("-o", "StrictHostKeyChecking=accept-new"),
        *("-o", "ForwardAgent=no"),
        *("-p", "2222"),
        *("--", "root@h"),
    ]


def test_a_command_comes_after_the_host() -> None:
    assert ssh_argv(SshEndpoint("h"), None, command=["nvidia-smi", "-L"]) == ["ssh", "h", "nvidia-smi", "-L"]
    argv = ssh_argv(SshEndpoint("h"), None, known_hosts=Path("/k"), command=["-V"])
    assert argv[-3:] == ["--", "h", "-V"]


@pytest.mark.parametrize(
    ("key", "options"),
    [
        (Path("/k/id.pub"), ["-o", 'IdentityFile="/k/id"']),
        (Path("/k/50%/id"), ["-o", 'IdentityFile="/k/50%%/id"']),
        (Path('/k/a"b\\c.pub'), ["-o", 'IdentityFile="/k/a\\"b\\\\c"']),
        (Path("-F"), ["-i", "-F"]),
    ],
)
def test_a_key_is_named_as_ssh_reads_it(key: Path, options: list[str]) -> None:
    assert ssh_argv(SshEndpoint("h"), key) == ["ssh", *options, "-o", "IdentitiesOnly=yes", "h"]


def test_copying_there_by_scp() -> None:
    assert scp_argv(SshEndpoint("h", 2222, "root"), None) == ["scp", "-r", "-P", "2222", ".", "root@h:"]
    argv = scp_argv(
        SshEndpoint("2001:db8::1"), None, known_hosts=Path("/k"), sources=["a", "-b"], remote="data"
    )
    assert argv[-4:] == ["--", "a", "-b", "[2001:db8::1]:data"]


def test_copying_there_by_rsync_uses_the_same_ssh() -> None:
    endpoint = SshEndpoint("h", 2222, "root")
    argv = rsync_argv(endpoint, KEY, sources=["runs/"], remote="runs/")
    assert argv[:3] == ["rsync", "-az", "-e"]
    assert shlex.split(argv[3]) == ssh_argv(endpoint, KEY)[:-1]
    assert argv[4:] == ["runs/", "root@h:runs/"]


@pytest.mark.parametrize(
    ("endpoint", "alias", "folder", "uri"),
    [
        (SshEndpoint("h", 22, "root"), "", "/", "vscode-remote://ssh-remote+root@h/"),
        (SshEndpoint("h", 2222, "root"), "", "/a b", "vscode-remote://ssh-remote+root@h:2222/a%20b"),
        (SshEndpoint("::1", 2222), "", "/", "vscode-remote://ssh-remote+[::1]:2222/"),
        (SshEndpoint("h", 2222), "mimiry-train", "/root", "vscode-remote://ssh-remote+mimiry-train/root"),
    ],
)
def test_editors_get_an_address(endpoint: SshEndpoint, alias: str, folder: str, uri: str) -> None:
    assert remote_uri(endpoint, alias=alias, folder=folder) == uri


@given(st.text(), st.text(), st.integers(-10, 70_000))
def test_whatever_is_published_is_one_harmless_argument_or_none(host: str, user: str, port: int) -> None:
    endpoint = SshEndpoint(host, port, user)
    try:
        argv = ssh_argv(endpoint, None, known_hosts=Path("/k"))
    except UnsafeEndpointError:
        for other in (scp_argv, rsync_argv, remote_uri_of):
            with pytest.raises(UnsafeEndpointError):
                other(endpoint, None)
        return
    target = argv[-1]
    assert target == (f"{user}@{host}" if user else host)
    assert not target.startswith("-")
    assert target.isascii()
    assert target.isprintable()
    assert not set(target) & set(" ;&|<>$`'\"\\(){}[]*?!#~%=,/")
    assert 0 < port < 65_536
    assert argv[-2] == "--"


def remote_uri_of(endpoint: SshEndpoint, _key: Path | None) -> str:
    return remote_uri(endpoint)
