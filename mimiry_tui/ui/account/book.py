"""The box of the account screen, which turns between its tabs."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from textual import on
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Input

from mimiry_tui.clock import Clock
from mimiry_tui.clouds.base import Capability
from mimiry_tui.domain.account import Transaction
from mimiry_tui.live.store import Resource
from mimiry_tui.ui.account.limits import limits_lines
from mimiry_tui.ui.account.overview import overview_lines
from mimiry_tui.ui.account.picture import AccountPicture
from mimiry_tui.ui.account.reports import Report, report_lines
from mimiry_tui.ui.account.spend import SpendView
from mimiry_tui.ui.account.transactions import TransactionTable
from mimiry_tui.ui.account.without_money import moneyless_lines, no_money_words
from mimiry_tui.ui.placeholders import message
from mimiry_tui.ui.screens.account_keys import LIMITS, OVERVIEW, REPORTS, SPEND, TABS, TRANSACTIONS
from mimiry_tui.ui.session.box import Box
from mimiry_tui.ui.toned import toned
from mimiry_tui.ui.widgets.filter_input import FilterInput
from mimiry_tui.ui.widgets.line_view import LineView
from mimiry_tui.ui.widgets.part_line import Part

_SIDES = 6
"""Cells of frame and margin beside the lines."""
_OF_LINES = (OVERVIEW, LIMITS, REPORTS)


class AccountBook(Box):
    """Shows a picture, the transactions and the spend, one tab at a time."""

    def __init__(self, clock: Clock, *, with_reports: bool = False) -> None:
        self.tabs = TABS if with_reports else tuple(tab for tab in TABS if tab != REPORTS)
        self._reports: tuple[Report, ...] = ()
        self._lines = LineView(id="account-lines")
        self.filter = FilterInput(id="account-filter")
        self.transactions = TransactionTable(clock)
        self.spend = SpendView(clock)
        super().__init__(self._lines, self.filter, self.transactions, self.spend, id="account-book")
        self.tab = OVERVIEW
        self._picture: AccountPicture | None = None

    def on_mount(self) -> None:
        self.watch(self._lines, "scroll_y", self._show_foot, init=False)
        self.show_tab(self.tab)

    # Tabs

    def show_tab(self, tab: str) -> None:
        """Turn to the tab of that name, one of `TABS`."""
        changed, self.tab = tab != self.tab, tab
        self._lines.display = tab in _OF_LINES
        self.transactions.display = tab == TRANSACTIONS
        self.spend.display = tab == SPEND
        if tab != TRANSACTIONS:
            self.filter.display = False
        self._show_title()
        self.redraw(keep_place=not changed)
        self.focus_reading()
        # Only then it is known how many lines there is room for.
        self.call_after_refresh(self._show_foot)

    def focus_reading(self) -> None:
        """Give the keys to what is read."""
        reading: dict[str, Widget] = {TRANSACTIONS: self.transactions, SPEND: self.spend.table}
        widget = reading.get(self.tab, self._lines)
        if widget.is_attached:
            self.screen.set_focus(widget)

    def _show_title(self) -> None:
        strip: list[Part] = []
        for number, tab in enumerate(self.tabs, start=1):
            here = tab == self.tab
            name = toned(f" {tab}", "bright" if here else "dim", bold=here)
            key = toned(str(number), "accent" if here else "dim")
            strip += [Part(key + name, f"screen.show_tab('{tab}')"), Part(Content("  "))]
        self.top.show(left=strip[:-1])

    # What is shown

    def show(self, picture: AccountPicture) -> None:
        """Draw this from now on."""
        self._picture = picture
        self.spend.absent = "" if picture.has_money else no_money_words(picture)
        self.redraw()

    def redraw(self, *, keep_place: bool = True) -> None:
        """Bring the lines up to date."""
        picture = self._picture
        if picture is None or not self.is_attached:
            return
        width = max(20, self.size.width - _SIDES)
        if self.tab in _OF_LINES:
            if self.tab == OVERVIEW and not picture.has_money:
                lines = moneyless_lines(picture, width)
            elif self.tab == OVERVIEW:
                lines = overview_lines(picture, width, self.size.height - 2)
            elif self.tab == REPORTS:
                lines = report_lines(self._reports, picture.now, width)
            else:
                lines = limits_lines(picture, width)
            self._lines.show(lines, keep_place=keep_place)
        elif self.tab == TRANSACTIONS:
            self.transactions.stale = bool(picture.missing.get(Resource.TRANSACTIONS))
            self.transactions.set_placeholder(_no_transactions(picture))
        self._show_foot()

    def show_reports(self, reports: tuple[Report, ...]) -> None:
        """What the service tells besides, in the last tab."""
        self._reports = reports
        if self.tab == REPORTS:
            self.redraw()

    def show_transactions(self, transactions: Iterable[Transaction], name_of: Callable[[str], str]) -> None:
        """Show these in the second tab."""
        self.transactions.show(transactions, name_of)
        self._show_foot()

    def session_under_cursor(self) -> str:
        """The id of the session that the row under the cursor is of; "" for none."""
        if self.tab == TRANSACTIONS and self.transactions.cursor_row is not None:
            return self.transactions.cursor_row.transaction.session_id
        if self.tab == SPEND and self.spend.table.cursor_row is not None:
            return self.spend.session_of(self.spend.table.cursor_row)
        return ""

    # The filter

    def open_filter(self) -> None:
        """Let the user type a filter; what was typed before is still there."""
        self.filter.display = True
        # At once and not in its turn: the next key may be waiting already.
        self.screen.set_focus(self.filter)

    def close_filter(self) -> None:
        """Go back to the rows."""
        self.filter.display = False
        self.focus_reading()

    def clear_filter(self) -> bool:
        """Show all transactions again; False when all were shown."""
        if self.tab != TRANSACTIONS or not self.transactions.filter_text:
            return False
        self.filter.value = ""
        self.transactions.set_filter("")
        self._show_foot()
        return True

    @on(Input.Changed)
    def _typed(self, event: Input.Changed) -> None:
        event.stop()
        self.transactions.set_filter(event.value.strip())
        self._show_foot()

    @on(Input.Submitted)
    def _kept(self, event: Input.Submitted) -> None:
        event.stop()
        self.transactions.move_to_index(0)
        self.close_filter()

    @on(FilterInput.Cleared)
    def _cleared(self, event: FilterInput.Cleared) -> None:
        event.stop()
        self.clear_filter()
        self.close_filter()

    # The lower frame line

    def _show_foot(self) -> None:
        left: list[Part] = []
        if self._lines.display and (hidden := self._lines.hidden_below):
            left.append(Part(toned(f"▾ {hidden:,} more", "dim")))
        self.foot.show(left=left, right=self._said())

    def _said(self) -> list[Part]:
        picture = self._picture
        if picture is None:
            return []
        if self.tab == OVERVIEW:
            absent = Capability.BALANCE in picture.absent
            return [] if absent else [Part(toned(f"balance {picture.balance_age}", "dim"))]
        if self.tab == SPEND and self.spend.absent:
            return []
        if self.tab == SPEND:
            billed = toned("█", "accent") + toned(" billed  ", "dim")
            return [Part(billed + toned("░", "early3") + toned(" estimated", "dim"))]
        if self.tab != TRANSACTIONS:
            return []
        table = self.transactions
        count = f"{table.row_count:,} transactions"
        if table.filter_text:
            count = f"/{table.filter_text}  {table.visible_count:,} of {count}"
        trouble = picture.missing.get(Resource.TRANSACTIONS, "")
        if Capability.TRANSACTIONS in picture.absent:
            return []
        parts = [Part(toned(count, "dim"))]
        if trouble:
            parts.append(Part(toned(f" · {trouble}", "warn")))
        return parts


def _no_transactions(picture: AccountPicture) -> Content:
    trouble = picture.missing.get(Resource.TRANSACTIONS, "")
    if Capability.TRANSACTIONS in picture.absent:
        return message(toned("no transactions here", "text"), trouble)
    if trouble:
        return message(toned(trouble, "warn"), "transactions cannot be told")
    return message(toned("no transactions", "text"), "what you pay in and spend shows up here")
