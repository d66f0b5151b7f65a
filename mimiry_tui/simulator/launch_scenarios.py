"""What a scenario does to the request that launches a session."""

from __future__ import annotations

from enum import Enum

from mimiry_tui.simulator.records import Launch, Refusal, Session
from mimiry_tui.simulator.scenarios import Scenario, asked_for
from mimiry_tui.simulator.world import World


class Reply(Enum):
    """What becomes of the answer."""

    ARRIVES = "arrives"
    CUT = "cut"
    NEVER = "never"


_REFUSALS = {
    Scenario.LAUNCH_402: (402, "insufficient_balance", "insufficient balance"),
    Scenario.LAUNCH_409: (409, "volume_attached", "volume ckpt is attached to session train-llama"),
    Scenario.LAUNCH_422: (422, "validation_error", "image.uri: no such image"),
    Scenario.LAUNCH_429: (429, "quota_exceeded", "concurrent_sessions quota exceeded (2 of 2)"),
    Scenario.LAUNCH_500: (500, "internal_error", "something broke"),
}


def create(world: World, launch: Launch) -> tuple[Session | None, Reply]:
    """The session, None where the launch was not heard, and what becomes of the answer; raises `Refusal`."""
    plays = asked_for(launch.name, launch.image, launch.command) | world.state.scenarios.keys()
    for scenario, refusal in _REFUSALS.items():
        if scenario in plays:
            raise Refusal(*refusal)
    if Scenario.LAUNCH_UNHEARD in plays:
        return None, Reply.CUT
    session = world.create_session(launch)
    if Scenario.LAUNCH_LOST in plays:
        return session, Reply.CUT
    return session, Reply.NEVER if Scenario.LAUNCH_SILENT in plays else Reply.ARRIVES
