"""Who one is and what one has: token exchange, `me`, balance, quota, transactions."""

from __future__ import annotations

from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from mimiry_tui.simulator import ledger
from mimiry_tui.simulator.dialects import Dialect
from mimiry_tui.simulator.records import Refusal
from mimiry_tui.simulator.render import rfc3339, transactions_json
from mimiry_tui.simulator.service import Service, body_of
from mimiry_tui.simulator.validation import invalid

USER_ID = "usr_demo"
ORG_ID = "org_demo"


class AccountRoutes:
    """The handlers, over one service; `identity_routes` live under `/api/v1`, `routes` under compute."""

    def __init__(self, service: Service) -> None:
        self._service = service

    def identity_routes(self) -> list[Route]:
        guard = self._service.signed_in
        return [
            Route("/auth/token", self.token, methods=["POST"]),
            Route("/auth/token/limits", guard(self.token_limits), methods=["GET"]),
            Route("/me", guard(self.me), methods=["GET"]),
            Route("/api-key", guard(self.api_key), methods=["GET"]),
        ]

    def routes(self) -> list[Route]:
        guard = self._service.signed_in
        return [
            Route("/balance", guard(self.balance), methods=["GET"]),
            Route("/balance/user/{id}", guard(self.balance), methods=["GET"]),
            Route("/balance/org/{id}", guard(self.balance), methods=["GET"]),
            Route("/quota", guard(self.quota), methods=["GET"]),
            Route("/transactions", guard(self.transactions), methods=["GET"]),
        ]

    async def token(self, request: Request) -> Response:
        body = await body_of(request) if await request.body() else {}
        expires_in = body.get("expires_in") if isinstance(body, dict) else None
        return JSONResponse(self._service.door.exchange(request.headers, expires_in))

    async def token_limits(self, request: Request) -> Response:
        return JSONResponse(self._service.door.limits(self._caller(request)))

    async def me(self, _request: Request) -> Response:
        email = self._service.world.state.account_email
        return JSONResponse({"id": USER_ID, "email": email, "name": "Demo", "org_id": ORG_ID})

    async def api_key(self, request: Request) -> Response:
        return JSONResponse({"fingerprint": self._caller(request), "type": "ssh"})

    async def balance(self, request: Request) -> Response:
        """The signed-in user's credit; the same account answers for its user and its organisation."""
        if request.path_params.get("id", USER_ID) not in (USER_ID, ORG_ID):
            raise Refusal(404, "no_balance", "no billing account")
        world = self._service.world
        if not world.state.transactions:
            raise Refusal(404, "no_balance", "no billing account")
        burn = ledger.burn_rate(world.state.sessions.values())
        return JSONResponse(
            {
                "balance": float(world.balance()),
                "currency": ledger.CURRENCY,
                "burn_rate_per_hour": float(burn),
                "as_of": rfc3339(world.clock.now()),
            }
        )

    async def quota(self, _request: Request) -> Response:
        limits = self._limits()
        if self._service.dialect is Dialect.OLDER:
            return JSONResponse({name: {"limit": limit, "used": used} for name, limit, used in limits})
        rows = [{"name": name, "limit": limit, "used": used} for name, limit, used in limits]
        return JSONResponse({"quotas": rows})

    async def transactions(self, request: Request) -> Response:
        rows: list[dict[str, Any]] = transactions_json(self._service.world.state.transactions)
        text = request.query_params.get("limit")
        if text is not None:
            if not (text.isascii() and text.isdigit()):
                raise invalid("limit must be a whole number")
            rows = rows[: int(text)]
        return JSONResponse({"transactions": rows})

    def _caller(self, request: Request) -> str:
        return self._service.door.caller(request.headers.get("authorization", ""))

    def _limits(self) -> list[tuple[str, int, int]]:
        world = self._service.world
        live = world.live_sessions()
        kept = [volume for volume in world.state.volumes.values() if volume.state != "deleted"]
        return [
            ("concurrent_sessions", world.rules.concurrent_sessions, len(live)),
            ("gpus", world.rules.gpus, sum(session.launch.gpu.count for session in live)),
            ("volume_gb", world.rules.volume_gb, sum(volume.size_gb for volume in kept)),
        ]
