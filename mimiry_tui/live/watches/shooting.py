"""Launching for an armed watch: paid for on disk first, sent once, disarmed unless it went well."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import replace

from mimiry_tui.clock import Clock
from mimiry_tui.domain.launching.draft import Draft
from mimiry_tui.domain.offers import Offer
from mimiry_tui.domain.watching.arming import rounded_up
from mimiry_tui.domain.watching.rule import Arming
from mimiry_tui.live.launches.launches import Launches, LaunchState
from mimiry_tui.live.watches.entry import Entry, NewsKind, WatchNews
from mimiry_tui.live.watches.shelf import Shelf
from mimiry_tui.live.watches.trigger import NotLikeThat, NotNow, Ready, Trigger


class Shooting:
    """Prepares at most one launch at a time, and follows those it made until they are settled."""

    def __init__(
        self,
        shelf: Shelf,
        trigger: Trigger,
        launches: Launches,
        clock: Clock,
        tell: Callable[[WatchNews], None],
        changed: Callable[[], None],
    ) -> None:
        self._shelf = shelf
        self._trigger = trigger
        self._launches = launches
        self._clock = clock
        self._tell = tell
        self._changed = changed
        self._unsubscribe = launches.subscribe(self._follow)

    @property
    def may_begin(self) -> bool:
        """Whether nothing is being prepared, on its way, or uncertain."""
        busy = any(one.shot is not None or one.launch_id for one in self._shelf)
        return not busy and not self._launches.is_unsettled

    def close(self) -> None:
        """Hear of launches no more, and send nothing that has not been sent."""
        self._unsubscribe()
        for entry in self._shelf:
            entry.shot = None

    def begin(self, group: asyncio.TaskGroup, entry: Entry, offer: Offer, before: Arming) -> None:
        """Launch there for that watch, which had that arming until now and stands as if it were paid for."""
        draft = entry.draft
        if draft is None:
            self._shelf.lay_down(entry, "its template is gone")
            return
        shot = entry.shot = object()
        entry.unspent = before
        group.create_task(self._launch(entry, shot, offer, before, draft), name="launch of a watch")

    async def _launch(self, entry: Entry, shot: object, offer: Offer, before: Arming, draft: Draft) -> None:
        try:
            await self._trigger.freshen()
            if entry.shot is not shot:
                return  # it was disarmed, changed or removed meanwhile
            self._look_once_more(entry, offer, before, draft)
        except NotNow as error:
            self._take_back(entry, before, str(error))
            return
        except NotLikeThat as error:
            self._shelf.lay_down(entry, f"not launched: {error}")
            self._changed()
            return
        if not await self._shelf.spend(entry, shot):
            if entry.shot is shot:
                self._shelf.lay_down(entry, "not launched: it could not be written down as this dashboard's")
                self._changed()
            return
        # Nothing waits between this look and the sending.
        try:
            ready = self._look_once_more(entry, offer, before, draft)
            launching = self._trigger.send(ready)
        except (NotNow, NotLikeThat) as error:
            self._shelf.lay_down(entry, f"not launched: {error}")
            self._changed()
            return
        entry.shot, entry.launch_id = None, launching.id
        entry.note = f"launching {launching.name}"
        words = f"{launching.name} for at most {rounded_up(before.each)} + boot"
        self._tell(WatchNews(NewsKind.LAUNCHING, entry.watch, ready.offer, words))
        self._follow()
        self._changed()

    def _look_once_more(self, entry: Entry, offer: Offer, before: Arming, draft: Draft) -> Ready:
        if self._clock.now() >= before.expires_at:
            raise NotNow("its time is up")
        if self._trigger.template(entry.rule.template) != draft:
            raise NotLikeThat("the template was changed since it was armed")
        return self._trigger.ready(draft, offer.id, before.ceiling)

    def _take_back(self, entry: Entry, before: Arming, why: str) -> None:
        """Nothing was sent nor written: it waits on, as agreed."""
        entry.standing = replace(entry.standing, armed=before, has_fired=False)
        entry.shot, entry.unspent = None, None
        entry.note = f"not launched yet: {why}"
        self._changed()

    def _follow(self) -> None:
        """A launch has come further; only one that led to a session leaves its watch armed."""
        current = self._launches.current
        for entry in self._shelf:
            if not entry.launch_id or (
                current is not None and current.id == entry.launch_id and current.is_pending
            ):
                continue
            is_ours = current is not None and current.id == entry.launch_id
            entry.launch_id = ""
            if is_ours and current is not None and current.state is LaunchState.ACCEPTED:
                entry.note = f"launched {current.name}"
                self._shelf.let_go(entry)
            else:
                words = current.words(self._clock.now()) if is_ours and current else "its launch is uncertain"
                self._shelf.lay_down(entry, words)
            self._changed()
