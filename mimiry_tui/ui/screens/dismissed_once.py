"""A screen that goes away once, however many keys were on their way to it. All of ours are such screens."""

from __future__ import annotations

from textual import events, on
from textual.await_complete import AwaitComplete
from textual.screen import Screen, ScreenResultType

from mimiry_tui.ui.hearing import Hearing


class DismissedOnce(Hearing, Screen[ScreenResultType]):
    """Textual takes away whatever is in front when any screen is dismissed: for the second of two quick
    keys that would be another screen, or none at all. A screen that covers everything is based on this,
    by itself or by way of others; one that shows what is behind it on `Dialog`.
    """

    _to_go_with: tuple[ScreenResultType | None] | None = None
    """What it is dismissed with as soon as nothing stands before it."""

    def dismiss(self, result: ScreenResultType | None = None) -> AwaitComplete:
        """Go, if this is in front; else it went already, or something stands before it."""
        return super().dismiss(result) if self.is_active else AwaitComplete()

    def dismiss_in_turn(self, result: ScreenResultType | None = None) -> None:
        """Go for a reason that no key gave: now, or when what stands before this has gone."""
        self._to_go_with = (result,)
        self._go_in_turn()

    @on(events.ScreenResume)
    def _go_in_turn(self) -> None:
        if self._to_go_with is not None:
            self.dismiss(*self._to_go_with)
