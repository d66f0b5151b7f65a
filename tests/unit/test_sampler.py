"""The sampler beside a store: every good answer about offers is handed over once, at its own time."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from datetime import datetime, timedelta
from decimal import Decimal

from mimiry_tui.clouds.errors import ServerTrouble
from mimiry_tui.domain.money import Money
from mimiry_tui.domain.offers import Offer
from mimiry_tui.live.history.answers import Answer
from mimiry_tui.live.history.archive import Archive
from mimiry_tui.live.memory.sampler import WATCHED_GAP, Sampler
from mimiry_tui.live.store import Change, Health, Resource, Store
from tests.support.clock import EPOCH, ManualClock, settle

OFFER = Offer("H100", "", "H100", "", 80, "verda", "FIN-01", Money(Decimal("2.10")), available=True)


class Kept(Archive):
    """An archive that shows what it was given."""

    def __init__(self) -> None:
        super().__init__(None, ManualClock())
        self.answers: list[Answer] = []

    def keep_answer(self, answer: Answer) -> None:
        self.answers.append(answer)


def tell(
    store: Store, as_of: datetime, *, every: float = 30, health_only: bool = False, **health: object
) -> None:
    store.set_health(Resource.OFFERS, Health(as_of=as_of, every=timedelta(seconds=every), **health))  # type: ignore[arg-type]
    store.publish(Change(Resource.OFFERS, health_only=health_only))


async def test_each_good_answer_is_sampled_once_also_one_that_changed_nothing() -> None:
    store, archive = Store(), Kept()
    store.update_offers({OFFER.id: OFFER})
    store.set_health(Resource.OFFERS, Health(as_of=EPOCH))
    running = asyncio.create_task(Sampler(store, archive, ManualClock()).run())
    await settle()
    assert archive.answers == [Answer(EPOCH, (OFFER,), WATCHED_GAP)], (
        "what was there before it ran counts too"
    )
    later = EPOCH + timedelta(seconds=30)
    tell(store, EPOCH, loading=True, health_only=True)
    tell(store, EPOCH, error=ServerTrouble("503"), health_only=True)
    store.set_health(Resource.SESSIONS, Health(as_of=later))
    store.publish(Change(Resource.SESSIONS))
    assert len(archive.answers) == 1
    tell(store, later, health_only=True)
    tell(store, later)
    assert [one.at for one in archive.answers] == [EPOCH, later]
    store.update_offers({}, (OFFER.id,))
    tell(store, later + timedelta(hours=1), every=600)
    assert archive.answers[-1] == Answer(later + timedelta(hours=1), (), timedelta(minutes=30))
    running.cancel()
    with suppress(asyncio.CancelledError):
        await running
    tell(store, later + timedelta(hours=2))
    assert len(archive.answers) == 3
