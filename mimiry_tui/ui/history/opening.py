"""Opens what is remembered from other screens."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from textual.screen import Screen

if TYPE_CHECKING:
    from mimiry_tui.ui.services import Services


async def open_card(
    screen: Screen[None], services: Services, session_id: str, launched: Callable[[str], None]
) -> bool:
    """Show the card of that session over `screen`; False where nothing is remembered of it.

    `launched` is called with the id of what was launched from there.
    """
    from mimiry_tui.ui.screens.card import CardScreen

    card = await services.account.archive.card(session_id)
    if card is None:
        return False
    if screen.is_current:  # else the user has gone elsewhere meanwhile
        screen.app.push_screen(CardScreen(services, launched, card))
    return True
