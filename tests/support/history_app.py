"""The history on a screen of its own, over cards that the test makes up and an archive that has them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from types import SimpleNamespace
from typing import Any, cast

from textual.pilot import Pilot

from mimiry_tui.domain.memory.cards import Card
from mimiry_tui.domain.memory.questions import CardPage, CardQuery, MonthTotal
from mimiry_tui.domain.money import totals
from mimiry_tui.live.store import Store
from mimiry_tui.live.subscribers import Subscribers
from mimiry_tui.ui.profile_mark import ProfileMark
from mimiry_tui.ui.screens.history import HistoryScreen
from mimiry_tui.ui.services import Services
from mimiry_tui.ui.theme import DARK
from tests.support.dialog_app import DialogApp
from tests.support.fake_cloud import FakeCloud


class CardBox:
    """Answers as the archive does, from a list."""

    trouble = ""

    def __init__(self, *cards: Card, months: tuple[MonthTotal, ...] = ()) -> None:
        self.kept = list(cards)
        self.asked: list[tuple[CardQuery, int]] = []
        self._months = months
        self._subscribers: Subscribers[[]] = Subscribers()

    async def cards(self, query: CardQuery, *, limit: int = 200, offset: int = 0) -> CardPage:
        self.asked.append((query, limit))
        found = [card for card in self.kept if _admits(query, card)]
        costs = totals(card.cost for card in found if card.cost is not None)
        return CardPage(tuple(found[offset : offset + limit]), len(found), costs)

    async def card(self, session_id: str) -> Card | None:
        return next((card for card in self.kept if card.session_id == session_id), None)

    async def months(self) -> tuple[MonthTotal, ...]:
        return self._months

    def subscribe(self, callback: Callable[[], None]) -> Callable[[], None]:
        return self._subscribers.add(callback)

    def write(self, *cards: Card) -> None:
        """Something is remembered anew."""
        self.kept = [*cards, *self.kept]
        self._subscribers.tell()


class HistoryApp(DialogApp):
    """A history of these cards, in front of an empty screen."""

    def __init__(self, box: CardBox, theme: str = DARK) -> None:
        super().__init__(theme)
        self.box, self.launched = box, list[str]()
        cloud = FakeCloud(self.clock)
        account = SimpleNamespace(archive=box, store=Store(), cloud=cloud)
        services = SimpleNamespace(
            account=account,
            clock=self.clock,
            profile=ProfileMark("demo"),
            launch_news=SimpleNamespace(offered=None),
            watch_teller=SimpleNamespace(held_out=None),
        )
        self.history = HistoryScreen(cast("Services", services), self.launched.append)

    async def shown_by(self, pilot: Pilot[Any]) -> HistoryScreen:
        """The history, its cards read."""
        await self.push_screen(self.history)
        await self.read(pilot)
        return self.history

    async def read(self, pilot: Pilot[Any]) -> None:
        """Until what was asked is answered and drawn."""
        for _ in range(3):
            await pilot.pause()

    def names(self) -> list[str]:
        """What the table shows, by its ids."""
        return self.history.table.visible_ids


def _admits(query: CardQuery, card: Card) -> bool:
    words = f"{card.name} {card.image} {card.words}".casefold()
    alive: datetime = card.ended_at or card.seen_at
    return (
        all(word in words for word in query.text.casefold().split())
        and (not query.outcomes or card.outcome in query.outcomes)
        and query.gpu.casefold() in card.gpu.casefold()
        and query.image.casefold() in card.image.casefold()
        and (query.since is None or alive >= query.since)
    )
