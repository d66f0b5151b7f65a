"""The line that says what is about to end, how soon, and how to undo it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import TYPE_CHECKING

from textual.content import Content
from textual.message import Message

from mimiry_tui.clock import Clock
from mimiry_tui.domain.durations import remaining
from mimiry_tui.ui.ending_words import saved_per_hour
from mimiry_tui.ui.hearing import Hearing
from mimiry_tui.ui.key_of import key_of
from mimiry_tui.ui.ticker import Ticker
from mimiry_tui.ui.toned import toned
from mimiry_tui.ui.widgets.part_line import Part, PartLine, fitted

if TYPE_CHECKING:
    from mimiry_tui.live.endings.endings import Ending, Endings

_BAR = 10
"""Cells of the bar that runs out."""
_LEAST_NAME = 8
_TOGETHER = timedelta(seconds=0.5)
"""Those asked for by one key follow each other as fast as a program goes on."""


class CountdownBar(Hearing, PartLine):
    """One line above the keys while anything is armed, nothing at all otherwise; a click undoes.

    Where several were armed at different moments, the line speaks of those that end first.
    """

    DEFAULT_CSS = """
    CountdownBar { display: none; background: $surface; }
    """

    class Undone(Message):
        """Endings were undone from here."""

        def __init__(self, names: tuple[str, ...]) -> None:
            super().__init__()
            self.names = names

    def __init__(self, clock: Clock, *, undo_key: str = "terminate.undo", id: str | None = None) -> None:
        """`undo_key` is the id of the binding that undoes where it stands."""
        super().__init__(id=id)
        self._undo_key = undo_key
        self._clock = clock
        self._endings: Endings | None = None
        self._hear_no_more: Callable[[], None] = lambda: None

    def attach(self, endings: Endings) -> None:
        """Show what is armed there from now on."""
        self._hear_no_more()
        self._endings = endings
        self._hear_no_more = self.hear(endings.subscribe, lambda _: self._follow())
        self._follow()

    def on_show(self) -> None:
        # The ticker wakes only what can be seen, and before this it could not.
        self._count()

    def action_undo(self) -> None:
        """Undo everything armed."""
        names = self._endings.undo() if self._endings is not None else ()
        if names:
            self.post_message(self.Undone(names))

    def parts(self, width: int) -> list[Part]:
        first, later = self._armed()
        if not first:
            return []
        now = self._clock.now()
        due = first[0].due_at or now
        left = remaining(due - now)
        saving = saved_per_hour(ending.rate for ending in first)
        done = (now - first[0].at) / (due - first[0].at) if due > first[0].at else 1.0
        gone = min(_BAR, max(0, round(_BAR * done)))
        bar = toned("━" * (_BAR - gone), "bad") + toned("━" * gone, "faint")
        because = first[0].because
        soon = toned(f" in {left.text}", "bad", bold=True)
        why = toned(f": {because}", "warn") if because else Content("")
        warning = self._endings.terms.warning if self._endings is not None and not because else ""
        lost = toned(f": {warning}", "warn") if warning else Content("")
        saves = toned(f" · {saving}", "good") if saving else Content("")
        way_out = (
            (toned(f" · then {later} more", "text") if later else Content(""))
            + toned(" · ", "dim")
            + toned(key_of(self, self._undo_key), "accent", bold=True)
            + toned(" undoes", "text")
        )
        verb = toned(" ending ", "text")
        rest = soon + why + lost + saves + way_out
        if lost and width - verb.cell_length - rest.cell_length < _LEAST_NAME:
            rest = soon + saves + way_out
        if because and width - verb.cell_length - rest.cell_length < _LEAST_NAME:
            # Why it ends by itself is worth more than what that saves.
            rest = soon + why + way_out
        room = width - verb.cell_length - rest.cell_length
        with_bar = room - _BAR - 2 >= _LEAST_NAME
        subject = first[0].name if len(first) == 1 else f"{len(first)} sessions"
        name = toned(fitted(subject, room - (_BAR + 2 if with_bar else 0)), "bright", bold=True)
        line = [verb + name + rest]
        return [Part(Content("  ").join([*line, *([bar] if with_bar else [])]), "undo")]

    def _armed(self) -> tuple[list[Ending], int]:
        """Those that end first, all at once, and how many come later."""
        armed = self._endings.armed if self._endings is not None else ()
        first = [ending for ending in armed if _is_together(ending, armed[0])]
        return first, len(armed) - len(first)

    def _follow(self) -> None:
        """Show or hide the line, and count on."""
        first, _ = self._armed()
        self.display = bool(first)
        self._count()

    def _count(self) -> None:
        first, _ = self._armed()
        ticker = Ticker.of(self.app, self._clock)
        if not first or first[0].due_at is None:
            ticker.forget(self)
            return
        left = remaining(first[0].due_at - self._clock.now())
        ticker.wake(self, self._clock.monotonic() + left.changes_in, self._count)
        self.repaint()


def _is_together(ending: Ending, first: Ending) -> bool:
    """Whether it ends with the first one, and for the same reason."""
    if ending.due_at is None or first.due_at is None:
        return ending is first
    return ending.because == first.because and ending.due_at - first.due_at < _TOGETHER
