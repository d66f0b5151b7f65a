"""What a command acts on: the screen it was called from, with its live bindings, and the app."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from textual.binding import ActiveBinding
from textual.dom import DOMNode
from textual.screen import Screen

from mimiry_tui.domain.offers import Offer
from mimiry_tui.domain.sessions import Session
from mimiry_tui.domain.volumes import Volume, VolumeStatus
from mimiry_tui.ui.command_line.command import CommandError, Deed
from mimiry_tui.ui.command_line.host import CommandHost
from mimiry_tui.ui.launch_commands import LaunchCommands
from mimiry_tui.ui.session_commands import SessionCommands

if TYPE_CHECKING:
    from mimiry_tui.ui.services import Services
    from mimiry_tui.ui.widgets.live_table import LiveTable
    from mimiry_tui.ui.widgets.pane import TablePane


@dataclass(frozen=True)
class Scope:
    """Taken when the command line opens: what the keys meant just then, its commands mean."""

    screen: Screen[Any]
    bindings: tuple[ActiveBinding, ...]
    host: CommandHost

    @property
    def services(self) -> Services | None:
        """None until an account is open, and on screens that have none."""
        found: Services | None = getattr(self.screen, "services", None)
        if found is None:
            return self.host.services
        # The set-up has services too, but no account yet.
        return found if hasattr(found, "account") else None

    async def load(self) -> None:
        """Read what commands can name and nobody has asked for yet."""
        if self.services is not None:
            await self.services.account.templates.load()

    @property
    def sessions(self) -> tuple[Session, ...]:
        """Those that are known, the live ones first, the latest first among these."""
        rows = self.services.account.store.sessions.values() if self.services is not None else ()
        found = [row for row in rows if isinstance(row, Session)]
        return tuple(sorted(found, key=_by_life))

    @property
    def offers(self) -> tuple[Offer, ...]:
        rows = self.services.account.store.offers.values() if self.services is not None else ()
        return tuple(row for row in rows if isinstance(row, Offer) and row.has_gpu)

    @property
    def volumes(self) -> tuple[Volume, ...]:
        rows = self.services.account.store.volumes.values() if self.services is not None else ()
        found = (row for row in rows if isinstance(row, Volume))
        return tuple(row for row in found if row.status is not VolumeStatus.DELETED)

    @property
    def pane(self) -> TablePane[Any] | None:
        """The table that the screen is about; None on screens without one."""
        from mimiry_tui.ui.screens.dashboard_layout import DashboardLayout

        return self.screen.table_pane if isinstance(self.screen, DashboardLayout) else None

    @property
    def table(self) -> LiveTable[Any] | None:
        """The table that has the focus, on a screen of any kind."""
        from mimiry_tui.ui.widgets.live_table import LiveTable

        return self.screen.focused if isinstance(self.screen.focused, LiveTable) else None

    @property
    def dashboard(self) -> SessionCommands | None:
        """The one under every other screen."""
        lowest = self.screen.app.screen_stack[0]
        return lowest if isinstance(lowest, SessionCommands) else None

    @property
    def session_screen(self) -> SessionCommands:
        """Where sessions can be acted on: this screen, else the one under it. Raises CommandError."""
        screen = self.screen if isinstance(self.screen, SessionCommands) else self.dashboard
        if screen is None or self.services is None:
            raise CommandError("no session can be reached from here")
        return screen

    @property
    def launch_screen(self) -> LaunchCommands:
        """Where a form can be opened from: this screen, else the one under it. Raises CommandError."""
        screen = self.screen if isinstance(self.screen, LaunchCommands) else self.dashboard
        if screen is None or self.services is None:
            raise CommandError("no launch can begin from here")
        if self.services.account.cloud.read_only:
            raise CommandError("this account is only looked at: nothing is launched in it")
        return screen

    def binding(self, name: str) -> ActiveBinding | None:
        """The live binding of that id."""
        known = (one for one in self.bindings if one.enabled and one.binding.id == name)
        return next(known, None)

    def key_of(self, name: str) -> str:
        """What is pressed for it, as Textual names it; "" for what no key does here."""
        found = self.binding(name)
        return found.binding.key if found is not None else ""

    def words_of(self, name: str) -> str:
        """What help and palette say that it does."""
        found = self.binding(name)
        return (found.tooltip or found.binding.tooltip or "") if found is not None else ""

    def press(self, name: str) -> Deed:
        """What the key of that binding does here. Raises CommandError where it does nothing."""
        found = self.binding(name)
        if found is None:
            raise CommandError(f"there is nothing here that {name} could mean")
        return self.act(found)

    def act(self, active: ActiveBinding) -> Deed:
        """What the key of this binding does."""

        return self.run(active.binding.action, active.node)

    def run(self, action: str, node: DOMNode | None = None) -> Deed:
        """That action, of this node or of the screen."""

        async def deed() -> None:
            await self.screen.app.run_action(action, node or self.screen)

        return deed


def _by_life(session: Session) -> tuple[bool, float]:
    return not session.is_live, -(session.created_at.timestamp() if session.created_at else 0.0)
