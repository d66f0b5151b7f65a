"""Cards beside a store: each session gets one, is followed to its end, and how it ended is learnt."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Iterable
from contextlib import asynccontextmanager, suppress
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any, TypeVar

from mimiry_tui.clouds.errors import NotFound, ServerTrouble
from mimiry_tui.domain.memory.cards import Card, Outcome
from mimiry_tui.domain.money import Money
from mimiry_tui.domain.phases import Phase
from mimiry_tui.domain.records import Unreadable
from mimiry_tui.domain.session_reading import build_session
from mimiry_tui.domain.sessions import Session
from mimiry_tui.domain.timeline import Observation
from mimiry_tui.live.history.archive import Archive
from mimiry_tui.live.logs.spool_format import Kind, encode, stamp_of
from mimiry_tui.live.memory.card_keeper import GATHER, LIVE_EVERY, CardKeeper
from mimiry_tui.live.store import Change, Health, Resource, Store
from mimiry_tui.live.subscribers import Subscribers
from tests.support.clock import EPOCH, ManualClock
from tests.support.fake_cloud import FakeCloud
from tests.support.kept_card import a_card

T = TypeVar("T")


async def at_once(work: Callable[[], T], /) -> T:
    return work()


class Kept(Archive):
    """An archive that shows what it was given, and what an earlier run left."""

    def __init__(self, *left: Card) -> None:
        super().__init__(None, ManualClock())
        self.left = left
        self.given: dict[str, Card] = {}
        self.times = 0
        self.lines: dict[str, tuple[str, ...]] = {}

    def keep_cards(self, cards: Iterable[Card]) -> None:
        found = {card.session_id: card for card in cards}
        self.given.update(found)
        self.times += len(found)

    def keep_last_lines(self, session_id: str, lines: Iterable[str]) -> None:
        self.lines[session_id] = tuple(lines)

    async def live_cards(self) -> tuple[Card, ...]:
        return self.left


class Copies:
    """Copies of logs in a folder."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self.subscribers: Subscribers[str] = Subscribers()
        self.fetched: list[str] = []

    def fetch_end(self, session_id: str) -> None:
        self.fetched.append(session_id)

    def path(self, session_id: str) -> Path | None:
        return self._folder / session_id

    def subscribe(self, callback: Callable[[str], None]) -> Callable[[], None]:
        return self.subscribers.add(callback)

    def append(self, session_id: str, text: str) -> None:
        with (self._folder / session_id).open("ab") as copy:
            copy.write(encode(Kind.LINE, stamp_of(EPOCH), text))
        self.subscribers.tell(session_id)


class Desk:
    """A keeper with all that it needs."""

    def __init__(self, folder: Path, *left: Card) -> None:
        self.clock = ManualClock()
        self.cloud = FakeCloud(self.clock)
        self.store = Store()
        self.archive = Kept(*left)
        self.logs = Copies(folder)
        self.ended_here: set[str] = set()
        self.keeper = CardKeeper(
            self.cloud,
            self.store,
            self.archive,
            self.logs,
            self.clock,
            ended_here=self.ended_here.__contains__,
            off_loop=at_once,
        )

    @asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        task = asyncio.create_task(self.keeper.run())
        try:
            await self.clock.advance(0)
            yield
        finally:
            task.cancel()
            with suppress(asyncio.CancelledError):
                await task

    def answered(self, *resources: Resource) -> None:
        for resource in resources:
            self.store.set_health(resource, Health(as_of=self.clock.now()))
            self.store.publish(Change(resource, health_only=True))

    def show(self, *sessions: Session | Unreadable) -> None:
        self.store.update_sessions({one.id: one for one in sessions})
        self.store.publish(Change(Resource.SESSIONS, tuple(one.id for one in sessions)))

    def lose(self, session_id: str) -> None:
        self.store.update_sessions({}, (session_id,))
        self.store.publish(Change(Resource.SESSIONS, removed=(session_id,)))


def a_session(name: str = "s", **fields: Any) -> Session:
    known = {"name": "train-1", "hourly_rate": "3.60", "created_at": EPOCH.isoformat()}
    return build_session(**{"id": name, "state": "started", **known, **fields})


ENDED: dict[str, Any] = {"state": "completed", "exit_code": 0, "final_cost": "4.10"}


