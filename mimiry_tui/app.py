"""The application: settings, themes, and its life from the first frame to the last."""

from __future__ import annotations

import asyncio
import os
import signal
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from textual import work
from textual.worker import WorkerFailed

from mimiry_tui.clock import Clock
from mimiry_tui.settings import resolve_paths
from mimiry_tui.settings.preferences import Preferences
from mimiry_tui.settings.settings import Settings
from mimiry_tui.ui.accounts import AccountBook, Choice
from mimiry_tui.ui.app_settings import AppSettings
from mimiry_tui.ui.keyed_app import KeyedApp
from mimiry_tui.ui.terminal import never_wait
from mimiry_tui.ui.theme import THEMES, borrowed_tones

if TYPE_CHECKING:
    from mimiry_tui.live.settings_keeper import SettingsKeeper


class MimiryApp(KeyedApp):
    """The dashboard. Returns a last line for the terminal, or nothing.

    Raises SettingsError for a theme that does not exist.
    """

    TITLE = "mimiry"
    CSS_PATH: ClassVar = ["ui/screens/dashboard.tcss", "ui/palette.tcss", "ui/toasts.tcss"]
    """Textual loads no style sheet for the default screen by itself, nor for its own palette."""

    def __init__(
        self,
        start: Choice,
        *,
        clock: Clock | None = None,
        theme: str | None = None,
        settings: Settings | None = None,
        adjust: Callable[[Preferences], Preferences] | None = None,
        keeper: SettingsKeeper | None = None,
        book: AccountBook | None = None,
        themes: Path | None = None,
        set_up: bool = False,
    ) -> None:
        """`set_up` begins with setting up an account instead of opening that of `start`.

        Without a `keeper` settings last as long as the app, without a `book` there is one account.
        `themes` is the folder of the user's own themes.
        """
        # Without colours only the terminal's own palette is honest, and that is settled here or never.
        super().__init__(start, book, clock=clock, ansi_color=True if "NO_COLOR" in os.environ else None)
        self.crash_report: Path | None = None
        self.settings = AppSettings(
            self, settings or Settings(), keeper, theme=theme, themes=themes, adjust=adjust
        )
        self._set_up = set_up
        self._has_begun = False
        for shipped in THEMES:
            self.register_theme(shipped)
        self.theme = self.settings.first_theme()
        self.stylesheet.set_variables(self.get_css_variables())

    def refresh_css(self, animate: bool = True) -> None:
        """Style everything anew, once there is something: the first theme is known before styles are read."""
        if self.screen_stack:
            super().refresh_css(animate)

    def get_theme_variable_defaults(self) -> dict[str, str]:
        theme = self.current_theme
        return {} if "tone-text" in theme.variables else borrowed_tones(theme)

    # Life

    def on_mount(self) -> None:
        loop = asyncio.get_running_loop()
        loop.add_signal_handler(signal.SIGTERM, self.exit)
        loop.add_signal_handler(signal.SIGHUP, self.exit)
        # At once, and not when the loop comes to it: SIGCONT comes along, by which Textual writes at once.
        signal.signal(signal.SIGHUP, lambda *_: never_wait(self))

    def begin(self) -> None:
        """The first frame stands: settings, and the account or what leads to one."""
        self._begin_settings()
        if self._set_up or self.choice.without_key:
            self._set_up = False
            self.action_set_up()
        else:
            self.open_or_set_up()

    @work(name="settings")
    async def _begin_settings(self) -> None:
        """Apply them once, then follow their file for as long as the app runs."""
        if not self._has_begun:
            self._has_begun = True
            if self.is_web:
                from mimiry_tui.ui.in_browser import NOT_THERE

                self.notify("\n".join(NOT_THERE), title="Not possible in a browser", timeout=15, markup=False)
            await self.settings.begin()
            if self.settings.keeper is not None:
                await self.settings.keeper.run()

    def account_shown(self) -> None:
        super().account_shown()
        if self.account is not None:
            self.title_line.follow(self.account.store, self.choice.name, self.choice.mark.service)

    def show_preferences(self) -> None:
        """Draw again what depends on how things are written."""
        self.title_line.repeat()
        self.dashboard.look_again()

    async def on_unmount(self) -> None:
        self.title_line.end()
        await super().on_unmount()

    def _handle_exception(self, error: Exception) -> None:
        """Leave a report without secrets instead of a traceback with every local variable."""
        from mimiry_tui.crash import write_report  # traceback and platform are for bad days only

        # What ended a worker is inside; the wrapper knows no place where it happened.
        cause = error.error if isinstance(error, WorkerFailed) else error
        # A browser's page whose server is gone has nobody to draw for, which is no bug of ours.
        is_left_alone = self.is_web and isinstance(cause, BrokenPipeError)
        if self.crash_report is None and not is_left_alone:
            self.crash_report = write_report(cause, self.clock.now(), resolve_paths().state_dir)
        self._return_code = 1
        if self._exception is None:
            self._exception = error
            self._exception_event.set()
        self._close_messages_no_wait()
