"""The dashboard's panes, and how they share the screen."""

from __future__ import annotations

from typing import Any

from textual import events
from textual.app import ComposeResult
from textual.widgets import Static

from mimiry_tui.clock import Clock
from mimiry_tui.ui.history.memory_commands import MemoryCommands
from mimiry_tui.ui.insights import Insights
from mimiry_tui.ui.profile_mark import ProfileMark
from mimiry_tui.ui.widgets.countdown import CountdownBar
from mimiry_tui.ui.widgets.detail_pane import DetailPane, Record
from mimiry_tui.ui.widgets.digest_bar import DigestBar
from mimiry_tui.ui.widgets.filter_input import FilterInput
from mimiry_tui.ui.widgets.header import Header
from mimiry_tui.ui.widgets.key_bar import KeyBar
from mimiry_tui.ui.widgets.pane import Pane, TablePane
from mimiry_tui.ui.widgets.panes import Panes
from mimiry_tui.ui.widgets.table_panes import OffersPane, SessionsPane
from mimiry_tui.ui.widgets.volumes_pane import VolumesPane

SMALLEST = (60, 16)
"""Columns and lines below which nothing useful fits."""


class DashboardLayout(MemoryCommands):
    """Four panes that find room on any screen, and the keys that move between them."""

    def __init__(self, profile: ProfileMark, clock: Clock) -> None:
        super().__init__()
        self.insights = Insights()
        self.header = Header(profile, clock)
        self.sessions = SessionsPane(self.insights, clock)
        self.offers = OffersPane(clock)
        self.volumes = VolumesPane(clock)
        self.detail = DetailPane(self.insights, clock)
        self._tables: tuple[TablePane[Any], ...] = (self.sessions, self.offers, self.volumes)
        self._area = Panes(self._tables, self.detail)
        self.digest_bar = DigestBar(clock)
        self._countdown = CountdownBar(clock)
        self._key_bar = KeyBar()
        self._notice = Static("", id="too-small", markup=False)
        self._too_small = False

    def compose(self) -> ComposeResult:
        yield self.header
        yield self._area
        yield self._notice
        yield self._key_bar

    def prepare_bars(self) -> None:
        """Put the lines in their place that show now and then. After the first frame, which has none."""
        self.mount(self.digest_bar, self._countdown, before=self._key_bar)

    @property
    def is_zoomed(self) -> bool:
        """Whether the current pane has the whole screen because someone wanted so."""
        return self._area.is_zoomed

    @property
    def panes(self) -> tuple[Pane, ...]:
        """All four by their numbers."""
        return self._area.all

    @property
    def table_pane(self) -> TablePane[Any]:
        """The table last looked at."""
        return self._area.looked_at

    @property
    def record(self) -> Record | None:
        """What the cursor is on in the pane last looked at."""
        row = self._area.looked_at.table.cursor_row
        return row if isinstance(row, Record) else None

    # Room

    def on_resize(self, event: events.Resize) -> None:
        width, height = event.size
        self._too_small = width < SMALLEST[0] or height < SMALLEST[1]
        self._area.fit(width, height)
        self._area.display = self.header.display = self._key_bar.display = not self._too_small
        self._notice.display = self._too_small
        if self._too_small:
            self._notice.update(
                f"{width}×{height} is too small\n{SMALLEST[0]}×{SMALLEST[1]} or more is needed\nq quits"
            )
        else:
            self.call_after_refresh(self._focus_again)

    def _focus_again(self) -> None:
        """Hidden panes lose the focus; give it back once they show."""
        if self.focused is None and not self._too_small:
            self._area.focus_pane(self._area.current.number)

    def action_focus_pane(self, number: int) -> None:
        """Go to the pane of that number, into view where panes are tabs."""
        self._area.focus_pane(number)

    def action_cycle_pane(self, step: int) -> None:
        """Go to a neighbouring pane."""
        self._area.focus_neighbour(step)

    def action_zoom(self) -> None:
        """Give the whole screen to the current pane, or take it back."""
        self._area.zoom()

    def action_back(self) -> None:
        """Peel off one layer: what is about to be ended, marks, filter, zoom, the pane, then news."""
        if self.check_action("undo", ()):
            self.action_undo()
        elif isinstance(self._area.current, TablePane) and self._area.current.table.marked:
            self._area.current.table.clear_marks()
        elif not self._area.step_back():
            self.digest_bar.put_away()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """What is typed into a filter is text, and no key of the dashboard."""
        if isinstance(self.focused, FilterInput) and action != "cycle_pane":
            return False
        return super().check_action(action, parameters)

    def action_filter(self) -> None:
        """Type a filter for the current pane, or for the one last looked at."""
        self._area.open_filter()
