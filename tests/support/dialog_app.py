"""An app with nothing but the themes: something to put a dialog on, or to hand a terminal over from."""

from __future__ import annotations

import asyncio

from textual.app import App

from mimiry_tui.ui.theme import DARK, THEMES, borrowed_tones
from tests.support.clock import ManualClock


class DialogApp(App[None]):
    """An empty screen, and a clock whose hands the test turns."""

    def __init__(self, theme: str = DARK) -> None:
        super().__init__()
        self.clock = ManualClock()
        for shipped in THEMES:
            self.register_theme(shipped)
        self.theme = theme

    def get_theme_variable_defaults(self) -> dict[str, str]:
        theme = self.current_theme
        return {} if "tone-text" in theme.variables else borrowed_tones(theme)

    async def settled(self) -> None:
        """Until every message so far was handled."""
        done = asyncio.Event()
        self.call_later(done.set)
        await done.wait()

    @property
    def toasts(self) -> list[str]:
        """What was told so far."""
        return [note.message for note in self._notifications]

    def shown(self) -> str:
        """The whole screen."""
        return "\n".join(strip.text.rstrip() for strip in self.screen._compositor.render_strips())
