"""A pane over a table: title above, facts and freshness below, the table between."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from textual import on
from textual.app import ComposeResult
from textual.content import Content
from textual.message import Message
from textual.widgets import Input

from mimiry_tui.clock import Clock
from mimiry_tui.clouds.errors import NoKey
from mimiry_tui.domain.records import Unreadable
from mimiry_tui.domain.safe_text import safe_text
from mimiry_tui.ui.columns.following import follow_columns
from mimiry_tui.ui.freshness import describe
from mimiry_tui.ui.hearing import Hearing
from mimiry_tui.ui.placeholders import message, no_rows
from mimiry_tui.ui.ticker import Ticker
from mimiry_tui.ui.toned import toned
from mimiry_tui.ui.welcome import signed_out
from mimiry_tui.ui.widgets.filter_input import FilterInput
from mimiry_tui.ui.widgets.live_table import LiveTable
from mimiry_tui.ui.widgets.pane_body import PaneBody
from mimiry_tui.ui.widgets.pane_frame import PANE_NAMES, Pane
from mimiry_tui.ui.widgets.part_line import Part, fitted

if TYPE_CHECKING:
    from mimiry_tui.live.store import Change, Health, Resource, Store

__all__ = ["PANE_NAMES", "Pane", "TablePane"]

R = TypeVar("R")
_LONGEST_REASON = 300


class TablePane(Hearing, Pane, Generic[R]):
    """A pane over one table, fed by one resource of the store."""

    resource: Resource

    class CursorMoved(Message):
        """The table's cursor is on another row.

        The pane tells it in its own name: Textual ends a message's way up at whoever caused it, and
        that is the pane when its filter moves the cursor.
        """

        def __init__(self, pane: TablePane[Any]) -> None:
            super().__init__()
            self.pane = pane

    def __init__(self, number: int, table: LiveTable[R | Unreadable], clock: Clock, *, id: str) -> None:
        super().__init__(number, id=id)
        self.table = table
        self.filter = FilterInput()
        self.clock = clock
        self.store: Store | None = None
        self.why_missing: Callable[[], str] = lambda: ""
        """Why the service has nothing for this pane, in one line; empty where it has."""
        self._facts = ""
        self._started = False

    def compose(self) -> ComposeResult:
        yield self.top
        with PaneBody():
            yield self.table
        yield self.foot

    def on_mount(self) -> None:
        follow_columns(self, self.table, self.settings_name)
        self.show_title()
        self.show_state()

    @property
    def settings_name(self) -> str:
        """What settings call it: "sessions", "gpus", "volumes"."""
        return PANE_NAMES[self.number - 1].lower()

    # What subclasses say

    @abstractmethod
    def rows(self, store: Store) -> Mapping[str, R | Unreadable]:
        """The store's records of this pane."""

    @abstractmethod
    def facts(self, store: Store) -> str:
        """What the lower frame line sums up."""

    @abstractmethod
    def empty(self) -> Content:
        """What to say when everything is in order and there is nothing."""

    def without_key(self, why: str) -> Content:
        """What to say to someone who has no key set up; `why` the one that was named is none, or ""."""
        return signed_out(PANE_NAMES[self.number - 1].lower())

    # News

    def attach(self, store: Store) -> None:
        """Show this store from now on."""
        self.store = store
        self.table.set_rows(self.rows(store).values())
        self._facts = self.facts(store)
        self.show_state()

    def take(self, change: Change) -> None:
        """Show what changed in the store."""
        if self.store is None:
            return
        if not change.health_only:
            rows = self.rows(self.store)
            self.table.apply([rows[key] for key in change.upserted if key in rows], change.removed)
            self._facts = self.facts(self.store)
            if self.table.filter_text:
                self.show_title()  # which counts the rows
        self._start_at_top()
        self.show_state()

    def _start_at_top(self) -> None:
        """The cursor keeps to its row, but the first full picture is looked at from its top."""
        health = self.health()
        if not self._started and health is not None and health.as_of is not None:
            self._started = True
            if ids := self.table.visible_ids:
                self.table.move_to(ids[0])

    def health(self) -> Health | None:
        return self.store.health(self.resource) if self.store is not None else None

    def show_state(self) -> None:
        """Bring placeholder, staleness and the lower frame line up to date."""
        now = self.clock.now()
        health = self.health()
        self.table.stale = health is not None and health.is_stale(now)
        if health is not None and isinstance(health.error, NoKey):
            detail = health.error.detail
            self.table.set_placeholder(self.without_key("" if detail == NoKey.NONE_NAMED else detail))
        elif self.is_missing:
            self.table.set_placeholder(message(toned(safe_text(self.why_missing(), _LONGEST_REASON), "text")))
        else:
            self.table.set_placeholder(no_rows(self.empty(), health, paused=self.is_paused))
        self._show_foot(now, health)

    @property
    def is_paused(self) -> bool:
        """Whether nothing is asked for by itself."""
        return self.store is not None and self.store.paused_since is not None

    @property
    def is_missing(self) -> bool:
        """Whether nothing is asked for this pane, since the service has no such thing."""
        health = self.health()
        never_asked = health is not None and health.as_of is None and health.error is None
        return never_asked and bool(self.why_missing())

    def _show_foot(self, now: datetime, health: Health | None) -> None:
        if health is None or self.store is None:
            self.foot.show(right=[Part(toned("connecting…", "dim"))])
            return
        if self.is_missing:
            self.foot.show(right=[Part(toned("not here", "dim"))])
            return
        state = describe(health, now, paused=self.is_paused)
        facts = [Part(toned(self._facts, "dim")), Part(toned(" · ", "dim"))] if self.table.row_count else []
        self.foot.show(right=[*facts, Part(state.content)])
        if state.changes_in is not None:
            at = self.clock.monotonic() + state.changes_in
            Ticker.of(self.app, self.clock).wake(self.top, at, self.show_state)

    @on(LiveTable.RowHighlighted)
    def _cursor_moved(self, event: LiveTable.RowHighlighted) -> None:
        event.stop()
        self.post_message(self.CursorMoved(self))

    # Filter

    def title(self) -> Content:
        chip = self.table.filter_text
        if not chip or self.filter.display:
            return super().title()
        shown = f"{self.table.visible_count:,} of {self.table.row_count:,}"
        return super().title() + toned(f"  /{fitted(chip, 30)}", "accent") + toned(f"  {shown}", "dim")

    def prepare_filter(self) -> None:
        """Put the filter line in its place. After the first frame, which shows none."""
        self.query_one(PaneBody).mount(self.filter, before=self.table)

    def open_filter(self) -> None:
        """Let the user type a filter; what was typed before is still there."""
        if not self.filter.is_attached:
            return
        self.filter.display = True
        # At once and not in its turn: the next key may be waiting already.
        self.screen.set_focus(self.filter)
        self.show_title()

    def set_filter(self, text: str) -> None:
        """Show only the rows that match, as if that had been typed; "" shows all."""
        self.filter.value = text
        self._filter_by(text)

    def clear_filter(self) -> bool:
        """Show all rows again; False when all were shown."""
        had = bool(self.table.filter_text)
        self.filter.value = ""
        self._filter_by("")
        return had

    @on(Input.Changed)
    def _filter_typed(self, event: Input.Changed) -> None:
        event.stop()
        self._filter_by(event.value)

    @on(Input.Submitted)
    def _filter_kept(self, event: Input.Submitted) -> None:
        event.stop()
        first = next(iter(self.table.visible_ids), None)
        if first is not None:
            self.table.move_to(first)
        self._close_filter()

    @on(FilterInput.Cleared)
    def _filter_cleared(self, event: FilterInput.Cleared) -> None:
        event.stop()
        self.clear_filter()
        self._close_filter()

    def _filter_by(self, text: str) -> None:
        self.table.set_filter(text.strip())
        self.show_title()
        self.show_state()

    def _close_filter(self) -> None:
        self.filter.display = False
        self.table.focus()
        self.show_title()
