"""The detail strip: the record under the cursor, closer."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import ClassVar

from textual import work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content

from mimiry_tui.clock import Clock
from mimiry_tui.domain.offers import Offer
from mimiry_tui.domain.records import Unreadable
from mimiry_tui.domain.safe_text import safe_text
from mimiry_tui.domain.sessions import Session
from mimiry_tui.domain.volumes import Volume
from mimiry_tui.live.store import Store
from mimiry_tui.ui.insights import Insights
from mimiry_tui.ui.ticker import Ticker
from mimiry_tui.ui.toned import toned
from mimiry_tui.ui.widgets.line_view import LineView
from mimiry_tui.ui.widgets.pane import Pane
from mimiry_tui.ui.widgets.pane_body import PaneBody
from mimiry_tui.ui.widgets.part_line import Part, fitted
from mimiry_tui.ui.widgets.timeline_bar import TimelineBar

Record = Session | Offer | Volume | Unreadable
TABS = ("Overview", "Events", "Raw")


class DetailPane(Pane):
    """Timeline and tabs of one record."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("left", "tab(-1)", "tab", id="detail.previous", show=False, tooltip="The tab before"),
        Binding("right", "tab(1)", "tab", id="detail.next", show=False, tooltip="The next tab"),
    ]

    def __init__(self, insights: Insights, clock: Clock) -> None:
        super().__init__(4, id="detail")
        self.record: Record | None = None
        self.tab = TABS[0]
        self.key_path: Path | None = None
        self.no_events = "no events told"
        """What is said of a session without events."""
        self.volume_notes: Callable[[Volume], Iterable[Content]] = lambda volume: ()
        """What is known of a volume beyond its record."""
        self._insights = insights
        self._clock = clock
        self._store: Store | None = None
        self._bar = TimelineBar(clock, seen_at=insights.seen_at)
        self._lines = LineView(id="detail-lines")
        self._raw_of: bytes | None = None
        self._is_old = False
        """Whether what is told came with an earlier answer than one could have by now."""

    def compose(self) -> ComposeResult:
        yield self.top
        with PaneBody():
            yield self._lines
        yield self.foot

    def prepare_bar(self) -> None:
        """Put the timeline in its place. After the first frame, which has no record to tell of."""
        self.query_one(PaneBody).mount(self._bar, before=self._lines)

    def on_mount(self) -> None:
        self.watch(self._lines, "scroll_y", self._show_foot, init=False)
        self.show_record()

    @property
    def reading(self) -> LineView:
        """What has the focus when the pane has it."""
        return self._lines

    def set_roomy(self, roomy: bool) -> None:
        """Whether there is room for an empty line below the timeline."""
        self._bar.styles.margin = (0, 0, 1 if roomy else 0, 0)

    def show_key_path(self, key_path: Path | None) -> None:
        """Put this key's path into ssh commands."""
        self.key_path = key_path
        self.show_record(self.record)

    def attach(self, store: Store) -> None:
        self._store = store

    def title(self) -> Content:
        if self.record is None:
            return super().title()
        name = getattr(self.record, "name", "") or getattr(self.record, "model", "") or self.record.id
        return toned(fitted(name, 40), "bright", bold=True)

    def show_record(self, record: Record | None = None) -> None:
        """Show this record, from its top when it is another one than before."""
        known = self.record
        same = (
            record is not None and known is not None and type(record) is type(known) and record.id == known.id
        )
        self.record = record
        self.show_title()
        self._bar.display = isinstance(record, Session) and self.tab != "Raw"
        if record is None:
            self._lines.show([toned("nothing selected", "dim")], keep_place=False)
            self._show_foot()
            return
        if isinstance(record, Session):
            self._bar.show(self._insights.timeline(record), record, self._insights.boots(record))
        if self.tab == "Raw":
            self._show_raw(record, same)
        else:
            self._lines.show(self._text(record), keep_place=same)
        self._show_foot()
        self._wake()

    def look_again(self) -> None:
        """Answers may have stopped, or come back."""
        self._bar.look_again()
        record, now = self.record, self._clock.now()
        if not isinstance(record, Session) or self.tab != TABS[0]:
            return
        if (self._insights.seen_at(record, now) < now) != self._is_old:
            self.show_record(record)

    def action_tab(self, step: int) -> None:
        self.show_tab(TABS[(TABS.index(self.tab) + step) % len(TABS)])

    def show_tab(self, tab: str) -> None:
        """Turn to that tab."""
        self.tab = tab
        self._raw_of = None
        self.show_record(self.record)

    def on_resize(self) -> None:
        self.show_record(self.record)

    def _text(self, record: Record) -> list[Content]:
        from mimiry_tui.ui import detail_text, overview  # there once an account is

        width = max(20, self._lines.size.width)
        now = self._clock.now()
        if isinstance(record, Unreadable):
            return [toned("this record could not be read", "bad"), toned(safe_text(record.reason, 500))]
        if self.tab == "Events":
            events = overview.event_lines(record.events) if isinstance(record, Session) else []
            return events or [toned(self.no_events, "dim")]
        if isinstance(record, Session):
            guarded = self._insights.guarded(record, now)
            seen_at = self._insights.seen_at(record, now)
            self._is_old = seen_at < now
            return overview.session_lines(record, now, self.key_path, width, guarded, seen_at)
        if isinstance(record, Volume):
            return detail_text.volume_text(record, self._store, width, self.volume_notes(record))
        return detail_text.offer_text(record, self._store, width)

    def _show_raw(self, record: Record, same: bool) -> None:
        if record.raw != self._raw_of:
            self._raw_of = record.raw
            self._lay_out(record.raw, same)

    @work(exclusive=True, group="raw", exit_on_error=True)
    async def _lay_out(self, raw: bytes, same: bool) -> None:
        lines = await asyncio.to_thread(_pretty, raw)
        if self._raw_of == raw and self.tab == "Raw":
            self._lines.show([toned(safe_text(line, 2_000)) for line in lines], keep_place=same)
            self._show_foot()

    def _show_foot(self) -> None:
        parts: list[Part] = []
        for tab in TABS:
            label = toned(tab, "accent", bold=True) if tab == self.tab else toned(tab, "dim")
            parts += [Part(label, f"screen.show_tab('{tab}')"), Part(Content("  "))]
        hidden = self._lines.hidden_below if self.record is not None else 0
        self.foot.show(left=[Part(toned(f"▾ {hidden:,} more", "dim"))] if hidden else [], right=parts[:-1])

    def _wake(self) -> None:
        """Costs and lengths grow while one looks: say so when they read differently, and only then."""
        record = self.record
        if not (isinstance(record, Session) and record.is_live and self.tab == "Overview"):
            return
        from mimiry_tui.ui.detail_text import session_changes_in  # there once an account is

        soonest = session_changes_in(record, self._clock.now())
        if soonest is not None:
            at = self._clock.monotonic() + soonest
            Ticker.of(self.app, self._clock).wake(self._lines, at, self._grow)

    def _grow(self) -> None:
        self.show_record(self.record)


def _pretty(raw: bytes) -> list[str]:
    """In a thread, import included: few look at raw JSON, and none before the first frame."""
    from mimiry_tui.domain.raw_json import pretty

    return pretty(raw)
