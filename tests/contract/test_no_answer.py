"""What is said where a service cannot be reached: words for people, whatever the libraries raise."""

from __future__ import annotations

import errno
import socket
import ssl

import httpx
import pytest

from mimiry_tui.clouds import errors
from mimiry_tui.clouds.no_answer import answer_lost, unreachable
from mimiry_tui.clouds.transport import Transport
from tests.support.clock import ManualClock

ORIGIN = "https://nowhere.test"


def distrust(code: int, words: str) -> ssl.SSLCertVerificationError:
    error = ssl.SSLCertVerificationError(1, "[SSL: CERTIFICATE_VERIFY_FAILED] failed (_ssl.c:1006)")
    error.verify_code, error.verify_message = code, words
    return error


def no_tls() -> ssl.SSLError:
    error = ssl.SSLError(1, "[SSL: WRONG_VERSION_NUMBER] wrong version number (_ssl.c:1006)")
    error.reason = "WRONG_VERSION_NUMBER"
    return error


@pytest.mark.parametrize(
    ("cause", "words"),
    [
        (
            socket.gaierror(socket.EAI_NONAME, "Name or service not known"),
            "Offline: no address is known for nowhere.test",
        ),
        (
            socket.gaierror(socket.EAI_AGAIN, "Temporary failure in name resolution"),
            "Offline: no name server answers, so the address of nowhere.test is not known",
        ),
        (
            ConnectionRefusedError(errno.ECONNREFUSED, "Connection refused"),
            f"Offline: {ORIGIN} refuses connections: nothing listens there",
        ),
        (
            OSError(errno.ENETUNREACH, "Network is unreachable"),
            f"Offline: there is no way to {ORIGIN}: network is unreachable",
        ),
        (
            distrust(10, "certificate has expired"),
            "Certificate not trusted: the certificate of nowhere.test has expired, or this machine's clock"
            " is off",
        ),
        (
            distrust(62, "Hostname mismatch"),
            "Certificate not trusted: the certificate that came for nowhere.test is another host's",
        ),
        (
            distrust(18, "self-signed certificate"),
            "Certificate not trusted: nobody known vouches for nowhere.test: self-signed certificate",
        ),
        (no_tls(), f"No encryption: {ORIGIN} does not speak TLS: wrong version number"),
        (None, f"Offline: {ORIGIN} took no connection within 6 s"),
    ],
)
def test_why_nobody_was_reached_is_said_in_words(cause: Exception | None, words: str) -> None:
    error: httpx.TransportError = httpx.ConnectTimeout("")
    if cause is not None:
        error = httpx.ConnectError("All connection attempts failed")
        error.__cause__ = OSError("All connection attempts failed")
        error.__cause__.__cause__ = ExceptionGroup("several addresses", [OSError("other"), cause])
    assert str(unreachable(error, ORIGIN, 6.0)) == words


@pytest.mark.parametrize("variable", ["https_proxy", "all_proxy"])
def test_behind_a_proxy_it_is_the_proxy_that_is_not_found(
    monkeypatch: pytest.MonkeyPatch, variable: str
) -> None:
    monkeypatch.setenv(variable, "http://proxy.test:3128")
    error = httpx.ConnectError("no")
    error.__cause__ = socket.gaierror(socket.EAI_NONAME, "no")
    assert unreachable(error, ORIGIN, 6.0).detail == (
        "no address is known for the proxy on the way to nowhere.test"
    )


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (httpx.ReadError(""), "hung up before its answer came"),
        (httpx.RemoteProtocolError("Server disconnected without sending a response."), "hung up before"),
        (httpx.RemoteProtocolError("peer closed connection"), "broke off in the middle"),
        (httpx.RemoteProtocolError("illegal status line"), "is not HTTP: illegal status line"),
    ],
)
def test_a_lost_answer_is_told_without_the_name_of_a_class(error: httpx.HTTPError, words: str) -> None:
    told = str(answer_lost(error, ORIGIN))
    assert told.startswith("Connection lost: ")
    assert words in told
    assert "Error" not in told


async def test_the_client_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> object:
        raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")

    monkeypatch.setattr(socket, "getaddrinfo", refuse)
    clock = ManualClock()
    transport = Transport("http://nowhere.test", clock)
    try:
        with pytest.raises(errors.Unreachable) as told:
            await transport.send("POST", "/")
        assert told.value.detail == "no address is known for nowhere.test"
    finally:
        await transport.aclose()
