"""Leaving while machines run: what that costs, said before it happens, and the chance to end them first."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.widgets import Button

from mimiry_tui.clock import Clock
from mimiry_tui.live.endings.ending import EndingState
from mimiry_tui.ui.ending_words import saved_per_hour
from mimiry_tui.ui.guarding.ending_lines import EndingLines
from mimiry_tui.ui.guarding.left_running import LeftBehind, lines
from mimiry_tui.ui.key_of import key_of
from mimiry_tui.ui.profile_mark import ProfileMark
from mimiry_tui.ui.screens.dialog import Dialog
from mimiry_tui.ui.screens.terminate import Facts, TerminateScreen
from mimiry_tui.ui.toned import key_hints, toned

if TYPE_CHECKING:
    from mimiry_tui.live.endings.endings import Endings
    from mimiry_tui.live.store import Store


class FarewellScreen(Dialog[bool]):
    """Dismissed with True to leave, False to stay.

    Where all are ended first, it follows them and leaves when the service says that they are gone.
    """

    DEFAULT_CSS = """
    FarewellScreen {
        align: center middle;
        #farewell { width: 72; max-width: 95%; height: auto; max-height: 100%; border: round $tone-accent;
                    background: $surface; padding: 1 2; }
        Facts, EndingLines { height: auto; background: $surface; color: $tone-text; }
        Horizontal { height: 1; align-horizontal: right; margin-top: 1; }
        Button { margin-left: 2; min-width: 0; }
        EndingLines { display: none; }
        &.-ending Facts { display: none; }
        &.-ending EndingLines { display: block; }
        &.-ending #end { display: none; }
    }
    """
    AUTO_FOCUS = "#stay"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,n", "answer(False)", "stay", id="farewell.no", tooltip="Stay"),
        Binding(
            "y,q", "answer(True)", "leave", id="farewell.yes", tooltip="Leave; what runs goes on running"
        ),
        Binding("x", "end_all", "end all", id="farewell.end", tooltip="End all that runs, and leave then"),
        Binding("left", "app.focus_previous", id="farewell.previous", show=False),
        Binding("right", "app.focus_next", id="farewell.other", show=False),
    ]

    def __init__(
        self,
        look: Callable[[], LeftBehind],
        endings: Endings,
        store: Store,
        clock: Clock,
        profile: ProfileMark,
    ) -> None:
        """`look` gives what would be left behind now."""
        super().__init__()
        self.ended: tuple[str, ...] = ()
        """The ids of the sessions that were ended from here."""
        self._look = look
        self._endings = endings
        self._store = store
        self._clock = clock
        self._profile = profile
        self._following = EndingLines(endings, clock)
        self._left = look()

    @property
    def gone(self) -> int:
        """How many of them the service says are gone."""
        return self._following.gone

    @property
    def is_ending(self) -> bool:
        """Whether everything was asked to end, and is followed."""
        return bool(self.ended)

    def compose(self) -> ComposeResult:
        with Vertical(id="farewell") as box:
            box.border_title = (
                toned("Leave?", "bright", bold=True) + toned(" · ", "dim") + self._profile.content
            )
            yield Facts(lambda width: _wrapped(lines(self._left), width))
            yield self._following
            with Horizontal():
                yield Button("Stay", id="stay", compact=True)
                words = "Leave them running" if self._left.sessions else "Leave"
                yield Button(words, id="leave", variant="warning", compact=True)
                if self._may_end:
                    saving = saved_per_hour(session.got.rate for session in self._left.sessions)
                    more = f" · {saving}" if saving else ""
                    yield Button(f"End {_all(len(self._left.sessions))}{more}", id="end", compact=True)

    def on_mount(self) -> None:
        self._hint()
        self.hear(self._endings.subscribe, lambda _: self._ending_changed())
        self.hear(self._store.subscribe, lambda change: None if change.health_only else self._news())

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        return self._may_end if action == "end_all" else super().check_action(action, parameters)

    def on_button_pressed(self, event: Button.Pressed) -> None:
        if event.button.id == "end":
            self.action_end_all()
        else:
            self.dismiss(event.button.id == "leave")

    def action_answer(self, leave: bool) -> None:
        """Close with that answer."""
        self.dismiss(leave)

    def action_end_all(self) -> None:
        """Ask, with everything about them in sight; then end them, and wait until they are gone."""
        sessions = [session for session in self._left.sessions if self._is_endable(session.id)]
        if not sessions:
            self._follow(tuple(session.id for session in self._left.sessions))
            return
        asked = TerminateScreen(
            sessions, self._clock, profile=self._profile, store=self._store, terms=self._endings.terms
        )

        def answered(end: bool | None) -> None:
            if end:
                self._endings.terminate(asked.ids)
                self._follow(tuple(session.id for session in self._left.sessions))

        self.app.push_screen(asked, answered)

    @property
    def _may_end(self) -> bool:
        return bool(self._left.sessions) and not (self._endings.read_only or self.is_ending)

    def _is_endable(self, session_id: str) -> bool:
        """Whether it can be asked to end now: also one that counts down already."""
        ending = self._endings.of(session_id)
        return ending is None or ending.state is EndingState.ARMED or not ending.state.is_pending

    def _follow(self, ids: tuple[str, ...]) -> None:
        """Show what becomes of them from now on."""
        self.ended = ids
        self._following.show(self._left.sessions)
        self.add_class("-ending")
        box = self.query_one("#farewell")
        box.border_title = toned("Ending them, and leaving then", "bright", bold=True)
        self.query_one("#stay", Button).focus()
        self.query_one("#leave", Button).label = "Leave now"
        self.refresh_bindings()
        self._hint()
        self._ending_changed()

    def _ending_changed(self) -> None:
        if not self.is_ending:
            return
        self._following.news()
        if self._following.are_gone and self.is_current:
            self.dismiss(True)

    def _news(self) -> None:
        self._left = self._look()
        if self.is_ending:
            self._ending_changed()
        else:
            self.query_one(Facts).refresh(layout=True)
            self.query_one(Facts).repaint()

    def _hint(self) -> None:
        leaves = "leaves now" if self.is_ending else "leaves"
        ends = [(key_of(self, "farewell.end"), "ends all")] if self._may_end else []
        self.query_one("#farewell").border_subtitle = key_hints(
            (key_of(self, "farewell.no"), "stays"), (key_of(self, "farewell.yes"), leaves), *ends
        )


def _all(many: int) -> str:
    return "it" if many == 1 else f"all {many}"


def _wrapped(told: list[Content], width: int) -> list[Content]:
    return [line for one in told for line in one.wrap(max(20, width))]
