"""The lists that only some services have, with the whole screen: keys, schedules, addresses."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual import events, on, work
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal
from textual.widgets import Input, Static

from mimiry_tui.domain.doing.collections import Collection
from mimiry_tui.domain.doing.deeds import Deed, Target
from mimiry_tui.domain.safe_text import safe_text
from mimiry_tui.ui.deeds.deed_bar import DeedBar
from mimiry_tui.ui.deeds.item_box import ItemBox
from mimiry_tui.ui.deeds.list_box import ListBox
from mimiry_tui.ui.deeds.table import CollectionTable
from mimiry_tui.ui.screens.collections_keys import COLLECTIONS_BINDINGS
from mimiry_tui.ui.screens.dismissed_once import DismissedOnce
from mimiry_tui.ui.session.layout import SMALLEST, too_small_words
from mimiry_tui.ui.widgets.header import Header
from mimiry_tui.ui.widgets.live_table import LiveTable

if TYPE_CHECKING:
    from mimiry_tui.ui.services import Services

READ_EVERY = 30.0
"""Seconds between two questions about the list that is looked at."""
ITEM_BESIDE = 110
"""Columns from which what is known of an item stands beside the list, else below it."""
ITEM_BELOW = 20
"""Lines of the terminal from which there is room for it below."""


class CollectionsScreen(DismissedOnce[None]):
    """One list at a time. What can be done with what the cursor is on has its letter in the key line."""

    BINDING_GROUP_TITLE = "Lists"
    CSS_PATH = "collections.tcss"
    AUTO_FOCUS = ".collection-table"
    BINDINGS: ClassVar[list[BindingType]] = COLLECTIONS_BINDINGS

    def __init__(self, services: Services) -> None:
        super().__init__()
        self._services = services
        self._account, self._clock = services.account, services.clock
        self._deeds = services.account.deeds
        self.header = Header(services.profile, services.clock)
        self.header.read_only = services.account.cloud.read_only
        self.list = ListBox(services.account.cloud.extras.collections, self._deeds, services.clock)
        self._has_room = True
        self._item = ItemBox()
        self._key_bar = DeedBar(self.offered)
        self._notice = Static("", id="too-small", markup=False)

    def compose(self) -> ComposeResult:
        yield self.header
        with Horizontal(id="collections-panes"):
            yield self.list
            yield self._item
        yield self._notice
        yield self._key_bar

    def on_mount(self) -> None:
        self.header.attach(self._account.store)
        self.hear(self._account.store.subscribe, lambda _: self.header.news())
        self.hear(self._deeds.items.subscribe, self.redraw)
        self.hear(self._deeds.subscribe, lambda _: self.list.show_foot())
        self.action_show_tab(0)
        self._follow()

    @property
    def table(self) -> CollectionTable:
        """The list that is looked at."""
        return self.list.table

    # What is read

    @work(group="follow")
    async def _follow(self) -> None:
        """Ask again now and then for what is looked at."""
        while True:
            await self._clock.sleep(READ_EVERY)
            if self._account.store.paused_since is None:
                await self._read_one(self.list.place)

    @work(group="read")
    async def _read(self) -> None:
        await self._read_one(self.list.place)

    async def _read_one(self, place: int) -> None:
        collection = self._collection(place)
        if not collection.why_not:
            await self._deeds.items.read(collection.id)

    def _collection(self, place: int) -> Collection:
        """As the cloud declares it now: what it may not have is learned from its answers."""
        return self._account.cloud.extras.collections[place]

    # What is shown

    def redraw(self) -> None:
        """Bring list, facts and frame up to date."""
        if not self.is_attached:
            return
        self.list.show(self._collection(self.list.place))
        self._show_item()
        self.refresh_bindings()

    def _show_item(self) -> None:
        """What is known of the one under the cursor; where there is none the list has all the room."""
        self._item.show(self.table.cursor_row)
        self._item.display = self._has_room and self.table.cursor_row is not None

    # Deeds

    @property
    def targets(self) -> tuple[Target, ...]:
        """What the cursor is on, if anything, and the list that it is in."""
        item, collection = self.list.item, self.table.collection
        return (collection,) if item is None else (item, collection)

    def offered(self) -> list[tuple[Deed, Target]]:
        """What a letter does here: to what the cursor is on first, then to the list."""
        found: dict[str, tuple[Deed, Target]] = {}
        for deed, target in self._lettered():
            if not deed.why_not:
                found.setdefault(deed.key, (deed, target))
        return list(found.values())

    def _lettered(self) -> list[tuple[Deed, Target]]:
        """All that has a letter, also what cannot be done now."""
        return [(deed, one) for one in self.targets for deed in self._deeds.possible(one) if deed.key]

    def on_key(self, event: events.Key) -> None:
        if isinstance(self.focused, Input) or event.key in self.active_bindings:
            return
        for deed, target in self.offered():
            if deed.key == event.character:
                event.stop()
                self._services.deeds.begin(deed, target, self._services.profile)
                return
        for deed, _ in self._lettered():
            if deed.key == event.character:
                event.stop()
                why = f"{deed.label} is not possible now: {deed.why_not}"
                self.notify(safe_text(why, 300), severity="warning", markup=False)
                return

    def action_deed(self, key: str) -> None:
        """As the letter does."""
        meant = next((one for one in self.offered() if one[0].key == key), None)
        if meant is not None:
            self._services.deeds.begin(*meant, self._services.profile)

    def action_actions(self) -> None:
        """All that can be done with what the cursor is on and with its list, also what cannot now."""
        self._services.deeds.menu(self.targets[0], self._services.profile, *self.targets[1:])

    def action_add(self) -> None:
        """Add one, where that is possible."""
        place = self.table.collection
        adding = next((one for one in self._deeds.possible(place) if not one.why_not), None)
        if adding is not None:
            self._services.deeds.begin(adding, place, self._services.profile)

    @on(LiveTable.RowSelected)
    def _opened(self, event: LiveTable.RowSelected) -> None:
        event.stop()
        self.action_actions()

    @on(LiveTable.RowHighlighted)
    def _moved(self, event: LiveTable.RowHighlighted) -> None:
        event.stop()
        if event.control is self.table:
            self._show_item()
            self.list.show_foot()
            self.refresh_bindings()

    @on(LiveTable.SortChanged)
    def _sorted(self, event: LiveTable.SortChanged) -> None:
        event.stop()

    # Keys

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """What is typed into the filter is text."""
        if isinstance(self.focused, Input):
            return False
        if action == "actions":
            return any(self._deeds.possible(one) for one in self.targets)
        if action == "add":
            return any(not one.why_not for one in self._deeds.possible(self.table.collection))
        if action == "show_tab":
            return isinstance(parameters[0], int) and parameters[0] < len(self.list.tables)
        if action == "turn":
            return len(self.list.tables) > 1
        return super().check_action(action, parameters)

    def action_show_tab(self, place: int) -> None:
        """Turn to the list of that number, from 0."""
        if place >= len(self.list.tables):
            return
        self.list.turn_to(place)
        self.redraw()
        self._read()

    def action_turn(self, step: int) -> None:
        """Turn to a neighbouring list."""
        self.action_show_tab((self.list.place + step) % len(self.list.tables))

    def action_refresh_now(self) -> None:
        """Ask for it again."""
        self._read()

    def action_filter(self) -> None:
        """Type a filter."""
        self.list.open_filter()

    def action_back(self) -> None:
        """Show all again where a filter hides some, else back."""
        if not self.list.clear_filter():
            self.dismiss()

    # Room

    def on_resize(self, event: events.Resize) -> None:
        width, height = event.size
        too_small = width < SMALLEST[0] or height < SMALLEST[1]
        panes = self.query_one("#collections-panes")
        panes.display = self.header.display = self._key_bar.display = not too_small
        panes.set_class(width < ITEM_BESIDE, "-below")
        self._has_room = width >= ITEM_BESIDE or height >= ITEM_BELOW
        self._show_item()
        self._notice.display = too_small
        if too_small:
            self._notice.update(too_small_words(width, height))
        elif self.focused is None:
            self.call_after_refresh(self.table.focus)
