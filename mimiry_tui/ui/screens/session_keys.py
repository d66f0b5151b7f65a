"""The session screen's own keys. Those that act on a session are the same as everywhere and come with it."""

from __future__ import annotations

from textual.binding import Binding, BindingType

from mimiry_tui.ui.session.book import TABS

SESSION_BINDINGS: list[BindingType] = [
    Binding("escape", "back", "back", id="session.back", tooltip="Back to the dashboard"),
    Binding(
        "left_square_bracket",
        "neighbour(-1)",
        "before",
        id="session.previous",
        show=False,
        tooltip="The session before",
    ),
    Binding(
        "right_square_bracket",
        "neighbour(1)",
        "next",
        id="session.next",
        show=False,
        tooltip="The next session",
    ),
    *(
        Binding(
            str(number),
            f"show_tab('{tab}')",
            tab,
            id=f"session.tab.{number}",
            show=False,
            tooltip=f"{tab} tab",
        )
        for number, tab in enumerate(TABS, start=1)
    ),
    Binding(
        "e", "show_tab('Events')", "events", id="session.events", show=False, tooltip="The session's events"
    ),
    Binding("r", "refresh_now", "refresh", id="session.refresh", tooltip="Refresh now"),
    Binding("Z", "app.pause", "pause", id="session.pause", show=False, tooltip="Stop refreshing, and go on"),
    Binding("comma", "app.settings", "settings", id="session.settings", show=False, tooltip="Settings"),
    Binding(
        "left,shift+tab", "turn(-1)", "tab", id="session.tab.previous", show=False, tooltip="The tab before"
    ),
    Binding("right,tab", "turn(1)", "tab", id="session.tab.next", show=False, tooltip="The next tab"),
]
