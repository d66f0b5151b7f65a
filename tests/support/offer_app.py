"""The offer screen on a small app, over a store and an archive that a test fills."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from decimal import Decimal

from mimiry_tui.domain.memory.cards import Card, Outcome
from mimiry_tui.domain.memory.questions import CardPage, CardQuery, PlaceBoots
from mimiry_tui.domain.memory.samples import OfferPast, Sample, Span
from mimiry_tui.domain.money import Money
from mimiry_tui.domain.offers import Offer, build_offers
from mimiry_tui.live.memory.offer_memory import OfferMemory
from mimiry_tui.live.store import Change, Resource, Store
from mimiry_tui.ui.profile_mark import ProfileMark
from mimiry_tui.ui.screens.offer import OfferScreen, Sources
from mimiry_tui.ui.theme import DARK
from mimiry_tui.ui.widgets.header import Header
from tests.support.clock import EPOCH as NOW
from tests.support.clock import settle
from tests.support.dialog_app import DialogApp


def an_offer(
    location: str = "FIN-01",
    rate: str | None = "2.10",
    *,
    provider: str = "verda",
    model: str = "H100_80G_SXM",
    available: bool = True,
    currency: str = "EUR",
) -> Offer:
    """One offer of one model at one place."""
    place = {"provider": provider, "location": location, "hourly_rate": rate, "available": available}
    return build_offers(name=model, display_name="NVIDIA H100", currency=currency, providers=[place])[0]


def euros(amount: str) -> Money:
    return Money(Decimal(amount))


def a_card(
    number: int, began: datetime, *, outcome: Outcome = Outcome.DONE, where: str = "verda/FIN-01"
) -> Card:
    """A session that ran for an hour and a half."""
    return Card(
        session_id=f"s-{number}",
        name=f"train-{number}",
        outcome=outcome,
        words="failed · exit 3" if outcome is Outcome.FAILED else "done · exit 0",
        image="nvcr.io/nvidia/pytorch:24.01-py3",
        gpu="H100_80G_SXM",
        gpu_count=1,
        where=where,
        asked_gpus=("H100_80G_SXM",),
        asked_where=where,
        created_at=began,
        ready_at=began + timedelta(minutes=3),
        ended_at=began + timedelta(minutes=90),
        seen_at=began + timedelta(minutes=91),
        phases=(),
        rate=euros("2.10"),
        cost=euros("3.15"),
        cost_settled=number % 2 == 0,
        exit_code=0,
        stop_reason="",
        error="",
        command="python train.py",
        max_duration=None,
        mounts=(),
    )


@dataclass
class FakeArchive:
    """Answers with what it was filled with, and notes what it was asked."""

    changes: tuple[Sample, ...] = ()
    looked: tuple[Span, ...] = ()
    ended: tuple[Card, ...] = ()
    boots: PlaceBoots = field(default_factory=lambda: PlaceBoots(None, None, 0, 0))
    pasts: Mapping[str, OfferPast] = field(default_factory=dict)
    asked_for: list[str] = field(default_factory=list)

    async def offer_pasts(self, now: datetime) -> Mapping[str, OfferPast]:
        self.asked_for.append("pasts")
        return self.pasts

    async def samples(self, offer_id: str, since: datetime) -> tuple[Sample, ...]:
        self.asked_for.append(offer_id)
        return self.changes

    async def spans(self, since: datetime) -> tuple[Span, ...]:
        return self.looked

    async def cards(self, query: CardQuery, *, limit: int = 200, offset: int = 0) -> CardPage:
        return CardPage(self.ended, len(self.ended), ())

    async def boots_on(self, model: str, where: str) -> PlaceBoots:
        return self.boots


HERE = an_offer(rate="2.60")
OFFERS = (
    HERE,
    an_offer("FIN-03", "2.10"),
    an_offer("US-EAST-1", "2.50", provider="acme", available=False),
    an_offer("FIN-02", "0.79", model="RTXPRO6000_96G_PCIe"),
)


def ago(**length: float) -> Sample:
    """A sample of €2.10 in stock, that long ago."""
    return Sample(NOW - timedelta(**length), euros("2.10"), True)


def an_archive() -> FakeArchive:
    """Ten days with a gap, a dearer price, a time without stock, and sessions of one's own."""
    return FakeArchive(
        changes=(
            ago(days=10),
            replace(ago(days=4), rate=euros("2.60")),
            replace(ago(days=2), rate=euros("2.60"), available=False),
            replace(ago(hours=3), rate=euros("2.60")),
        ),
        looked=(Span(NOW - timedelta(days=10), NOW - timedelta(days=6)), Span(NOW - timedelta(days=5), NOW)),
        ended=(
            a_card(1, NOW - timedelta(days=3)),
            a_card(2, NOW - timedelta(days=8), outcome=Outcome.FAILED),
            a_card(3, NOW - timedelta(days=9), where="verda/FIN-03"),
        ),
        boots=PlaceBoots(timedelta(seconds=250), timedelta(seconds=362), 12, 1),
        pasts={
            HERE.id: OfferPast(
                offer_id=HERE.id,
                since=NOW - timedelta(days=10),
                week=(),
                change=Decimal("0.22"),
                in_stock=Decimal("0.83"),
                watched=timedelta(hours=24),
                last_in_stock=NOW,
            )
        },
    )


class OfferApp(DialogApp):
    """Shows the offer of that id."""

    def __init__(self, offers: tuple[Offer, ...], archive: FakeArchive, *, theme: str = DARK) -> None:
        super().__init__(theme)
        self.store = Store()
        self.archive = archive
        self.memory = OfferMemory(self.store, archive, self.clock)
        self._offers = offers
        self.put(*offers)

    def put(self, *offers: Offer, removed: tuple[str, ...] = ()) -> None:
        """News of offers, as a poll brings them."""
        self.store.update_offers({one.id: one for one in offers}, removed)
        self.store.publish(Change(Resource.OFFERS, tuple(one.id for one in offers), removed))

    async def on_mount(self) -> None:
        self._remembering = asyncio.create_task(self.memory.run(), name="remember offers")
        await settle()
        header = Header(ProfileMark("demo"), self.clock)
        sources = Sources(self.store, self.archive, self.memory, self.clock)
        ids = [one.id for one in self._offers]
        await self.push_screen(OfferScreen(ids[0], sources, header, lambda: ids))

    async def on_unmount(self) -> None:
        self._remembering.cancel()
        await asyncio.wait([self._remembering])

    @property
    def offer(self) -> OfferScreen:
        assert isinstance(self.screen, OfferScreen)
        return self.screen
