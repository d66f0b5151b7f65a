"""A small app in our themes around what is shown of endings."""

from __future__ import annotations

from typing import ClassVar

from textual.app import App, ComposeResult
from textual.binding import Binding, BindingType
from textual.widgets import Static

from mimiry_tui.domain.sessions import Session
from mimiry_tui.ui.profile_mark import ProfileMark
from mimiry_tui.ui.screens.terminate import TerminateScreen
from mimiry_tui.ui.theme import DARK, THEMES, borrowed_tones
from mimiry_tui.ui.widgets.countdown import CountdownBar
from tests.support.ending_desk import EndingDesk


class EndingStage(App[None]):
    """The countdown line at the bottom, and the dialog when asked for."""

    ENABLE_COMMAND_PALETTE = False
    BINDINGS: ClassVar[list[BindingType]] = [Binding("u", "undo", id="terminate.undo")]

    def __init__(self, desk: EndingDesk, *, theme: str = DARK) -> None:
        super().__init__()
        self.desk = desk
        self.bar = CountdownBar(desk.clock)
        self.answers: list[bool | None] = []
        self.undone: list[tuple[str, ...]] = []
        for shipped in THEMES:
            self.register_theme(shipped)
        self.theme = theme

    def get_theme_variable_defaults(self) -> dict[str, str]:
        theme = self.current_theme
        return {} if "tone-text" in theme.variables else borrowed_tones(theme)

    def compose(self) -> ComposeResult:
        body = Static("sessions")
        body.styles.height = "1fr"
        yield body
        yield self.bar

    def on_mount(self) -> None:
        self.bar.attach(self.desk.endings)

    def on_countdown_bar_undone(self, message: CountdownBar.Undone) -> None:
        self.undone.append(message.names)

    def ask(self, *sessions: Session) -> TerminateScreen:
        """Open the dialog about these; its answer is kept in `answers`."""
        screen = TerminateScreen(
            sessions, self.desk.clock, profile=ProfileMark("softlaunch"), store=self.desk.live.store
        )
        self.push_screen(screen, self.answers.append)
        return screen

    def lines(self) -> list[str]:
        """What each line of the screen says, without trailing spaces."""
        return [strip.text.rstrip() for strip in self.screen._compositor.render_strips()]

    def text(self) -> str:
        """The whole screen."""
        return "\n".join(self.lines())
