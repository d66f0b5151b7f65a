"""Waits for GPUs on somebody's behalf: tells when one can be had, and launches where that was agreed to.

A watch outlives the run it was made in; its arming does not. Works without a key, but then only tells.
"""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from mimiry_tui.clock import Clock
from mimiry_tui.clouds.base import Capability, Cloud
from mimiry_tui.domain.launching.draft import Draft
from mimiry_tui.domain.money import Money
from mimiry_tui.domain.watching.arming import arming_trouble, draft_trouble
from mimiry_tui.domain.watching.machine import step
from mimiry_tui.domain.watching.matching import covers, under
from mimiry_tui.domain.watching.rule import Arming, Watch
from mimiry_tui.live.drafts.templates import Templates
from mimiry_tui.live.key_reader import KeyReader
from mimiry_tui.live.launches.launches import Launches
from mimiry_tui.live.live import Live
from mimiry_tui.live.off_loop import OffLoop, in_thread
from mimiry_tui.live.store import Change, Resource
from mimiry_tui.live.watches.entry import Entry, NewsKind, OfferMark, Progress, WatchNews
from mimiry_tui.live.watches.shelf import ELSEWHERE
from mimiry_tui.live.watches.shooting import Shooting
from mimiry_tui.live.watches.trigger import NotLikeThat, NotNow, Trigger
from mimiry_tui.live.watches.watch_list import WatchList

__all__ = ["NewsKind", "OfferMark", "Progress", "WatchNews", "Watches"]

_DEAR = "dearer now than it may launch at"
_HELD = "held back: another launch is on its way, or may exist"


