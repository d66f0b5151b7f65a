"""Launches kept by name, and those of the last days: to begin a form with, or to keep the present one."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from textual.screen import ModalScreen

from mimiry_tui.clock import Clock
from mimiry_tui.domain.draft import Draft
from mimiry_tui.live.templates import Templates

if TYPE_CHECKING:
    from mimiry_tui.live.launches import Recent


class TemplatesScreen(ModalScreen[Draft | None]):
    """Dismissed with the draft to put into the form, or None to leave the form alone."""

    def __init__(
        self, templates: Templates, recents: Sequence[Recent], current: Draft, *, clock: Clock
    ) -> None:
        """`current` is the form as it is: what is saved under a name."""
        super().__init__()
        self._templates = templates
        self._recents = tuple(recents)
        self._current = current
        self._clock = clock
