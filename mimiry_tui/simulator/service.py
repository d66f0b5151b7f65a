"""What every route needs at hand, and the few things all routes do alike."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from mimiry_tui.simulator.auth import Door
from mimiry_tui.simulator.dialects import Dialect
from mimiry_tui.simulator.faults import Faults
from mimiry_tui.simulator.records import Refusal
from mimiry_tui.simulator.registration import RegistrationDesk
from mimiry_tui.simulator.scenario_desk import ScenarioDesk
from mimiry_tui.simulator.validation import invalid
from mimiry_tui.simulator.world import World

Handler = Callable[[Request], Awaitable[Response]]


@dataclass
class Service:
    """One deployment: a world, its door, its dialect and its troubles, of the wire and of sessions."""

    world: World
    door: Door
    dialect: Dialect = Dialect.DOCUMENTED
    faults: Faults = field(default_factory=Faults)
    ssh_port: int = 22
    requests: Counter[str] = field(default_factory=Counter)
    registration: RegistrationDesk | None = None
    """None where keys are added in the portal only."""
    scenarios: ScenarioDesk = field(init=False)

    def __post_init__(self) -> None:
        self.scenarios = ScenarioDesk(self.world)

    def signed_in(self, handler: Handler) -> Handler:
        """The handler, behind a bearer token, in a world brought up to now."""

        async def checked(request: Request) -> Response:
            self.door.caller(request.headers.get("authorization", ""))
            self.world.tick()
            return await handler(request)

        return checked


async def body_of(request: Request) -> Any:
    """The JSON body; raises `Refusal` 400."""
    try:
        return json.loads(await request.body())
    except (json.JSONDecodeError, UnicodeDecodeError):
        raise invalid("body is not JSON") from None


def refused(_request: Request, refusal: Exception) -> Response:
    """A refusal as a response, with `Retry-After` when it says how long to wait."""
    if not isinstance(refusal, Refusal):
        raise refusal
    wait = refusal.extra.get("retry_after_seconds")
    headers = {"Retry-After": str(wait)} if wait is not None else None
    return JSONResponse(refusal.body, refusal.status, headers)
