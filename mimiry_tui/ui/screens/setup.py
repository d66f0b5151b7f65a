"""First run: from no key to an account that answers."""

from __future__ import annotations

from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.screen import Screen

from mimiry_tui.ui.setup.services import SetupResult, SetupServices, setup_services

__all__ = ["SetupResult", "SetupScreen", "SetupServices", "setup_services"]


class SetupScreen(Screen[SetupResult | None]):
    """Dismissed with what was set up, or None when it was left."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "back", "back", id="setup.back", tooltip="One step back"),
    ]

    def __init__(self, services: SetupServices) -> None:
        super().__init__()
        self._services = services

    def action_back(self) -> None:
        """One step back; out of the first."""
        self.dismiss(None)
