"""The account with the whole screen: what there is, what moved, what was spent on what, what is allowed."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from textual import events, on, work
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.widgets import Input, Static

from mimiry_tui.domain.sessions import Session
from mimiry_tui.live.store import Change, Resource
from mimiry_tui.ui.account.book import AccountBook
from mimiry_tui.ui.account.picture import AccountPicture, AddedUp, picture_of, today_of
from mimiry_tui.ui.account.reports import read_reports, reports_of
from mimiry_tui.ui.account.spend import DAYS
from mimiry_tui.ui.history.opening import open_card
from mimiry_tui.ui.screens.account_keys import ACCOUNT_BINDINGS, OVERVIEW, REPORTS, SPEND, TRANSACTIONS
from mimiry_tui.ui.screens.dismissed_once import DismissedOnce
from mimiry_tui.ui.session.layout import SMALLEST, too_small_words
from mimiry_tui.ui.ticker import Ticker
from mimiry_tui.ui.widgets.header import Header
from mimiry_tui.ui.widgets.key_bar import KeyBar
from mimiry_tui.ui.widgets.live_table import LiveTable

if TYPE_CHECKING:
    from mimiry_tui.ui.services import Services

ADDED_UP_EVERY = 60.0
"""Seconds: what was spent over days changes slowly."""
REDRAWN_EVERY = 5.0
"""Seconds: what costs grow by, and how old answers are."""
_OF_MONEY = frozenset({Resource.BALANCE, Resource.QUOTAS, Resource.TRANSACTIONS})


class AccountScreen(DismissedOnce[None]):
    """Draws what is known; each figure that is not says why."""

    BINDING_GROUP_TITLE = "Account"
    CSS_PATH = "account.tcss"
    AUTO_FOCUS = "#account-lines"
    BINDINGS: ClassVar[list[BindingType]] = ACCOUNT_BINDINGS

    def __init__(
        self, services: Services, *, open_session: Callable[[str], None], tab: str = OVERVIEW
    ) -> None:
        """`open_session` shows one that the service still knows."""
        super().__init__()
        self._services = services
        self._account, self._clock = services.account, services.clock
        self._open_session = open_session
        self._first_tab = tab
        self._added = AddedUp({})
        self._added_at = services.clock.monotonic()
        self._alive: frozenset[str] = frozenset()
        self._names: dict[str, str] = {}
        self.header = Header(services.profile, services.clock)
        self.header.read_only = services.account.cloud.read_only
        self.book = AccountBook(services.clock, with_reports=bool(services.account.cloud.extras.reports))
        self._key_bar = KeyBar()
        self._notice = Static("", id="too-small", markup=False)

    def compose(self) -> ComposeResult:
        yield self.header
        yield self.book
        yield self._notice
        yield self._key_bar

    def on_mount(self) -> None:
        account = self._account
        self.header.attach(account.store)
        self.hear(account.store.subscribe, self._take)
        self.hear(account.money.subscribe, self.redraw)
        self.hear(account.deeds.reports.subscribe, self._show_reports)
        account.live.open_transactions(True)
        self.book.show_tab(self._first_tab)
        self._add_up()
        self.redraw()
        self._read()

    def on_unmount(self) -> None:
        self._account.live.open_transactions(False)

    @property
    def picture(self) -> AccountPicture:
        """All that is known of the account now."""
        return picture_of(self._account, self._clock.now(), self._added)

    # News

    def _take(self, change: Change) -> None:
        self.header.news()
        if change.resource in _OF_MONEY:
            self.redraw()
            if change.resource is Resource.TRANSACTIONS and not change.health_only:
                self._add_up()
        elif not change.health_only and change.resource is Resource.SESSIONS:
            self.redraw()
            if frozenset(one.id for one in self._sessions() if one.is_live) != self._alive:
                self._add_up()

    def redraw(self) -> None:
        """Bring the lines up to date, and again when they read differently."""
        if not self.is_attached:
            return
        self.book.show(self.picture)
        if self._clock.monotonic() - self._added_at >= ADDED_UP_EVERY:
            self._add_up()
        at = self._clock.monotonic() + REDRAWN_EVERY
        Ticker.of(self.app, self._clock).wake(self.book.top, at, self.redraw)

    @work(exclusive=True, group="read")
    async def _read(self, *, again: bool = False) -> None:
        await self._account.key.read()
        await self._account.money.read(again=again)
        self.redraw()

    @work(exclusive=True, group="add-up")
    async def _add_up(self) -> None:
        """Transactions with those remembered, and what was spent over each length of time."""
        self._added_at = self._clock.monotonic()
        self._alive = frozenset(one.id for one in self._sessions() if one.is_live)
        money = self._account.money
        transactions = await money.transactions()
        self._names = await money.session_names(transactions)
        self.book.show_transactions(transactions, self._name_of)
        spends = await money.spends(DAYS)
        self._added = AddedUp(spends, today_of(self._sessions(), self._clock.now()))
        self._show_spend()
        self.redraw()

    @work(exclusive=True, group="reports")
    async def _read_reports(self) -> None:
        """Ask for each of them; one that fails says so in its own place."""
        await read_reports(self._account)

    def _show_reports(self) -> None:
        self.book.show_reports(reports_of(self._account))

    def _show_spend(self) -> None:
        self.book.spend.show(self._added.spends.get(self.book.spend.days))

    def _sessions(self) -> list[Session]:
        return [row for row in self._account.store.sessions.values() if isinstance(row, Session)]

    def _name_of(self, session_id: str) -> str:
        known = self._account.store.sessions.get(session_id)
        return known.name if isinstance(known, Session) else self._names.get(session_id, "")

    # Room

    def on_resize(self, event: events.Resize) -> None:
        width, height = event.size
        too_small = width < SMALLEST[0] or height < SMALLEST[1]
        for part in (self.header, self.book, self._key_bar):
            part.display = not too_small
        self._notice.display = too_small
        if too_small:
            self._notice.update(too_small_words(width, height))
            return
        self.book.spend.fit(height)
        self.call_after_refresh(self.redraw)
        self.call_after_refresh(self._focus_again)

    def _focus_again(self) -> None:
        """What is hidden loses the focus; give it back once it shows."""
        if self.focused is None and self.book.display:
            self.book.focus_reading()

    # Keys

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """What is typed into the filter is text; keys of one tab work on that tab."""
        if isinstance(self.focused, Input):
            return False
        if action == "filter":
            return self.book.tab == TRANSACTIONS
        if action == "show_tab":
            return parameters[0] in self.book.tabs
        if action in ("turn_days", "turn_by"):
            return self.book.tab == SPEND and not self.book.spend.absent
        return super().check_action(action, parameters)

    def action_show_tab(self, tab: str) -> None:
        """Turn to the tab of that name."""
        self.book.show_tab(tab)
        self.redraw()
        self.refresh_bindings()
        if tab == REPORTS:
            self._show_reports()
            self._read_reports()

    def action_turn(self, step: int) -> None:
        """Turn to a neighbouring tab."""
        tabs = self.book.tabs
        self.action_show_tab(tabs[(tabs.index(self.book.tab) + step) % len(tabs)])

    def action_filter(self) -> None:
        """Type a filter for the transactions."""
        self.book.open_filter()

    def action_turn_days(self) -> None:
        """Look at the next length of time."""
        self.book.spend.turn_days()
        self._show_spend()

    def action_turn_by(self) -> None:
        """Tell spend by the next thing."""
        self.book.spend.turn_by()

    def action_refresh_now(self) -> None:
        """Ask for everything again."""
        self._account.live.refresh()
        self._read(again=True)
        self._add_up()
        if self.book.tab == REPORTS:
            self._read_reports()

    def action_export(self) -> None:
        """Write transactions and spend to a file."""
        from mimiry_tui.ui.account.export_opening import export_screen

        today = self._clock.now().astimezone().date()
        screen = export_screen(
            self._account.money, lambda: self.picture, self.book.tab, self.book.spend.days, today
        )
        self.app.push_screen(screen, self._written)

    def _written(self, path: Path | None) -> None:
        if path is not None:
            self.notify(f"written to {path}", title="Export", markup=False)

    def action_back(self) -> None:
        """Show all transactions again where a filter hides some, else back."""
        if not self.book.clear_filter():
            self.dismiss()

    @on(LiveTable.RowHighlighted)
    def _moved(self, event: LiveTable.RowHighlighted) -> None:
        event.stop()
        if self.book.tab == TRANSACTIONS and self.book.transactions.wants_more():
            self._account.live.load_more_transactions()

    @on(LiveTable.RowSelected)
    def _opened(self, event: LiveTable.RowSelected) -> None:
        event.stop()
        session_id = self.book.session_under_cursor()
        if session_id:
            self._show_session(session_id)

    @work(exclusive=True, group="open")
    async def _show_session(self, session_id: str) -> None:
        """The session where the service knows it, else its card, else a word about neither."""
        if isinstance(self._account.store.sessions.get(session_id), Session):
            self._open_session(session_id)
        elif not await open_card(self, self._services, session_id, self._open_session):
            self.notify("nothing is remembered of that session", markup=False)
