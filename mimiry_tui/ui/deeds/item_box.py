"""What is known of the item under the cursor, beside or below its table."""

from __future__ import annotations

from textual.content import Content

from mimiry_tui.domain.doing.collections import Item
from mimiry_tui.domain.records import Unreadable
from mimiry_tui.domain.safe_text import safe_text
from mimiry_tui.ui.deeds.lines import wrapped
from mimiry_tui.ui.session.box import Box
from mimiry_tui.ui.toned import toned
from mimiry_tui.ui.widgets.line_view import LineView
from mimiry_tui.ui.widgets.part_line import Part

_SIDES = 6
"""Cells of frame and margin beside the lines."""
_LEAST = 20
_WIDEST_LABEL = 14


class ItemBox(Box):
    """Facts of one item: labels dim, values in full, however long they are."""

    def __init__(self) -> None:
        self._lines = LineView(id="item-lines")
        super().__init__(self._lines, id="collection-item")
        self._shown: Item | Unreadable | None = None

    def show(self, row: Item | Unreadable | None) -> None:
        """Show this from now on."""
        changed = row is not self._shown
        self._shown = row
        name = row.name or row.id if isinstance(row, Item) else row.id if row is not None else ""
        self.top.show(left=[Part(toned(name, "bright", bold=True))] if name else [])
        self._draw(keep_place=not changed)

    def on_resize(self) -> None:
        self._draw(keep_place=True)

    def on_mount(self) -> None:
        self.watch(self._lines, "scroll_y", self._show_foot, init=False)

    def _draw(self, *, keep_place: bool) -> None:
        if self.is_attached:
            lines = item_lines(self._shown, max(_LEAST, self.size.width - _SIDES))
            self._lines.show(lines, keep_place=keep_place)
            self.call_after_refresh(self._show_foot)

    def _show_foot(self) -> None:
        hidden = self._lines.hidden_below
        self.foot.show(left=[Part(toned(f"▾ {hidden:,} more", "dim"))] if hidden else [])


def item_lines(row: Item | Unreadable | None, width: int) -> list[Content]:
    """All that is known of it; a value that is longer than a line goes on below."""
    if row is None:
        return []
    if isinstance(row, Unreadable):
        return [
            toned("this record could not be read", "bad"),
            *(toned(one, "dim") for one in wrapped(row.reason, width)),
        ]
    off = wrapped("switched off: it does nothing now", width) if row.is_off else []
    lines = [toned(one, "warn") for one in off]
    labels = min(_WIDEST_LABEL, max((len(safe_text(label)) for label, _ in row.facts), default=2))
    for label, value in (*row.facts, *((("id", row.id),) if row.id != row.name else ())):
        pieces = wrapped(value.strip("\n"), width - labels - 2)
        for number, piece in enumerate(pieces):
            said = f"{safe_text(label, max(1, labels)) if not number else '':<{labels}}  "
            lines.append(toned(said, "dim") + toned(piece, "text"))
    return lines
