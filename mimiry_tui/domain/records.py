"""What every list from a service may hold besides good records."""

from __future__ import annotations

from mimiry_tui.domain.frozen import dataclass


@dataclass(frozen=True, slots=True)
class Unreadable:
    """A list item that could not be read: shown as a row of its own, with what came kept.

    One malformed record costs one row, never a pane.
    """

    id: str
    """Unique within its list: the record's own id where it had one, else made from its place."""
    reason: str
    """Why it could not be read, in words."""
    raw: bytes
    """The item's JSON as it came."""