async def test_a_session_is_followed_from_its_start_to_its_bill_and_its_last_lines(tmp_path: Path) -> None:
    desk = Desk(tmp_path)
    desk.store.observe("s", Observation(EPOCH + timedelta(seconds=9), Phase.STARTING))
    desk.show(a_session())
    async with desk.running():
        await desk.clock.advance(GATHER)
        card = desk.archive.given["s"]
        assert (card.outcome, card.cost, card.phases[1].phase) == (
            Outcome.LIVE,
            Money(Decimal(0)),
            Phase.STARTING,
        )
        desk.logs.append("s", "epoch 1")
        await desk.clock.advance(GATHER)
        assert (desk.archive.times, desk.archive.lines) == (1, {}), "nothing new is nothing to write"
        await desk.clock.advance(100)
        desk.answered(Resource.SESSIONS)
        await desk.clock.advance(LIVE_EVERY)
        assert desk.archive.given["s"].cost == Money(Decimal("0.1010")), "up to the last good answer"
        desk.show(a_session(**ENDED))
        await desk.clock.advance(GATHER)
        assert desk.archive.given["s"].outcome is Outcome.DONE
        assert desk.archive.lines == {"s": ("epoch 1",)}
        desk.logs.append("s", "saved")
        await desk.clock.advance(GATHER)
        assert desk.archive.lines == {"s": ("epoch 1", "saved")}
    assert desk.archive.times == 3


async def test_what_lives_is_written_once_more_at_the_end(tmp_path: Path) -> None:
    desk = Desk(tmp_path)
    async with desk.running():
        desk.show(a_session())
        await desk.clock.advance(100)
        desk.answered(Resource.SESSIONS)
    assert desk.archive.given["s"].seen_at == EPOCH + timedelta(seconds=100)


async def test_one_that_the_service_forgets_vanished_unless_it_was_ended_from_here(tmp_path: Path) -> None:
    desk = Desk(tmp_path)
    desk.ended_here.add("ours")
    async with desk.running():
        desk.show(*map(a_session, ("theirs", "ours", "unreadable")), a_session("over", **ENDED))
        await desk.clock.advance(60)
        desk.show(Unreadable("unreadable", "no state", b"{}"))
        for name in ("theirs", "ours", "unreadable", "over"):
            desk.lose(name)
        await desk.clock.advance(GATHER)
        outcomes = {name: card.outcome for name, card in desk.archive.given.items()}
    assert outcomes == {
        "theirs": Outcome.VANISHED,
        "ours": Outcome.BY_USER,
        "unreadable": Outcome.LIVE,
        "over": Outcome.DONE,
    }
    assert desk.archive.given["theirs"].ended_at == EPOCH


async def test_how_sessions_ended_while_nobody_looked_is_asked_for(tmp_path: Path) -> None:
    live = replace(a_card(), outcome=Outcome.LIVE, ended_at=None)
    left = [replace(live, session_id=name) for name in ("listed", "on", "beyond", "forgotten", "unsure")]
    desk = Desk(tmp_path, *left)
    desk.cloud.answer(
        "session", a_session("beyond", state="failed"), NotFound("no such"), ServerTrouble("503")
    )
    desk.logs.append("listed", "saved")
    desk.logs.append("on", "epoch 1")
    async with desk.running():
        desk.show(a_session("on"), a_session("listed", **ENDED))
        desk.answered(Resource.SESSIONS)
        await desk.clock.advance(60)
        assert desk.cloud.calls == [], "the page of ended ones may tell it"
        desk.answered(Resource.ENDED)
        await desk.clock.advance(GATHER)
        outcomes = {name: card.outcome for name, card in desk.archive.given.items()}
    assert [call.arguments[0] for call in desk.cloud.calls] == ["beyond", "forgotten", "unsure"]
    assert outcomes == {
        "on": Outcome.LIVE,
        "listed": Outcome.DONE,
        "beyond": Outcome.FAILED,
        "forgotten": Outcome.VANISHED,
    }
    assert desk.archive.lines == {"listed": ("saved",)}
    assert desk.logs.fetched == ["listed", "beyond", "forgotten", "unsure"]


async def test_the_log_of_what_ended_before_is_remembered_once_somebody_has_read_it(tmp_path: Path) -> None:
    desk = Desk(tmp_path)
    async with desk.running():
        desk.show(a_session("old", **ENDED))
        await desk.clock.advance(GATHER)
        desk.logs.append("old", "it broke")
        await desk.clock.advance(GATHER)
    assert desk.archive.lines == {"old": ("it broke",)}
