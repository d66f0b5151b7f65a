"""Ending sessions: which ones and what that saves, before anything is asked of the service."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, ClassVar

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.content import Content
from textual.geometry import Size
from textual.widgets import Button

from mimiry_tui.clock import Clock
from mimiry_tui.domain.sessions import Session
from mimiry_tui.live.endings.terms import Terms
from mimiry_tui.ui.ending_words import saved_per_hour
from mimiry_tui.ui.key_of import key_of
from mimiry_tui.ui.profile_mark import ProfileMark
from mimiry_tui.ui.screens.dialog import Dialog
from mimiry_tui.ui.terminate_lines import (
    all_together,
    changes_in,
    each_session,
    one_session,
)
from mimiry_tui.ui.ticker import Ticker
from mimiry_tui.ui.toned import key_hints, toned
from mimiry_tui.ui.widgets.painted import Painted

if TYPE_CHECKING:
    from mimiry_tui.live.store import Change, Store

_AROUND_THE_LIST = 4
"""Lines of the dialog besides list, sum and padding: frame and buttons."""
_LEAST_LIST = 3
_WIDTH, _SIDES = 72, 6
"""Cells of the dialog where there is room, and of its frame and padding."""
_LOW = 20
"""Lines of a terminal below which the dialog goes without space above and below its text."""


class TerminateScreen(Dialog[bool]):
    """Dismissed with True to end these sessions, False to leave them alone.

    It is bound to the sessions it was made with. A `store` lets it say what they are while it is
    open; that never changes which ones are meant.
    """

    DEFAULT_CSS = """
    TerminateScreen {
        align: center middle;
        #terminate { width: 72; max-width: 95%; height: auto; border: round $tone-bad; background: $surface;
                     padding: 1 2; }
        #terminate-list { height: auto; background: $surface; }
        Facts { height: auto; background: $surface; color: $tone-text; }
        #terminate-sum { margin-top: 1; }
        Horizontal { height: 1; align-horizontal: right; margin-top: 1; }
        Button { margin-left: 2; min-width: 0; }
    }
    """
    AUTO_FOCUS = "#keep"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,n,q", "answer(False)", "cancel", id="ending.no", tooltip="Leave everything running"),
        Binding("y", "answer(True)", "terminate", id="ending.yes", tooltip="End these sessions now"),
        Binding("left,right", "app.focus_next", id="ending.other", show=False),
        Binding("up", "scroll(-1)", id="ending.up", show=False),
        Binding("down", "scroll(1)", id="ending.down", show=False),
    ]

    def __init__(
        self,
        sessions: Sequence[Session],
        clock: Clock,
        *,
        profile: ProfileMark,
        store: Store | None = None,
        terms: Terms | None = None,
    ) -> None:
        """`terms` are the words of the service for it."""
        super().__init__()
        self._terms = terms or Terms()
        self.sessions = tuple(sessions)
        """As they were last seen; their ids never change."""
        self._clock = clock
        self._profile = profile
        self._store = store
        several = len(self.sessions) > 1
        self._list = Facts(self._each if several else self._one)
        self._sum = Facts(self._all, id="terminate-sum") if several else None

    @property
    def ids(self) -> tuple[str, ...]:
        """The sessions that are meant."""
        return tuple(session.id for session in self.sessions)

    def compose(self) -> ComposeResult:
        with Vertical(id="terminate") as box:
            box.border_title = self._title()
            box.border_subtitle = key_hints(
                (key_of(self, "ending.yes"), self._terms.does), (key_of(self, "ending.no"), "goes back")
            )
            with VerticalScroll(id="terminate-list", can_focus=False):
                yield self._list
            if self._sum is not None:
                yield self._sum
            with Horizontal():
                # Where the service's own word is "cancel", ours would mean the opposite.
                yield Button(
                    "Keep running" if self._terms.verb == "cancel" else "Cancel", id="keep", compact=True
                )
                yield Button(self._verb(), id="end", variant="error", compact=True)

    def on_mount(self) -> None:
        if self._store is not None:
            self.hear(self._store.subscribe, self._noticed)

    def on_resize(self, event: events.Resize) -> None:
        width, height = event.size
        padding = 0 if height < _LOW else 1
        self.query_one("#terminate").styles.padding = (padding, 2)
        inner = min(_WIDTH, width * 95 // 100) - _SIDES
        rest = _AROUND_THE_LIST + 2 * padding + (len(self._all(inner)) + 1 if self._sum is not None else 0)
        self.query_one("#terminate-list").styles.max_height = max(_LEAST_LIST, height - rest)
        self._wait()

    def on_button_pressed(self, event: Button.Pressed) -> None:
        self.dismiss(event.button.id == "end")

    def action_answer(self, end: bool) -> None:
        """Close with that answer."""
        self.dismiss(end)

    def action_scroll(self, lines: int) -> None:
        """Move a list that is longer than the dialog."""
        self.query_one("#terminate-list", VerticalScroll).scroll_relative(y=lines, animate=False)

    # What is on it

    def _one(self, width: int) -> list[Content]:
        return one_session(self.sessions[0], self._clock.now(), width, self._terms) if self.sessions else []

    def _each(self, width: int) -> list[Content]:
        return each_session(self.sessions, self._clock.now(), width)

    def _all(self, width: int) -> list[Content]:
        return all_together(self.sessions, self._clock.now(), width, self._terms)

    def _title(self) -> Content:
        many = f"{len(self.sessions)} sessions " if len(self.sessions) > 1 else ""
        asked = toned(f"{self._terms.title} {many}on ", "bad", bold=True)
        return asked + self._profile.content + toned("?", "bad", bold=True)

    def _verb(self) -> Content:
        living = [session for session in self.sessions if session.is_live]
        saving = saved_per_hour(session.got.rate for session in living)
        many = f" {len(living)}" if len(self.sessions) > 1 else ""
        return Content(f"{self._terms.title}{many}{f' · {saving}' if saving else ''}")

    # What changes while it is open

    def _wait(self) -> None:
        seconds = changes_in(self.sessions, self._clock.now())
        if seconds is not None:
            Ticker.of(self.app, self._clock).wake(self, self._clock.monotonic() + seconds, self._draw_again)

    def _draw_again(self) -> None:
        for facts in (self._list, self._sum):
            if facts is not None:
                facts.repaint()
        self._wait()

    def _noticed(self, change: Change) -> None:
        if self._store is None or not set(self.ids).intersection(change.upserted):
            return
        seen = self._store.sessions
        self.sessions = tuple(
            record if isinstance(record := seen.get(session.id), Session) else session
            for session in self.sessions
        )
        self.query_one("#end", Button).label = self._verb()
        self._draw_again()


class Facts(Painted):
    """Lines that somebody else knows, as many as there are."""

    def __init__(self, draw: Callable[[int], list[Content]], *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._draw = draw

    def lines(self, width: int) -> list[Content]:
        return self._draw(width)

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        return len(self._draw(width))
