"""Opens the offer screen for an account."""

from __future__ import annotations

from collections.abc import Callable

from mimiry_tui.ui.screens.offer import OfferScreen, Sources
from mimiry_tui.ui.services import Services
from mimiry_tui.ui.widgets.header import Header


def offer_screen(services: Services, offer_id: str, neighbours: Callable[[], list[str]]) -> OfferScreen:
    """The screen of that offer, ready to be pushed; `neighbours` gives ids in the order of the pane."""
    account = services.account
    sources = Sources(account.store, account.archive, account.offer_memory, services.clock)
    screen = OfferScreen(offer_id, sources, Header(services.profile, services.clock), neighbours)
    screen.services = services
    screen.header.read_only = account.cloud.read_only
    return screen
