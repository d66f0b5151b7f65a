"""The keys of the screen of collections. Help, palette and key line read them from here."""

from __future__ import annotations

from textual.binding import Binding, BindingType

MOST = 9
"""Tabs that have a figure of their own."""

COLLECTIONS_BINDINGS: list[BindingType] = [
    *(
        Binding(
            str(number),
            f"show_tab({number - 1})",
            id=f"collections.tab.{number}",
            show=False,
            tooltip=f"List {number}",
        )
        for number in range(1, MOST + 1)
    ),
    Binding("right,tab", "turn(1)", "next", id="collections.tab.next", show=False, tooltip="The next list"),
    Binding(
        "left,shift+tab",
        "turn(-1)",
        "before",
        id="collections.tab.previous",
        show=False,
        tooltip="The list before",
    ),
    # Before all else, so that what is typed right after it lands in the filter.
    Binding("slash", "filter", "filter", id="collections.filter", priority=True, tooltip="Filter this list"),
    Binding("a", "actions", "actions", id="collections.actions", tooltip="What can be done with this one"),
    Binding("plus", "add", "add", id="collections.add", show=False, tooltip="Add one to the list"),
    Binding("r", "refresh_now", "refresh", id="collections.refresh", tooltip="Ask for this list again"),
    Binding("escape,A", "back", "back", id="collections.back", tooltip="Back to where one came from"),
]
