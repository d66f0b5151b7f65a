"""The keys of a table."""

from __future__ import annotations

from textual.binding import Binding, BindingType


def _binding(keys: str, action: str, name: str, tooltip: str) -> Binding:
    return Binding(keys, action, tooltip, id=f"table.{name}", tooltip=tooltip, show=False)


TABLE_BINDINGS: list[BindingType] = [
    _binding("up,k", "move(-1)", "up", "One row up"),
    _binding("down,j", "move(1)", "down", "One row down"),
    _binding("home,g", "first", "first", "To the first row"),
    _binding("end,G", "last", "last", "To the last row"),
    _binding("pageup", "page(-1)", "page-up", "One page up"),
    _binding("pagedown", "page(1)", "page-down", "One page down"),
    _binding("enter", "select", "open", "Open the row"),
    _binding("space", "mark", "mark", "Mark or unmark the row"),
    _binding("less_than_sign", "sort(-1)", "sort-before", "Sort by the column before"),
    _binding("greater_than_sign", "sort(1)", "sort-next", "Sort by the next column"),
    _binding("equals_sign", "reverse_sort", "reverse", "Turn the sort order round"),
]
