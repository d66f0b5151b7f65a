"""An app with one account open at a time, whose dashboard is its lowest screen."""

from __future__ import annotations

import asyncio
import gc
from dataclasses import replace
from importlib import import_module
from typing import TYPE_CHECKING

from textual import on, work
from textual.app import App
from textual.screen import Screen
from textual.worker import Worker

from mimiry_tui.clock import Clock, SystemClock
from mimiry_tui.settings import OpeningError, Profile
from mimiry_tui.settings.preferences import Preferences
from mimiry_tui.ui.accounts import Choice
from mimiry_tui.ui.ending_words import undone_words
from mimiry_tui.ui.preference_desk import PreferenceDesk
from mimiry_tui.ui.screens.dashboard import DashboardScreen
from mimiry_tui.ui.session_commands import SessionCommands
from mimiry_tui.ui.visits import VISITS
from mimiry_tui.ui.writing import write_by

if TYPE_CHECKING:
    from mimiry_tui.live.account import Account
    from mimiry_tui.live.live import Live
    from mimiry_tui.ui.services import Services

LOADED_AFTER = 10.0
"""Seconds after the first frame by which everything that will be imported has been."""


class AccountApp(App[str]):
    """Opens the account of `choice` once its dashboard has been painted, and another one on demand.

    Each account has a dashboard of its own: nothing that one showed or knew is left for the next.
    """

    def __init__(self, start: Choice, *, clock: Clock | None = None, ansi_color: bool | None = None) -> None:
        super().__init__(ansi_color=ansi_color)
        self.choice = start
        self.clock: Clock = clock or SystemClock()
        self.account: Account | None = None
        self.services: Services | None = None
        self.failure = ""
        """Why there was nothing to show, for the terminal after the end."""
        self._opened: Worker[None] | None = None
        self._last_open: Choice | None = None
        self._dashboard_stands = self._is_begun = False
        self._turn_lock, self._close_lock = asyncio.Lock(), asyncio.Lock()

    def get_default_screen(self) -> Screen[None]:
        self.follow_conventions()  # which columns go by
        screen = self._new_dashboard()
        # Textual forgets this for its first screen, and fails when that is switched to another one.
        screen._push_result_callback(self, None)
        return screen

    def _new_dashboard(self) -> DashboardScreen:
        """One of the account that is chosen, which says from its first frame on what may be done in it."""
        screen = DashboardScreen(self.choice.mark, self.clock)
        screen.header.read_only = self.choice.read_only
        return screen

    @property
    def dashboard(self) -> DashboardScreen:
        """The screen under every dialog."""
        screen = self.screen_stack[0]
        assert isinstance(screen, DashboardScreen)
        return screen

    @property
    def live(self) -> Live | None:
        """The picture of the account, once it is open."""
        return self.account.live if self.account is not None else None

    # An account's life

    @on(DashboardScreen.FirstFrameShown)
    def _frame_shown(self, event: DashboardScreen.FirstFrameShown) -> None:
        """Everything slow begins here: imports of network and crypto, the account, collections."""
        event.stop()
        gc.freeze()
        gc.enable()
        # Once more when network and crypto are loaded: what stays for good is not worth looking through.
        self.set_timer(LOADED_AFTER, gc.freeze)
        # That of a dashboard that another one has taken the place of says nothing about this one.
        if not self.screen_stack:
            return  # it ended before its first frame could be told
        self._dashboard_stands = self._dashboard_stands or event.dashboard is self.dashboard
        self._begin_when_ready()

    def _begin_when_ready(self) -> None:
        """Once for each dashboard: it stands, and the account before is closed."""
        if self._dashboard_stands and self._opened is None and not self._is_begun:
            self._is_begun = True
            self.begin()

    def begin(self) -> None:
        """The first frame of a dashboard stands."""
        self.open_account()

    def open_account(self) -> None:
        """Open the account that was chosen, unless it is open."""
        if self._opened is None:
            self._opened = self._run_account(self.choice)

    @work(name="account", exit_on_error=True)
    async def _run_account(self, choice: Choice) -> None:
        try:
            async with choice.opening() as profile:
                await self._show_account(profile, choice)
        except OpeningError as error:
            if self._last_open is None or self._last_open is choice:
                self.failure = str(error)
                self.exit(return_code=1)
            elif self.choice is choice:
                self.run_worker(self._go_back(self._last_open, str(error)), name="go back")

    async def _go_back(self, choice: Choice, why: str) -> None:
        """The other account cannot be opened: better the one before than none."""
        await self.change_account(choice)
        self.notify(why, severity="error", timeout=15, markup=False)

    async def _show_account(self, profile: Profile, choice: Choice) -> None:
        desk = PreferenceDesk.of(self)
        self.follow_conventions()
        account = await _connect(profile, self.clock, desk.now)
        if not self.is_running:  # it ended while the account was made ready
            await account.cloud.aclose()
            return
        self.account = account
        self._last_open = choice
        from mimiry_tui.ui.services import services_for  # loaded by now

        dashboard = self.dashboard
        self.services = services_for(
            self, account, dashboard.insights, choice.mark, self.clock, open_log=self._open_log
        )
        dashboard.attach(self.services)
        account.set_focused(self.app_focus)
        for warning in profile.warnings:
            self.notify(warning, severity="warning", markup=False)
        self.account_shown()
        await account.run()

    def show_preferences(self) -> None:
        """Called when things are to be written in another way."""

    def account_shown(self) -> None:
        """Called when an account is open and on screen."""

    async def close_account(self) -> None:
        """Stop everything that runs for the account, and wait until it has."""
        await self._close_account_of(self._opened)
        self.account = self.services = None

    async def _close_account_of(self, opened: Worker[None] | None) -> None:
        async with self._close_lock:
            if opened is None or self._opened is not opened:
                return  # somebody else has closed it meanwhile
            # At the end of an app Textual has cancelled it before; once more would cut its way out short.
            if not opened.is_cancelled:
                opened.cancel()
            if opened._task is not None:
                # Not awaiting it would leave sockets, and a demo's cloud, behind.
                await asyncio.wait([opened._task])
            self._opened = None

    async def change_account(self, choice: Choice) -> None:
        """Leave this account with all its screens at once, close it, and go on with another one.

        Of several calls in a row the last one counts. Whatever is pressed meanwhile meets the new
        dashboard, which can do nothing before its account is open.
        """
        opened = self._opened
        if self.services is not None:
            self.services.announcer.leave(self.choice.name)
        self.choice, self.account, self.services = choice, None, None
        self._dashboard_stands = self._is_begun = False
        if opened is not None and not opened.is_cancelled:
            opened.cancel()  # from here on it shows nothing any more, also where it was about to
        self.workers.cancel_group(self, VISITS)
        async with self._turn_lock:
            if self.choice is choice:
                while len(self.screen_stack) > 1:
                    await self.pop_screen()
                self.clear_notifications()
                self.follow_conventions()
                await self.switch_screen(self._new_dashboard())
        await self._close_account_of(opened)
        self._begin_when_ready()

    def adopt(self, choice: Choice) -> None:
        """The account that is open is called, marked or written in another way from now on."""
        self.choice = choice
        header = self.dashboard.header
        header.profile = choice.mark
        header.news()
        if self.services is not None:
            self.services = self.dashboard.services = replace(self.services, profile=choice.mark)
        self.follow_conventions()
        self.show_preferences()

    def settings_read(self) -> None:
        """Called when the settings are others than before."""

    def follow_conventions(self) -> None:
        """Write amounts and times the way that settings and profile say."""
        write_by(PreferenceDesk.of(self).now, self.choice.currency)

    def action_undo_anywhere(self) -> None:
        """Forget every ending that still counts down, whatever is on screen."""
        names = self.account.endings.undo() if self.account is not None else ()
        if names:
            self.notify(undone_words(names), markup=False)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        if action == "undo_anywhere":
            return self.account is not None and bool(self.account.endings.armed)
        return super().check_action(action, parameters)

    def _open_log(self, session_id: str) -> None:
        screen = self.screen
        (screen if isinstance(screen, SessionCommands) else self.dashboard).open_log(session_id)

    async def on_unmount(self) -> None:
        await self.close_account()

    def watch_app_focus(self, focused: bool) -> None:
        if self.account is not None:
            self.account.set_focused(focused)


async def _connect(profile: Profile, clock: Clock, preferences: Preferences) -> Account:
    """An account, not running yet; what it needs is imported in a thread, after the first frame."""

    def load() -> Account:
        for module in ("services", "detail_text"):
            import_module(f"mimiry_tui.ui.{module}")
        from mimiry_tui.clouds.registry import open_cloud
        from mimiry_tui.live.account import Account

        return Account(open_cloud(profile, clock), profile, clock, preferences)

    return await asyncio.to_thread(load)
