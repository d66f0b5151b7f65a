"""The HTTP face of guided key registration: what the client calls, and the portal's pages for people."""

from __future__ import annotations

import hmac
from urllib.parse import parse_qs

from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, Response
from starlette.routing import Route

from mimiry_tui.simulator import portal_pages
from mimiry_tui.simulator.records import Refusal
from mimiry_tui.simulator.registration import RegistrationDesk
from mimiry_tui.simulator.service import Handler, body_of

PORTAL = "/portal"
_BASE = "/ssh-keys/register"


class RegistrationRoutes:
    """The handlers; `routes` live under `/api/auth/v1`, `portal_routes` under `/portal`."""

    def __init__(self, desk: RegistrationDesk) -> None:
        self._desk = desk

    def routes(self) -> list[Route]:
        return [
            Route(f"{_BASE}/init", self.start, methods=["POST"]),
            Route(f"{_BASE}/{{id}}/status", _with_bearer(self.status), methods=["GET"]),
            Route(f"{_BASE}/{{id}}/submit-key", _with_bearer(self.submit_key), methods=["POST"]),
            Route(f"{_BASE}/{{id}}/prove-ownership", _with_bearer(self.prove), methods=["POST"]),
            Route(f"{_BASE}/{{id}}", _with_bearer(self.cancel), methods=["DELETE"]),
        ]

    def portal_routes(self) -> list[Route]:
        return [
            Route("/verify/{page}", self.show, methods=["GET"]),
            Route("/verify/{page}", self.decide, methods=["POST"]),
            Route("/pairing-code", self.pairing_code, methods=["GET", "POST"]),
        ]

    async def start(self, request: Request) -> Response:
        made = self._desk.start(await body_of(request))
        page = f"{request.url.scheme}://{request.url.netloc}{PORTAL}/verify/{made.page}"
        return JSONResponse({"registration_id": made.id, "verify_url": page}, 201)

    async def status(self, request: Request) -> Response:
        return JSONResponse(self._desk.status(request.path_params["id"]))

    async def submit_key(self, request: Request) -> Response:
        return JSONResponse(self._desk.submit_key(request.path_params["id"], await body_of(request)))

    async def prove(self, request: Request) -> Response:
        return JSONResponse(self._desk.prove(request.path_params["id"], await body_of(request)))

    async def cancel(self, request: Request) -> Response:
        self._desk.cancel(request.path_params["id"])
        return Response(status_code=204)

    async def show(self, request: Request) -> Response:
        found = self._desk.of_page(request.path_params["page"])
        return HTMLResponse(portal_pages.question(found, self._desk.email))

    async def decide(self, request: Request) -> Response:
        """`action` is `approve`, as it is without one, or `refuse`."""
        page = request.path_params["page"]
        form = parse_qs((await request.body()).decode("utf-8", "replace"))
        refuses = form.get("action", ["approve"])[0] == "refuse"
        found = self._desk.refuse(page) if refuses else self._desk.approve(page)
        return HTMLResponse(portal_pages.outcome(found))

    async def pairing_code(self, _request: Request) -> Response:
        return HTMLResponse(portal_pages.pairing_code(self._desk.pairing_code(), self._desk.email))


def _with_bearer(handler: Handler) -> Handler:
    """The handler, for those who show the registration's id as their bearer token."""

    async def checked(request: Request) -> Response:
        shown = request.headers.get("authorization", "").removeprefix("Bearer ")
        if not hmac.compare_digest(shown.encode(), request.path_params["id"].encode()):
            raise Refusal(401, "unauthorized", "missing bearer token")
        return await handler(request)

    return checked
