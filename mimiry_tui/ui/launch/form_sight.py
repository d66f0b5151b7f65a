"""Keeps what one is at in sight, where the form is higher than the terminal."""

from __future__ import annotations

from textual.geometry import Region
from textual.widget import Widget


def bring_into_sight(widget: Widget, line: int | None = None) -> None:
    """Scroll the form to this widget, or to one of its lines, once it stands where it will."""
    widget.call_after_refresh(_scroll, widget, line)


def _scroll(widget: Widget, line: int | None) -> None:
    if not widget.is_attached or not widget.size.height:
        return  # gone again meanwhile
    where = widget.virtual_region
    if line is not None:
        where = Region(where.x, where.y + min(line, where.height - 1), where.width, 1)
    # What stands on the screen follows a scroll only later; where things are inside each other does not.
    for outer in widget.ancestors:
        if not isinstance(outer, Widget):
            return
        if outer.allow_vertical_scroll:
            outer.scroll_to_region(where, animate=False, immediate=True)
            return
        where = where.translate(outer.virtual_region.offset + outer.styles.border.spacing.top_left)
