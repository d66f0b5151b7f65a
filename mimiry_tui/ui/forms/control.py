"""What every field of a declared form is to the form that it stands in."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

from textual.widget import Widget

Heard = Callable[[str], None]
"""Hears every change of a field's value at once."""
Hints = tuple[tuple[str, str], ...]
"""Keys, and what they do."""


class Control(Protocol):
    """One field: a widget, the value in it, and how it is gone to."""

    @property
    def widget(self) -> Widget:
        """What stands in the form."""
        ...

    @property
    def target(self) -> Widget:
        """What takes the focus."""
        ...

    @property
    def hints(self) -> Hints:
        """The keys it understands as it is now."""
        ...

    def put(self, value: str) -> None:
        """Show that value and tell nobody."""
        ...
