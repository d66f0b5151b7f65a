"""Leaving while machines run: what that costs, said before it happens."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Button, Static

from mimiry_tui.domain.account import Balance
from mimiry_tui.domain.durations import short
from mimiry_tui.domain.money import Money
from mimiry_tui.domain.sessions import Session
from mimiry_tui.domain.spending import burn_rate, runway
from mimiry_tui.ui.toned import toned

OVERNIGHT = timedelta(hours=9)


def left_running(sessions: Iterable[Session]) -> list[Session]:
    """The sessions that go on costing money, newest first."""
    return [session for session in sessions if session.is_live]


def summary(sessions: list[Session]) -> str:
    """One plain line for the terminal after the end: "2 sessions keep running: €3.42/h"."""
    burn = burn_rate(sessions)
    count = f"{len(sessions)} session{'s keep' if len(sessions) != 1 else ' keeps'} running"
    return f"{count}: {_rates(burn)}" if burn else f"{count}."


def _rates(burn: Iterable[Money]) -> str:
    return " + ".join(f"{rate}/h" for rate in burn)


class FarewellScreen(ModalScreen[bool]):
    """Dismissed with True to leave, False to stay."""

    DEFAULT_CSS = """
    FarewellScreen {
        align: center middle;
        #farewell { width: 64; max-width: 95%; height: auto; border: round $tone-accent; background: $surface;
                    padding: 1 2; }
        Horizontal { height: auto; align-horizontal: right; margin-top: 1; }
        Button { margin-left: 2; min-width: 0; }
    }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,n", "answer(False)", "stay", id="farewell.no", tooltip="Stay"),
        Binding(
            "y,q", "answer(True)", "leave", id="farewell.yes", tooltip="Leave; what runs goes on running"
        ),
        Binding("left,right", "app.focus_next", id="farewell.other", show=False),
    ]

    def __init__(self, sessions: list[Session], balance: Balance | None) -> None:
        super().__init__()
        self._sessions = sessions
        self._balance = balance

    def compose(self) -> ComposeResult:
        with Vertical(id="farewell") as box:
            box.border_title = "Leave?"
            yield Static(self._words())
            with Horizontal():
                yield Button("Stay", id="stay", compact=True)
                yield Button("Leave them running", id="leave", variant="warning", compact=True)

    def on_button_pressed(self, event: Button.Pressed) -> None:
        self.dismiss(event.button.id == "leave")

    def action_answer(self, leave: bool) -> None:
        """Close with that answer."""
        self.dismiss(leave)

    def _words(self) -> Content:
        burn = burn_rate(self._sessions)
        many = "session keeps" if len(self._sessions) == 1 else "sessions keep"
        lines = [
            toned(f"{len(self._sessions)} {many} running", "bright", bold=True)
            + (
                toned(" and cost ", "text") + toned(_rates(burn), "bright", bold=True)
                if burn
                else Content("")
            ),
        ]
        for rate in burn:
            night = rate.over(OVERNIGHT)
            lines.append(toned("overnight (9 h) that is ", "dim") + toned(f"≈{night}", "warn", bold=True))
        lasts = runway(self._balance.money, burn) if self._balance else None
        if lasts is not None and self._balance is not None:
            lines.append(
                toned("the balance of ", "dim")
                + toned(str(self._balance.money), "bright")
                + toned(f" lasts ≈ {short(lasts)}", "dim")
            )
        return Content("\n").join(lines)
