"""Several accounts looked at together. The one that is open is read off its own picture instead."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence

from mimiry_tui.clock import Clock
from mimiry_tui.clouds.base import Capability, Cloud
from mimiry_tui.domain.records import Unreadable
from mimiry_tui.domain.sessions import Session
from mimiry_tui.domain.volumes import Volume
from mimiry_tui.live.fleet.looking import OpenCloud, follow
from mimiry_tui.live.fleet.member import Joining, Member
from mimiry_tui.live.fleet.twins import Twins
from mimiry_tui.live.store import Resource, Store
from mimiry_tui.live.subscribers import Subscribers


class Fleet:
    """Keeps a `Member` for each account while `run` runs. Its methods are called on the event loop."""

    def __init__(
        self,
        others: Sequence[Joining],
        clock: Clock,
        open_cloud: OpenCloud,
        *,
        here: str = "",
        place: str = "",
        cloud: Cloud | None = None,
        store: Store | None = None,
    ) -> None:
        """`here` is the name of the account that is open, with its place, cloud and picture."""
        self._others = tuple(others)
        self._clock = clock
        self._open_cloud = open_cloud
        self._here, self._place, self._cloud, self._store = here, place, cloud, store
        self._twins = Twins()
        names = ([here] if store is not None else []) + [one.name for one in self._others]
        self._members = {name: Member(name) for name in names}
        self._subscribers: Subscribers[[]] = Subscribers()
        self._again = {one.name: asyncio.Event() for one in self._others}

    @property
    def members(self) -> tuple[Member, ...]:
        """All of them, the open one first; what several have in common is told of the first of them."""
        self._read_here()
        return self._twins.apart(tuple(self._members.values()))

    def subscribe(self, callback: Callable[[], None]) -> Callable[[], None]:
        """Call it when any of them changed; returns what ends that. It must not raise."""
        return self._subscribers.add(callback)

    def look_again(self) -> None:
        """Ask all others now instead of in their turn."""
        for again in self._again.values():
            again.set()

    async def run(self) -> None:
        """Look at them until cancelled; what was opened for that is closed then."""
        unsubscribe = self._store.subscribe(lambda _: self._subscribers.tell()) if self._store else None
        try:
            async with asyncio.TaskGroup() as group:
                for one in self._others:
                    again = self._again[one.name]
                    looking = follow(one, self._clock, self._open_cloud, self._take, again)
                    group.create_task(looking, name=f"look at {one.name}")
                await asyncio.Event().wait()
        finally:
            if unsubscribe is not None:
                unsubscribe()

    def _take(self, member: Member) -> None:
        self._members[member.name] = member
        self._subscribers.tell()

    def _read_here(self) -> None:
        store = self._store
        if store is None:
            return
        health = store.health(Resource.SESSIONS)
        live = (row for row in store.sessions.values() if isinstance(row, Unreadable) or row.is_live)
        self._members[self._here] = Member(
            self._here,
            place=self._place,
            sessions=tuple(sorted(live, key=_newest_first)),
            as_of=health.as_of,
            error=health.error,
            balance=store.balance.money if store.balance is not None else None,
            balance_as_of=store.health(Resource.BALANCE).as_of,
            volumes=tuple(row for row in store.volumes.values() if isinstance(row, Volume)),
            no_balance=self._cloud.why_not(Capability.BALANCE) if self._cloud is not None else "",
        )


def _newest_first(row: Session | Unreadable) -> float:
    made = row.created_at if isinstance(row, Session) else None
    return -made.timestamp() if made is not None else 0.0
