"""The desk of the launch form and its flow without a screen, and launches that note what they get."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from datetime import timedelta
from decimal import Decimal
from typing import Any, cast

from mimiry_tui.domain.account import Balance
from mimiry_tui.domain.image_past import ImagePast
from mimiry_tui.domain.launch import SessionRequest
from mimiry_tui.domain.launching.draft import Draft, Field, Pick
from mimiry_tui.domain.launching.picture import KeyFacts
from mimiry_tui.domain.money import Money
from mimiry_tui.domain.offers import Offer
from mimiry_tui.live.launches.launches import Launching, LaunchState
from mimiry_tui.live.store import Health, Resource, Store
from mimiry_tui.live.subscribers import Subscribers
from mimiry_tui.ui.launch.desk import Desk, Sources
from mimiry_tui.ui.launch.launch_flow import LaunchFlow
from tests.support.clock import ManualClock
from tests.support.fake_cloud import FakeCloud

DRAFT = Draft(
    picks=(Pick("H100_80G_SXM", "verda", "FIN-01"),),
    image="example.org/tools/torch:2.4",
    max_duration="4h",
)
"""A launch that nothing speaks against."""


def an_offer(rate: str = "2.10", *, available: bool = True) -> Offer:
    price = Money(Decimal(rate))
    return Offer("H100_80G_SXM", "H100 SXM", "Hopper", "SXM", 80, "verda", "FIN-01", price, available)


@dataclass
class NotedLaunches:
    """Stands in for `Launches`: one launch, moved on by the test."""

    clock: ManualClock
    current: Launching | None = None
    sent: list[SessionRequest] = field(default_factory=list)
    subscribers: Subscribers[[]] = field(default_factory=Subscribers)

    def launch(self, request: SessionRequest, draft: Draft) -> Launching:
        self.sent.append(request)
        now = self.clock.now()
        self.current = Launching("1", request.name, request, draft, LaunchState.SENDING, now, now)
        self.subscribers.tell()
        return self.current

    def forget(self) -> None:
        if self.current is not None and not self.current.is_pending:
            self.current = None

    def subscribe(self, callback: Callable[[], None]) -> Callable[[], None]:
        return self.subscribers.add(callback)

    def become(self, state: LaunchState, **fields: Any) -> None:
        """The launch goes on."""
        assert self.current is not None
        self.current = replace(self.current, state=state, **fields)
        self.subscribers.tell()


class AskedLive:
    """Stands in for `Live`: does what the test says when it is asked to freshen."""

    def __init__(self) -> None:
        self.asked: list[frozenset[Resource]] = []
        self.then: Callable[[], None] = lambda: None

    async def freshen(self, resources: Iterable[Resource], *, older_than: timedelta, at_most: float) -> None:
        assert older_than == timedelta(minutes=1)
        assert at_most <= 5
        self.asked.append(frozenset(resources))
        self.then()


class KeptDrafts:
    """What was to be kept, in order."""

    def __init__(self) -> None:
        self.kept: list[Draft] = []

    def keep(self, draft: Draft) -> None:
        self.kept.append(draft)


class Stage:
    """Desk and flow, and what they told."""

    def __init__(self, draft: Draft = DRAFT, *, past: tuple[ImagePast, ...] = ()) -> None:
        self.clock = ManualClock()
        self.store = Store()
        self.cloud = FakeCloud(self.clock)
        self.keeper = KeptDrafts()
        self.key = KeyFacts("~/.ssh/one", "SHA256:abc", "ssh-ed25519 AAAA one", signed_in=True)
        self.offer(an_offer())
        self.store.balance = Balance(Money(Decimal(50)))
        self.store.quotas = ()
        self.fresh()
        sources = Sources(
            self.store, self.cloud, self.clock, key=lambda: self.key, past=lambda: past, keeper=self.keeper
        )
        self.desk = Desk(sources, draft)
        self.told = 0
        self.desk.subscribe(self._hear)
        self.live = AskedLive()
        self.launches = NotedLaunches(self.clock)
        self.stops: list[Field | None] = []
        self.ends: list[Launching] = []
        self.flow = LaunchFlow(
            self.desk,
            cast(Any, self.launches),
            cast(Any, self.live),
            self.clock,
            changed=lambda: None,
            stopped=self.stops.append,
            accepted=self.ends.append,
        )
        self.leave = self.launches.subscribe(self.flow.follow)

    def offer(self, *offers: Offer) -> None:
        """These are on offer, and nothing else."""
        gone = [known for known in self.store.offers if known not in {one.id for one in offers}]
        self.store.update_offers({one.id: one for one in offers}, gone)

    def fresh(self) -> None:
        """Everything was answered just now."""
        for resource in Resource:
            self.store.set_health(resource, Health(as_of=self.clock.now()))

    def busy(self) -> bool:
        return self.flow.is_busy

    @property
    def said(self) -> str:
        said = self.flow.said()
        return said.text if said is not None else ""

    def _hear(self) -> None:
        self.told += 1
