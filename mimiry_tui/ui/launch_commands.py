"""Launching, by the same keys wherever something that a launch can begin with is shown."""

from __future__ import annotations

import asyncio
from abc import abstractmethod
from dataclasses import replace
from importlib import import_module
from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding, BindingType
from textual.screen import Screen

from mimiry_tui.domain.offers import Offer
from mimiry_tui.domain.records import Unreadable
from mimiry_tui.domain.sessions import Session
from mimiry_tui.domain.volumes import Volume, VolumeStatus

if TYPE_CHECKING:
    from collections.abc import Callable

    from mimiry_tui.domain.launching.draft import Draft
    from mimiry_tui.ui.services import Services

_COPYING = frozenset({"copy_session", "copy_to_next_best"})


class LaunchCommands(Screen[None]):
    """A screen from which the launch form is opened, filled by what is under its cursor."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("n", "launch", "launch", id="launch", tooltip="Launch a session"),
        Binding(
            "c", "copy_session", "again", id="launch.copy", show=False, tooltip="Launch a copy of the session"
        ),
        Binding(
            "C",
            "copy_to_next_best",
            "again elsewhere",
            id="launch.copy.elsewhere",
            show=False,
            tooltip="Launch a copy with the next-best offer",
        ),
    ]

    services: Services | None = None
    """None until the account is open."""

    @property
    @abstractmethod
    def record(self) -> Session | Offer | Volume | Unreadable | None:
        """What the cursor is on."""

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        services = self.services
        if action == "launch":
            return services is not None and not services.account.cloud.read_only
        if action in _COPYING:
            possible = services is not None and not services.account.cloud.read_only
            return possible and isinstance(self.record, Session)
        return super().check_action(action, parameters)

    def show_launched(self, session_id: str) -> None:
        """Turn to a session that was just launched from here."""

    async def action_launch(self) -> None:
        """Open the form: with the offer or the volume under the cursor, as a session's copy once that
        has ended, else as it was left.
        """
        record = self.record
        if isinstance(record, Session) and record.phase.is_ended:
            await self.action_copy_session()
            return
        await _load()
        from mimiry_tui.domain.launching.draft_copy import from_offer, from_volume

        if isinstance(record, Offer) and record.has_gpu:
            await self._open_form(adapt=lambda base: from_offer(record, base))
        elif isinstance(record, Volume) and record.status is not VolumeStatus.DELETED:
            await self._open_form(adapt=lambda base: from_volume(record, base))
        else:
            await self._open_form()

    async def action_copy_session(self) -> None:
        """Open the form filled so that it launches this session again."""
        record = self.record
        await _load()
        if self.services is not None and isinstance(record, Session):
            await self._open_form(start=self._copy(record))

    async def action_copy_to_next_best(self) -> None:
        """The same with the best offer in stock other than the one it had."""
        record = self.record
        await _load()
        if self.services is None or not isinstance(record, Session):
            return
        from mimiry_tui.domain.launching.next_best import with_next_best

        copied = self._copy(record)
        elsewhere = with_next_best(copied, record, self._offers())
        if elsewhere == copied:
            self.notify("no other offer like it is in stock: the form has its own", markup=False)
        await self._open_form(start=elsewhere)

    def _copy(self, session: Session) -> Draft:
        """Its copy; what the form that launched it knew and no record tells comes from there."""
        from mimiry_tui.domain.launching.draft_copy import copy_of

        assert self.services is not None
        account = self.services.account
        sessions = (row for row in account.store.sessions.values() if isinstance(row, Session))
        copied = copy_of(session, self._offers(), sessions)
        form = account.launches.draft_of(session.id)
        if form is None:
            return copied
        return replace(copied, environment=form.environment or copied.environment, org_id=form.org_id)

    def _offers(self) -> list[Offer]:
        assert self.services is not None
        return [row for row in self.services.account.store.offers.values() if isinstance(row, Offer)]

    async def _open_form(
        self, *, start: Draft | None = None, adapt: Callable[[Draft], Draft] | None = None
    ) -> None:
        from mimiry_tui.ui.screens.launch import LaunchScreen
        from mimiry_tui.ui.widgets.header import Header

        services = self.services
        if services is None:
            return
        header = Header(services.profile, services.clock)
        header.read_only = services.account.cloud.read_only
        screen = LaunchScreen(services, header, start=start, adapt=adapt)
        # Whatever key comes next is meant for the form.
        await self.app.push_screen(
            screen, lambda launched: self.show_launched(launched) if launched else None
        )


async def _load() -> None:
    """Import the form when it is first wanted: in a thread, since that takes its time."""
    await asyncio.to_thread(import_module, "mimiry_tui.ui.screens.launch")
