"""The offer screen on a small app, over a store and an archive that a test fills."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
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
        header = Header(ProfileMark("demo"), self.clock)
        sources = Sources(self.store, self.archive, self.memory, self.clock)
        ids = [one.id for one in self._offers]
        await self.push_screen(OfferScreen(ids[0], sources, header, lambda: ids))

    @property
    def offer(self) -> OfferScreen:
        assert isinstance(self.screen, OfferScreen)
        return self.screen
