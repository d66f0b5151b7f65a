"""What a command acts on: the screen it was called from, with its live bindings, and the app."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from textual.binding import ActiveBinding
from textual.screen import Screen

from mimiry_tui.ui.command_line.host import CommandHost


@dataclass(frozen=True)
class Scope:
    """Taken when the command line opens: what the keys meant just then, its commands mean."""

    screen: Screen[Any]
    bindings: tuple[ActiveBinding, ...]
    host: CommandHost
