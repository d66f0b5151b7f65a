"""The box of the screen of lists: one list at a time, its filter, and how old it is."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from textual import on
from textual.content import Content
from textual.widgets import Input

from mimiry_tui.clock import Clock
from mimiry_tui.domain.doing.collections import Collection, Item
from mimiry_tui.domain.durations import freshness
from mimiry_tui.domain.safe_text import safe_text
from mimiry_tui.ui.deeds.table import CollectionTable
from mimiry_tui.ui.session.box import Box
from mimiry_tui.ui.ticker import Ticker
from mimiry_tui.ui.toned import toned
from mimiry_tui.ui.widgets.filter_input import FilterInput
from mimiry_tui.ui.widgets.part_line import Part

if TYPE_CHECKING:
    from mimiry_tui.live.deeds.deeds import Deeds


class ListBox(Box):
    """Draws what is known of the lists; nothing is asked from here."""

    def __init__(self, collections: Sequence[Collection], deeds: Deeds, clock: Clock) -> None:
        self.tables = [CollectionTable(one, clock) for one in collections]
        self.place = 0
        """Which list is shown, from 0."""
        self._deeds = deeds
        self._clock = clock
        self._filter = FilterInput(id="collections-filter")
        super().__init__(self._filter, *self.tables, id="collections-list")

    @property
    def table(self) -> CollectionTable:
        """The list that is looked at."""
        return self.tables[self.place]

    @property
    def item(self) -> Item | None:
        """What the cursor is on."""
        row = self.table.cursor_row
        return row if isinstance(row, Item) else None

    def turn_to(self, place: int) -> None:
        """Show that list, with the filter that it has."""
        self.place = place
        for number, table in enumerate(self.tables):
            table.display = number == place
        self._filter.display = False
        self._filter.value = self.table.filter_text
        self.screen.set_focus(self.table)

    def show(self, collection: Collection) -> None:
        """Bring the list that is looked at up to date; `collection` is what it is by now."""
        table = self.table
        table.collection = collection
        table.show(self._deeds.items.of(collection.id), self._deeds.possible(collection))
        strip: list[Part] = []
        for number, one in enumerate(self.tables):
            here = number == self.place
            key = toned(str(number + 1), "accent" if here else "dim")
            name = toned(f" {safe_text(one.collection.title, 40)}", "bright" if here else "dim", bold=here)
            strip += [Part(key + name, f"screen.show_tab({number})"), Part(Content("  "))]
        self.top.show(left=strip[:-1])
        self.show_foot()

    def show_foot(self) -> None:
        """What is done to it now, how many there are, and how old that is."""
        if not self.is_attached:
            return
        table = self.table
        known = self._deeds.items.of(table.collection.id)
        doings = [*self._deeds.of(table.collection), *(self._deeds.of(self.item) if self.item else ())]
        pending = next((one for one in doings if one.is_pending), None)
        right: list[Part] = []
        if known.value is not None:
            count = f"{table.row_count:,}"
            if table.filter_text:
                count = f"/{safe_text(table.filter_text)}  {table.visible_count:,} of {count}"
            right.append(Part(toned(count, "dim")))
        if known.error is not None and known.value is not None:
            right.append(Part(toned(f" · {safe_text(known.error.said)}", "warn")))
        if known.as_of is not None:
            age = freshness(self._clock.now() - known.as_of)
            right.append(Part(toned(f" · {age.text}", "warn" if known.error is not None else "dim")))
            at = self._clock.monotonic() + age.changes_in
            Ticker.of(self.app, self._clock).wake(self.foot.face, at, self.show_foot)
        self.foot.show(left=[Part(toned(pending.words, "warn"))] if pending is not None else [], right=right)

    # The filter

    def open_filter(self) -> None:
        """Let the user type a filter; what was typed before is still there."""
        self._filter.display = True
        # At once and not in its turn: the next key may be waiting already.
        self.screen.set_focus(self._filter)

    def clear_filter(self) -> bool:
        """Show all rows again; False when all were shown."""
        if not self.table.filter_text:
            return False
        self._filter.value = ""
        self.table.set_filter("")
        self.show_foot()
        return True

    def _leave_filter(self) -> None:
        self._filter.display = False
        self.screen.set_focus(self.table)

    @on(Input.Changed)
    def _typed(self, event: Input.Changed) -> None:
        event.stop()
        self.table.set_filter(event.value.strip())
        self.show_foot()

    @on(Input.Submitted)
    def _kept(self, event: Input.Submitted) -> None:
        event.stop()
        self.table.move_to_index(0)
        self._leave_filter()

    @on(FilterInput.Cleared)
    def _cleared(self, event: FilterInput.Cleared) -> None:
        event.stop()
        self.clear_filter()
        self._leave_filter()
