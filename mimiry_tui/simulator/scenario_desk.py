"""Scenarios at run time: played, stopped, launched, and what they change in an answer."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import timedelta
from decimal import Decimal
from typing import Any, Protocol

from mimiry_tui.simulator import life_scenarios, volume_life
from mimiry_tui.simulator.demo_life import add_ready
from mimiry_tui.simulator.log_desk import LogDesk, Written
from mimiry_tui.simulator.records import GpuRequest, Launch, Placement, Refusal, Session
from mimiry_tui.simulator.scenarios import Scenario
from mimiry_tui.simulator.volume_scenarios import VolumeScenarios
from mimiry_tui.simulator.world import World

_IMAGE = "docker.io/pytorch/pytorch:2.3.1-cuda12.1-cudnn8-runtime"
_COMMAND = "python train.py --epochs 10 --steps 1200"
_L4 = Placement("L4_24G_PCIe", "gcp", "europe-west4", Decimal("0.58"))
_UP_FOR = timedelta(minutes=4)
_PUBLISHED: dict[Scenario, dict[str, Any]] = {
    Scenario.EVIL_HOST_DASH: {"host": "-oProxyCommand=touch owned"},
    Scenario.EVIL_HOST_SPACE: {"host": "localhost; touch owned"},
    Scenario.EVIL_HOST_CONTROL: {"host": "ssh.\x1b]0;owned\x07example\nHost *"},
    Scenario.EVIL_USER: {"username": "-oProxyCommand=touch owned"},
    Scenario.EVIL_PORT_ZERO: {"port": 0},
    Scenario.EVIL_PORT_HIGH: {"port": 70000},
    Scenario.EVIL_PORT_WORDS: {"port": "22; touch owned"},
    Scenario.EVIL_IPV6_ZONE: {"host": "fe80::1%eth0"},
}


class Gates(Protocol):
    """Ports of single sessions in front of the SSH proxy."""

    def port_of(self, session: Session) -> int | None:
        """The session's own port, or None when it goes by the common one."""
        ...


