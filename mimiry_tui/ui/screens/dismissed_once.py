"""A screen that goes away once, however many keys were on their way to it. All of ours are such screens."""

from __future__ import annotations

from textual.await_complete import AwaitComplete
from textual.screen import Screen, ScreenResultType


class DismissedOnce(Screen[ScreenResultType]):
    """Textual takes away whatever is in front when any screen is dismissed: for the second of two quick
    keys that would be another screen, or none at all. A screen that covers everything is based on this,
    by itself or by way of others; one that shows what is behind it on `Dialog`.
    """

    def dismiss(self, result: ScreenResultType | None = None) -> AwaitComplete:
        """Go, if this is in front; else it went already, or something stands before it."""
        return super().dismiss(result) if self.is_active else AwaitComplete()
