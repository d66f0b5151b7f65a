"""Published endpoints: what is a place is taken as it is, all else is refused by name."""

from __future__ import annotations

import pytest

from mimiry_tui.domain.sessions import SshEndpoint
from mimiry_tui.ssh.endpoint import UnsafeEndpointError, checked


@pytest.mark.parametrize(
    "host",
    ["ssh.softlaunch.mimiry.com", "h", "10.0.0.7", "node_1.internal", "xn--bcher-kva.example", "h" * 253,
     "2001:db8::1", "::1", "::ffff:10.0.0.7", "HOST-9.example."],
)  # fmt: skip
def test_names_and_addresses_are_taken(host: str) -> None:
    assert checked(SshEndpoint(host)) == SshEndpoint(host)


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
        checked(SshEndpoint(host, username="root"))


@pytest.mark.parametrize("username", ["", "root", "_svc", "ubuntu-22.04", "a" * 64])
def test_user_names_are_taken(username: str) -> None:
    assert checked(SshEndpoint("h", username=username)).username == username


@pytest.mark.parametrize(
    "username",
    ["-oProxyCommand=x", "-l", "a b", "a\nb", "root\n", "a@b", "a;b", "$USER", "'root'", "rооt", "a/b", "a:b",
     " ", "a" * 65, "7up"],
)  # fmt: skip
def test_what_no_user_is_called_is_refused(username: str) -> None:
    with pytest.raises(UnsafeEndpointError, match="SSH user"):
        checked(SshEndpoint("h", username=username))


@pytest.mark.parametrize("port", [1, 22, 65_535])
def test_ports_are_taken(port: int) -> None:
    assert checked(SshEndpoint("h", port)).port == port


@pytest.mark.parametrize("port", [-1, 0, 65_536, 70_000])
def test_what_is_no_port_is_refused(port: int) -> None:
    with pytest.raises(UnsafeEndpointError, match="SSH port is not a port"):
        checked(SshEndpoint("h", port))


@pytest.mark.parametrize(
    ("host", "why"),
    [
        ("", "it is empty"),
        ("-oProxyCommand=x\x1b[2J", "it starts with a dash"),
        ("a b", "it holds spaces"),
        ("a\x1b[2J", "it holds control characters"),
        ("h" * 254, "it is longer than 253 characters"),
        (".h", "its first character is none that one can start with"),
        ("h%x", "it holds characters that none has"),
    ],
)
def test_the_refusal_says_why_and_does_not_repeat_what_it_refuses(host: str, why: str) -> None:
    with pytest.raises(UnsafeEndpointError) as refusal:
        checked(SshEndpoint(host))
    assert str(refusal.value) == f"the published SSH host is not a host name: {why}"
