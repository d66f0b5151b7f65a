"""The offer screen's own keys. Launching and watching are the same as everywhere and come with it."""

from __future__ import annotations

from textual.binding import Binding, BindingType

from mimiry_tui.ui.offer.past_chart import RANGES

OFFER_BINDINGS: list[BindingType] = [
    Binding("escape", "back", "back", id="offer.back", tooltip="Back to the dashboard"),
    *(
        Binding(
            str(number + 1),
            f"show_range({number})",
            one.name,
            id=f"offer.range.{number + 1}",
            show=False,
            tooltip=f"The last {one.name}",
        )
        for number, one in enumerate(RANGES)
    ),
    # Before the lists, which would scroll sideways and have nothing there.
    Binding(
        "left",
        "turn_range(-1)",
        "shorter",
        id="offer.range.shorter",
        show=False,
        priority=True,
        tooltip="A shorter time",
    ),
    Binding(
        "right",
        "turn_range(1)",
        "longer",
        id="offer.range.longer",
        show=False,
        priority=True,
        tooltip="A longer time",
    ),
    Binding(
        "left_square_bracket",
        "neighbour(-1)",
        "before",
        id="offer.previous",
        show=False,
        tooltip="The offer before",
    ),
    Binding(
        "right_square_bracket",
        "neighbour(1)",
        "next",
        id="offer.next",
        show=False,
        tooltip="The next offer",
    ),
    Binding("y", "yank", "copy", id="offer.copy", tooltip="Copy the offer's names or its JSON"),
    Binding("r", "refresh_now", "refresh", id="offer.refresh", tooltip="Refresh now"),
    Binding("Z", "app.pause", "pause", id="offer.pause", show=False, tooltip="Stop refreshing, and go on"),
    Binding("comma", "app.settings", "settings", id="offer.settings", show=False, tooltip="Settings"),
]
