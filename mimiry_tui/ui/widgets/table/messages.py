"""What a `LiveTable` tells its ancestors."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from textual.message import Message

if TYPE_CHECKING:
    from mimiry_tui.ui.widgets.live_table import LiveTable


class TableMessage(Message, bubble=True):
    """Something happened in a table."""

    def __init__(self, table: LiveTable[Any]) -> None:
        super().__init__()
        self.table = table

    @property
    def control(self) -> LiveTable[Any]:
        """The table, for `@on(…, "#id")`."""
        return self.table

    def can_replace(self, message: Message) -> bool:
        """A newer message of the same table makes one that nobody has read yet pointless."""
        return isinstance(message, type(self)) and message.table is self.table


class RowHighlighted(TableMessage, namespace="live_table"):
    """The cursor is on another row, or on none."""

    def __init__(self, table: LiveTable[Any], row_id: str | None) -> None:
        super().__init__(table)
        self.row_id = row_id


class RowSelected(TableMessage, namespace="live_table"):
    """A row was opened: enter, or a click on the row the cursor is on."""

    def __init__(self, table: LiveTable[Any], row_id: str) -> None:
        super().__init__(table)
        self.row_id = row_id

    def can_replace(self, message: Message) -> bool:
        """Never: each one was a deed."""
        return False


class MarksChanged(TableMessage, namespace="live_table"):
    """Rows were marked or unmarked, or a marked row vanished."""


class SortChanged(TableMessage, namespace="live_table"):
    """Another column or direction is sorted by."""

    def __init__(self, table: LiveTable[Any], key: str | None, reverse: bool) -> None:
        super().__init__(table)
        self.key = key
        self.reverse = reverse
