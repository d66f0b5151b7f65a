"""What every dialog is based on."""

from __future__ import annotations

from textual.screen import ModalScreen, ScreenResultType

from mimiry_tui.ui.screens.dismissed_once import DismissedOnce


class Dialog(ModalScreen[ScreenResultType], DismissedOnce[ScreenResultType]):
    """In front of a screen that stays in sight, and goes away once.

    Textual takes the looks from the first base alone: a ModalScreen's, which lets through what is behind.
    """
