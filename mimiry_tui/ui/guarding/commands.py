"""Guarding a session, and noting that somebody cares for it, wherever one is under the cursor."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding, BindingType

from mimiry_tui.domain.phases import Phase
from mimiry_tui.domain.sessions import Session
from mimiry_tui.ui.launch_commands import LaunchCommands

if TYPE_CHECKING:
    from mimiry_tui.domain.guarding.rules import Rule


class GuardCommands(LaunchCommands):
    """A screen whose session under the cursor can be guarded."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding(
            "t",
            "guards",
            "guards",
            id="guards",
            show=False,
            tooltip="What ends it by itself: a time, a cost, the balance",
        ),
    ]

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        if action == "guards":
            record, services = self.record, self.services
            if services is None or services.account.endings.read_only or not isinstance(record, Session):
                return False
            return record.is_live and record.phase is not Phase.STOPPING
        return super().check_action(action, parameters)

    def touch(self) -> None:
        """Somebody does something about what is under the cursor: it is not forgotten."""
        if self.services is not None and isinstance(self.record, Session):
            self.services.account.alarms.touch(self.record.id)

    def action_guards(self) -> None:
        """Set what ends it from here; meant is this session, whatever is under the cursor by then."""
        from mimiry_tui.ui.guarding.reading import Case, case_of
        from mimiry_tui.ui.screens.guards import GuardsScreen

        services, record = self.services, self.record
        if services is None or not isinstance(record, Session):
            return
        self.touch()
        account, store = services.account, services.account.store

        def look() -> Case:
            known = store.sessions.get(record.id)
            session = known if isinstance(known, Session) else record
            balance = store.balance.money if store.balance is not None else None
            live = [row for row in store.sessions.values() if isinstance(row, Session)]
            return case_of(session, account.guards.of(record.id), balance, live, services.clock.now())

        def answered(rules: tuple[Rule, ...] | None) -> None:
            if rules is not None:
                account.guards.set(record.id, rules)

        self.app.push_screen(GuardsScreen(look, services.clock, profile=services.profile), answered)
