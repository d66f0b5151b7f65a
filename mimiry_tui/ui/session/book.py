"""The lower box of the session screen: one session from five sides."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from typing import TYPE_CHECKING

from textual import work
from textual.content import Content
from textual.widget import Widget

from mimiry_tui.domain.advice import advice
from mimiry_tui.domain.records import Unreadable
from mimiry_tui.domain.sessions import Session
from mimiry_tui.ui.clipboard import copy
from mimiry_tui.ui.raw_lines import raw_lines
from mimiry_tui.ui.safe import safe
from mimiry_tui.ui.session.box import Box
from mimiry_tui.ui.session.events import session_events
from mimiry_tui.ui.session.pages import (
    overview_changes_in,
    overview_page,
    timeline_changes_in,
    timeline_page,
)
from mimiry_tui.ui.session.sources import Sources
from mimiry_tui.ui.ticker import Ticker
from mimiry_tui.ui.toned import toned
from mimiry_tui.ui.widgets.line_view import LineView
from mimiry_tui.ui.widgets.part_line import Part

if TYPE_CHECKING:
    from mimiry_tui.ui.widgets.log.pane import LogPane

OVERVIEW, TIMELINE, EVENTS, LOGS, RAW = TABS = ("Overview", "Timeline", "Events", "Logs", "Raw")
_LOG_TAIL = 6
_SIDES = 4
"""Cells of frame and padding."""
_LONGEST = 2_000
Record = Session | Unreadable


class SessionBook(Box):
    """Turns between tabs; what grows by itself is drawn again when it reads differently."""

    def __init__(self, sources: Sources) -> None:
        self._lines = LineView(id="session-lines")
        super().__init__(self._lines, id="session-book")
        self.tab = OVERVIEW
        self._sources = sources
        self._record: Record | None = None
        self._log_pane: LogPane | None = None
        self._told: LogPane.Told | None = None
        self._raw_of: bytes | None = None
        self._tail_of = ""
        self._log_tail: Sequence[str] = ()
        self._is_old = False
        """Whether what is told came with an earlier answer than one could have by now."""

    def on_mount(self) -> None:
        self.watch(self._lines, "scroll_y", self._show_foot, init=False)

    def on_resize(self) -> None:
        self.redraw(keep_place=True)

    def show_record(self, record: Record | None) -> None:
        """Show this record, from its top when it is another one than before."""
        same = record is not None and self._record is not None and record.id == self._record.id
        self._record = record
        if not same:
            self._raw_of, self._tail_of, self._log_tail = None, "", ()
        if self._log_pane is not None:
            self._log_pane.show_session(record if isinstance(record, Session) else None)
        self.redraw(keep_place=same)

    def show_tab(self, tab: str) -> None:
        """Turn to the tab of that name, one of `TABS`."""
        self.tab = tab
        self._raw_of = None
        self.show_title()
        self._show_log(tab == LOGS)
        self.redraw(keep_place=False)
        self.focus_reading()

    def show_title(self) -> None:
        """The names of the tabs with their keys, in the upper frame line."""
        strip: list[Part] = []
        for number, tab in enumerate(TABS, start=1):
            here = tab == self.tab
            name = toned(f" {tab}", "bright" if here else "dim", bold=here)
            strip.append(
                Part(toned(str(number), "accent" if here else "dim") + name, f"screen.show_tab('{tab}')")
            )
            strip.append(Part(Content("  ")))
        self.top.show(left=strip[:-1])

    def focus_reading(self) -> None:
        """Give the keys to what is read."""
        reading: Widget = self._log_pane if self.tab == LOGS and self._log_pane is not None else self._lines
        if reading.is_attached:
            reading.focus()

    def news_of_log(self) -> None:
        """More of the log was captured: a failed session shows its last lines."""
        self._tail_of = ""
        self._load_tail()

    def look_again(self) -> None:
        """Draw anew where answers stopped or came back since."""
        record, now = self._record, self._sources.clock.now()
        if self.tab not in (OVERVIEW, TIMELINE) or not isinstance(record, Session):
            return
        if (self._sources.seen_at(record, now) < now) != self._is_old:
            self.redraw()

    def redraw(self, *, keep_place: bool = True) -> None:
        """Bring the lines up to date."""
        if not self.is_attached or self.tab == LOGS:
            self._show_foot()
            return
        record = self._record
        if record is not None and self.tab == RAW:
            if record.raw != self._raw_of:
                self._raw_of = record.raw
                self._lay_out(record.raw, keep_place)
        else:
            self._load_tail()
            self._lines.show(self._text(record), keep_place=keep_place)
            self._wake()
        self._show_foot()

    # Tabs

    def _text(self, record: Record | None) -> list[Content]:
        if record is None:
            return [toned("nothing is known of this session", "dim")]
        if isinstance(record, Unreadable):
            reason = [safe(record.reason, "$tone-text", limit=_LONGEST)]
            return [toned("this record could not be read: Raw shows it as it came", "bad"), *reason]
        now = self._sources.clock.now()
        # The lines' own width is none while the log has their place.
        width = max(20, self.size.width - _SIDES)
        if self.tab == EVENTS:
            return session_events(record.events, now, width) or [toned(self._sources.no_events, "dim")]
        self._is_old = self._sources.seen_at(record, now) < now
        if self.tab == TIMELINE:
            return timeline_page(record, self._sources, now, width)
        return overview_page(record, self._sources, now, width, self._log_tail)

    def _wake(self) -> None:
        record = self._record
        if not isinstance(record, Session) or self.tab not in (OVERVIEW, TIMELINE):
            return
        changes_in = timeline_changes_in if self.tab == TIMELINE else overview_changes_in
        wait = changes_in(record, self._sources, self._sources.clock.now())
        if wait is not None:
            at = self._sources.clock.monotonic() + wait
            Ticker.of(self.app, self._sources.clock).wake(self._lines, at, self.redraw)

    @work(exclusive=True, group="raw", exit_on_error=True)
    async def _lay_out(self, raw: bytes, keep_place: bool) -> None:
        lines = await raw_lines(raw)
        if self._raw_of == raw and self.tab == RAW:
            self._lines.show(lines, keep_place=keep_place)
            self._show_foot()

    def _load_tail(self) -> None:
        """Fetch the last log lines of a session that needs explaining, once per session and news."""
        record, logs = self._record, self._sources.logs
        if self.tab != OVERVIEW or not isinstance(record, Session) or logs is None:
            return
        if self._tail_of != record.id and advice(record) is not None:
            self._tail_of = record.id
            logs.fetch_end(record.id)
            self._read_tail(record.id)

    @work(exclusive=True, group="tail", exit_on_error=True)
    async def _read_tail(self, session_id: str) -> None:
        logs = self._sources.logs
        if logs is None or (path := logs.path(session_id)) is None:
            return
        from mimiry_tui.ui.session.log_tail import last_lines

        tail = await asyncio.to_thread(last_lines, path, _LOG_TAIL)
        if self._tail_of == session_id and tail != self._log_tail:
            self._log_tail = tail
            self.redraw()

    # The log

    def _show_log(self, shown: bool) -> None:
        """Put the log in the place of the lines, or away; it is made when it is first wanted."""
        logs = self._sources.logs
        if shown and self._log_pane is None and logs is not None:
            from mimiry_tui.ui.widgets.log.pane import LogPane  # for those who look at a log

            self._log_pane = pane = LogPane(self._sources.clock, id="session-log")
            pane.attach(logs)
            self.body.mount(pane)
            # Only then can it take the focus.
            self.call_after_refresh(self.focus_reading)
            pane.show_session(self._record if isinstance(self._record, Session) else None)
        self._lines.display = not shown
        if self._log_pane is not None:
            self._log_pane.display = shown
            self._log_pane.attend()

    def on_log_pane_told(self, event: LogPane.Told) -> None:
        """What the log says of itself stands in the lower frame line."""
        event.stop()
        self._told = event
        self._show_foot()

    def on_log_pane_copied(self, event: LogPane.Copied) -> None:
        """What was selected in the log goes to the clipboard."""
        event.stop()
        count = event.text.rstrip("\n").count("\n") + 1
        copy(self.app, event.text, "1 line of the log" if count == 1 else f"{count:,} lines of the log")

    def _show_foot(self) -> None:
        if self.tab == LOGS:
            told = self._told
            left = [Part(told.left)] if told is not None and told.left else []
            right = [Part(told.right)] if told is not None and told.right else []
            self.foot.show(left=left, right=right)
            return
        hidden = self._lines.hidden_below
        left = [Part(toned(f"▾ {hidden:,} more", "dim"))] if hidden else []
        self.foot.show(left=left, right=[Part(toned(said, "dim"))] if (said := self._said()) else [])

    def _said(self) -> str:
        record = self._record
        if record is None:
            return ""
        if self.tab == RAW:
            return f"{len(record.raw):,} bytes · secrets masked"
        if self.tab == EVENTS and isinstance(record, Session):
            return f"{len(record.events):,} events · newest first"
        return ""
