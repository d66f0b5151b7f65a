"""A small app around one log view, and logs whose state a test sets."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Iterable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar, cast

from textual.app import App, ComposeResult
from textual.binding import Binding, BindingType
from textual.pilot import Pilot

from mimiry_tui.clock import Clock
from mimiry_tui.domain.sessions import Session
from mimiry_tui.live.logs.spool_format import Kind
from mimiry_tui.live.logs.state import LogState, LogStatus
from mimiry_tui.ui.theme import DARK, THEMES, borrowed_tones
from mimiry_tui.ui.widgets.log.pane import LogPane
from tests.support.clock import EPOCH, ManualClock
from tests.support.spools import append_spool

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from mimiry_tui.live.logs.logs import Logs

PATIENCE = 20.0


class LogsInHand:
    """What a log view asks of `Logs`, answered by the test."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.states: dict[str, LogState] = {}
        self.watched: list[str | None] = []
        self.marked: list[str] = []
        self._subscribers: list[Callable[[str], None]] = []

    def path(self, session_id: str) -> Path:
        return self.folder / f"{session_id}.log"

    def state(self, session_id: str) -> LogState:
        return self.states.get(session_id, LogState(LogStatus.FOLLOWING, captured_until=EPOCH))

    def watch(self, session_id: str | None, reader: object = None) -> None:
        self.watched.append(session_id)

    async def mark(self, session_id: str) -> bool:
        self.marked.append(session_id)
        return self.path(session_id).exists()

    def subscribe(self, callback: Callable[[str], None]) -> Callable[[], None]:
        self._subscribers.append(callback)
        return lambda: self._subscribers.remove(callback)

    @property
    def listeners(self) -> int:
        return len(self._subscribers)

    def tell(self, session_id: str) -> None:
        for subscriber in tuple(self._subscribers):
            subscriber(session_id)

    def append(self, session_id: str, texts: Iterable[str], *, kind: Kind = Kind.LINE) -> None:
        append_spool(self.path(session_id), texts, kind=kind)
        self.tell(session_id)


class LogApp(App[None]):
    """One log view, nothing around it."""

    CSS = "Screen { background: $surface; }"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding(key, f"pass_on('{key}')") for key in ("escape", "n", "N", "left", "right", "y")
    ]

    def __init__(self, clock: Clock, theme: str) -> None:
        super().__init__()
        for one in THEMES:
            self.register_theme(one)
        self.theme = theme
        self.pane = LogPane(clock)
        self.copied: list[str] = []
        self.told: list[str] = []
        self.passed_on: list[str] = []

    def get_theme_variable_defaults(self) -> dict[str, str]:
        theme = self.current_theme
        return {} if "tone-text" in theme.variables else borrowed_tones(theme)

    def compose(self) -> ComposeResult:
        yield self.pane

    def on_log_pane_copied(self, event: LogPane.Copied) -> None:
        self.copied.append(event.text)

    def on_log_pane_told(self, event: LogPane.Told) -> None:
        self.told.append(event.right.plain)

    def action_pass_on(self, key: str) -> None:
        """A key that the view had no use for."""
        self.passed_on.append(key)


class Desk:
    """The app, its keyboard, its logs and its clock."""

    def __init__(self, app: LogApp, pilot: Pilot[None], logs: LogsInHand, clock: ManualClock) -> None:
        self.app = app
        self.pilot = pilot
        self.logs = logs
        self.clock = clock

    @property
    def pane(self) -> LogPane:
        return self.app.pane

    def asking(self) -> bool:
        """Whether the prompt is there, with the focus on it."""
        return self.app.focused is self.pane.prompt

    def reading(self) -> bool:
        """Whether the log itself has the focus."""
        return self.app.focused is self.pane.canvas

    async def press(self, *keys: str) -> None:
        await self.pilot.press(*keys)

    async def type(self, text: str) -> None:
        """Type these letters."""
        names = {" ": "space", "/": "slash", ".": "full_stop", "-": "minus", ":": "colon"}
        await self.pilot.press(*(names.get(char, char) for char in text))

    def lines(self) -> list[str]:
        return [strip.text.rstrip() for strip in self.app.screen._compositor.render_strips()]

    def body(self) -> list[str]:
        """The log's lines without their times and the bar."""
        return [line.rstrip("│┃ ")[self.gutter :] for line in self.lines()[1:-1]]

    @property
    def gutter(self) -> int:
        return self.pane.canvas.painter().gutter

    def shows(self, text: str) -> bool:
        return any(text in line for line in self.lines())

    async def until(self, condition: Callable[[], bool]) -> None:
        """Let threads and widgets work until that holds."""
        deadline = time.monotonic() + PATIENCE
        while not condition():
            shown = "\n".join(self.lines())
            assert time.monotonic() < deadline, f"waited in vain; shown was:\n{shown}"
            await asyncio.sleep(0.005)
        await self.pilot.pause()

    async def until_shown(self, *texts: str) -> None:
        await self.until(lambda: all(map(self.shows, texts)))


@asynccontextmanager
async def log_desk(
    folder: Path, session: Session, *, size: tuple[int, int] = (80, 12), theme: str = DARK
) -> AsyncIterator[Desk]:
    """The app running on the session's log, with the focus on it."""
    clock = ManualClock()
    logs = LogsInHand(folder)
    app = LogApp(clock, theme)
    async with app.run_test(size=size, notifications=True) as pilot:
        app.pane.attach(cast("Logs", logs))
        app.pane.show_session(session)
        app.pane.focus()
        await pilot.pause()
        yield Desk(app, pilot, logs, clock)
