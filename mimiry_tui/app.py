"""The application: one screen, one account behind it, and the way out."""

from __future__ import annotations

import asyncio
import gc
import os
import signal
from collections.abc import Callable, Iterable
from contextlib import AbstractAsyncContextManager
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from textual import on, work
from textual.app import App, SystemCommand
from textual.binding import Binding, BindingType
from textual.screen import Screen
from textual.worker import Worker, WorkerFailed

from mimiry_tui.clock import Clock, SystemClock
from mimiry_tui.domain.sessions import Session
from mimiry_tui.settings import OpeningError, Profile, SettingsError, resolve_paths
from mimiry_tui.settings.preferences import Notify
from mimiry_tui.ui.commands import ActionProvider
from mimiry_tui.ui.screens.dashboard import DashboardScreen
from mimiry_tui.ui.session_commands import SessionCommands
from mimiry_tui.ui.theme import DARK, THEMES, borrowed_tones

if TYPE_CHECKING:
    from mimiry_tui.live.account import Account
    from mimiry_tui.live.live import Live
    from mimiry_tui.ui.services import Services

Opening = Callable[[], AbstractAsyncContextManager[Profile]]
"""Makes an account ready to be used (a demo starts its cloud here), and cleans up after it."""


LOADED_AFTER = 10.0
"""Seconds after the first frame by which everything that will be imported has been."""


