"""Several accounts looked at together: gently, each by itself, and none that cannot be had."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import replace
from decimal import Decimal

from mimiry_tui.clock import Clock
from mimiry_tui.clouds.base import Capability, Page
from mimiry_tui.clouds.errors import KeyLocked, ServerTrouble
from mimiry_tui.domain.account import Balance
from mimiry_tui.domain.money import Money
from mimiry_tui.live.fleet.fleet import Fleet
from mimiry_tui.live.fleet.looking import LONGEST_WAIT, SESSIONS_EVERY
from mimiry_tui.live.fleet.member import Joining, Member
from mimiry_tui.live.live import Live
from mimiry_tui.settings import OpeningError, Profile
from tests.support.clock import ManualClock, settle
from tests.support.fake_cloud import FakeCloud, running
from tests.support.pictures import a_session


class Accounts:
    """Fake accounts by name, and which of them are open."""

    def __init__(self, clock: ManualClock, *names: str) -> None:
        self.clock = clock
        self.clouds = {name: FakeCloud(clock) for name in names}
        self.places = {name: f"http://{name}.test" for name in names}
        self.open: set[str] = set()
        self.told = 0

    def joining(self, name: str) -> Joining:
        @asynccontextmanager
        async def opening() -> AsyncIterator[Profile]:
            if name not in self.clouds:
                raise OpeningError("the simulated cloud did not start")
            self.open.add(name)
            try:
                yield Profile(name, self.places[name], "", None, "")
            finally:
                self.open.discard(name)

        return Joining(name, opening)

    def open_cloud(self, profile: Profile, clock: Clock) -> FakeCloud:
        return self.clouds[profile.name]

    def _tell(self) -> None:
        self.told += 1

    @asynccontextmanager
    async def looked_at(self, fleet: Fleet) -> AsyncIterator[None]:
        fleet.subscribe(self._tell)
        task = asyncio.create_task(fleet.run())
        while not all(one.as_of or one.error or one.trouble for one in fleet.members):
            await settle()  # clouds are opened in threads
            await asyncio.sleep(0)
        try:
            yield
        finally:
            task.cancel()
            with suppress(asyncio.CancelledError):
                await task

    def fleet(self, *names: str) -> Fleet:
        return Fleet([self.joining(name) for name in names], self.clock, self.open_cloud)


def of(fleet: Fleet, name: str) -> Member:
    return next(one for one in fleet.members if one.name == name)


async def test_each_account_is_told_with_what_runs_and_what_is_left() -> None:
    accounts = Accounts(ManualClock(), "work", "home")
    accounts.clouds["work"].answer("live_sessions", Page((a_session("train"), a_session("eval"))))
    accounts.clouds["home"].answer("balance", Balance(Money(Decimal(7))))
    fleet = accounts.fleet("work", "home")
    async with accounts.looked_at(fleet):
        assert accounts.open == {"work", "home"}
        assert [one.name for one in of(fleet, "work").live] == ["train", "eval"]
        assert of(fleet, "home").balance == Money(Decimal(7))
    assert accounts.open == set()


async def test_sessions_are_asked_for_every_ten_seconds_and_money_every_minute() -> None:
    accounts = Accounts(ManualClock(), "work")
    fleet = accounts.fleet("work")
    async with accounts.looked_at(fleet):
        await accounts.clock.advance(120)
        cloud = accounts.clouds["work"]
        assert cloud.count("live_sessions") == 1 + int(120 / SESSIONS_EVERY)
        assert cloud.count("balance") == cloud.count("volumes") == 3
        fleet.look_again()
        await settle()
        assert cloud.count("balance") == 4


async def test_one_in_trouble_keeps_what_was_known_and_is_asked_more_rarely() -> None:
    accounts = Accounts(ManualClock(), "work")
    cloud = accounts.clouds["work"]
    cloud.answer("live_sessions", Page((a_session("train"),)), ServerTrouble(status=502))
    fleet = accounts.fleet("work")
    async with accounts.looked_at(fleet):
        await accounts.clock.advance(600)
        member = of(fleet, "work")
        assert isinstance(member.error, ServerTrouble)
        assert [one.name for one in member.live] == ["train"]
        assert cloud.count("live_sessions") < 12


async def test_a_key_that_is_locked_is_not_tried_over_and_over() -> None:
    accounts = Accounts(ManualClock(), "work")
    accounts.clouds["work"].answer("live_sessions", KeyLocked())
    fleet = accounts.fleet("work")
    async with accounts.looked_at(fleet):
        await accounts.clock.advance(LONGEST_WAIT - 1)
        assert accounts.clouds["work"].count("live_sessions") == 1


async def test_one_that_cannot_be_opened_says_why_and_holds_up_nobody() -> None:
    accounts = Accounts(ManualClock(), "work")
    fleet = accounts.fleet("gone", "work")
    async with accounts.looked_at(fleet):
        assert "did not start" in of(fleet, "gone").trouble
        assert of(fleet, "work").as_of is not None


async def test_two_profiles_of_one_account_count_once_also_when_nothing_runs_any_more() -> None:
    accounts = Accounts(ManualClock(), "work", "laptop", "elsewhere")
    accounts.places["laptop"] = accounts.places["work"]  # another key of the same account
    train = a_session("train")
    train = replace(train, got=replace(train.got, rate=Money(Decimal(2))))
    for name in ("work", "laptop", "elsewhere"):
        accounts.clouds[name].answer("live_sessions", Page((train,)), Page(()))
    fleet = accounts.fleet("work", "laptop", "elsewhere")
    async with accounts.looked_at(fleet):
        assert [len(one.live) for one in fleet.members] == [1, 0, 1]
        await accounts.clock.advance(SESSIONS_EVERY)
        assert [one.same_as for one in fleet.members] == ["", "work", ""]
        assert [one.balance is None for one in fleet.members] == [False, True, False]
        assert of(fleet, "laptop").is_answering


async def test_why_there_is_no_balance_is_told_in_the_clouds_words() -> None:
    accounts = Accounts(ManualClock(), "work")
    accounts.clouds["work"].capabilities = frozenset({Capability.SESSIONS})
    fleet = accounts.fleet("work")
    async with accounts.looked_at(fleet):
        assert of(fleet, "work").no_balance == "there are no balance here"
        assert of(fleet, "work").balance is None


async def test_the_open_account_is_read_off_its_own_picture() -> None:
    clock = ManualClock()
    accounts = Accounts(clock, "home")
    here = FakeCloud(clock)
    here.answer("live_sessions", Page((a_session("train"),)))
    live = Live(here, clock)
    fleet = Fleet(
        [accounts.joining("home")], clock, accounts.open_cloud, here="work", cloud=here, store=live.store
    )
    async with running(live):
        await clock.advance(1)
        asked = here.count("live_sessions")
        async with accounts.looked_at(fleet):
            assert [one.name for one in fleet.members] == ["work", "home"]
            assert [one.name for one in of(fleet, "work").live] == ["train"]
            assert of(fleet, "work").balance == Money(Decimal(50))
            assert here.count("live_sessions") == asked
