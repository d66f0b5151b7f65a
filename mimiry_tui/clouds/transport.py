"""One HTTP client for one service: deadlines, retries, the clock's skew, and where a token may go.

- Connections are kept alive for GET, answers come compressed, redirects are not followed.
- A GET is repeated on connection errors, 502, 503, 504 and 429, a few times within seconds; longer
  waits are left to the caller. Anything else is sent exactly once, over a connection of its own.
- A bearer token goes to the configured origin only, and never over plain http except to this
  machine itself. Proxies of the environment are used for https alone, where they see ciphertext.
"""

from __future__ import annotations

import asyncio
import logging
import random
from collections.abc import AsyncIterable, Callable, Mapping
from datetime import timedelta
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from mimiry_tui.clock import Clock
from mimiry_tui.clouds import errors
from mimiry_tui.clouds.answers import Answer, masked, sent_at, tells_in_body, told_wait
from mimiry_tui.clouds.connections import Connections, open_connections
from mimiry_tui.domain.frozen import dataclass
from mimiry_tui.settings import is_loopback

if TYPE_CHECKING:
    import httpx

_log = logging.getLogger(__name__)

_MAX_BODY = 64 * 2**20
_ATTEMPTS = 3
_FIRST_PAUSE = 0.3
_LONGEST_PAUSE = 3.0
_WORTH_REPEATING = frozenset({429, 502, 503, 504})

Query = tuple[tuple[str, str], ...]
Body = bytes | AsyncIterable[bytes]
"""Of a request; one in pieces can be sent only once, and its `Content-Length` has to be in the headers."""


@dataclass(frozen=True, slots=True)
class Deadlines:
    """Seconds to wait for a connection, for the next bytes, and for the whole answer."""

    connect: float = 6.0
    read: float = 20.0
    whole: float = 60.0


_USUAL = Deadlines()


