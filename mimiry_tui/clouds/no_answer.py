"""Why there was no answer, in words: what the libraries say is for who wrote them, and often nothing."""

from __future__ import annotations

import socket
import ssl
from collections.abc import Iterator
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from mimiry_tui.clouds import way_there
from mimiry_tui.clouds.errors import AnswerLost, Unreachable

if TYPE_CHECKING:
    import httpx

_LONGEST = 300


def unreachable(error: httpx.TransportError, origin: str, connect: float) -> Unreachable:
    """Nothing was sent, for want of a connection to this origin within so many seconds."""
    import httpx  # not with the module: it brings what draws with it

    host = urlsplit(origin).hostname or origin
    # Behind a proxy it is the proxy that a connection is made to, and whose address is looked up.
    proxy = "the proxy on the way to " if way_there.proxy_for(origin) else ""
    for cause in _causes(error):
        match cause:
            case ssl.SSLCertVerificationError():
                return Unreachable(
                    _distrust(cause, host),
                    title="Certificate not trusted",
                    hint="mimiry-tui doctor says more; is this host really the service?",
                )
            case ssl.SSLError():
                words = f"{origin} does not speak TLS: {(cause.reason or 'no reason given').lower()}"
                return Unreachable(words.replace("_", " "), title="No encryption")
            case socket.gaierror() if cause.errno == socket.EAI_AGAIN:
                return Unreachable(f"no name server answers, so the address of {proxy}{host} is not known")
            case socket.gaierror() | UnicodeError():
                return Unreachable(f"no address is known for {proxy}{host}")
            case ConnectionRefusedError():
                return Unreachable(f"{proxy}{origin} refuses connections: nothing listens there")
            case ConnectionResetError() | BrokenPipeError():
                return Unreachable(f"{proxy}{origin} hung up at once")
            case OSError() if cause.errno in way_there.NO_WAY:
                return Unreachable(f"there is no way to {proxy}{origin}: {_spoken(cause)}")
    if isinstance(error, httpx.ConnectTimeout):
        return Unreachable(f"{proxy}{origin} took no connection within {connect:g} s")
    if isinstance(error, httpx.PoolTimeout):
        return Unreachable(f"every connection to {origin} was busy for {connect:g} s")
    if isinstance(error, httpx.ProxyError):
        return Unreachable(
            f"the proxy gives no way to {origin}: {_said(error)}", hint="check the proxy variables"
        )
    return Unreachable(f"{origin} cannot be connected to: {_said(error)}")


def answer_lost(error: httpx.HTTPError, origin: str) -> AnswerLost:
    """The connection broke while asking or while the answer came."""
    import httpx

    if isinstance(error, httpx.NetworkError) or "disconnected" in str(error):
        return AnswerLost(f"{origin} hung up before its answer came")
    if "closed" in str(error):
        return AnswerLost(f"the answer of {origin} broke off in the middle")
    return AnswerLost(f"what {origin} sent is not HTTP: {_said(error)}")


def _causes(error: BaseException) -> Iterator[BaseException]:
    """The error and what it came from, the nearest first: the farthest may be about something else."""
    yield error
    for one in error.exceptions if isinstance(error, BaseExceptionGroup) else ():
        yield from _causes(one)
    inner = error.__cause__ or error.__context__  # one library on the way takes the former away
    if inner is not None:
        yield from _causes(inner)


def _distrust(error: ssl.SSLCertVerificationError, host: str) -> str:
    match error.verify_code:
        case way_there.EXPIRED:
            return f"the certificate of {host} has expired, or this machine's clock is off"
        case way_there.NOT_YET:
            return f"the certificate of {host} is not valid yet, or this machine's clock is off"
        case way_there.WRONG_NAME:
            return f"the certificate that came for {host} is another host's"
    return f"nobody known vouches for {host}: {error.verify_message}"


def _spoken(error: OSError) -> str:
    words = error.strerror or "no route"
    return words[:1].lower() + words[1:]


def _said(error: Exception) -> str:
    return str(error).strip().rstrip(".")[:_LONGEST] or "no reason given"
