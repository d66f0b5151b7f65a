"""The simulated cloud itself, without sockets: what exists, what happens as time passes, what one can ask.

The same seed, clock and calls give the same world, ids included.
"""

from __future__ import annotations

import random
import uuid
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from decimal import Decimal

from mimiry_tui.clock import Clock
from mimiry_tui.simulator import ledger, lifecycle, volume_life
from mimiry_tui.simulator.market import Market
from mimiry_tui.simulator.pace import Pace
from mimiry_tui.simulator.records import (
    Event,
    Launch,
    Refusal,
    Session,
    Step,
    Transaction,
    Volume,
    WorldState,
)
from mimiry_tui.simulator.scenarios import Scenario, asked_for
from mimiry_tui.simulator.setbacks import verdict_on
from mimiry_tui.simulator.stages import Stage

_SLICE = timedelta(minutes=5)
_LONGEST_ABSENCE = timedelta(days=60)
_GOING = (Stage.STOPPING, Stage.TERMINATING)


@dataclass(frozen=True)
class Rules:
    """The limits this cloud enforces. `read_cache_seconds` is how long something new stays a 404.

    Where `market_moves` is False, prices and stock stay as they are in the catalogue.
    """

    speed: float = 1.0
    concurrent_sessions: int = 5
    gpus: int = 16
    volume_gb: int = 2000
    read_cache_seconds: float = 0.0
    market_moves: bool = True


