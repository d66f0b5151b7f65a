"""Launching, by the same keys wherever something that a launch can begin with is shown."""

from __future__ import annotations

import asyncio
from abc import abstractmethod
from dataclasses import replace
from importlib import import_module
from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding, BindingType
from textual.screen import Screen

from mimiry_tui.domain.offers import Offer
from mimiry_tui.domain.records import Unreadable
from mimiry_tui.domain.safe_text import safe_text
from mimiry_tui.domain.sessions import Session
from mimiry_tui.domain.volumes import Volume, VolumeStatus
from mimiry_tui.ui.keymap import keys_of
from mimiry_tui.ui.launch_ways import launches_containers, open_own, why_no_launch
from mimiry_tui.ui.own_keys import takes_key

if TYPE_CHECKING:
    from collections.abc import Callable

    from mimiry_tui.domain.launching.draft import Draft
    from mimiry_tui.domain.watching.rule import Watch
    from mimiry_tui.live.watches.watches import Watches
    from mimiry_tui.ui.services import Services
    from mimiry_tui.ui.watching.teller import HeldOut

_LAUNCHING = frozenset({"launch", "copy_session", "copy_to_next_best"})
"""What opens the form."""


class LaunchCommands(Screen[None]):
    """A screen from which the launch form is opened, filled by what is under its cursor."""

    BINDINGS: ClassVar[list[BindingType]] = [
        # Before all else, so that what is typed right after them lands in the form.
        Binding("n", "launch", "launch", id="launch", priority=True, tooltip="Launch a session"),
        Binding(
            "c",
            "copy_session",
            "again",
            id="launch.copy",
            show=False,
            priority=True,
            tooltip="Launch a copy of the session",
        ),
        Binding(
            "C",
            "copy_to_next_best",
            "again elsewhere",
            id="launch.copy.elsewhere",
            show=False,
            priority=True,
            tooltip="Launch a copy with the next-best offer",
        ),
        Binding("w", "watch_offer", "watch", id="offer.watch", tooltip="Tell when this GPU can be had"),
        Binding(
            "W",
            "watches",
            "watches",
            id="watches",
            show=False,
            tooltip="What is watched, and what it may launch",
        ),
        Binding(
            "L",
            "launch_watched",
            "launch it",
            id="watch.launch",
            show=False,
            tooltip="Launch what has just come into stock, while its notice stands",
        ),
    ]

    services: Services | None = None
    """None until the account is open."""

    @property
    @abstractmethod
    def record(self) -> Session | Offer | Volume | Unreadable | None:
        """What the cursor is on."""

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        services = self.services
        if action in _LAUNCHING:
            if services is None or services.account.cloud.read_only:
                return False
            focused = self.focused
            if focused is not None and any(takes_key(focused, key, self) for key in keys_of(self, action)):
                return False
            if action == "launch":
                return True
            if action == "copy_to_next_best" and not self._launches_containers:
                return False
            held_out = action == "copy_to_next_best" and services.launch_news.offered is not None
            return held_out or isinstance(self.record, Session)
        if action == "watches":
            return services is not None
        if action == "launch_watched":
            return (
                services is not None
                and services.watch_teller.held_out is not None
                and not services.account.cloud.read_only
            )
        if action == "watch_offer":
            return services is not None and isinstance(self.record, Offer) and self.record.has_gpu
        return super().check_action(action, parameters)

    def show_launched(self, session_id: str) -> None:
        """Turn to a session that was just launched from here."""

    async def action_launch(self) -> None:
        """Open the form: with the offer or the volume under the cursor, as a session's copy once that
        has ended, else as it was left.
        """
        record = self.record
        if isinstance(record, Session) and record.phase.is_ended:
            await self.action_copy_session()
            return
        if not self._may_launch():
            return
        if not self._launches_containers:
            await self._open_own(record)
            return
        await _load()
        from mimiry_tui.domain.launching.draft_copy import from_offer, from_volume

        if isinstance(record, Offer) and record.has_gpu:
            await self._open_form(adapt=lambda base: from_offer(record, base))
        elif isinstance(record, Volume) and record.status is not VolumeStatus.DELETED:
            await self._open_form(adapt=lambda base: from_volume(record, base))
        else:
            await self._open_form()

    async def action_copy_session(self) -> None:
        """Open the form filled so that it launches this session again."""
        record = self.record
        if not self._may_launch():
            return
        if not self._launches_containers:
            await self._open_own(record, copy=True)
            return
        await _load()
        if self.services is not None and isinstance(record, Session):
            await self._open_form(start=self._copy(record))

    async def action_copy_to_next_best(self) -> None:
        """The same with the best offer in stock other than the one it had.

        What found no machine a moment ago, and for which that was held out, is meant before all else.
        """
        if self.services is None:
            return
        news = self.services.launch_news
        record = news.offered or self.record
        news.take_offered()
        if not isinstance(record, Session):
            return
        await _load()
        from mimiry_tui.domain.launching.next_best import with_next_best

        copied = self._copy(record)
        elsewhere = with_next_best(copied, record, self._offers())
        if elsewhere == copied:
            self.notify("no other offer like it is in stock: the form has its own", markup=False)
        await self._open_form(start=elsewhere)

    def action_watch_offer(self) -> None:
        """Say what is to be waited for, beginning with what is under the cursor."""
        from mimiry_tui.domain.money import DEFAULT_CURRENCY
        from mimiry_tui.ui.screens.watch import WatchScreen

        offer = self.record
        if self.services is None or not isinstance(offer, Offer):
            return
        account = self.services.account
        watches = account.watches
        base = watches.of_offer(offer) or watches.suggestion(offer)
        currency = offer.rate.currency if offer.rate else DEFAULT_CURRENCY
        self.app.push_screen(WatchScreen(watches, account.store, base, currency=currency), self._tell_watched)

    def _tell_watched(self, watch: Watch | None) -> None:
        from mimiry_tui.ui.watching.lines import watched_words

        if watch is not None and self.services is not None:
            here = bool(self.services.account.watches.matching(watch))
            self.notify(watched_words(watch, here=here), markup=False)

    def action_watches(self) -> None:
        """Show everything that is watched."""
        from mimiry_tui.ui.screens.watches import WatchesScreen

        if self.services is not None:
            account = self.services.account
            self.app.push_screen(WatchesScreen(account.watches, account.store, self.services.clock))

    async def action_launch_watched(self) -> None:
        """Launch what a notice that stands now holds out: from its template, else with the form.

        At the price that the notice told, or not at all.
        """
        held = self.services.watch_teller.take() if self.services is not None else None
        if self.services is None or held is None:
            return
        self.refresh_bindings()
        watches = self.services.account.watches
        if not self._may_launch():
            return
        if not self._launches_containers:
            await self._open_own(held.offer)
            return
        if watches.template(held.watch) is not None and held.offer.rate is not None:
            self.app.run_worker(self._launch_watched(watches, held), name="launch", exit_on_error=True)
            return
        await _load()
        from mimiry_tui.domain.launching.draft_copy import from_offer

        await self._open_form(adapt=lambda base: from_offer(held.offer, base))

    async def _launch_watched(self, watches: Watches, held: HeldOut) -> None:
        assert held.offer.rate is not None
        trouble = await watches.launch(held.watch.id, held.offer.id, held.offer.rate)
        if trouble:
            self.app.notify(
                f"not launched: {safe_text(trouble, 200)}", severity="warning", timeout=15, markup=False
            )

    @property
    def _launches_containers(self) -> bool:
        return self.services is None or launches_containers(self.services.account.cloud)

    def _may_launch(self) -> bool:
        """Whether anything can be launched here; where not, say why."""
        why = why_no_launch(self.services.account.cloud) if self.services is not None else ""
        if why:
            words = f"nothing can be launched: {safe_text(why, 200)}"
            self.app.notify(words, severity="warning", markup=False)
        return self.services is not None and not why

    async def _open_own(
        self, record: Session | Offer | Volume | Unreadable | None, *, copy: bool = False
    ) -> None:
        assert self.services is not None
        await open_own(self.app, self.services, record, self.show_launched, copy=copy)

    def _picked(self, draft: Draft) -> Offer | None:
        """The offer that a draft prefers, as far as it is on offer."""
        ids = [pick.offer_id for pick in draft.picks]
        return next((offer for offer in self._offers() if offer.id in ids), None)

    def _copy(self, session: Session) -> Draft:
        """Its copy. Where the form that launched it is known, that: it knows more than records tell."""
        from mimiry_tui.domain.launching.draft_copy import copy_of

        assert self.services is not None
        account = self.services.account
        sessions = (row for row in account.store.sessions.values() if isinstance(row, Session))
        copied = copy_of(session, self._offers(), sessions)
        form = account.launches.draft_of(session.id)
        if form is None:
            return copied
        return replace(form, name=copied.name)

    def _offers(self) -> list[Offer]:
        assert self.services is not None
        return [row for row in self.services.account.store.offers.values() if isinstance(row, Offer)]

    async def open_form(self, draft: Draft) -> None:
        """Open the form with that in it; of a cloud's own form only the offer can be filled in by it."""
        if not self._may_launch():
            return
        if not self._launches_containers:
            await self._open_own(self._picked(draft))
            return
        await _load()
        await self._open_form(start=draft)

    async def _open_form(
        self, *, start: Draft | None = None, adapt: Callable[[Draft], Draft] | None = None
    ) -> None:
        from mimiry_tui.ui.screens.launch import LaunchScreen
        from mimiry_tui.ui.widgets.header import Header

        services = self.services
        if services is None or any(isinstance(screen, LaunchScreen) for screen in self.app.screen_stack):
            return  # a key and a click at once, say
        header = Header(services.profile, services.clock)
        header.read_only = services.account.cloud.read_only
        screen = LaunchScreen(services, header, start=start, adapt=adapt)
        # Whatever key comes next is meant for the form.
        await self.app.push_screen(
            screen, lambda launched: self.show_launched(launched) if launched else None
        )


async def _load() -> None:
    """Import the form when it is first wanted: in a thread, since that takes its time."""
    await asyncio.to_thread(import_module, "mimiry_tui.ui.screens.launch")
