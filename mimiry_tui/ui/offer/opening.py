"""Opens the offer screen for an account."""

from __future__ import annotations

import asyncio
from importlib import import_module
from typing import TYPE_CHECKING, Any

from textual.app import App

from mimiry_tui.ui.services import Services
from mimiry_tui.ui.widgets.header import Header

if TYPE_CHECKING:
    from mimiry_tui.domain.offers import Offer
    from mimiry_tui.domain.records import Unreadable
    from mimiry_tui.ui.widgets.live_table import LiveTable


async def open_offer(
    app: App[Any], services: Services, offer_id: str, table: LiveTable[Offer | Unreadable]
) -> None:
    """Show that offer with the whole screen; its neighbours are those of the table.

    Back from there the table's cursor is on the offer that was looked at last.
    """
    # When it is first wanted: in a thread, since that takes its time.
    await asyncio.to_thread(import_module, "mimiry_tui.ui.screens.offer")
    from mimiry_tui.ui.screens.offer import OfferScreen, Sources

    account = services.account
    sources = Sources(account.store, account.archive, account.offer_memory, services.clock)
    header = Header(services.profile, services.clock)
    header.read_only = account.cloud.read_only
    screen = OfferScreen(offer_id, sources, header, lambda: table.visible_ids)
    screen.services = services

    def came_back(_: None) -> None:
        table.move_to(screen.offer_id)

    # Whatever key comes next is meant for it.
    await app.push_screen(screen, came_back)
