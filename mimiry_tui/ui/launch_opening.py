"""What opens the form that launches, for every screen from which it is opened."""

from __future__ import annotations

import asyncio
from abc import abstractmethod
from dataclasses import replace
from importlib import import_module
from typing import TYPE_CHECKING

from mimiry_tui.domain.offers import Offer
from mimiry_tui.domain.records import Unreadable
from mimiry_tui.domain.safe_text import safe_text
from mimiry_tui.domain.sessions import Session
from mimiry_tui.domain.volumes import Volume
from mimiry_tui.ui.launch_ways import launches_containers, open_filled, open_own, why_no_launch
from mimiry_tui.ui.screens.dismissed_once import DismissedOnce

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from mimiry_tui.domain.launching.draft import Draft
    from mimiry_tui.ui.services import Services


class LaunchOpening(DismissedOnce[None]):
    """The form of containers, or the service's own, or why there is none."""

    services: Services | None = None
    """None until the account is open."""

    @property
    @abstractmethod
    def record(self) -> Session | Offer | Volume | Unreadable | None:
        """What the cursor is on."""

    def show_launched(self, session_id: str) -> None:
        """Turn to a session that was just launched from here."""

    @property
    def launches_by_draft(self) -> bool:
        """Whether the form of containers is the one; else the service has forms of its own."""
        return self.services is None or launches_containers(self.services.account.cloud)

    def may_launch(self) -> bool:
        """Whether anything can be launched here; where not, say why."""
        why = why_no_launch(self.services.account.cloud) if self.services is not None else ""
        if why:
            words = f"nothing can be launched: {safe_text(why, 200)}"
            self.app.notify(words, severity="warning", markup=False)
        return self.services is not None and not why

    async def open_own_form(
        self, record: Session | Offer | Volume | Unreadable | None, *, copy: bool = False
    ) -> None:
        assert self.services is not None
        await open_own(self.app, self.services, record, self.show_launched, copy=copy)

    def _picked(self, draft: Draft) -> Offer | None:
        """The offer that a draft prefers, as far as it is on offer."""
        ids = [pick.offer_id for pick in draft.picks]
        return next((offer for offer in self.known_offers() if offer.id in ids), None)

    def copy_of(self, session: Session) -> Draft:
        """Its copy. Where the form that launched it is known, that: it knows more than records tell."""
        from mimiry_tui.domain.launching.draft_copy import copy_of

        assert self.services is not None
        account = self.services.account
        sessions = (row for row in account.store.sessions.values() if isinstance(row, Session))
        copied = copy_of(session, self.known_offers(), sessions)
        form = account.launches.draft_of(session.id)
        if form is None:
            return copied
        return replace(form, name=copied.name)

    def known_offers(self) -> list[Offer]:
        assert self.services is not None
        return [row for row in self.services.account.store.offers.values() if isinstance(row, Offer)]

    async def open_form(self, draft: Draft) -> None:
        """Open the form with that in it; of a cloud's own form only the offer can be filled in by it."""
        if not self.may_launch():
            return
        if not self.launches_by_draft:
            await self.open_own_form(self._picked(draft))
            return
        await load_form()
        await self.open_draft(start=draft)

    async def open_filled_form(self, form: str, values: Mapping[str, str]) -> None:
        """Open that form of the service's own with these values in it."""
        if self.services is not None and self.may_launch():
            await open_filled(self.app, self.services, form, values, self.show_launched)

    async def open_draft(
        self, *, start: Draft | None = None, adapt: Callable[[Draft], Draft] | None = None
    ) -> None:
        from mimiry_tui.ui.screens.launch import LaunchScreen
        from mimiry_tui.ui.widgets.header import Header

        services = self.services
        if services is None or any(isinstance(screen, LaunchScreen) for screen in self.app.screen_stack):
            return  # a key and a click at once, say
        header = Header(services.profile, services.clock)
        header.read_only = services.account.cloud.read_only
        screen = LaunchScreen(services, header, start=start, adapt=adapt)
        # Whatever key comes next is meant for the form.
        await self.app.push_screen(
            screen, lambda launched: self.show_launched(launched) if launched else None
        )


async def load_form() -> None:
    """Import the form when it is first wanted: in a thread, since that takes its time."""
    await asyncio.to_thread(import_module, "mimiry_tui.ui.screens.launch")
