"""What the two services that sign in with a token have in common: a door, refusals, one application."""

from __future__ import annotations

import hmac
import json
from collections import Counter
from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import Any

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.middleware.gzip import GZipMiddleware
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Route
from starlette.types import ASGIApp

from mimiry_tui.clock import Clock
from mimiry_tui.simulator.fault_middleware import ANSWERS, Answers, Connections, FaultMiddleware
from mimiry_tui.simulator.faults import FaultKind, Faults
from mimiry_tui.simulator.http_app import COUNTER_PATH, CountingMiddleware

Handler = Callable[[Request], Awaitable[Response]]
_SMALLEST_GZIP = 500
_RETRY_AFTER_SECONDS = 2


class Refused(Exception):
    """The service says no: an HTTP status and a sentence."""

    def __init__(self, status: int, words: str) -> None:
        super().__init__(words)
        self.status = status
        self.words = words


def bearer_of(request: Request) -> str:
    """The token a request carries, or "" for none."""
    scheme, _, token = request.headers.get("authorization", "").partition(" ")
    return token.strip() if scheme.lower() == "bearer" else ""


def is_same(given: str, token: str) -> bool:
    """Compared in constant time."""
    return hmac.compare_digest(given.encode(), token.encode())


async def object_in(request: Request) -> dict[str, Any]:
    """The JSON object of a body, {} for an empty one; raises `Refused` 400."""
    body = await request.body()
    if not body:
        return {}
    try:
        read = json.loads(body)
    except (json.JSONDecodeError, UnicodeDecodeError):
        raise Refused(400, "Request body is not valid JSON") from None
    if not isinstance(read, dict):
        raise Refused(400, "Request body must be a JSON object")
    return read


def text_in(body: Mapping[str, Any], name: str, *, required: bool = False) -> str:
    """A text field, stripped; raises `Refused` 400."""
    value = body.get(name)
    if value is None or value == "":
        if required:
            raise Refused(400, f"{name} is required")
        return ""
    if not isinstance(value, str):
        raise Refused(400, f"{name} must be a string")
    return value


def count_in(body: Mapping[str, Any], name: str, least: int = 1) -> int | None:
    """A whole number of at least that, None where none is given; raises `Refused` 400."""
    value = body.get(name)
    if value is None:
        return None
    if not isinstance(value, int) or isinstance(value, bool) or value < least:
        raise Refused(400, f"{name} must be an integer of at least {least}")
    return value


def flag_in(body: Mapping[str, Any], name: str) -> bool:
    """A yes or no, no where none is given; raises `Refused` 400."""
    value = body.get(name)
    if value is None:
        return False
    if not isinstance(value, bool):
        raise Refused(400, f"{name} must be true or false")
    return value


def texts_in(body: Mapping[str, Any], name: str) -> tuple[str, ...]:
    """A list of texts, none where none is given; raises `Refused` 400."""
    value = body.get(name)
    if value is None:
        return ()
    if not isinstance(value, list) or not all(isinstance(each, str) for each in value):
        raise Refused(400, f"{name} must be a list of strings")
    return tuple(value)


def build_plain_app(
    routes: Sequence[BaseRoute],
    *,
    clock: Clock,
    faults: Faults,
    requests: Counter[str],
    connections: Connections,
    words: Mapping[FaultKind, str],
) -> ASGIApp:
    """The application of such a service; `words` are its own for some of the troubles."""

    async def counts(_request: Request) -> Response:
        return JSONResponse({"total": requests.total(), "by_endpoint": dict(requests)})

    return Starlette(
        routes=[*routes, Route(COUNTER_PATH, counts, methods=["GET"])],
        middleware=[
            Middleware(CountingMiddleware, requests=requests),
            Middleware(
                FaultMiddleware, faults=faults, clock=clock, connections=connections, answers=_answers(words)
            ),
            Middleware(GZipMiddleware, minimum_size=_SMALLEST_GZIP),
        ],
        exception_handlers={Refused: _refused, HTTPException: _not_served},
    )


def _answers(words: Mapping[FaultKind, str]) -> Answers:
    """The usual troubles as `{"error": "<text>"}`; what is no such object stays as it is."""
    told: dict[FaultKind, tuple[int, bytes]] = {}
    for kind, (status, body) in ANSWERS.items():
        if kind in (FaultKind.MALFORMED, FaultKind.HTML):
            told[kind] = (status, body)
        else:
            text = words.get(kind, json.loads(body)["message"])
            told[kind] = (status, json.dumps({"error": text}).encode())
    return told


async def _refused(_request: Request, error: Exception) -> Response:
    if not isinstance(error, Refused):
        raise error
    headers = {"Retry-After": str(_RETRY_AFTER_SECONDS)} if error.status == 429 else None
    return JSONResponse({"error": error.words}, error.status, headers)


async def _not_served(_request: Request, error: Exception) -> Response:
    status = error.status_code if isinstance(error, HTTPException) else 500
    return JSONResponse({"error": "Method not allowed" if status == 405 else "Not found"}, status)