class World:
    """Accounts, market, sessions, volumes and money, moved on by `tick`."""

    def __init__(self, state: WorldState, clock: Clock, rules: Rules) -> None:
        self.state = state
        self.clock = clock
        self.rules = rules
        self.market = Market(state.seed, state.began, rules.speed)

    @classmethod
    def empty(cls, clock: Clock, seed: int = 1, rules: Rules | None = None) -> World:
        """A cloud with a market and an account that has neither sessions nor money."""
        world = cls(WorldState(seed, clock.now(), clock.now()), clock, rules or Rules())
        world.state.token_secret = world.rng("token secret").randbytes(32).hex()
        return world

    def rng(self, purpose: str) -> random.Random:
        """A generator of its own for each purpose, so that no use disturbs another."""
        return random.Random(f"{self.state.seed}/{purpose}")

    def new_id(self) -> str:
        """The next UUID of this world."""
        self.state.minted += 1
        return str(uuid.UUID(int=self.rng(f"id/{self.state.minted}").getrandbits(128), version=4))

    def pace(self, owner: str) -> Pace:
        """How long things take for one session or volume."""
        return Pace(self.rules.speed, self.rng(f"pace/{owner}"))

    @property
    def read_cache(self) -> timedelta:
        return timedelta(seconds=self.rules.read_cache_seconds / self.rules.speed)

    # time

    def tick(self) -> datetime:
        """Let everything due by now happen, in order of time; an empty balance ends what runs."""
        now = self.clock.now()
        if self.rules.market_moves:
            self.market.tick(now)
        while True:
            self.state.ticked = min(now, max(self.state.ticked, now - _LONGEST_ABSENCE) + _SLICE)
            self.advance(self.state.ticked)
            self._end_what_nobody_pays(self.state.ticked)
            if self.state.ticked >= now:
                return now

    def _end_what_nobody_pays(self, at: datetime) -> None:
        entries, sessions = self.state.transactions, self.state.sessions.values()
        if ledger.balance(entries, sessions, at) > 0:
            return
        for session in self.live_sessions():
            if not session.stage.ending:
                self._end(session, "balance_depleted", "balance depleted", at)
        self.advance(at)

    def advance(self, now: datetime) -> None:
        """Take every session and volume step due by `now`."""
        while True:
            due = [(s.pending[0].at, s) for s in self.state.sessions.values() if _due(s, now)]
            if not due:
                break
            _, session = min(due, key=lambda pair: pair[0])
            self._take(session, session.pending.pop(0))
        for volume in self.state.volumes.values():
            volume_life.advance(volume, now, self.state.scenarios)

    def _take(self, session: Session, step: Step) -> None:
        lifecycle.apply_step(session, step)
        if step.settles:
            session.final_cost = ledger.cost(session, step.at)
            self._charge(session, step.at)
            message = f"final cost {session.final_cost} {ledger.CURRENCY}"
        else:
            message = step.message
        if step.drains:
            self.drain(step.at)
        session.events.append(Event(step.at, step.type, session.stage, session.durable, message))
        if session.stage.ended:
            for volume in self.state.volumes.values():
                if volume.attached_to == session.id:
                    volume.attached_to = ""

    def _charge(self, session: Session, at: datetime) -> None:
        if session.final_cost and session.placement is not None:
            what = f"{session.launch.name} · {session.placement.gpu_type} ×{session.launch.gpu.count}"
            self.add_money(-session.final_cost, "usage", what, at, session.id)

    def add_money(
        self, amount: Decimal, kind: str, description: str, at: datetime, session_id: str | None = None
    ) -> None:
        """Book a transaction; negative amounts are debits."""
        entry = Transaction(self.new_id(), at, amount, kind, description, session_id)
        self.state.transactions.append(entry)

    def drain(self, at: datetime) -> None:
        """Take all credit away."""
        left = ledger.balance(self.state.transactions, self.state.sessions.values(), at)
        if left > 0:
            self.add_money(-left, "adjustment", "credit withdrawn", at)

    # reading

    def balance(self) -> Decimal:
        """Credit left now, in EUR."""
        return ledger.balance(self.state.transactions, self.state.sessions.values(), self.clock.now())

    def live_sessions(self) -> list[Session]:
        return [session for session in self.state.sessions.values() if session.live]

    def session(self, session_id: str) -> Session:
        """The session of that id; raises `Refusal` 404 while the read cache has not seen it."""
        found = self.state.sessions.get(session_id)
        if found is None or found.visible_at > self.clock.now():
            raise Refusal(404, "not_found", "session not found")
        return found

    def volume(self, volume_id: str) -> Volume:
        """The volume of that id, deleted ones too; raises `Refusal` 404."""
        found = self.state.volumes.get(volume_id)
        if found is None or found.visible_at > self.clock.now():
            raise Refusal(404, "not_found", "volume not found")
        return found

    # sessions

    def create_session(self, launch: Launch) -> Session:
        """Accept a launch and settle its whole life; raises `Refusal` (402, 404, 409, 429)."""
        self.tick()
        volumes = [self._mountable(mount.volume_name) for mount in launch.mounts]
        self._check_limits(launch)
        return self.admit(launch, volumes)

    def admit(self, launch: Launch, volumes: Sequence[Volume] = (), *scenarios: Scenario) -> Session:
        """Take a launch in whatever the limits say, and settle its whole life."""
        now = self.clock.now()
        session_id = self.new_id()
        asked = asked_for(launch.name, launch.image, launch.command).union(scenarios)
        played = asked | self.state.scenarios.keys()
        if Scenario.SSH_OFF in played:
            launch = replace(launch, ssh_enabled=False)
        session = Session(session_id, launch, now, now, now + self.read_cache)
        session.scenarios = dict.fromkeys(sorted(asked), now)
        rng = self.rng(f"schedule/{session_id}")
        verdict = verdict_on(launch, self.market, volumes, rng, played)
        session.pending = lifecycle.whole_life(launch, verdict, now, self.pace(session_id), played)
        session.events.append(Event(now, "created", Stage.ACCEPTED, "submitted", "session accepted"))
        for volume in volumes:
            volume.attached_to = session_id
        self.state.sessions[session_id] = session
        return session

    def _check_limits(self, launch: Launch) -> None:
        live = self.live_sessions()
        if len(live) >= self.rules.concurrent_sessions:
            limit = self.rules.concurrent_sessions
            raise Refusal(429, "quota_exceeded", f"concurrent_sessions quota exceeded ({limit} of {limit})")
        if sum(s.launch.gpu.count for s in live) + launch.gpu.count > self.rules.gpus:
            raise Refusal(429, "quota_exceeded", f"gpus quota exceeded (limit {self.rules.gpus})")
        if not self.state.transactions:
            raise Refusal(402, "no_balance", "no billing account")
        if self.balance() <= 0:
            raise Refusal(402, "insufficient_balance", "insufficient balance")

    def _mountable(self, name: str) -> Volume:
        for volume in self.state.volumes.values():
            if volume.name == name and volume.state == "provisioned":
                break
        else:
            raise Refusal(404, "not_found", f"volume {name} not found")
        if volume.attached_to:
            owner = self.state.sessions[volume.attached_to].launch.name
            raise Refusal(409, "volume_attached", f"volume {name} is attached to session {owner}")
        if volume.operation.startswith("deleting"):
            raise Refusal(409, "invalid_state", f"volume {name} is {volume.operation}")
        return volume

    def terminate_session(self, session_id: str) -> Session:
        """Begin the end the user asked for; raises `Refusal` 404, or 409 once it has ended or is ending."""
        self.tick()
        session = self.session(session_id)
        if not session.live:
            raise Refusal(409, "invalid_state", f"session is already {session.durable}")
        if not session.stage.ending:
            now = self.clock.now()
            self._end(session, "user_requested", "terminated by user", now)
            self.advance(now)
        return session

    def _end(self, session: Session, reason: str, message: str, at: datetime) -> None:
        pace = self.pace(f"end/{session.id}")
        session.pending = lifecycle.ending(session, at, pace, reason, message)
        if self.plays(session, Scenario.STUCK_TERMINATE) is not None:
            session.pending = [step for step in session.pending if step.stage in _GOING]

    def plays(self, session: Session, scenario: Scenario) -> datetime | None:
        """Since when the session plays the scenario, or None when it does not."""
        return session.scenarios.get(scenario) or self.state.scenarios.get(scenario)


def _due(session: Session, now: datetime) -> bool:
    return bool(session.pending) and session.pending[0].at <= now
