"""What can be done with a session, by the same keys wherever one is shown."""

from __future__ import annotations

import asyncio
import os
import sys
from abc import abstractmethod
from importlib import import_module
from typing import TYPE_CHECKING, ClassVar

from textual import work
from textual.binding import Binding, BindingType

from mimiry_tui.domain.records import Unreadable
from mimiry_tui.domain.sessions import Session
from mimiry_tui.ui.cheaper_commands import CheaperCommands
from mimiry_tui.ui.deeds.commands import DeedCommands
from mimiry_tui.ui.ending_commands import EndingCommands

if TYPE_CHECKING:
    from mimiry_tui.ui.yankable import Choice

_ENTERING = frozenset({"ssh", "ssh_in_tmux", "logs"})
_BEHIND = {
    "ssh": ("ssh", "ssh access"),
    "logs": ("logs",),
    "terminate": ("terminate",),
    "launch": ("launch",),
    "show_tab('Events')": ("events",),
}
"""The capabilities behind keys of the key line, one of which is enough, by their values: their class is not
loaded before there is an account."""


class SessionCommands(EndingCommands, CheaperCommands, DeedCommands):
    """A screen with a session, or several marked ones, under its cursor."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("s", "ssh", "ssh", id="ssh", tooltip="A shell on the machine, in this terminal"),
        Binding(
            "S",
            "ssh_in_tmux",
            "ssh in tmux",
            id="ssh.tmux",
            show=False,
            tooltip="A shell on the machine, in a window of its own",
        ),
        Binding("l", "logs", "logs", id="logs", tooltip="The session's log"),
        Binding(
            "x", "terminate", "terminate", id="terminate", tooltip="End the session, or all that are marked"
        ),
        Binding(
            "X",
            "terminate_soon",
            "terminate soon",
            id="terminate.soon",
            show=False,
            tooltip="End it in a few seconds, without a dialog",
        ),
        Binding(
            "u", "undo", "undo", id="terminate.undo", show=False, tooltip="Undo what is about to be ended"
        ),
        Binding("y", "yank", "copy", id="copy", tooltip="Copy id, commands, JSON"),
        Binding("b", "account", "account", id="account", tooltip="Balance, transactions, spend, limits"),
        Binding("o", "portal", "portal", id="portal", show=False, tooltip="Open the account's web page"),
    ]

    def is_offered(self, binding: Binding) -> bool:
        """Whether the service has what the key is for; pressed nevertheless it says why not."""
        if self.services is None or binding.action not in _BEHIND:
            return True
        from mimiry_tui.clouds.base import Capability  # there once an account is

        cloud = self.services.account.cloud
        return any(not cloud.why_not(Capability(one)) for one in _BEHIND[binding.action])

    def open_log(self, session_id: str) -> None:
        """Show that session's log."""
        self.open_session(session_id, "Logs")

    @abstractmethod
    def open_session(self, session_id: str, tab: str = "Overview") -> None:
        """Show that session with the whole screen."""

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Keys that can do nothing here and now are not offered."""
        services = self.services
        if action in _ENTERING:
            return services is not None and isinstance(self.record, Session)
        if action == "account":
            return services is not None
        return super().check_action(action, parameters)

    def action_ssh(self) -> None:
        """A shell on the machine, in this terminal."""
        self.touch()
        if self.services is not None and isinstance(self.record, Session):
            self.services.shell.ssh(self.record.id)

    def action_ssh_in_tmux(self) -> None:
        """The same in a window of its own, while the dashboard stays."""
        self.touch()
        if self.services is not None and isinstance(self.record, Session):
            self.services.shell.ssh_elsewhere(self.record.id)

    def action_logs(self) -> None:
        """The session's log."""
        self.touch()
        if isinstance(self.record, Session):
            self.open_log(self.record.id)

    def action_yank(self) -> None:
        """Choose what to copy of the record under the cursor."""
        self.touch()
        from mimiry_tui.ui.screens.yank import YankScreen

        choices = self._yankable()
        if choices:
            self.app.push_screen(YankScreen(choices))
        else:
            self.notify("nothing to copy here", severity="warning", markup=False)

    def _yankable(self) -> list[Choice]:
        from mimiry_tui.ui.yankable import yankable

        record, services = self.record, self.services
        if services is None or record is None or isinstance(record, Unreadable):
            return []
        account = services.account
        key_path = account.profile.key_path
        if not isinstance(record, Session):
            return yankable(record, key_path)
        return yankable(
            record,
            key_path,
            recipes=account.cloud.recipes(record, key_path),
            log_path=account.logs.path(record.id),
            alias=account.ssh_entries.alias(record.id),
        )

    async def action_account(self) -> None:
        """Balance, transactions, spend and limits with the whole screen."""
        if self.services is not None:
            # When it is first wanted: in a thread, since that takes its time.
            await asyncio.to_thread(import_module, "mimiry_tui.ui.screens.account")
            from mimiry_tui.ui.screens.account import AccountScreen

            if any(isinstance(screen, AccountScreen) for screen in self.app.screen_stack):
                self.dismiss(None)  # this one was opened from it: it lies right below
                return
            # Whatever key comes next is meant for it.
            await self.app.push_screen(AccountScreen(self.services, open_session=self.open_session))

    @work
    async def action_portal(self) -> None:
        """Open the account's web page; where no browser can be seen, say its address."""
        if self.services is None:
            return
        from mimiry_tui.ui.browser import browse  # hardly ever wanted
        from mimiry_tui.ui.clipboard import copy

        address = self.services.account.cloud.portal
        if await browse(address, os.environ, sys.platform):
            self.notify(f"{address} is open in the browser", markup=False)
        else:
            copy(self.app, address, "no browser can be opened from here: the address was")
