"""The ssh command: what comes from outside is a name or is refused, never an option."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mimiry_tui.domain.sessions import SshEndpoint
from mimiry_tui.ssh.command import UnsafeEndpointError, ssh_argv

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


@pytest.mark.parametrize(
    "host",
    ["ssh.softlaunch.mimiry.com", "h", "10.0.0.7", "node_1.internal", "xn--bcher-kva.example", "h" * 253,
     "2001:db8::1", "::1", "::ffff:10.0.0.7", "HOST-9.example."],
)  # fmt: skip
def test_names_and_addresses_are_taken(host: str) -> None:
    assert ssh_argv(SshEndpoint(host), None)[-1] == host


@pytest.mark.parametrize(
    "host",
    [
        "", "-", "-oProxyCommand=touch /tmp/x", "-F/etc/passwd", "--", "h -oProxyCommand=x", "a b", "a\tb",
        "h\n", "\nh", "h\r\nx", "h\x00", "h;id", "h|id", "h&id", "$(id)", "`id`", "'h'", '"h"', "h\\x",
        "user@h", "h/x", "h#x", "h%x", "*", "~", "<h>", "{a,b}", "hоst", "ｈost", "h\u2010x", "h\u200bx",
        "bücher.example", "h" * 254, ".", "..", ":", "::::::::", ".h", "ssh://h", "h:22", "fe80::1%eth0",
        "fe80::1%-oProxyCommand=x", "[::1]", "1:2",
    ],
)  # fmt: skip
def test_what_no_host_is_called_is_refused(host: str) -> None:
    with pytest.raises(UnsafeEndpointError, match="SSH host"):
        ssh_argv(SshEndpoint(host, username="root"), KEY)


@pytest.mark.parametrize("username", ["root", "_svc", "ubuntu-22.04", "a" * 64])
def test_user_names_are_taken(username: str) -> None:
    assert ssh_argv(SshEndpoint("h", username=username), None)[-1] == f"{username}@h"


@pytest.mark.parametrize(
    "username",
    ["-oProxyCommand=x", "-l", "a b", "a\nb", "root\n", "a@b", "a;b", "$USER", "'root'", "rооt", "a/b", "a:b",
     " ", "a" * 65, "7up"],
)  # fmt: skip
def test_what_no_user_is_called_is_refused(username: str) -> None:
    with pytest.raises(UnsafeEndpointError, match="SSH user"):
        ssh_argv(SshEndpoint("h", username=username), None)


def test_the_refusal_does_not_repeat_what_it_refuses() -> None:
    with pytest.raises(UnsafeEndpointError) as refusal:
        ssh_argv(SshEndpoint("-oProxyCommand=x\x1b[2J"), None)
    assert str(refusal.value) == "the published SSH host is not a host name: it starts with a dash"


@given(st.text(), st.text(), st.integers(1, 65_535))
def test_whatever_is_published_is_one_harmless_argument_or_none(host: str, user: str, port: int) -> None:
    try:
        argv = ssh_argv(SshEndpoint(host, port, user), None)
    except UnsafeEndpointError:
        return
    target = argv[-1]
    assert target == (f"{user}@{host}" if user else host)
    assert not target.startswith("-")
    assert target.isascii()
    assert target.isprintable()
    assert not set(target) & set(" ;&|<>$`'\"\\(){}[]*?!#~%=,/")
    assert argv[:-1] in (["ssh"], ["ssh", "-p", str(port)])
