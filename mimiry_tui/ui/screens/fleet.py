"""The sessions of every account in one list, and what all of it costs: one line per currency."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, ClassVar

from textual import events, on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.widgets import Input, Static
from textual.worker import Worker

from mimiry_tui.clock import Clock
from mimiry_tui.domain.safe_text import safe_text
from mimiry_tui.live.fleet.fleet import Fleet
from mimiry_tui.live.fleet.member import Member
from mimiry_tui.ui.accounts import Choice
from mimiry_tui.ui.ending_words import undone_words
from mimiry_tui.ui.fleet.columns import FleetRow, fleet_columns, is_unreadable
from mimiry_tui.ui.fleet.head import FleetHead
from mimiry_tui.ui.fleet.line_list import LineList
from mimiry_tui.ui.fleet.lines import member_content, money_content, told_of
from mimiry_tui.ui.key_of import key_of
from mimiry_tui.ui.placeholders import message
from mimiry_tui.ui.screens.dismissed_once import DismissedOnce
from mimiry_tui.ui.session.box import Box
from mimiry_tui.ui.session.layout import SMALLEST, too_small_words
from mimiry_tui.ui.ticker import Ticker
from mimiry_tui.ui.toned import toned
from mimiry_tui.ui.widgets.countdown import CountdownBar
from mimiry_tui.ui.widgets.filter_input import FilterInput
from mimiry_tui.ui.widgets.key_bar import KeyBar
from mimiry_tui.ui.widgets.live_table import LiveTable
from mimiry_tui.ui.widgets.part_line import Part

if TYPE_CHECKING:
    from mimiry_tui.live.endings.endings import Endings

_FRAME = 4
"""Columns of a line that its box takes."""
_BARS, _EDGES, _SESSIONS = 2, 2, 6
"""Lines of head and key bar, of each box's frame, and of the sessions' box on a low screen."""


class FleetScreen(DismissedOnce[tuple[str, str] | None]):
    """Dismissed with the account and the session to go on with, or None. Looks on while it is shown."""

    BINDING_GROUP_TITLE = "All accounts"
    CSS_PATH = "fleet.tcss"
    AUTO_FOCUS = "#fleet-table"
    BINDINGS: ClassVar[list[BindingType]] = [
        # Before all else, so that what is typed right after it lands in the filter.
        Binding("slash", "filter", "filter", id="fleet.filter", priority=True, tooltip="Find by words"),
        Binding("r", "refresh_now", "refresh", id="fleet.refresh", tooltip="Ask every account now"),
        Binding("escape,P", "back", "back", id="fleet.back", tooltip="Clear the filter, back"),
    ]

    def __init__(
        self,
        fleet: Fleet,
        choices: Sequence[Choice],
        clock: Clock,
        *,
        here: str = "",
        endings: Endings | None = None,
    ) -> None:
        """`choices` are the accounts of the fleet, whatever their order; `here` is the one that is open,
        with its `endings`.
        """
        super().__init__()
        self._here = here
        self._endings = endings
        self._fleet = fleet
        self._clock = clock
        self._choices = {choice.name: choice for choice in choices}
        self.head = FleetHead(clock)
        self.money = LineList(id="fleet-money-lines")
        self.table: LiveTable[FleetRow] = LiveTable(
            fleet_columns(clock.now),
            row_id=lambda row: row.id,
            clock=clock,
            pinned_last=is_unreadable,
            id="fleet-table",
            with_marks=False,
        )
        self.accounts = LineList(id="fleet-account-lines")
        self.filter_input = FilterInput()
        self._boxes = (
            Box(self.money, id="fleet-money"),
            Box(self.filter_input, self.table, id="fleet-sessions"),
            Box(self.accounts, id="fleet-accounts"),
        )
        self._countdown = CountdownBar(clock, undo_key="undo.anywhere")
        self._key_bar = KeyBar()
        self._notice = Static("", id="too-small", markup=False)
        self._shown: list[FleetRow] = []
        self._stands = False

    def compose(self) -> ComposeResult:
        yield self.head
        yield from self._boxes
        yield self._notice
        yield self._countdown
        yield self._key_bar

    def on_mount(self) -> None:
        for box, title in zip(self._boxes, ("Money", "Sessions", "Accounts"), strict=True):
            box.top.show(left=[Part(toned(title, "bright", bold=box is self._boxes[1]))])
        self._stands = True
        if self._endings is not None:
            self._countdown.attach(self._endings)
        self.hear(self._fleet.subscribe, self._show)
        _looking: Worker[None] = self.run_worker(
            self._fleet.run, name="look at all accounts", exit_on_error=True
        )
        self._show()

    def on_resize(self, event: events.Resize) -> None:
        width, height = event.size
        too_small = width < SMALLEST[0] or height < SMALLEST[1]
        self._notice.display = too_small
        self._notice.update(too_small_words(width, height) if too_small else "")
        for part in (self.head, *self._boxes, self._key_bar):
            part.display = not too_small
        if self._stands:
            self._say()  # with as many words as there is room for

    # What it says

    def _show(self) -> None:
        members = self._fleet.members
        rows = [
            FleetRow(self._choices[member.name].mark, session, member.as_of if member.error else None)
            for member in members
            for session in member.sessions
        ]
        if rows != self._shown:
            self._shown = rows
            self.table.set_rows(rows)
        self._show_placeholder(members)
        self._count()
        self.head.show(members)
        self._say()

    def _show_placeholder(self, members: Sequence[Member]) -> None:
        if any(one.is_opening for one in members):
            self.table.set_placeholder(message(toned("opening the accounts…", "dim")))
            return
        known = [one for one in members if one.is_known]
        words = "nothing runs anywhere" if len(known) == len(members) else "nothing runs where an answer came"
        leave = key_of(self, "fleet.back")
        self.table.set_placeholder(
            message(toned(words if known else "no account answers", "text"), f"{leave} goes back")
        )

    def _count(self) -> None:
        """How many there are, and by what they were found where that is not all."""
        rows, words = len(self._shown), self.table.filter_text
        count = f"{rows} session{'' if rows == 1 else 's'}"
        if words:
            count = f"/{safe_text(words, 30)}  {self.table.visible_count:,} of {count}"
        hint = [Part(toned("enter goes to the session in its account", "dim"))] if rows else []
        self._boxes[1].foot.show(left=hint, right=[Part(toned(count, "dim"))])

    def _say(self) -> None:
        """The lines whose figures grow by themselves."""
        now, members = self._clock.now(), self._fleet.members
        width = self.size.width - _FRAME
        money = money_content(members, now, width)
        self.money.show(money)
        told, besides = told_of(members, _lines_for_accounts(self.size.height, len(money)))
        here = self._here
        self.accounts.show(
            [
                member_content(self._choices[one.name], one, now, width, is_open=one.name == here)
                for one in told
            ]
        )
        more = f"▾ {besides} more" if besides else ""
        self._boxes[2].foot.show(left=[Part(toned(more, "dim"))] if more else [])
        Ticker.of(self.app, self._clock).wake(self.accounts, self._clock.monotonic() + 1, self._say)

    # Keys

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """What is typed into the filter is text, and no key of the screen."""
        return not isinstance(self.focused, FilterInput)

    @on(LiveTable.RowSelected)
    def _opened(self, event: LiveTable.RowSelected) -> None:
        """Go on with that session, in its account."""
        event.stop()
        row = self.table.cursor_row
        if row is not None:
            self.dismiss((row.mark.name, row.session.id))

    @on(CountdownBar.Undone)
    def _undone(self, event: CountdownBar.Undone) -> None:
        event.stop()
        if event.names:
            self.notify(undone_words(event.names), markup=False)

    def action_refresh_now(self) -> None:
        """Ask every account now instead of in its turn."""
        self._fleet.look_again()

    def action_back(self) -> None:
        """Show all rows again where some are hidden, else back to the dashboard."""
        if self.table.filter_text:
            self.filter_input.value = ""
            self.table.set_filter("")
            self._count()
        else:
            self.dismiss(None)

    def action_filter(self) -> None:
        """Type words to find sessions by."""
        self.filter_input.display = True
        # At once and not in its turn: the next key may be waiting already.
        self.set_focus(self.filter_input)

    @on(Input.Changed)
    def _typed(self, event: Input.Changed) -> None:
        event.stop()
        self.table.set_filter(event.value.strip())
        self._count()

    @on(Input.Submitted)
    @on(FilterInput.Cleared)
    def _typed_enough(self, event: Input.Submitted | FilterInput.Cleared) -> None:
        event.stop()
        self.filter_input.display = False
        self.table.focus()


def _lines_for_accounts(height: int, money: int) -> int:
    """How many there are room for: the sessions are what one has come for."""
    left = height - _BARS - (money + _EDGES) - _SESSIONS - _EDGES
    return max(1, min(left, height // 3))
