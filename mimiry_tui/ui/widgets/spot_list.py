"""Places to choose from, one line each; the one that is lit is the one chosen."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.content import Content
from textual.message import Message
from textual.widgets import OptionList
from textual.widgets.option_list import Option

from mimiry_tui.domain.volume_deeds import Spot
from mimiry_tui.ui.toned import spaced, toned

_WHERE_WIDTH = 24


class SpotList(OptionList):
    """Places, and at the end leaving it to the service. Enter accepts, a click only chooses."""

    DEFAULT_CSS = """
    SpotList {
        height: auto; border: none; padding: 0; background: transparent;
        text-wrap: nowrap; text-overflow: ellipsis;
    }
    SpotList:focus { border: none; background-tint: $foreground 0%; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "accept", "create", show=False),
        Binding("j", "cursor_down", show=False),
        Binding("k", "cursor_up", show=False),
    ]

    class Accepted(Message):
        """Enter was pressed on a place."""

    def __init__(self, spots: Sequence[Spot], *, id: str | None = None) -> None:
        self.spots = tuple(spots)
        super().__init__(*(Option(_line(spot)) for spot in (*self.spots, None)), id=id)
        self.highlighted = 0

    @property
    def chosen(self) -> Spot | None:
        """The place; None where the service shall choose."""
        at = self.highlighted
        return self.spots[at] if at is not None and at < len(self.spots) else None

    def choose(self, provider: str, location: str) -> None:
        """Light that place, or the first one of what is known of it."""
        wanted = (provider, location)
        for number, spot in enumerate(self.spots):
            if (spot.provider if provider else "", spot.location if location else "") == wanted:
                self.highlighted = number
                return

    def action_accept(self) -> None:
        self.post_message(self.Accepted())


def _line(spot: Spot | None) -> Content:
    if spot is None:
        return toned("wherever the service puts it", "dim")
    where = toned(f"{spot.where:<{_WHERE_WIDTH}}", "bright")
    if spot.in_stock:
        price = f" from {spot.cheapest}/h" if spot.cheapest else ""
        many = f"{spot.in_stock} GPU offer{'s' if spot.in_stock > 1 else ''}"
        stock = toned(f"{many}{price}", "text")
    else:
        stock = toned("no GPU in stock", "dim")
    there = f"{spot.volumes} volume{'s' if spot.volumes > 1 else ''} there" if spot.volumes else ""
    return spaced([where, stock, toned(there, "dim")], "  ")
