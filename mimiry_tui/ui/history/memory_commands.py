"""The way from the dashboard to what is remembered: the history, and what happened while one was away."""

from __future__ import annotations

from typing import ClassVar

from textual.binding import Binding, BindingType

from mimiry_tui.ui.volume_commands import VolumeCommands
from mimiry_tui.ui.widgets.digest_bar import DigestBar
from mimiry_tui.ui.widgets.table_panes import OffersPane


class MemoryCommands(VolumeCommands):
    """A screen with a digest bar, from which the history is opened."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding(
            "h", "history", "history", id="history", show=False, tooltip="Every session that is remembered"
        ),
        Binding(
            "i", "digest", "since you left", id="digest", show=False, tooltip="What happened since you left"
        ),
    ]
    digest_bar: DigestBar
    offers: OffersPane

    def attach_digest(self) -> None:
        """Tell what this account's desk finds, from now on."""
        if self.services is not None:
            self.digest_bar.attach(self.services.account.digest)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Keys that can do nothing here and now are not offered."""
        if action == "history":
            return self.services is not None
        if action == "digest":
            return self.services is not None and self.services.account.digest.digest is not None
        return super().check_action(action, parameters)

    def action_history(self) -> None:
        """Every session that is remembered."""
        from mimiry_tui.ui.screens.history import HistoryScreen

        is_open = any(isinstance(screen, HistoryScreen) for screen in self.app.screen_stack)
        if self.services is not None and not is_open:
            self.app.push_screen(HistoryScreen(self.services, self.show_launched))

    def action_digest(self) -> None:
        """Everything that happened since one left."""
        from mimiry_tui.ui.screens.digest import DigestScreen

        digest = self.services.account.digest.digest if self.services is not None else None
        if digest is not None:
            self.digest_bar.put_away()
            self.app.push_screen(DigestScreen(digest), self._go_to)

    async def open_offer(self, offer_id: str) -> None:
        """Show that offer with the whole screen: what it cost, and what one has had there."""
        from mimiry_tui.ui.offer.opening import open_offer

        if self.services is not None:
            await open_offer(self.app, self.services, offer_id, self.offers.table)

    async def _go_to(self, chosen: tuple[str, str] | None) -> None:
        """To the session or the offer that was chosen from what happened."""
        from mimiry_tui.ui.history.opening import open_card
        from mimiry_tui.ui.screens.digest import OFFER

        if chosen is None or self.services is None:
            return
        kind, record_id = chosen
        if kind == OFFER:
            await self.open_offer(record_id)
        else:
            await open_card(self, self.services, record_id, self.show_launched)