class Transport:
    """Requests to one base URL. Every call raises CloudError and nothing else."""

    def __init__(
        self,
        base: str,
        clock: Clock,
        *,
        deadlines: Deadlines = _USUAL,
        jitter: Callable[[], float] = random.random,
    ) -> None:
        parts = urlsplit(base)
        self.base = base.rstrip("/")
        self.origin = f"{parts.scheme}://{parts.netloc}"
        self.is_private = parts.scheme == "https" or is_loopback(parts.hostname or "")
        """Whether secrets may travel: https, or never leaving this machine."""
        self.skew: timedelta | None = None
        """How far the service's clock is ahead of ours, by the last `Date` header."""
        self._clock = clock
        self._deadlines = deadlines
        self._jitter = jitter
        self._is_encrypted = parts.scheme == "https"
        self._connections: Connections | None = None
        self._making = asyncio.Lock()

    def require_privacy(self) -> None:
        """Raise SignInFailed where a secret would travel in the clear."""
        if not self.is_private:
            raise errors.SignInFailed(
                f"{self.origin} is plain http: a token or signature could be read on the way",
                title="Not over plain http",
                hint="use an https:// host",
            )

    async def send(
        self,
        method: str,
        path: str,
        *,
        query: Query = (),
        body: Body | None = None,
        headers: Mapping[str, str] | None = None,
        bearer: str | None = None,
        hide: str = "",
        patience: float = 0.0,
    ) -> Answer:
        """The answer to one request, whatever its status; `path` starts with "/" below the base.

        A body is JSON unless the headers say otherwise. The answer may take `patience` seconds more.
        Where an answer that is no success repeats the token, or the secret to `hide`, it is masked.
        Raises Unreachable when nothing was sent, AnswerLost or TimedOut when the request went out
        and no whole answer came back, UnreadableAnswer for an undecodable one, BadRequest without
        sending anything where no address can be made of the path: ids are foreign, of any length.
        """
        if not path.startswith("/") or path.startswith("//"):
            raise ValueError("a path below the base starts with one slash")
        if bearer is not None:
            self.require_privacy()
        client = (await self._ready()).fit_for(method)
        request = _request(client, method, self.base + path, query, body, _headers(headers, body, bearer))
        # A registration's bearer token is a part of its path.
        request.extensions["logged"] = request.url.path.replace(bearer or "\n", "[hidden]")
        request.extensions["whole"] = self._deadlines.whole + patience
        if patience:
            request.extensions["timeout"]["read"] += patience
        send = self._repeated if method == "GET" else self._once
        answer = await send(client, request)
        return answer if answer.is_success else masked(answer, bearer or hide)

    async def make_ready(self) -> None:
        """Do ahead what the first request would wait for on this machine. Raises Unreachable as it would."""
        await self._ready()

    async def aclose(self) -> None:
        """Close every connection."""
        async with self._making:
            connections, self._connections = self._connections, None
        if connections is not None:
            await connections.aclose()

    async def _repeated(self, client: httpx.AsyncClient, request: httpx.Request) -> Answer:
        """A GET until it is answered well, told to wait for long, or tried often enough."""
        for attempt in range(1, _ATTEMPTS + 1):
            last = attempt == _ATTEMPTS
            pause = _FIRST_PAUSE * 2 ** (attempt - 1) * (0.5 + self._jitter())
            try:
                answer = await self._once(client, request)
            except errors.TimedOut:
                raise
            except errors.Unreachable:
                if last:
                    raise
            else:
                if last or answer.status not in _WORTH_REPEATING or tells_in_body(answer):
                    return answer
                told = told_wait(answer, self._clock.now()) or 0.0
                if told > _LONGEST_PAUSE:
                    return answer
                pause = max(pause, told)
            await self._clock.sleep(pause)
        raise AssertionError("the last attempt returns or raises")

    async def _once(self, client: httpx.AsyncClient, request: httpx.Request) -> Answer:
        import httpx

        asked_at = self._clock.now()
        try:
            async with asyncio.timeout(request.extensions["whole"]):
                response = await client.send(request, stream=True)
                try:
                    body = await _read(response)
                finally:
                    await response.aclose()
        except (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout, httpx.ProxyError) as error:
            from mimiry_tui.clouds.no_answer import unreachable

            raise unreachable(error, self.origin, self._deadlines.connect) from None
        except (httpx.TimeoutException, TimeoutError):
            raise errors.TimedOut(f"{self.origin} did not answer in time") from None
        except httpx.DecodingError:
            raise errors.UnreadableAnswer("its compression is damaged") from None
        except httpx.HTTPError as error:
            from mimiry_tui.clouds.no_answer import answer_lost

            raise answer_lost(error, self.origin) from None
        answer = Answer(response.status_code, _plain(response.headers), body)
        self._measure_skew(answer, asked_at.timestamp())
        path = request.extensions["logged"]
        _log.debug("%s %s: %s, %s bytes", request.method, path, answer.status, len(body))
        return answer

    def _measure_skew(self, answer: Answer, asked_at: float) -> None:
        """Half a second is added: the header is cut to whole seconds."""
        date = sent_at(answer)
        if date is not None:
            middle = (asked_at + self._clock.now().timestamp()) / 2
            self.skew = timedelta(seconds=date.timestamp() + 0.5 - middle)

    async def _ready(self) -> Connections:
        """The connections; made in a thread, because reading the trusted certificates takes long."""
        async with self._making:
            if self._connections is None:
                try:
                    self._connections = await asyncio.to_thread(
                        open_connections,
                        is_encrypted=self._is_encrypted,
                        connect=self._deadlines.connect,
                        read=self._deadlines.read,
                    )
                except (ImportError, ValueError, OSError) as error:
                    raise errors.Unreachable(
                        str(error), title="Unusable proxy or certificates", hint="check the proxy variables"
                    ) from None
            return self._connections


def _request(
    client: httpx.AsyncClient, method: str, url: str, query: Query, body: Body | None, headers: httpx.Headers
) -> httpx.Request:
    import httpx

    try:
        return client.build_request(method, url, params=list(query), content=body, headers=headers)
    except httpx.InvalidURL as error:
        raise errors.BadRequest(f"no address can be made of it: {error}") from None


async def _read(response: httpx.Response) -> bytes:
    """The whole decompressed body, unless it is larger than any honest one."""
    chunks: list[bytes] = []
    size = 0
    async for chunk in response.aiter_bytes():
        size += len(chunk)
        if size > _MAX_BODY:
            raise errors.UnreadableAnswer(f"more than {_MAX_BODY // 2**20} MiB")
        chunks.append(chunk)
    return b"".join(chunks)


def _headers(given: Mapping[str, str] | None, body: Body | None, bearer: str | None) -> httpx.Headers:
    """As httpx keeps them: its repr hides the authorisation."""
    import httpx

    headers = httpx.Headers(given)
    if body is not None:
        headers.setdefault("Content-Type", "application/json")
    if bearer is not None:
        headers["Authorization"] = f"Bearer {bearer}"
    return headers


def _plain(headers: httpx.Headers) -> dict[str, str]:
    return {name.lower(): value for name, value in headers.items()}
