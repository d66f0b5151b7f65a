"""An app whose account is one of several, chosen at any time."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from textual import work

from mimiry_tui.clock import Clock
from mimiry_tui.domain.safe_text import safe_text
from mimiry_tui.ui.account_app import AccountApp
from mimiry_tui.ui.accounts import AccountBook, Choice, OnlyOne
from mimiry_tui.ui.app_settings import AppSettings
from mimiry_tui.ui.key_of import key_now
from mimiry_tui.ui.session_commands import SessionCommands
from mimiry_tui.ui.terminal_title import TerminalTitle

if TYPE_CHECKING:
    from mimiry_tui.live.account import Account


class ChoosingApp(AccountApp):
    """Goes on with another account of its book; the terminal's title says with which."""

    settings: AppSettings

    def __init__(
        self,
        start: Choice,
        book: AccountBook | None,
        *,
        clock: Clock | None = None,
        ansi_color: bool | None = None,
    ) -> None:
        """Without a `book` there is one account. `settings` are to be set before the app runs."""
        super().__init__(start, clock=clock, ansi_color=ansi_color)
        self.book = book or OnlyOne(start)
        self.title_line = TerminalTitle(self)
        self._on_the_way = ("", "")
        self._said_unfinished: set[str] = set()

    def choices(self) -> tuple[Choice, ...]:
        """The accounts there are, the open one among them."""
        found = self.book.choices(self.settings.now)
        return found if any(one.name == self.choice.name for one in found) else (self.choice, *found)

    def profile_names(self) -> Sequence[str]:
        return [one.name for one in self.choices()]

    def switch_profile(self, name: str) -> None:
        """Go on with that account, once nothing that was begun in this one is in the way."""
        self._set_out(name, "")

    def _set_out(self, name: str, session_id: str) -> None:
        """Go on with that account, and there with that session if one is named."""
        self._on_the_way = ("", "")  # whoever sets out now does not mean where one was bound before
        wanted = next((one for one in self.choices() if one.name == name), None)
        if wanted is None or (wanted.name == self.choice.name and not self._is_changed(wanted)):
            return
        if not self._is_held_back():
            self._on_the_way = (name, session_id)
            self.run_worker(self.change_account(wanted), name="change account")

    async def change_account(self, choice: Choice) -> None:
        """And say what the one before loses by it."""
        lost = _lost(self.account, self.choice.name) if self.account is not None else []
        self.title_line.leave_for(choice.name, choice.mark.service)
        await super().change_account(choice)
        if lost:
            self.notify("\n".join(lost), severity="warning", timeout=15, markup=False)

    def _is_held_back(self) -> bool:
        """Whether leaving the account would undo or cut off what was begun in it; then that is said.

        What is done in it and takes its time holds one back once: who goes again means it.
        """
        account = self.account
        if account is None:
            return False
        begun = {one.id: one.words for one in account.deeds.all if one.is_pending and one.deed.changes}
        launching = account.launches.current
        if launching is not None and launching.is_pending:
            begun[launching.id] = f"{safe_text(launching.name, 60) or 'a session'} is being launched"
        if account.endings.armed:
            words = f"an ending counts down: {key_now('terminate.undo', 'u')} undoes it, or let it end first"
        elif not begun.keys() <= self._said_unfinished:
            self._said_unfinished = set(begun)
            said = next(iter(begun.values()))
            words = f"{said} · not done yet: going now may cut that off halfway, going again does it"
        else:
            return False
        self.notify(words, severity="warning", markup=False)
        return True

    def _is_changed(self, wanted: Choice) -> bool:
        """Whether the settings say something else of the open account than it was opened with."""
        here = self.choice
        is_known = wanted.profile is not None and here.profile is not None
        return is_known and not (here.is_same_account(wanted) and here.read_only == wanted.read_only)

    def settings_read(self) -> None:
        """Call and mark the open account as the settings do now; what it may do is settled at its opening."""
        if self.account is None:
            return
        found = [one for one in self.book.choices(self.settings.now) if one.is_same_account(self.choice)]
        named = next((one for one in found if one.name == self.choice.name), found[0] if found else None)
        if named is not None and (named.mark, named.currency) != (self.choice.mark, self.choice.currency):
            self.adopt(replace(named, read_only=self.choice.read_only))
            self.title_line.rename(named.name)

    def action_profiles(self) -> None:
        """Show the accounts there are."""
        from mimiry_tui.ui.profile_choice import choose_profile

        choose_profile(
            self, self.settings, self.choices, switch=self.switch_profile, set_up=self.action_set_up
        )

    @work
    async def action_fleet(self) -> None:
        """Show the sessions of all accounts."""
        from mimiry_tui.ui.fleet.opening import show_fleet

        await show_fleet(self)

    def go_to(self, name: str, session_id: str) -> None:
        """Go on with that session, in its account."""
        if name == self.choice.name:
            screen = self.screen
            (screen if isinstance(screen, SessionCommands) else self.dashboard).show_launched(session_id)
        else:
            self._set_out(name, session_id)

    def account_shown(self) -> None:
        from mimiry_tui.ui.fleet.opening import arrive

        name, session_id = self._on_the_way
        self._on_the_way = ("", "")
        self._said_unfinished = set()
        if session_id and name == self.choice.name and self.account is not None:
            arrive(self.account.store, session_id, self.dashboard.show_launched, self._missed)

    def _missed(self) -> None:
        self.notify("that session is not there any more", severity="warning", markup=False)

    @work
    async def action_set_up(self, kind: str = "") -> None:
        """From nothing that signs in to an account that answers; then go on with that one.

        `kind` is which service's; empty: that of the open one.
        """
        from mimiry_tui.ui.setting_up import set_up

        if not self._is_held_back():
            await set_up(self, self.book, self.settings, kind)

    def open_or_set_up(self) -> None:
        """Open the account that was chosen; first of all set it up where its token is nowhere."""
        if self.choice.may_lack_token:
            self._look_for_token()
        else:
            self.open_account()

    @work(name="looking for a token")
    async def _look_for_token(self) -> None:
        from mimiry_tui.ui.setting_up import has_token

        choice = self.choice
        found = await has_token(choice)
        if self.choice is not choice:
            return
        if found:
            self.open_account()
        else:
            self.action_set_up()


def _lost(account: Account, name: str) -> list[str]:
    """What ends with that account's being open, a line each."""
    guarded, armed = len(account.guards.guarded), len(account.watches.armed)
    lines = []
    if counting := len(account.endings.armed):
        one = counting == 1
        lines.append(
            f"{counting} ending{'' if one else 's'} that counted down {'is' if one else 'are'} called off"
        )
    if guarded:
        lines.append(f"{guarded} session{' is' if guarded == 1 else 's are'} guarded no more")
    if armed:
        lines.append(f"{armed} watch{' is' if armed == 1 else 'es are'} armed no more")
    if lines:
        lines[-1] += f": that needs {name} open"
    if account.live.paused_since is not None:
        lines.append(f"the pause of {name} is over")
    return lines
