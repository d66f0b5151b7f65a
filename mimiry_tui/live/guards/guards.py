"""Ends sessions when a guard of theirs is reached, after a countdown that can be undone.

Guards live as long as this does and are written nowhere: what ends machines does not come back by itself.
Nothing is ever begun, and nothing sent, on an old answer, on an unknown state, or while nobody could undo it.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable
from datetime import timedelta
from functools import partial

from mimiry_tui.clock import Clock
from mimiry_tui.domain.account import Balance
from mimiry_tui.domain.guarding.guard import Guard, GuardState, set_anew
from mimiry_tui.domain.guarding.judging import Judgement, Sight, Verdict, judge
from mimiry_tui.domain.guarding.rules import (
    BalanceFloor,
    EndAt,
    EndAtCost,
    Rule,
    pinned,
    reached_words,
)
from mimiry_tui.domain.sessions import Session
from mimiry_tui.live.endings.endings import Endings, EndingState
from mimiry_tui.live.guards.trust import trouble_with
from mimiry_tui.live.launches.launches import Launches, LaunchState
from mimiry_tui.live.live import Live
from mimiry_tui.live.store import Resource
from mimiry_tui.live.subscribers import Subscribers
from mimiry_tui.settings.preferences import Guards as Defaults

COUNTDOWN = 60.0
"""Seconds between a guard that is reached and the ending that it sends."""
LOOK_EVERY = 2.0
ASK_EVERY = timedelta(seconds=15)
"""How old an answer may be while a guard stands reached, before a fresh one is asked for."""


def _nobody() -> str:
    return "nobody could undo it"


class Guards:
    """The guards of one account's sessions. Its methods are called on the event loop."""

    def __init__(self, live: Live, endings: Endings, clock: Clock, launches: Launches | None = None) -> None:
        """Sessions that `launches` launches from now on get the guards of the settings."""
        self.hindrance: Callable[[], str] = _nobody
        """Why no countdown may go on now, since nobody could undo it; "" while somebody can."""
        self._live = live
        self._store = live.store
        self._endings = endings
        self._clock = clock
        self._launches = launches
        self._guards: dict[str, tuple[Guard, ...]] = {}
        self._defaults = Defaults()
        self._begun: dict[str, Rule] = {}
        """By session: the rule that its countdown was begun for."""
        self._launched: set[str] = set()
        self._wanted = asyncio.Event()
        self._subscribers: Subscribers[frozenset[str]] = Subscribers()
        self._ends = [endings.subscribe(self._endings_changed)]
        if launches is not None:
            self._ends.append(launches.subscribe(self._launches_changed))

    def of(self, session_id: str) -> tuple[Guard, ...]:
        """What guards that session, in the order it was set."""
        return self._guards.get(session_id, ())

    @property
    def guarded(self) -> tuple[str, ...]:
        """The ids of the sessions that a guard still watches."""
        return tuple(
            session_id
            for session_id, guards in self._guards.items()
            if any(not guard.state.is_spent for guard in guards)
        )

    def set(self, session_id: str, rules: Iterable[Rule]) -> None:
        """Guard that session by these and nothing else; what stays the same goes on as it is."""
        self._write(session_id, set_anew(self.of(session_id), rules))
        self._wanted.set()

    def prefer(self, defaults: Defaults) -> None:
        """Give these to what is launched from now on."""
        self._defaults = defaults

    def subscribe(self, callback: Callable[[frozenset[str]], None]) -> Callable[[], None]:
        """Call it with the ids whose guards changed; returns what ends that. It must not raise."""
        return self._subscribers.add(callback)

    def close(self) -> None:
        """Listen to nothing any more."""
        for end in self._ends:
            end()

    async def run(self) -> None:
        """Look after the guards until cancelled."""
        try:
            while True:
                self._wanted.clear()
                if not self._guards:
                    await self._wanted.wait()
                self.look()
                await self._clock.sleep(LOOK_EVERY)
        finally:
            self.close()

    def look(self) -> None:
        """Look at every guard once: begin countdowns, call them off, forget what is over."""
        for session_id in tuple(self._guards):
            self._look_at(session_id)

    # One session

    def _look_at(self, session_id: str) -> None:
        before = self.of(session_id)
        judged = self._judge(session_id)
        if any(one.verdict is Verdict.OVER for one in judged):
            self._write(session_id, ())
            return
        hindrance = self._hindrance(session_id)
        after = tuple(guard.look(one, hindrance) for guard, one in zip(before, judged, strict=True))
        self._ask_again(before, judged)
        self._write(session_id, self._each_its_own(session_id, after))

    def _each_its_own(self, session_id: str, guards: tuple[Guard, ...]) -> tuple[Guard, ...]:
        """A countdown whose own guard counts no more is not taken over by another one.

        That begins its own at the next look, in full and with its own reason.
        """
        if not _counting(self.of(session_id)) or any(guard.state.is_spent for guard in guards):
            return guards
        begun = self._begun.get(session_id)
        if any(guard.rule == begun for guard in _counting(guards)):
            return guards
        return tuple(Guard(one.rule) if one.state is GuardState.COUNTING else one for one in guards)

    def _judge(self, session_id: str) -> list[Judgement]:
        record, now = self._store.sessions.get(session_id), self._clock.now()
        balance: Balance | None = self._store.balance
        sight = Sight(
            now,
            record,
            trouble_with(self._store.health(Resource.SESSIONS), self._clock, "the list of sessions"),
            balance.money if balance is not None else None,
            trouble_with(self._store.health(Resource.BALANCE), self._clock, "the balance"),
        )
        return [judge(guard.rule, sight) for guard in self.of(session_id)]

    def _hindrance(self, session_id: str) -> str:
        """Why its ending may not be begun from here now; "" if it may."""
        if self._endings.read_only:
            return "this account is opened for reading only"
        ending = self._endings.of(session_id)
        counting = any(guard.state is GuardState.COUNTING for guard in self.of(session_id))
        if ending is not None and ending.state is not EndingState.FAILED and not counting:
            return "it is being ended already"
        return self.hindrance()

    def _ask_again(self, guards: Iterable[Guard], judged: Iterable[Judgement]) -> None:
        """Have what a guard goes by asked for again where it stands reached by an answer that ages."""
        reached = [
            guard.rule
            for guard, one in zip(guards, judged, strict=True)
            if not guard.state.is_spent and one.verdict in (Verdict.REACHED, Verdict.HELD)
        ]
        wanted = {Resource.SESSIONS} if reached else set()
        if any(isinstance(rule, BalanceFloor) for rule in reached):
            wanted.add(Resource.BALANCE)
        for resource in wanted:
            health = self._store.health(resource)
            age = health.sure_age(self._clock)
            # Where the last attempt failed, the next one comes at its own pace.
            if health.error is None and not health.loading and age is not None and age > ASK_EVERY:
                self._live.refresh(resource)

    def _write(self, session_id: str, guards: tuple[Guard, ...]) -> None:
        """Keep these, and let the countdown go by them."""
        before = self.of(session_id)
        if guards:
            self._guards[session_id] = guards
        else:
            self._guards.pop(session_id, None)
            self._begun.pop(session_id, None)
        was, counting = _counting(before), _counting(guards)
        if counting and not was:
            words = reached_words(self._pinned(session_id, counting[0].rule), self._clock.now())
            still = partial(self._still_holds, session_id)
            self._begun[session_id] = counting[0].rule
            self._endings.arm((session_id,), COUNTDOWN, because=words, still=still)
        elif was and not counting and not _are_spent(was, guards):
            self._endings.call_off((session_id,))
        if guards != before:
            self._subscribers.tell(frozenset({session_id}))

    def _pinned(self, session_id: str, rule: Rule) -> Rule:
        record, balance = self._store.sessions.get(session_id), self._store.balance
        session = record if isinstance(record, Session) else None
        return pinned(rule, session, balance.money if balance is not None else None)

    def _still_holds(self, session_id: str) -> bool:
        """Whether the ending that is due may be sent: a guard that counted down is reached this moment."""
        self._look_at(session_id)
        return bool(_counting(self.of(session_id)))

    # What others do

    def _endings_changed(self, session_ids: frozenset[str]) -> None:
        """Take in that a countdown was undone, or that its ending was sent."""
        for session_id in session_ids:
            guards = self.of(session_id)
            if not _counting(guards):
                continue
            ending = self._endings.of(session_id)
            if ending is None:
                spent = tuple(guard.cancelled() for guard in guards)
            elif ending.state is not EndingState.ARMED:
                spent = tuple(guard.fired() for guard in guards)
            else:
                continue
            self._write(session_id, spent)

    def _launches_changed(self) -> None:
        """Guard what was launched from here as the settings say, once."""
        current = self._launches.current if self._launches is not None else None
        if current is None or current.state is not LaunchState.ACCEPTED or not current.session_id:
            return
        if current.id in self._launched:
            return
        self._launched.add(current.id)
        rules = self._default_rules()
        if rules and not self.of(current.session_id):
            self.set(current.session_id, rules)

    def _default_rules(self) -> list[Rule]:
        wanted = self._defaults
        rules: list[Rule] = []
        if wanted.end_after is not None:
            rules.append(EndAt(self._clock.now() + wanted.end_after))
        if wanted.end_at_cost is not None:
            rules.append(EndAtCost(wanted.end_at_cost))
        if wanted.balance_floor is not None:
            rules.append(BalanceFloor(wanted.balance_floor))
        return rules


def _are_spent(was: Iterable[Guard], guards: Iterable[Guard]) -> bool:
    """Whether those that counted down have done so to some end, instead of being called off."""
    rules = {guard.rule for guard in was}
    return any(guard.state.is_spent for guard in guards if guard.rule in rules)


def _counting(guards: Iterable[Guard]) -> list[Guard]:
    return [guard for guard in guards if guard.state is GuardState.COUNTING]
