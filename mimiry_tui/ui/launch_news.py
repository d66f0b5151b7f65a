"""Tells what became of launches, wherever their user is by now: the form may have been left long ago."""

from __future__ import annotations

import sys
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from textual.app import App

from mimiry_tui.clock import Clock
from mimiry_tui.clouds.base import Capability
from mimiry_tui.clouds.errors import CloudError
from mimiry_tui.domain.launch import FormRequest
from mimiry_tui.domain.launching.next_best import is_capacity_failure, next_best
from mimiry_tui.domain.offers import Offer
from mimiry_tui.domain.phases import Phase
from mimiry_tui.domain.safe_text import safe_text
from mimiry_tui.domain.sessions import Session
from mimiry_tui.live.happenings import Happening, HappeningKind
from mimiry_tui.live.launches.launches import Launching, LaunchState
from mimiry_tui.ui.announce import STAYS, Announcer
from mimiry_tui.ui.key_of import key_now
from mimiry_tui.ui.launch_ways import launches_containers
from mimiry_tui.ui.watching.lines import offer_words

if TYPE_CHECKING:
    from mimiry_tui.domain.launching.draft import Draft
    from mimiry_tui.live.account import Account
    from mimiry_tui.live.launches.recall import Reconciled
    from mimiry_tui.ui.screens.form_launch import FormLaunchScreen
    from mimiry_tui.ui.screens.launch import LaunchScreen

OFFERS_TOLD = 3
"""How many ways out of a failure for want of a machine are told."""


class LaunchNews:
    """Listens to an account's launches, and tells the app's user."""

    def __init__(self, app: App[Any], account: Account, clock: Clock, announcer: Announcer) -> None:
        self._app = app
        self._account = account
        self._clock = clock
        self._announcer = announcer
        self._told: tuple[str, LaunchState] | None = None
        self._reconciled = 0
        self._offered: tuple[str, datetime] | None = None
        account.launches.subscribe(self._launches_changed)
        account.happenings.subscribe(self._happened)

    @property
    def offered(self) -> Session | None:
        """The session for which another offer is held out on screen just now, since it found no machine."""
        if self._offered is None or self._clock.now() >= self._offered[1]:
            return None
        record = self._account.store.sessions.get(self._offered[0])
        return record if isinstance(record, Session) else None

    def take_offered(self) -> None:
        """It was taken up: the same key means something else from now on."""
        self._offered = None

    # Launches of this run and of earlier ones

    def _launches_changed(self) -> None:
        launches = self._account.launches
        current = launches.current
        if current is not None and not current.is_pending and (current.id, current.state) != self._told:
            self._told = (current.id, current.state)
            self._tell_end(current)
        for one in launches.found[self._reconciled :]:
            self._tell_found(one)
        self._reconciled = len(launches.found)

    def _tell_end(self, launching: Launching) -> None:
        name = safe_text(launching.name, 60) or "the session"
        if launching.state is LaunchState.ACCEPTED:
            # Only from its own form the cursor goes to the new row, which is what keys mean then.
            key = key_now("ssh", "s")
            way = f"{key} goes in" if self._form_follows() else f"{key} on its row goes in"
            found = " after all" if launching.error is not None else ""
            is_shut = self._account.cloud.capabilities.isdisjoint((Capability.SSH, Capability.SSH_ACCESS))
            then = "" if is_shut else f" · {way} as soon as it is ready"
            self._announcer.say(f"{name} is launched{found}{then}")
        elif not self._form_follows():
            words = launching.words(self._clock.now())
            lost = launching.state is LaunchState.LOST
            way = "its form is kept" if self._forms() else f"{key_now('launch', 'n')} opens the form again"
            self._announcer.say(f"{words} · {way}", "warning" if lost else "error", loud=True)
            if isinstance(launching.request, FormRequest):
                self._account.form_drafts.keep(launching.request.form, dict(launching.kept))
            else:
                self._app.run_worker(self._keep(launching.draft), name="keep the form", exit_on_error=True)

    async def _keep(self, draft: Draft) -> None:
        """Have the form that came to nothing as the draft; what others left or write is set aside for it."""
        draft_file = self._account.draft_file
        if await draft_file.load() != draft:
            draft_file.begin_another()
            draft_file.keep(draft)
            draft_file.begin_another()

    def _forms(self) -> list[LaunchScreen | FormLaunchScreen]:
        found: list[LaunchScreen | FormLaunchScreen] = []
        # A watch may have launched it, with no form ever opened, and so none loaded.
        if "mimiry_tui.ui.screens.launch" in sys.modules:
            from mimiry_tui.ui.screens.launch import LaunchScreen

            found += [screen for screen in self._app.screen_stack if isinstance(screen, LaunchScreen)]
        if "mimiry_tui.ui.screens.form_launch" in sys.modules:
            from mimiry_tui.ui.screens.form_launch import FormLaunchScreen

            found += [screen for screen in self._app.screen_stack if isinstance(screen, FormLaunchScreen)]
        return found

    def _form_follows(self) -> bool:
        """Whether its form is there still, and says in a line of its own what the service answered."""
        return any(form.flow.is_sent for form in self._forms())

    def _tell_found(self, one: Reconciled) -> None:
        record = self._account.store.sessions.get(one.session_id)
        costs = isinstance(record, Session) and record.is_live
        self._announcer.say(one.words, "warning" if costs or not one.session_id else "information")

    # Those that found no machine

    def _happened(self, happening: Happening) -> None:
        """What was launched here and found no machine could run elsewhere."""
        session = happening.session
        cloud = self._account.cloud
        if happening.kind is not HappeningKind.FAILED or cloud.read_only or not launches_containers(cloud):
            return
        if self._account.launches.draft_of(session.id) is None:
            return
        if is_capacity_failure(session):
            self._offer_others(session)
        elif not session.events and session.phase is Phase.ENDED_FAILED and session.started_at is None:
            # A list tells no events, and its record alone does not say what was in the way.
            self._app.run_worker(self._look(session.id), name=f"why {session.id} failed", exit_on_error=True)

    async def _look(self, session_id: str) -> None:
        """Read it once, with its events. Where that fails nothing is offered."""
        try:
            session = await self._account.live.look_at(session_id)
        except CloudError:
            return
        if session is not None and is_capacity_failure(session):
            self._offer_others(session)

    def _offer_others(self, session: Session) -> None:
        name = safe_text(session.name or session.id, 60)
        rows = self._account.store.offers.values()
        found = next_best(session, (row for row in rows if isinstance(row, Offer)), limit=OFFERS_TOLD)
        if not found:
            self._announcer.say(
                f"{name} found no machine, and nothing like it is in stock · "
                f"{key_now('offer.watch', 'w')} on a GPU tells when it comes in",
                "warning",
            )
            return
        words = "\n".join(map(offer_words, found))

        def shown() -> None:
            self._offered = (session.id, self._clock.now() + timedelta(seconds=STAYS))

        key = key_now("launch.copy.elsewhere", "C")
        self._announcer.say(f"{name} found no machine · {key} launches it elsewhere:\n{words}", shown=shown)
