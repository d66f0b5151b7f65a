"""`/sessions` of the compute API: list, launch, detail, end, logs."""

from __future__ import annotations

from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from mimiry_tui.simulator import launch_scenarios
from mimiry_tui.simulator.dialects import Dialect
from mimiry_tui.simulator.fault_middleware import HANG_UP, KEEP_WAITING
from mimiry_tui.simulator.launch_scenarios import Reply
from mimiry_tui.simulator.listing import Facts, Query, page
from mimiry_tui.simulator.records import Refusal, Session
from mimiry_tui.simulator.render import session_json
from mimiry_tui.simulator.service import Service, body_of
from mimiry_tui.simulator.validation import invalid, launch_of

_EVENTS_SHOWN = 10
_MOST_LOG_LINES = 5000
_USUAL_LOG_LINES = 100
UNHEARD_OF = "quiescing"


class SessionRoutes:
    """The handlers, over one service."""

    def __init__(self, service: Service) -> None:
        self._service = service

    def routes(self) -> list[Route]:
        guard = self._service.signed_in
        return [
            Route("/sessions", guard(self.index), methods=["GET"]),
            Route("/sessions", guard(self.create), methods=["POST"]),
            Route("/sessions/{id}", guard(self.detail), methods=["GET"]),
            Route("/sessions/{id}", guard(self.terminate), methods=["DELETE"]),
            Route("/sessions/{id}/logs", guard(self.logs), methods=["GET"]),
        ]

    async def index(self, request: Request) -> Response:
        world, query = self._service.world, Query.parse(request.query_params)
        now = world.clock.now()
        found = [
            session
            for session in world.state.sessions.values()
            if session.visible_at <= now and query.admits(self._facts(session))
        ]
        found.sort(key=lambda session: (session.created_at, session.id), reverse=True)
        rows = [self._json(session) for session in page(found, query)]
        if self._service.dialect is Dialect.OLDER:
            return JSONResponse(rows)
        paging = {"total": len(found), "limit": query.limit, "offset": query.offset}
        return JSONResponse({"sessions": rows, **paging})

    async def create(self, request: Request) -> Response:
        session, reply = launch_scenarios.create(self._service.world, launch_of(await body_of(request)))
        request.scope[HANG_UP] = reply is Reply.CUT
        request.scope[KEEP_WAITING] = reply is Reply.NEVER
        return JSONResponse(None if session is None else self._json(session), 202)

    async def detail(self, request: Request) -> Response:
        session = self._service.world.session(request.path_params["id"])
        return JSONResponse(self._json(session, _events_tail(request)))

    async def terminate(self, request: Request) -> Response:
        session, answered = self._service.scenarios.terminate(request.path_params["id"])
        request.scope[HANG_UP] = not answered
        if self._service.dialect is Dialect.OBSERVED:
            return Response(status_code=204)
        return JSONResponse(self._json(session), 200 if self._service.dialect is Dialect.OLDER else 202)

    async def logs(self, request: Request) -> Response:
        session = self._service.world.session(request.path_params["id"])
        stamped = request.query_params.get("timestamps") == "true"
        body = self._service.scenarios.logs.answer(session, _log_lines(request), stamped)
        return Response(body, media_type="application/json")

    def _json(self, session: Session, events_tail: int | None = None) -> dict[str, Any]:
        service = self._service
        body = session_json(session, service.dialect, service.ssh_port, events_tail)
        service.scenarios.dress(body, session)
        if session.live and service.faults.garbles_state(session.id):
            body["state"] = UNHEARD_OF
        return body

    def _facts(self, session: Session) -> Facts:
        body = self._json(session)
        spoken = frozenset(body[key] for key in ("state", "status") if key in body)
        return Facts(spoken, body.get("operation", ""), session.updated_at)


def _events_tail(request: Request) -> int:
    text = request.query_params.get("events_tail", str(_EVENTS_SHOWN))
    if text != "-1" and not (text.isascii() and text.isdigit()):
        raise invalid("events_tail must be -1 or a whole number")
    return int(text)


def _log_lines(request: Request) -> int:
    text = request.query_params.get("tail", str(_USUAL_LOG_LINES))
    if not (text.isascii() and text.isdigit()) or int(text) < 1:
        raise invalid("tail must be a positive whole number")
    if int(text) > _MOST_LOG_LINES:
        raise Refusal(400, "log_query_failed", f"max entries limit per query exceeded ({_MOST_LOG_LINES})")
    return int(text)