class MimiryApp(App[str]):
    """The dashboard of one account. Returns a last line for the terminal, or nothing.

    Raises SettingsError for a theme that does not exist.
    """

    TITLE = "mimiry"
    CSS_PATH: ClassVar = ["ui/screens/dashboard.tcss", "ui/palette.tcss"]
    """Textual loads no style sheet for the default screen by itself, nor for its own palette."""
    COMMANDS: ClassVar = App.COMMANDS | {ActionProvider}
    COMMAND_PALETTE_DISPLAY = "command"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("colon", "command_palette", "command", id="palette", tooltip="Every action by name"),
        Binding("question_mark", "help", "help", id="help", tooltip="The keys that work here"),
        Binding("q", "leave", "quit", id="quit", tooltip="Leave"),
        Binding("ctrl+q", "leave", "quit", id="quit.alias", show=False, priority=True, tooltip="Leave"),
    ]

    def __init__(
        self,
        opening: Opening,
        profile_name: str,
        *,
        clock: Clock | None = None,
        theme: str | None = None,
        notify: Notify = Notify.AUTO,
        split: bool = False,
    ) -> None:
        """`notify` says how the terminal is told of news, `split` whether `S` splits tmux's window."""
        # Without colours only the terminal's own palette is honest, and that is settled here or never.
        super().__init__(ansi_color=True if "NO_COLOR" in os.environ else None)
        self._opening = opening
        self._profile_name = profile_name
        self._notify_by, self._split = notify, split
        self.clock: Clock = clock or SystemClock()
        self.account: Account | None = None
        self.crash_report: Path | None = None
        self._opened: Worker[None] | None = None
        self._services: Services | None = None
        self.failure = ""
        """Why there was nothing to show, for the terminal after the end."""
        for shipped in THEMES:
            self.register_theme(shipped)
        if theme is not None and theme not in self.available_themes:
            raise SettingsError(
                f"--theme: there is no {theme!r}, but {', '.join(sorted(self.available_themes))}"
            )
        self.theme = theme or ("ansi-dark" if self.no_color else DARK)

    def get_default_screen(self) -> Screen[None]:
        return DashboardScreen(self._profile_name, self.clock)

    def get_theme_variable_defaults(self) -> dict[str, str]:
        theme = self.current_theme
        return {} if "tone-text" in theme.variables else borrowed_tones(theme)

    @property
    def dashboard(self) -> DashboardScreen:
        """The screen under every dialog."""
        screen = self.screen_stack[0]
        assert isinstance(screen, DashboardScreen)
        return screen

    # Life

    def on_mount(self) -> None:
        loop = asyncio.get_running_loop()
        for ending in (signal.SIGTERM, signal.SIGHUP):
            loop.add_signal_handler(ending, self.exit)

    @on(DashboardScreen.FirstFrameShown)
    def _first_frame_shown(self) -> None:
        """Everything slow begins here: imports of network and crypto, the account, collections."""
        gc.freeze()
        gc.enable()
        # Once more when network and crypto are loaded: what stays for good is not worth looking through.
        self.set_timer(LOADED_AFTER, gc.freeze)
        self._opened = self._open_account()

    @work(name="account", exit_on_error=True)
    async def _open_account(self) -> None:
        try:
            async with self._opening() as profile:
                await self._show_account(profile)
        except OpeningError as error:
            self.failure = str(error)
            self.exit(return_code=1)

    async def _show_account(self, profile: Profile) -> None:
        self.account = account = await _connect(profile, self.clock)
        from mimiry_tui.ui.services import services_for  # loaded by now

        self._services = services_for(
            self,
            account,
            self.dashboard.insights,
            self.clock,
            notify=self._notify_by,
            split=self._split,
            open_log=self._open_log,
        )
        self.dashboard.attach(self._services)
        account.set_focused(self.app_focus)
        for warning in profile.warnings:
            self.notify(warning, severity="warning", markup=False)
        await account.run()

    def _open_log(self, session_id: str) -> None:
        screen = self.screen
        (screen if isinstance(screen, SessionCommands) else self.dashboard).open_log(session_id)

    @property
    def live(self) -> Live | None:
        """The picture of the account, once it is open."""
        return self.account.live if self.account is not None else None

    async def on_unmount(self) -> None:
        if self._opened is not None:
            # Textual has cancelled it before; once more would cut its own way out short.
            if not self._opened.is_cancelled:
                self._opened.cancel()
            # Not awaiting it would leave sockets, and a demo's cloud, behind.
            await asyncio.wait([self._opened._task] if self._opened._task else [])

    def watch_app_focus(self, focused: bool) -> None:
        if self.account is not None:
            self.account.set_focused(focused)

    def _handle_exception(self, error: Exception) -> None:
        """Leave a report without secrets instead of a traceback with every local variable."""
        from mimiry_tui.crash import write_report  # traceback and platform are for bad days only

        if self.crash_report is None:
            # What ended a worker is inside; the wrapper knows no place where it happened.
            cause = error.error if isinstance(error, WorkerFailed) else error
            self.crash_report = write_report(cause, self.clock.now(), resolve_paths().state_dir)
        self._return_code = 1
        if self._exception is None:
            self._exception = error
            self._exception_event.set()
        self._close_messages_no_wait()

    # Commands

    def action_help(self) -> None:
        """Show the keys that work here."""
        from mimiry_tui.ui.screens.help import HelpScreen

        self.push_screen(HelpScreen(self.screen.active_bindings.values()))

    def get_system_commands(self, screen: Screen[object]) -> Iterable[SystemCommand]:
        yield from super().get_system_commands(screen)
        if self._services is not None and self._services.unlocking.was_declined:
            ask = self._services.unlocking.ask_again
            yield SystemCommand("Unlock the key", "Ask for its passphrase again", ask)

    def action_leave(self) -> None:
        """Leave, after saying what goes on costing money."""
        from mimiry_tui.ui.screens.farewell import FarewellScreen, left_running, summary

        store = self.account.store if self.account is not None else None
        rows = store.sessions.values() if store is not None else ()
        running = left_running(row for row in rows if isinstance(row, Session))
        if not running or store is None:
            self.exit()
        elif isinstance(self.screen, FarewellScreen):
            self.exit(summary(running))
        else:
            screen = FarewellScreen(running, store.balance)
            self.push_screen(screen, lambda leave: self.exit(summary(running)) if leave else None)


async def _connect(profile: Profile, clock: Clock) -> Account:
    """An account, not running yet; what it needs is imported in a thread, after the first frame."""

    def load() -> Account:
        import_module("mimiry_tui.ui.services")
        from mimiry_tui.clouds.registry import open_cloud
        from mimiry_tui.live.account import Account

        return Account(open_cloud(profile, clock), profile, clock)

    return await asyncio.to_thread(load)
