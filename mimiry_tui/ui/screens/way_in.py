"""Asking the service for a way into one session, where it gives one for each visit.

What sleeps wakes up by it, which takes a while. Says why there is none where there is none.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Static
from textual.worker import Worker

from mimiry_tui.clock import Clock
from mimiry_tui.clouds.base import SshAccess
from mimiry_tui.clouds.errors import CloudError
from mimiry_tui.domain.phases import Phase
from mimiry_tui.domain.sessions import Session, SshEndpoint
from mimiry_tui.domain.words import phase_words
from mimiry_tui.live.store import Change, Store
from mimiry_tui.ssh.banner import answers
from mimiry_tui.ssh.endpoint import UnsafeEndpointError
from mimiry_tui.ui.key_of import key_of
from mimiry_tui.ui.placeholders import trouble
from mimiry_tui.ui.safe import safe
from mimiry_tui.ui.screens.dialog import Dialog
from mimiry_tui.ui.toned import key_hints, toned

KNOCKS = 30
"""How often the address is tried, a second apart, before ssh is left to try it itself."""
_KNOCK_EVERY = 1.0

Ask = Callable[[str], Awaitable[SshAccess]]


class WayInScreen(Dialog[SshAccess | None]):
    """Dismissed with the way in once an SSH server answers there; None where it was given up."""

    DEFAULT_CSS = """
    WayInScreen {
        align: center middle;
        #way-in { width: 72; max-width: 96%; height: auto; max-height: 96%; padding: 1 2;
                  border: round $tone-accent; background: $surface; }
        Static { height: auto; }
    }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,q", "dismiss(None)", "give up", id="way-in.cancel", tooltip="Wait no longer"),
        Binding("r", "again", "try again", id="way-in.again", tooltip="Ask for a way in again"),
    ]

    def __init__(
        self,
        session_id: str,
        store: Store,
        clock: Clock,
        ask: Ask,
        *,
        knock: Callable[[SshEndpoint], Awaitable[bool]] = answers,
    ) -> None:
        super().__init__()
        self._session_id = session_id
        self._store = store
        self._clock = clock
        self._ask = ask
        self._knock = knock
        self._lines = Static("", id="way-in-lines")
        self._news = asyncio.Event()
        self._may_try_again = False

    def compose(self) -> ComposeResult:
        with Vertical(id="way-in") as box:
            session = self._session()
            name = session.name or session.id if session is not None else self._session_id
            box.border_title = toned("ssh · ", "dim") + safe(name, limit=40)
            yield self._lines

    def on_mount(self) -> None:
        self.hear(self._store.subscribe, self._take)
        self._say(Content(""))
        _asking: Worker[None] = self.run_worker(self._find, name="asking for a way in")

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Asking again is offered once asking was in vain."""
        return self._may_try_again if action == "again" else super().check_action(action, parameters)

    def action_again(self) -> None:
        """Ask once more."""
        self._news.set()

    def _take(self, change: Change) -> None:
        if self._session_id in (*change.upserted, *change.removed) and not self._may_try_again:
            self._news.set()

    def _session(self) -> Session | None:
        record = self._store.sessions.get(self._session_id)
        return record if isinstance(record, Session) else None

    async def _find(self) -> None:
        while True:
            self._news.clear()
            session = self._session()
            if session is None:
                self._say(toned("The service does not know this session any more.", "warn"))
            elif session.phase.is_ended or session.phase is Phase.STOPPING:
                said = toned("There is no way in any more: ", "text")
                self._say(said + toned(phase_words(session), "bright", bold=True))
            elif session.phase.is_booting:
                self._say(toned(f"It is {phase_words(session)}: a way in is asked for once it runs.", "text"))
            else:
                access = await self._asked(session)
                if access is not None:
                    self.dismiss_in_turn(access)
                    return
            await self._news.wait()

    async def _asked(self, session: Session) -> SshAccess | None:
        """One attempt; None where it was in vain, which is said."""
        wakes = session.phase is Phase.SLEEPING
        self._say(toned("Waking it up, and asking" if wakes else "Asking", "text") + toned(" for a way in…"))
        try:
            access = await self._ask(session.id)
            self._say(toned("Its SSH address is told; waiting until it answers there…", "text"))
            for _ in range(KNOCKS):
                if await self._knock(access.endpoint):
                    break
                await self._clock.sleep(_KNOCK_EVERY)
        except CloudError as error:
            self._say(trouble(error.title, error.detail, error.hint), may_try_again=True)
        except UnsafeEndpointError as error:
            self._say(
                toned("Not connecting: ", "bad", bold=True) + toned(str(error), "text"), may_try_again=True
            )
        else:
            return access
        return None

    def _say(self, words: Content, *, may_try_again: bool = False) -> None:
        self._may_try_again = may_try_again
        self._lines.update(words)
        again = [(key_of(self, "way-in.again"), "tries again")] if may_try_again else []
        self.query_one("#way-in").border_subtitle = key_hints(
            *again, (key_of(self, "way-in.cancel"), "gives up")
        )
        self.refresh_bindings()
