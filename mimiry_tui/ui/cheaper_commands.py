"""Moving a running session to something cheaper, by the same key wherever one is shown."""

from __future__ import annotations

from datetime import timedelta
from typing import ClassVar

from textual import work
from textual.binding import Binding, BindingType

from mimiry_tui.domain.offers import Offer
from mimiry_tui.domain.sessions import Session
from mimiry_tui.ui.launch_commands import LaunchCommands


class CheaperCommands(LaunchCommands):
    """A screen with a session under its cursor that may cost less elsewhere."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding(
            "dollar_sign",
            "cheaper",
            "cheaper",
            id="cheaper",
            show=False,
            tooltip="What the session could run on for less",
        ),
    ]

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        if action == "cheaper":
            record, services = self.record, self.services
            if services is None or not isinstance(record, Session):
                return False
            from mimiry_tui.clouds.base import Capability  # there once an account is

            return record.is_live and Capability.OFFERS in services.account.cloud.capabilities
        return super().check_action(action, parameters)

    @work
    async def action_cheaper(self) -> None:
        """List what is in stock for less; the one that is chosen goes into the launch form."""
        from mimiry_tui.domain.launching.draft_copy import from_offer
        from mimiry_tui.ui.screens.cheaper import CheaperScreen

        services, session = self.services, self.record
        if services is None or not isinstance(session, Session):
            return
        account = services.account

        async def boots_on(offer: Offer) -> timedelta | None:
            return (await account.archive.boots_on(offer.model, offer.where)).median

        screen = CheaperScreen(session, account.store, boots_on, await self._usual_boot(session))
        chosen = await self.app.push_screen_wait(screen)
        if chosen is not None and not account.cloud.read_only:
            await self.open_form(from_offer(chosen, self.copy_of(session)))

    async def _usual_boot(self, session: Session) -> tuple[timedelta | None, str]:
        """What one's boots take that are most like the session's, and which ones those are."""
        assert self.services is not None
        account = self.services.account
        alike = account.history.boots(session)
        if alike is not None:
            return alike.median, "yours with this image and GPU"
        if session.image:
            same_image = await account.archive.boots_of(session.image)
            if same_image is not None:
                return same_image, "yours with this image"
        return await account.archive.boots_of(), "all of yours"
