"""What the account's money remembers and asks, and the jumps of the balance."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

from mimiry_tui.clouds import errors
from mimiry_tui.clouds.base import Page
from mimiry_tui.domain.account import Balance, Transaction, build_facts, build_transaction
from mimiry_tui.domain.accounting.spend import By
from mimiry_tui.domain.memory.cards import Card
from mimiry_tui.domain.money import Money
from mimiry_tui.domain.session_reading import build_session
from mimiry_tui.live.live import Live
from mimiry_tui.live.money.money import AccountMoney
from mimiry_tui.live.store import Change, Resource
from tests.support.clock import EPOCH, ManualClock, settle
from tests.support.fake_cloud import Even, FakeCloud, running


class Kept:
    """A memory of what it was given."""

    def __init__(self, *known: Transaction) -> None:
        self.known = list(known)
        self.writes = 0

    async def transactions(self, since: datetime | None = None) -> tuple[Transaction, ...]:
        return tuple(self.known)

    async def spend_cards(self, since: datetime) -> tuple[Card, ...]:
        return ()

    async def remember_transactions(self, transactions: Iterable[Transaction]) -> None:
        self.known += transactions
        self.writes += 1


def a_move(number: int, amount: str = "-1", **fields: Any) -> Transaction:
    at = (EPOCH - timedelta(hours=number)).isoformat()
    return build_transaction(**{"id": f"t{number}", "created_at": at, "amount": amount, **fields})


def money_of(memory: Kept) -> tuple[AccountMoney, Live, FakeCloud, ManualClock]:
    clock = ManualClock()
    cloud = FakeCloud(clock)
    live = Live(cloud, clock, rng=Even())
    return AccountMoney(cloud, live, memory, clock), live, cloud, clock


async def test_every_transaction_that_comes_along_is_remembered_once() -> None:
    memory = Kept()
    money, live, _, _ = money_of(memory)
    task = asyncio.create_task(money.run())
    await settle()
    live.store.transactions = (a_move(1), a_move(2))
    live.store.publish(Change(Resource.TRANSACTIONS))
    live.store.publish(Change(Resource.TRANSACTIONS, health_only=True))
    await settle()
    live.store.publish(Change(Resource.TRANSACTIONS))
    await settle()
    assert ([one.id for one in memory.known], memory.writes) == (["t1", "t2"], 1)
    task.cancel()


async def test_what_the_service_forgot_is_told_from_memory() -> None:
    money, live, _, _ = money_of(Kept(a_move(1, "-9"), a_move(700, "-3"), a_move(3, id="")))
    live.store.transactions = (a_move(1, "-2"), a_move(2, id=""))
    assert [str(one.money) for one in await money.transactions()] == ["-€2.00", "-€1.00", "-€3.00"]
    week, month = (await money.spends([7, 30])).values()
    assert week[0].total.billed == Money(Decimal(3))
    assert month[0].total.billed == Money(Decimal(6))


async def test_what_runs_now_counts_up_to_this_moment() -> None:
    money, live, _, _ = money_of(Kept())
    began = (EPOCH - timedelta(hours=2)).isoformat()
    session = build_session(id="s", name="train", state="running", hourly_rate=2, created_at=began)
    live.store.update_sessions({"s": session})
    (spend,) = (await money.spends([7]))[7]
    assert [(one.label, str(one.amount)) for one in spend.slices[By.SESSION]] == [("train", "≈€4.00")]


async def test_who_one_is_and_how_often_one_may_sign_in_fail_apart() -> None:
    money, _, cloud, clock = money_of(Kept())
    cloud.answer("me", build_facts({"email": "you@example.org"}))
    cloud.answer("token_limits", errors.NotFound(status=404))
    await money.read()
    assert money.me.facts is not None
    assert (money.token_limits.facts, money.token_limits.trouble) == (None, "not found 404")
    await money.read()
    assert cloud.count("me") == cloud.count("token_limits") == 1
    cloud.answer("me", errors.ServerTrouble(status=500))
    await money.read(again=True)
    # What was known stays, with why it is not new.
    assert money.me.facts is not None
    assert money.me.trouble == "service trouble 500"
    await clock.advance(61)
    await money.read()
    assert cloud.count("me") == 3


async def test_a_token_is_as_old_as_it_is_known_here() -> None:
    money, _, cloud, clock = money_of(Kept())
    assert money.token_since is None
    cloud.signed_in_until = EPOCH + timedelta(hours=1)
    assert money.token_since == EPOCH
    await clock.advance(600)
    assert money.token_since == EPOCH
    cloud.signed_in_until = EPOCH + timedelta(hours=2)
    assert money.token_since == EPOCH + timedelta(seconds=600)


async def test_a_top_up_between_two_answers_is_a_jump_and_what_burns_is_none() -> None:
    _, live, cloud, clock = money_of(Kept())
    session = build_session(id="s", state="running", hourly_rate=6, created_at=EPOCH.isoformat(), raw=b"{}")
    cloud.answer("live_sessions", Page((session,)))
    left = [Balance(Money(Decimal(one))) for one in ("50", "49.90", "49.90", "74.80")]
    cloud.answer("balance", *left)
    async with running(live):
        await settle()
        for _ in range(2):
            await clock.advance(60)
            assert live.store.balance_jump is None
        await clock.advance(60)
        assert live.store.balance_jump is not None
        assert str(live.store.balance_jump.money) == "€25.00"


async def test_older_transactions_are_asked_for_as_long_as_there_are_any() -> None:
    _, live, cloud, _ = money_of(Kept())
    known = tuple(a_move(number) for number in range(250))
    cloud.answer("transactions", lambda limit: Page(known[:limit], has_more=limit < len(known)))
    async with running(live):
        live.open_transactions(True)
        await settle()
        assert live.store.transactions_has_more
        for _ in range(4):
            live.load_more_transactions()
            await settle()
        assert len(live.store.transactions or ()) == 250
        limits = [call.arguments for call in cloud.calls if call.name == "transactions"]
        assert limits == [(100,), (200,), (300,)]
