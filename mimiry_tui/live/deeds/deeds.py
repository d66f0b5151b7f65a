"""Deeds: each sent once, followed until its answer, whatever screen its user is on by then."""

from __future__ import annotations

import asyncio
import itertools
from collections.abc import Callable, Iterable
from dataclasses import replace

from mimiry_tui.clock import Clock
from mimiry_tui.clouds.base import Cloud
from mimiry_tui.clouds.errors import CloudError, ReadOnly
from mimiry_tui.domain.account import Facts
from mimiry_tui.domain.doing.collections import Collection, Item
from mimiry_tui.domain.doing.deeds import Deed, Target
from mimiry_tui.domain.doing.forms import Values
from mimiry_tui.domain.records import Unreadable
from mimiry_tui.live.deeds.asked import Asked
from mimiry_tui.live.deeds.doing import UNSETTLED, Doing, DoingState, target_key
from mimiry_tui.live.live import Live
from mimiry_tui.live.not_halfway import not_halfway
from mimiry_tui.live.store import Resource
from mimiry_tui.live.subscribers import Subscribers

__all__ = ["Deeds", "Doing", "DoingState"]

_CHANGED = (Resource.SESSIONS, Resource.DETAIL, Resource.VOLUMES, Resource.QUOTAS)
"""What may be otherwise after a deed that changes something."""
_KEPT = 50
"""How many that are over are remembered."""

Subscriber = Callable[[frozenset[str]], None]


class Deeds:
    """Does things while `run` runs; what was asked for before that is begun then.

    Its methods are called on the event loop. Nothing is ever sent again.
    """

    def __init__(self, cloud: Cloud, live: Live, clock: Clock) -> None:
        self._cloud = cloud
        self._live = live
        self._clock = clock
        self._doings: dict[str, Doing] = {}
        self._values: dict[str, Values] = {}
        """What forms held, for those that are not sent yet: it may be secret."""
        self._numbers = itertools.count(1)
        self._subscribers: Subscribers[frozenset[str]] = Subscribers()
        self._group: asyncio.TaskGroup | None = None
        self.items: Asked[tuple[Item | Unreadable, ...]] = Asked(lambda key: cloud.extras.items(key), clock)
        """What is in each collection, by its id."""
        self.reports: Asked[Facts] = Asked(lambda key: cloud.extras.report(key), clock)
        """Further figures of the account, by the report's id."""

    @property
    def read_only(self) -> bool:
        """Nothing can be changed from here."""
        return self._cloud.read_only

    @property
    def all(self) -> tuple[Doing, ...]:
        """Everything asked for and not forgotten, in the order it was asked for."""
        return tuple(self._doings.values())

    def get(self, doing_id: str) -> Doing | None:
        """The present state of that one; None once it was forgotten."""
        return self._doings.get(doing_id)

    def of(self, target: Target) -> tuple[Doing, ...]:
        """What was asked of a target, the last one last."""
        key = target_key(target)
        return tuple(one for one in self._doings.values() if target_key(one.target) == key)

    def under_way(self, deed: Deed, target: Target) -> Doing | None:
        """The same deed on the same target, where it was asked for and is not over."""
        return next((one for one in self.of(target) if one.deed.id == deed.id and one.is_pending), None)

    def possible(self, target: Target) -> tuple[Deed, ...]:
        """What can be done to it; what cannot now says why."""
        deeds = self._cloud.extras.deeds(target)
        return tuple(one for one in deeds if not (self.read_only and one.changes))

    def do(self, deed: Deed, target: Target, values: Values) -> Doing:
        """Have it done, once; while the same is under way for the target, that one comes back instead."""
        known = self.under_way(deed, target)
        if known is not None:
            return known
        doing = Doing(f"deed {next(self._numbers)}", deed, target, DoingState.UNDER_WAY, self._clock.now())
        if self.read_only and deed.changes:
            doing = replace(doing, state=DoingState.REFUSED, error=ReadOnly())
        else:
            self._values[doing.id] = dict(values)
        self._doings[doing.id] = doing
        self._go_on(doing)
        self._tell(doing.id)
        return doing

    def forget(self, ids: Iterable[str]) -> None:
        """Say nothing more of those that are over and were read."""
        over = [one for one in ids if (known := self.get(one)) is not None and not known.is_pending]
        for doing_id in over:
            del self._doings[doing_id]
        self._tell(*over)

    def subscribe(self, callback: Subscriber) -> Callable[[], None]:
        """Call it with the ids of those that changed; returns what ends that. It must not raise."""
        return self._subscribers.add(callback)

    async def run(self) -> None:
        """Carry out what is asked for until cancelled; what is under way then gets a few seconds."""
        async with asyncio.TaskGroup() as group:
            self._group = group
            for doing in self.all:
                self._go_on(doing)
            try:
                await asyncio.Event().wait()
            finally:
                self._group = None
                self.items.stop()
                self.reports.stop()

    # Inside

    def _go_on(self, doing: Doing) -> None:
        if self._group is not None and doing.is_pending:
            work = not_halfway(self._carry_out(doing), self._clock)
            self._group.create_task(work, name=f"do {doing.deed.id}")

    async def _carry_out(self, doing: Doing) -> None:
        def told(step: str) -> None:
            known = self.get(doing.id)
            if known is not None and known.is_pending:
                self._move(replace(known, step=step))

        values = self._values.pop(doing.id, {})
        try:
            outcome = await self._cloud.extras.do(doing.deed.id, doing.target, values, told)
        except CloudError as error:
            unsure = isinstance(error, UNSETTLED) and doing.deed.changes
            state = DoingState.UNSURE if unsure else DoingState.REFUSED
            self._end(replace(doing, state=state, error=error, at=self._clock.now()))
            if unsure:
                await self._look_again(doing, frozenset())
        else:
            self._end(replace(doing, state=DoingState.DONE, outcome=outcome, at=self._clock.now()))
            await self._look_again(doing, outcome.collections)

    async def _look_again(self, doing: Doing, collections: frozenset[str]) -> None:
        """Ask anew for what may be otherwise now: records, and collections that somebody has looked at."""
        if not doing.deed.changes:
            return
        self._live.refresh(*_CHANGED)
        own = {doing.target.collection} if isinstance(doing.target, Item) else set()
        own |= {doing.target.id} if isinstance(doing.target, Collection) else set()
        seen = [key for key in sorted(collections | own) if self.items.of(key).as_of is not None]
        await asyncio.gather(*(self.items.read(key, again=True) for key in seen))

    def _end(self, doing: Doing) -> None:
        self._move(doing)
        over = [one.id for one in self._doings.values() if not one.is_pending]
        for doing_id in over[:-_KEPT]:
            del self._doings[doing_id]

    def _move(self, doing: Doing) -> None:
        self._doings[doing.id] = doing
        self._tell(doing.id)

    def _tell(self, *ids: str) -> None:
        if ids:
            self._subscribers.tell(frozenset(ids))
