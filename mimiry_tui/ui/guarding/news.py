"""Tells aloud what guards are about to do and have done, and what alarms ring for."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

from textual.app import App

from mimiry_tui.clock import Clock
from mimiry_tui.domain.conventions import time_of_day
from mimiry_tui.domain.guarding.guard import GuardState
from mimiry_tui.domain.guarding.rules import Rule
from mimiry_tui.domain.phases import Phase
from mimiry_tui.domain.safe_text import safe_text
from mimiry_tui.domain.sessions import Session
from mimiry_tui.live.endings.endings import EndingState
from mimiry_tui.live.guards.alarms import Alarm, AlarmKind
from mimiry_tui.live.guards.guards import COUNTDOWN
from mimiry_tui.ui.announce import STAYS, Announcer
from mimiry_tui.ui.guarding.words import limits
from mimiry_tui.ui.key_of import key_of
from mimiry_tui.ui.widgets.countdown import CountdownBar

if TYPE_CHECKING:
    from mimiry_tui.live.account import Account


class GuardNews:
    """Listens to an account's guards, endings and alarms for as long as that is open."""

    def __init__(self, app: App[Any], account: Account, clock: Clock, announcer: Announcer) -> None:
        self._app = app
        self._clock = clock
        self._account = account
        self._announcer = announcer
        self._counting: set[str] = set()
        self._rules: dict[str, tuple[Rule, ...]] = {}
        self._told: dict[str, datetime] = {}
        """When the ending was asked for whose success was told."""
        account.guards.hindrance = lambda: f"{by} has this terminal" if (by := announcer.held_by) else ""
        account.guards.subscribe(self._guards_changed)
        account.endings.subscribe(self._endings_changed)
        account.alarms.subscribe(self._rings)

    def _guards_changed(self, session_ids: frozenset[str]) -> None:
        for session_id in session_ids:
            self._say_set(session_id)
            states = {guard.state for guard in self._account.guards.of(session_id)}
            counts = GuardState.COUNTING in states
            if counts and session_id not in self._counting:
                self._counting.add(session_id)
                self._say_begun(session_id)
            elif not counts and session_id in self._counting:
                self._counting.discard(session_id)
                ending = self._account.endings.of(session_id)
                if ending is None and GuardState.CANCELLED not in states:
                    self._announcer.say(f"{self._name(session_id)} goes on: its countdown was called off")

    def _say_set(self, session_id: str) -> None:
        """Other guards than before: by hand, or since it was launched from here."""
        guards = self._account.guards.of(session_id)
        rules = tuple(guard.rule for guard in guards)
        before = self._rules.pop(session_id, ())
        if rules:
            self._rules[session_id] = rules
        record = self._account.store.sessions.get(session_id)
        if rules == before or not isinstance(record, Session):
            return
        if not record.is_live or record.phase is Phase.STOPPING:
            return  # it ended, and its guards with it
        balance = self._account.store.balance
        money = balance.money if balance is not None else None
        words = limits(guards, record, money, self._clock.now())
        told = f"runs {words} · only while this dashboard does" if words else "has no guard from here now"
        self._announcer.say(f"{self._name(session_id)} {told}")

    def _say_begun(self, session_id: str) -> None:
        ending = self._account.endings.of(session_id)
        if ending is None or ending.due_at is None:
            return
        # A moment stays true for as long as this is read.
        at = time_of_day(ending.due_at.astimezone(), seconds=True)
        self._announcer.say(
            f"{self._name(session_id)} ends at {at}: {ending.because} is reached · "
            f"{key_of(self._app, 'undo.anywhere')} keeps it running",
            "warning",
            loud=True,
            # Where a line counts down too, it is not covered for longer than it takes to read this.
            stays=STAYS if self._app.screen.query(CountdownBar) else COUNTDOWN,
        )

    def _endings_changed(self, session_ids: frozenset[str]) -> None:
        """Nobody pressed a key for what a guard ended: that it is gone is news."""
        for session_id in session_ids:
            ending = self._account.endings.of(session_id)
            if ending is None or not ending.because or ending.state is not EndingState.GONE:
                continue
            if self._told.get(session_id) != ending.asked_at:
                self._told[session_id] = ending.asked_at
                words = f"{self._name(session_id)} was ended by {ending.because}"
                self._announcer.say(words, "warning", loud=True)

    def _rings(self, alarm: Alarm) -> None:
        name = self._name(alarm.session.id) if alarm.session is not None else ""
        words = " ".join(part for part in (name, alarm.words) if part)
        if alarm.kind is AlarmKind.FUSE:
            words += f"\non its row: {self._ways()}"
        elif alarm.kind is AlarmKind.FLAT:
            words += f" · {self._key('terminate')} on its row ends it"
        # It stays long enough for who comes back at the bell.
        stays = 2 * STAYS if alarm.kind is AlarmKind.FUSE else STAYS
        self._announcer.say(words, "warning", loud=True, stays=stays)

    def _ways(self) -> str:
        """What can be done about a limit: not to extend it."""
        return (
            f"{self._key('logs')} its log, which can be saved · {self._key('ssh')} goes in · "
            f"{self._key('launch.copy')} launches a copy · {self._key('terminate')} ends it now"
        )

    def _key(self, binding_id: str) -> str:
        return key_of(self._app.screen_stack[0], binding_id)

    def _name(self, session_id: str) -> str:
        record = self._account.store.sessions.get(session_id)
        return safe_text((record.name if isinstance(record, Session) else "") or session_id, 60)
