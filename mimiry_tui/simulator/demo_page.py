"""The one page that a forwarded port of a simulated session leads to."""

from __future__ import annotations

import asyncssh


class DemoPage(asyncssh.SSHTCPSession[bytes]):
    """Answers any request with one page, then hangs up."""

    def __init__(self) -> None:
        self._channel: asyncssh.SSHTCPChannel[bytes] | None = None
        self._asked = b""

    def connection_made(self, chan: asyncssh.SSHTCPChannel[bytes]) -> None:
        self._channel = chan

    def session_started(self) -> None:
        """Nothing to say before the request came."""

    def data_received(self, data: bytes, datatype: int | None) -> None:
        self._asked += data
        if b"\r\n\r\n" in self._asked and self._channel is not None:
            self._channel.write(_PAGE)
            self._channel.close()
            self._asked = b""


_BODY = b"<!doctype html><title>Simulated session</title><h1>It works</h1><p>Served through the tunnel.</p>\n"
_PAGE = (
    b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\nConnection: close\r\n"
    + f"Content-Length: {len(_BODY)}\r\n\r\n".encode()
    + _BODY
)
