"""The HTTP face of the simulated cloud: one ASGI application, every route counted."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import MutableMapping

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.middleware.gzip import GZipMiddleware
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Mount, Route
from starlette.types import ASGIApp, Receive, Scope, Send

from mimiry_tui.simulator.fault_middleware import FaultMiddleware
from mimiry_tui.simulator.records import Refusal
from mimiry_tui.simulator.routes_account import AccountRoutes
from mimiry_tui.simulator.routes_market import MarketRoutes
from mimiry_tui.simulator.routes_registration import PORTAL, RegistrationRoutes
from mimiry_tui.simulator.routes_sessions import SessionRoutes
from mimiry_tui.simulator.routes_volumes import VolumeRoutes
from mimiry_tui.simulator.service import Service, refused

COUNTER_PATH = "/__simulator__/requests"
_SMALLEST_GZIP = 500


def build_app(
    service: Service, connections: MutableMapping[tuple[str, int], asyncio.Transport] | None = None
) -> ASGIApp:
    """The application of one service. `connections` are the open ones by peer address, for cutting them."""
    account = AccountRoutes(service)
    compute = [
        *MarketRoutes(service).routes(),
        *SessionRoutes(service).routes(),
        *VolumeRoutes(service).routes(),
        *account.routes(),
    ]

    async def counts(_request: Request) -> Response:
        return JSONResponse({"total": service.requests.total(), "by_endpoint": dict(service.requests)})

    return Starlette(
        routes=[
            Mount("/api/compute/v1", routes=compute),
            Mount("/api/v1", routes=account.identity_routes()),
            *_registration(service),
            Route(COUNTER_PATH, counts, methods=["GET"]),
        ],
        middleware=[
            Middleware(CountingMiddleware, requests=service.requests),
            Middleware(
                FaultMiddleware,
                faults=service.faults,
                clock=service.world.clock,
                connections={} if connections is None else connections,
            ),
            Middleware(GZipMiddleware, minimum_size=_SMALLEST_GZIP),
        ],
        exception_handlers={Refusal: refused, HTTPException: _not_served},
    )


def _registration(service: Service) -> list[Mount]:
    """Where keys are registered; nowhere at a deployment that has no such flow."""
    if service.registration is None:
        return []
    registration = RegistrationRoutes(service.registration)
    return [
        Mount("/api/auth/v1", routes=registration.routes()),
        Mount(PORTAL, routes=registration.portal_routes()),
    ]


async def _not_served(_request: Request, error: Exception) -> Response:
    """Starlette's own 404 and 405 in the service's words."""
    status = error.status_code if isinstance(error, HTTPException) else 500
    code = "method_not_allowed" if status == 405 else "not_found"
    return JSONResponse({"error": code, "message": code.replace("_", " ")}, status)


class CountingMiddleware:
    """Counts requests by method and route, `GET /api/compute/v1/sessions/{id}`, those cut by faults too."""

    def __init__(self, app: ASGIApp, requests: Counter[str]) -> None:
        self._app = app
        self._requests = requests

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        await self._app(scope, receive, send)
        if scope["type"] == "http" and scope["path"] != COUNTER_PATH:
            self._requests[f"{scope['method']} {_route_of(scope)}"] += 1


def _route_of(scope: Scope) -> str:
    """The path with its parameters' names in place of their values."""
    segments: list[str] = scope["path"].split("/")
    for name, value in scope.get("path_params", {}).items():
        if value in segments:
            last = len(segments) - 1 - segments[::-1].index(value)
            segments[last] = f"{{{name}}}"
    return "/".join(segments)
