"""The guards of one session: what the service ends it by, and what this dashboard does while it runs."""

from __future__ import annotations

from collections.abc import Callable
from typing import ClassVar

from textual import events, on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.widgets import Input, Static

from mimiry_tui.clock import Clock
from mimiry_tui.domain.durations import clock_time, short
from mimiry_tui.domain.guarding.guard import GuardState
from mimiry_tui.domain.guarding.rules import Rule
from mimiry_tui.live.guards.guards import COUNTDOWN
from mimiry_tui.ui.guarding import reading
from mimiry_tui.ui.guarding.field import GuardField
from mimiry_tui.ui.guarding.reading import COST, FLOOR, TIME, Case
from mimiry_tui.ui.guarding.words import state_words
from mimiry_tui.ui.key_of import key_of
from mimiry_tui.ui.profile_mark import ProfileMark
from mimiry_tui.ui.screens.dialog import Dialog
from mimiry_tui.ui.session import figures
from mimiry_tui.ui.ticker import Ticker
from mimiry_tui.ui.toned import key_hints, spaced, toned
from mimiry_tui.ui.widgets.part_line import fitted

_LABELS = {TIME: "at", COST: "at a cost of", FLOOR: "balance below"}
_PLACEHOLDERS = {TIME: "never", COST: "no limit", FLOOR: "no floor"}
_LONGEST_NAME = 32
"""Columns of a session's name in the title, so that the account's is in sight beside it."""
_LOW = 22
"""Lines of a terminal below which the dialog goes without space around its text."""
EVERY = 5.0
"""Seconds after which what is said of time and money is looked at again."""


class GuardsScreen(Dialog[tuple[Rule, ...] | None]):
    """Dismissed with the guards that there shall be, or None when everything stays as it is.

    `look` gives what is known of the session now; it is asked again while the dialog is open.
    """

    DEFAULT_CSS = """
    GuardsScreen {
        align: center middle;
        #guards { width: 76; max-width: 96%; height: auto; max-height: 100%; border: round $tone-accent;
                  background: $surface; padding: 1 2; }
        #guards-all { height: auto; max-height: 100%; background: $surface; scrollbar-size-vertical: 1; }
        Static { height: auto; }
        #guards-here { margin-top: 1; }
        #guards-words { margin-top: 1; }
    }
    """
    AUTO_FOCUS = "#guard-time-typed"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "dismiss(None)", "back", id="guards.back", tooltip="Leave the guards as they are"),
        Binding("up", "app.focus_previous", id="guards.previous", show=False),
        Binding("down", "app.focus_next", id="guards.next", show=False),
    ]

    def __init__(self, look: Callable[[], Case], clock: Clock, *, profile: ProfileMark) -> None:
        super().__init__()
        self._profile = profile
        self._look = look
        self._clock = clock
        self._case = look()
        self._fields = {
            kind: GuardField(kind, _LABELS[kind], reading.first_text(self._case, kind), _PLACEHOLDERS[kind])
            for kind in (TIME, COST, FLOOR)
        }

    def compose(self) -> ComposeResult:
        session = self._case.session
        with Vertical(id="guards") as box:
            name = fitted(session.name or session.id, _LONGEST_NAME)
            whose = toned(name, "bright", bold=True) + self._profile.after_on
            box.border_title = toned("Guards · ", "dim") + whose
            box.border_subtitle = key_hints(
                ("enter", "sets them"), ("empty", "is off"), (key_of(self, "guards.back"), "goes back")
            )
            with VerticalScroll(id="guards-all", can_focus=False):
                yield Static(id="guards-limit")
                yield Static(_here(), id="guards-here")
                yield from self._fields.values()
                yield Static(_how(), id="guards-words")

    def on_mount(self) -> None:
        self._again()

    def on_resize(self, event: events.Resize) -> None:
        self.query_one("#guards").styles.padding = (0 if event.size.height < _LOW else 1, 2)

    @on(Input.Changed)
    def _typed(self, event: Input.Changed) -> None:
        event.stop()
        self._show()

    @on(Input.Submitted)
    def _submitted(self, event: Input.Submitted) -> None:
        """Set all of them, unless one of them is none: then that one is gone to."""
        event.stop()
        self._case = self._look()
        for kind, field in self._fields.items():
            if field.is_changed and reading.trouble(self._case, kind, field.value):
                field.input.focus()
                self._show()
                return
        texts = [(kind, field.value, field.is_changed) for kind, field in self._fields.items()]
        self.dismiss(reading.rules_of(self._case, texts))

    def _again(self) -> None:
        self._case = self._look()
        self._show()
        at = self._clock.monotonic() + EVERY
        Ticker.of(self.app, self._clock).wake(self.query_one("#guards"), at, self._again)

    def _show(self) -> None:
        case = self._case
        self.query_one("#guards-limit", Static).update(_limit(case))
        for kind, field in self._fields.items():
            why = reading.trouble(case, kind, field.value) if field.is_changed else ""
            guard = case.guard(kind)
            stands = state_words(guard) if guard is not None and not field.is_changed else ""
            waits = guard is not None and guard.state is not GuardState.WATCHING
            note = toned(why, "bad") if why else toned(stands, "warn" if waits else "dim")
            rule = reading.rule_meant(case, kind, field.value, is_changed=field.is_changed)
            means = reading.meaning(case, kind, rule)
            field.say(toned(means, "text" if rule is not None else "dim"), note)


def _limit(case: Case) -> Content:
    """The service's own limit, which is the safer one."""
    session, now = case.session, case.now
    if session.max_duration is None:
        return toned("The service has no limit for it: ", "text") + toned(
            "one can be set at a launch only, and would hold without this dashboard.", "dim"
        )
    left = figures.limit_left(session, figures.running_since(session, None), now)
    local = now.astimezone()
    told = [
        toned("The service ends it after ", "text") + toned(short(session.max_duration), "bright", bold=True)
    ]
    if left is not None:
        soon = left < figures.SOON
        told.append(
            toned(f"≈{short(left)} left, until {clock_time(local + left, local)}", "warn" if soon else "text")
        )
    said = "That holds whether this dashboard runs or not, and cannot be changed any more."
    return spaced(told) + Content("\n") + toned(said, "dim")


def _here() -> Content:
    return toned("Only while this dashboard runs", "warn", bold=True) + toned(
        " on this account, it ends the session", "text"
    )


def _how() -> Content:
    return toned(
        f"Each counts down for {COUNTDOWN:.0f} s first, which can be undone. It waits while answers are old, "
        "the state is not known, or another program has this terminal.",
        "dim",
    )
