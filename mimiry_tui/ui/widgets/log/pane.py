"""The log of a session: what was captured of it, as it grows, and how that stands."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from textual.content import Content
from textual.message import Message

from mimiry_tui.clock import Clock
from mimiry_tui.live.logs.state import LogStatus
from mimiry_tui.ui.hearing import Hearing
from mimiry_tui.ui.ticker import Ticker
from mimiry_tui.ui.toned import toned
from mimiry_tui.ui.widgets.log.status import LogWords, is_refused, words_of
from mimiry_tui.ui.widgets.log.taking import TakingLog
from mimiry_tui.ui.widgets.part_line import Part

if TYPE_CHECKING:
    from mimiry_tui.domain.sessions import Session
    from mimiry_tui.live.logs.logs import Logs
    from mimiry_tui.live.logs.state import LogState

ELSEWHERE_SECONDS = 2.0
"""How often the file is looked at while another dashboard writes it, which tells nobody here."""


class _Place(NamedTuple):
    """Where the reader was in a session's log."""

    line: int
    row: int
    following: bool


class LogPane(Hearing, TakingLog):
    """The whole log tab without a frame."""

    class Told(Message):
        """What the frame around may say."""

        def __init__(self, left: Content, right: Content) -> None:
            super().__init__()
            self.left = left
            self.right = right

    def __init__(self, clock: Clock, *, id: str | None = None) -> None:
        super().__init__(clock, id=id)
        self.session: Session | None = None
        self._logs: Logs | None = None
        self._unsubscribe: Callable[[], None] | None = None
        self._path: Path | None = None
        self._places: dict[str, _Place] = {}
        self._return_to: _Place | None = None
        self._told: tuple[Content, Content] | None = None

    def attach(self, logs: Logs) -> None:
        """Show what these logs capture from now on."""
        self._stop_listening()
        self._logs = logs
        if self.is_attached:
            self._start_listening()
        self._show_file()
        self.attend()

    def show_session(self, session: Session | None) -> None:
        """Show this session's log; where one was in another's is kept."""
        changed = (session and session.id) != (self.session and self.session.id)
        if changed and self.session is not None:
            self._remember(self.session.id)
        self.session = session
        if changed:
            self._show_file()
            self.attend()

    def _remember(self, session_id: str) -> None:
        if self.canvas.rows:
            top = self.canvas.rows[0]
            self._places[session_id] = _Place(top.text.number, self.canvas.place.row, self.following)

    def on_mount(self) -> None:  # Textual calls the base class's too
        self._start_listening()
        self.attend()

    async def on_unmount(self) -> None:
        self._let_go()

    def on_show(self) -> None:
        self.attend()
        self.look()

    def on_hide(self) -> None:
        self.attend()

    def attend(self) -> None:
        """Have the log followed closely exactly while it is shown; call it after showing or hiding it.

        Textual tells a widget that it is shown only where nobody asked for its place before the next
        layout, and may tell that it is hidden when it is shown again: what counts is what is to be seen.
        """
        if self._logs is None or not self.is_attached:
            return
        if self.session is not None and all(node.display for node in self.ancestors_with_self):
            self._logs.watch(self.session.id, self)
        else:
            self._let_go()

    def _let_go(self) -> None:
        if self._logs is not None:
            self._logs.watch(None, self)

    def _start_listening(self) -> None:
        if self._logs is not None and self._unsubscribe is None:
            self._unsubscribe = self.hear(self._logs.subscribe, self._heard)

    def _stop_listening(self) -> None:
        if self._unsubscribe is not None:
            self._unsubscribe()
            self._unsubscribe = None

    def _heard(self, session_id: str) -> None:
        if self.session is not None and session_id == self.session.id:
            self.look()

    def _show_file(self) -> None:
        if self._logs is None or self.session is None:
            self.open_file(None)
            return
        self.open_file(self._logs.path(self.session.id))
        self._return_to = self._places.pop(self.session.id, None)

    def grown(self) -> None:
        place, self._return_to = self._return_to, None
        if place is not None and not place.following:
            self.following = False
            self._seen_count = self.source.count
            self.canvas.go(self.source.item_of(place.line), place.row)
            return
        super().grown()

    def save_name(self) -> str:
        name = re.sub(r"[^A-Za-z0-9._-]+", "-", self.session.name)[:60].strip("-.") if self.session else ""
        return f"{name}.log" if name else super().save_name()

    async def action_mark(self) -> None:
        logs, session = self._logs, self.session
        if logs is not None and session is not None and not await logs.mark(session.id):
            self.notify("no mark can be set: this log is not written here", severity="warning", markup=False)

    # Words

    @property
    def state(self) -> LogState | None:
        """How the capturing stands."""
        if self._logs is None or self.session is None:
            return None
        return self._logs.state(self.session.id)

    def words(self) -> LogWords:
        """What there is to say about the capturing now."""
        ended_at = self.session.ended_at if self.session is not None else None
        return words_of(self.state, self.clock.now(), has_lines=self.reader.count > 0, ended_at=ended_at)

    def looked(self) -> None:
        super().looked()
        state = self.state
        if state is not None and state.written_elsewhere:
            Ticker.of(self.app, self.clock).wake(
                self.canvas, self.clock.monotonic() + ELSEWHERE_SECONDS, self.look
            )

    def show_bars(self) -> None:
        super().show_bars()
        words = self.words()
        self.canvas.set_placeholder(words.empty)
        if words.changes_in is not None and self.is_attached:
            at = self.clock.monotonic() + words.changes_in
            Ticker.of(self.app, self.clock).wake(self.foot, at, self.show_bars)
        told = (Content(), self._summary(words))
        if self._told is None or not all(map(Content.is_same, told, self._told)):
            self._told = told
            self.post_message(self.Told(*told))

    @property
    def is_whole(self) -> bool:
        state = self.state
        return state is not None and state.status is LogStatus.STORED and not is_refused(state)

    def foot_words(self) -> list[Part]:
        # Without lines it stands where they would.
        return [*super().foot_words(), *([Part(self.words().line)] if self.reader.count else [])]

    def _summary(self, words: LogWords) -> Content:
        count = self.reader.count
        facts = [f"{count:,} {'line' if count == 1 else 'lines'}"] if count else []
        if count and self.following and not self.is_whole:
            facts.append("following")
        if words.kept:
            facts.append(words.kept)
        return toned(" · ".join(facts), "dim")