@dataclass
class ScenarioDesk:
    """The scenarios of one world. `gates` are there once real sockets are."""

    world: World
    gates: Gates | None = None
    logs: LogDesk = field(init=False)
    volumes: VolumeScenarios = field(init=False)
    _published: dict[str, dict[str, Any]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.logs = LogDesk(self.world)
        self.volumes = VolumeScenarios(self.world)

    # what a test or the command line orders

    def find(self, name: str) -> Session:
        """The newest session of that name; raises KeyError."""
        mine = [s for s in self.world.state.sessions.values() if s.launch.name == name]
        if not mine:
            raise KeyError(name)
        return max(mine, key=lambda session: session.created_at)

    def play(self, name: str, session_id: str | None = None) -> None:
        """From now on that session plays the scenario; without one every session, launch or volume does,
        later ones too.

        What cannot happen to a session any more (it ended) does not. Raises ValueError for a name that
        is none, KeyError for an id that is none.
        """
        scenario, now = Scenario(name), self.world.tick()
        if session_id is None:
            self.world.state.scenarios[scenario] = now
        else:
            self.world.state.sessions[session_id].scenarios[scenario] = now
        for session in self._meant(session_id):
            life_scenarios.happens(self.world, session, scenario, now)
        self.world.advance(now)

    def stop(self, name: str, session_id: str | None = None) -> None:
        """No longer; what it holds up goes on. Raises as `play` does."""
        scenario, now = Scenario(name), self.world.tick()
        everywhere = session_id is None and self.world.state.scenarios.pop(scenario, None) is not None
        for session in self._meant(session_id):
            if session.scenarios.pop(scenario, None) is not None or everywhere:
                life_scenarios.goes_on(self.world, session, scenario, now)
        if everywhere:
            for volume in self.world.state.volumes.values():
                volume_life.goes_on(volume, now)
        self.world.advance(now)

    def stage(self, scenario: Scenario) -> None:
        """Make what the scenario happens to, once: all requests, or a session or volume of its name."""
        if scenario.is_of_requests:
            self.play(scenario)
        elif scenario.is_of_volumes:
            self.volumes.stage(scenario)
        elif scenario.session_name not in {one.launch.name for one in self.world.live_sessions()}:
            self.launch(scenario)

    def launch(self, *names: str, name: str | None = None, command: str | None = _COMMAND) -> Session:
        """A new session that plays these, booting at the world's speed, whatever the quota says,
        and seen at once."""
        self.world.tick()
        session = self.world.admit(self._launch(name or _name(names), command), (), *map(Scenario, names))
        session.visible_at = session.created_at
        return session

    def ready(self, *names: str, name: str | None = None, command: str | None = _COMMAND) -> Session:
        """The same, but ready for minutes already; what its scenarios do begins now."""
        now = self.world.tick()
        launch, speed = self._launch(name or _name(names), command), self.world.rules.speed
        began = now - _UP_FOR / speed
        session = add_ready(self.world, launch, _L4, began, launch.ssh_public_key, speed)
        self.world.advance(now)
        for each in names:
            self.play(each, session.id)
        return session

    def publish(self, session_id: str, **endpoint: Any) -> None:
        """Tell this of `host`, `port` and `username`, any JSON value; the rest stays as it is."""
        self._published[session_id] = {**self._published.get(session_id, {}), **endpoint}

    def write_log(self, session_id: str, lines: Iterable[Written]) -> None:
        """The whole log is this from now on; a plain string is stamped now."""
        self.logs.write(self.world.state.sessions[session_id], lines)

    def append_log(self, session_id: str, lines: Iterable[Written]) -> None:
        """More lines; from the first time on, the session prints nothing by itself."""
        self.logs.append(self.world.state.sessions[session_id], lines)

    def rotate_log(self, session_id: str) -> None:
        """The log starts over."""
        self.logs.rotate(self.world.state.sessions[session_id])

    def refuse_log(self, session_id: str, status: int | None, retry_after_seconds: int | None = None) -> None:
        """Answer with an error status instead of the log; None gives the log again."""
        self.logs.refuse(self.world.state.sessions[session_id], status, retry_after_seconds)

    def drain_balance(self) -> None:
        """The account is empty: what lives ends."""
        self.world.drain(self.world.tick())
        self.world.tick()

    # what the routes ask

    def terminate(self, session_id: str) -> tuple[Session, bool]:
        """The session whose end was asked for, and whether the answer arrives; raises `Refusal`."""
        self.world.tick()
        session = self.world.session(session_id)
        plays = {each for each in Scenario if self.world.plays(session, each) is not None}
        if Scenario.TERMINATE_404 in plays:
            self._forget(session)
        if Scenario.TERMINATE_409 in plays:
            raise Refusal(409, "invalid_state", f"session is {session.durable} and cannot be ended now")
        if Scenario.TERMINATE_500 in plays:
            raise Refusal(500, "internal_error", "something broke")
        if Scenario.TERMINATE_UNHEARD in plays:
            return session, False
        if Scenario.DEAF_TERMINATE in plays and session.live:
            return session, True
        return self.world.terminate_session(session_id), Scenario.TERMINATE_LOST not in plays

    def dress(self, body: dict[str, Any], session: Session) -> None:
        """Put the endpoint that this session is to show into its JSON object."""
        if body["ssh"] is None:
            return
        port = None if self.gates is None else self.gates.port_of(session)
        if port is not None:
            body["ssh"]["port"] = port
        for scenario, endpoint in _PUBLISHED.items():
            if self.world.plays(session, scenario) is not None:
                body["ssh"] |= endpoint
        body["ssh"] |= self._published.get(session.id, {})

    def _meant(self, session_id: str | None) -> list[Session]:
        sessions = self.world.state.sessions
        return list(sessions.values()) if session_id is None else [sessions[session_id]]

    def _forget(self, session: Session) -> None:
        del self.world.state.sessions[session.id]
        for volume in self.world.state.volumes.values():
            if volume.attached_to == session.id:
                volume.attached_to = ""
        raise Refusal(404, "not_found", "session not found")

    def _launch(self, name: str, command: str | None) -> Launch:
        keys = self.world.state.registered_keys
        gpu = GpuRequest(types=(_L4.gpu_type,))
        mode = "never" if command is None else "on_complete"
        return Launch(name, _IMAGE, gpu, command, mode, bool(keys), keys[0] if keys else None)


def _name(names: Iterable[str]) -> str:
    """`sim-ssh-slow`; of several, the first has the word."""
    first = next(iter(names), None)
    return "box" if first is None else Scenario(first).session_name
