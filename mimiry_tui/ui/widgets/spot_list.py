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

CHOSEN, OTHER = "●", "○"
_LONGEST_PLACE = 28


class SpotList(OptionList):
    """Places, and at the end leaving it to the service. Enter accepts, a click only chooses."""

    DEFAULT_CSS = """
    SpotList {
        height: auto; border: none; padding: 0; background: transparent;
        text-wrap: nowrap; text-overflow: ellipsis; scrollbar-size-vertical: 1;
    }
    SpotList:focus { border: none; background-tint: $foreground 0%; }
    SpotList > .option-list--option-highlighted { background: $row-cursor-blurred; text-style: none; }
    SpotList:focus > .option-list--option-highlighted { background: $row-cursor; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "accept", "create", id="places.accept", show=False),
        Binding("j", "cursor_down", id="places.down", show=False),
        Binding("k", "cursor_up", id="places.up", show=False),
    ]

    class Accepted(Message):
        """Enter was pressed on a place."""

    def __init__(self, spots: Sequence[Spot], *, id: str | None = None) -> None:
        self.spots = tuple(spots)
        self._places = [toned(spot.where, "bright").truncate(_LONGEST_PLACE, ellipsis=True) for spot in spots]
        self._stock = [toned(_stock(spot), "text" if spot.in_stock else "dim") for spot in spots]
        super().__init__(
            *(Option(self._line(number, lit=number == 0)) for number in range(len(self.spots) + 1)), id=id
        )
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

    def watch_highlighted(self, highlighted: int | None) -> None:
        super().watch_highlighted(highlighted)
        for number in range(self.option_count):
            self.replace_option_prompt_at_index(number, self._line(number, lit=number == highlighted))

    def on_resize(self) -> None:
        # Lower than before it may have left the chosen place out of sight.
        self.call_after_refresh(self.scroll_to_highlight)

    def action_accept(self) -> None:
        self.post_message(self.Accepted())

    def _line(self, number: int, *, lit: bool) -> Content:
        sign = toned(f"{CHOSEN if lit else OTHER} ", "accent" if lit else "faint")
        if number == len(self.spots):
            return sign + toned("wherever the service puts it", "text")
        many = self.spots[number].volumes
        there = toned(f"{many} volume{'s' if many > 1 else ''}" if many else "", "dim")
        return sign + spaced([_beside(number, self._places), _beside(number, self._stock), there], "  ")


def _beside(number: int, column: Sequence[Content]) -> Content:
    """That cell of a column, as wide as the widest."""
    widest = max(one.cell_length for one in column)
    return column[number].pad_right(widest - column[number].cell_length)


def _stock(spot: Spot) -> str:
    if not spot.in_stock:
        return "no GPU in stock"
    many = f"{spot.in_stock} offer{'s' if spot.in_stock > 1 else ''}"
    return f"{many} from {spot.cheapest}/h" if spot.cheapest else many
