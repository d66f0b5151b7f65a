"""The dashboard's keys. Help, palette and key line read them from here."""

from __future__ import annotations

from textual.binding import Binding, BindingType

DASHBOARD_BINDINGS: list[BindingType] = [
    # Before all else, so that what is typed right after it lands in the filter.
    Binding("slash", "filter", "filter", id="filter", priority=True, tooltip="Filter this pane"),
    Binding("z", "zoom", "zoom", id="zoom", tooltip="This pane alone, and back"),
    Binding("e", "show_tab('Events')", "events", id="events", tooltip="The session's events"),
    Binding("r", "refresh_now", "refresh", id="refresh", tooltip="Refresh now"),
    Binding("Z", "app.pause", "pause", id="pause", show=False, tooltip="Stop refreshing, and go on"),
    Binding(
        "vertical_line", "app.columns", "columns", id="columns", show=False, tooltip="This pane's columns"
    ),
    Binding("p", "app.profiles", "accounts", id="profiles", show=False, tooltip="Go on with another account"),
    Binding("P", "app.fleet", "all accounts", id="fleet", show=False, tooltip="The sessions of all accounts"),
    Binding(
        "K", "app.set_up", "set up", id="set_up", show=False, tooltip="Make or choose a key, and register it"
    ),
    Binding("comma", "app.settings", "settings", id="settings", show=False, tooltip="Settings"),
    Binding("1", "focus_pane(1)", "Sessions", id="pane.1", show=False, tooltip="Go to the sessions"),
    Binding("2", "focus_pane(2)", "GPUs", id="pane.2", show=False, tooltip="Go to the GPUs"),
    Binding("3", "focus_pane(3)", "Volumes", id="pane.3", show=False, tooltip="Go to the volumes"),
    Binding("4", "focus_pane(4)", "Detail", id="pane.4", show=False, tooltip="Go to the detail"),
    Binding("tab", "cycle_pane(1)", "Next pane", id="pane.next", show=False, tooltip="Go to the next pane"),
    Binding(
        "shift+tab",
        "cycle_pane(-1)",
        "Pane before",
        id="pane.previous",
        show=False,
        tooltip="Go to the pane before",
    ),
    Binding(
        "escape",
        "back",
        "Back",
        id="back",
        show=False,
        tooltip="Clear filter, unzoom, back",
    ),
]
