"""The account screen's keys. Help, palette and key line read them from here."""

from __future__ import annotations

from textual.binding import Binding, BindingType

OVERVIEW, TRANSACTIONS, SPEND, LIMITS, REPORTS = TABS = (
    "Overview",
    "Transactions",
    "Spend",
    "Limits",
    "Reports",
)
"""The last one only where the service reports anything."""

ACCOUNT_BINDINGS: list[BindingType] = [
    *(
        Binding(
            str(number),
            f"show_tab('{tab}')",
            tab,
            id=f"account.tab.{number}",
            show=False,
            tooltip=f"{tab} tab",
        )
        for number, tab in enumerate(TABS, start=1)
    ),
    Binding("right,tab", "turn(1)", "next", id="account.tab.next", tooltip="The next tab"),
    Binding(
        "left,shift+tab", "turn(-1)", "tab", id="account.tab.previous", show=False, tooltip="The tab before"
    ),
    # Before all else, so that what is typed right after it lands in the filter.
    Binding(
        "slash", "filter", "filter", id="account.filter", priority=True, tooltip="Filter the transactions"
    ),
    Binding("d", "turn_days", "days", id="account.days", tooltip="7, 30 or 90 days"),
    Binding("o", "turn_by", "by", id="account.by", tooltip="By day, session, GPU or image"),
    Binding("E", "export", "export", id="account.export", tooltip="Write it to a CSV or JSON file"),
    Binding("r", "refresh_now", "refresh", id="account.refresh", tooltip="Refresh now"),
    Binding("escape,b", "back", "back", id="account.back", tooltip="Back to where one came from"),
]