class Watches(WatchList):
    """Its methods are called on the event loop; what they change is on disk soon, while `run` runs."""

    def __init__(
        self,
        cloud: Cloud,
        live: Live,
        launches: Launches,
        templates: Templates,
        key: KeyReader,
        clock: Clock,
        folder: Path | None,
        *,
        off_loop: OffLoop = in_thread,
    ) -> None:
        """`folder` is where all dashboards of the account keep theirs; None keeps them in memory only."""
        super().__init__(live.store, clock, folder, off_loop)
        self._cloud = cloud
        self._templates = templates
        self._key = key
        self._store = live.store
        self._trigger = Trigger(cloud, live, launches, templates, key, clock)
        self._shooting = Shooting(
            self._shelf, self._trigger, launches, clock, self._listeners.tell, self._changed
        )
        self._group: asyncio.TaskGroup | None = None
        self._as_of: datetime | None = None
        self._unsubscribe = live.store.subscribe(self._noticed)

    # What is armed

    async def prepare(self) -> None:
        """Read what arming depends on: the templates and the key."""
        await self._templates.load()
        await self._key.read()

    @property
    def template_names(self) -> tuple[str, ...]:
        """What can be launched from, as last read."""
        return self._templates.names

    def arming_trouble(self, watch_id: str, arming: Arming) -> str:
        """Why it may not be armed like that; "" where it may."""
        entry = self._shelf.get(watch_id)
        draft = None if entry is None else self.template(entry.rule)
        if trouble := self.why_never(watch_id):
            return trouble
        assert entry is not None
        return arming_trouble(entry.rule, draft, arming, self._clock.now())

    @property
    def has_templates(self) -> bool:
        """Whether launches there can be filled in by templates at all."""
        return Capability.CONTAINERS in self._cloud.capabilities

    @property
    def has_volumes(self) -> bool:
        """Whether there is anything there that could be mounted."""
        return Capability.VOLUMES in self._cloud.capabilities

    def why_never(self, watch_id: str) -> str:
        """Why it may not be armed within any bounds; "" where it may."""
        entry = self._shelf.get(watch_id)
        if entry is None:
            return "it is watched no more"
        if self._cloud.read_only:
            return "read-only: nothing is launched from here"
        if not self.has_templates:
            return "this service launches by forms of its own, which no template fills in"
        if entry.elsewhere is not None:
            return ELSEWHERE
        if entry.launch_id or entry.shot is not None:
            return "it is launching just now"
        draft = self.template(entry.rule)
        if trouble := draft_trouble(draft):
            return trouble
        assert draft is not None
        volumes = self._market.volumes
        offer = next((one for one in self._market.offers if covers(entry.rule, one, volumes)), None)
        if offer is None:
            return "nobody offers it: there is nothing to wait for yet"
        return self._trigger.trouble(draft, offer)

    async def arm(self, watch_id: str, arming: Arming) -> str:
        """Launch by itself within those bounds from now on; why that is not so, or "" where it is."""
        await self.prepare()
        if trouble := self.arming_trouble(watch_id, arming):
            return trouble
        entry = self._shelf.get(watch_id)
        draft = None if entry is None else self.template(entry.rule)
        if entry is None or draft is None or self._group is None:
            return "the account is not open"
        if trouble := await self._shelf.arm(entry, arming, draft):
            return trouble
        if self._group is not None:
            self._group.create_task(self._expire(entry, entry.holder, arming.expires_at), name="expiry")
        self._look_at(entry)
        self._changed()
        return ""

    def disarm(self, watch_id: str) -> None:
        """Launch nothing by itself any more, also not from another dashboard once that looks again."""
        entry = self._shelf.get(watch_id)
        if entry is not None:
            entry.was_armed = None
            self._shelf.lay_down(entry, "", quietly=True)
            self._changed()

    def template(self, watch: Watch) -> Draft | None:
        """What it would be launched from, as last read."""
        return self._trigger.template(watch.template) if watch.template else None

    async def launch(self, watch_id: str, offer_id: str, ceiling: Money) -> str:
        """Launch there once from the watch's template, because its user says so; why not, or "".

        At most that dear per hour and GPU. A watch that was armed stays so, but not for this match.
        """
        entry = self._shelf.get(watch_id)
        draft = None if entry is None else self.template(entry.rule)
        if entry is None or draft is None:
            return "it has no template"
        if not self._shooting.may_begin:
            return "another launch is on its way, or may exist"
        shot = entry.shot = object()  # meanwhile nothing is launched by itself
        try:
            await self._trigger.freshen()
            if entry.shot is not shot or self.template(entry.rule) != draft:
                return "the watch or its template was changed since"
            self._trigger.send(self._trigger.ready(draft, offer_id, ceiling))
        except (NotNow, NotLikeThat) as error:
            return str(error)
        finally:
            entry.shot = None if entry.shot is shot else entry.shot
        entry.standing = replace(entry.standing, has_fired=entry.standing.armed is not None)
        return ""

    async def run(self) -> None:
        """Keep them on disk, and launch what was agreed to, until cancelled. Raises nothing of the disk's."""
        async with asyncio.TaskGroup() as group:
            self._group = group
            try:
                await self._shelf.sync()
                if any(entry.rule.template for entry in self._shelf):
                    await self._templates.load()
                self._look()
                while True:
                    await self._shelf.wanted.wait()
                    await self._shelf.sync()
                    self._changed()
            finally:
                self._group = None
                self._unsubscribe()
                self._shooting.close()
                self._shelf.close()
                await self._shelf.sync()
                for entry in self._shelf:
                    entry.lay_down("")  # here, but not on disk: the next run asks

    # Looking

    def _noticed(self, change: Change) -> None:
        as_of = self._market.as_of
        if change.resource is not Resource.OFFERS or as_of is None:
            return
        if as_of != self._as_of or not change.health_only:
            self._as_of = as_of
            self._look()
            # Another dashboard may have changed some of them meanwhile.
            self._shelf.wanted.set()

    def _look(self) -> None:
        for entry in self._shelf:
            self._look_at(entry)
        self._changed()

    def _look_at(self, entry: Entry) -> None:
        """Tell and launch what follows from the offers as they are now."""
        may_launch = bool(self._group and entry.holder and not self._cloud.read_only)
        look = self._market.look(entry.rule, may_launch=may_launch and self._shooting.may_begin)
        before, after = entry.standing, step(entry.standing, look)
        entry.standing = after.standing
        if after.expired:
            self._shelf.lay_down(entry, "its time was up")
        if look.is_fresh:
            entry.checks += self._market.as_of != entry.last_check
            entry.last_check = self._market.as_of
            entry.why_not = self._market.why_not(entry.rule)
        if entry.holder and look.is_fresh and entry.shot is None and not entry.launch_id:
            armed = after.standing.armed
            is_held = bool(look.matching) and not look.may_launch
            is_dear = armed is not None and not any(under(armed.ceiling, one) for one in look.matching)
            why = _HELD if is_held else _DEAR if is_dear and look.matching else ""
            entry.note = why or ("" if entry.note in (_HELD, _DEAR) else entry.note)
        if after.fire is not None and before.armed is not None and self._group is not None:
            self._shooting.begin(self._group, entry, after.fire, before.armed)
        if after.standing.matched != before.matched:
            self._shelf.note(entry)
        if after.told is not None and after.fire is None:
            self._listeners.tell(WatchNews(NewsKind.HIT, entry.watch, after.told))

    async def _expire(self, entry: Entry, holder: str, moment: datetime) -> None:
        """Disarm it then, even if the machine's clock was set back; looks see to one that was set on."""
        await self._clock.sleep(max(0.0, (moment - self._clock.now()).total_seconds()))
        if entry.holder == holder:
            self._shelf.lay_down(entry, "its time was up")
            self._changed()
