"""The account screen over an account whose service answers as the test says."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from types import SimpleNamespace
from typing import Any, cast

from textual.pilot import Pilot

from mimiry_tui.clouds.base import Capability, Page
from mimiry_tui.clouds.errors import CloudError
from mimiry_tui.clouds.extras import Extras, NoExtras
from mimiry_tui.domain.account import Balance, Quota, Transaction, build_facts, build_transaction
from mimiry_tui.domain.money import Money
from mimiry_tui.domain.session_reading import build_session
from mimiry_tui.domain.sessions import Session
from mimiry_tui.live.account import Account
from mimiry_tui.live.store import Change, Health, Resource, Store
from mimiry_tui.settings import Profile
from mimiry_tui.ui.profile_mark import ProfileMark
from mimiry_tui.ui.screens.account import AccountScreen
from mimiry_tui.ui.services import Services
from mimiry_tui.ui.theme import DARK
from tests.support.clock import EPOCH
from tests.support.dialog_app import DialogApp
from tests.support.fake_cloud import FakeCloud

HOUR = timedelta(hours=1)


def a_session(name: str, *, rate: str | None = "2.10", hours: float = 2, **fields: Any) -> Session:
    """One that runs since so many hours."""
    began = (EPOCH - HOUR * hours).isoformat()
    known = {"id": name, "name": name, "state": "running", "hourly_rate": rate, "created_at": began}
    return build_session(**{**known, "gpu_type": "H100_80G_SXM", **fields})


def a_move(number: int, amount: str, *, hours: float, **fields: Any) -> Transaction:
    """A movement so many hours ago."""
    at = (EPOCH - HOUR * hours).isoformat()
    known = {"id": f"t{number}", "created_at": at, "amount": amount, "type": "usage", "raw": b"{}"}
    return build_transaction(**{**known, **fields})


SESSIONS = (a_session("train-llama"), a_session("notebook", rate="0.87", hours=5, max_duration=6 * 3600))
MOVES = (
    a_move(3, "-4.08", hours=9, session_id="ablation-7", balance_after="46.20"),
    a_move(2, "25", hours=30, type="top_up", description="card ending 4242"),
    a_move(1, "-1.46", hours=50, session_id="bench", description="bench-h100"),
)
QUOTAS = (Quota("concurrent_sessions", 2, 2), Quota("gpus", 16, 4), Quota("volume_gb", None, 300))


@dataclass
class AccountDesk:
    """The screen, its account, and the hands of its clock."""

    app: DialogApp
    pilot: Pilot[None]
    screen: AccountScreen
    account: Account
    cloud: FakeCloud
    opened: list[str]
    """The sessions that were asked to be shown."""

    @property
    def store(self) -> Store:
        return self.account.store

    async def press(self, *keys: str) -> None:
        await self.pilot.press(*keys)
        await self.settle()

    async def settle(self) -> None:
        await self.screen.workers.wait_for_complete()
        await self.pilot.pause()

    def text(self) -> str:
        return self.app.shown()

    async def fail(self, resource: Resource, error: CloudError) -> None:
        """That endpoint fails from now on, having said nothing."""
        self.store.set_health(resource, Health(error=error))
        self.store.publish(Change(resource, health_only=True))
        await self.settle()


def fill(store: Store, now: datetime, *, without: Resource | None = None) -> None:
    """Everything that the account has, but for what one endpoint tells."""
    told = {one for one in Resource if one is not without}
    for resource in told:
        store.set_health(resource, Health(as_of=now, every=timedelta(seconds=60)))
    store.update_sessions({one.id: one for one in SESSIONS})
    store.balance = Balance(Money(Decimal("46.20"))) if Resource.BALANCE in told else None
    store.quotas = QUOTAS if Resource.QUOTAS in told else None
    store.transactions = MOVES if Resource.TRANSACTIONS in told else None


class AccountStage(DialogApp):
    """Opens the account screen over a filled account when asked to."""

    def __init__(
        self,
        *,
        theme: str = DARK,
        without: Resource | None = None,
        tab: str = "Overview",
        extras: Extras | None = None,
        absent: frozenset[Capability] = frozenset(),
    ) -> None:
        super().__init__(theme)
        self._without, self._tab = without, tab
        self.opened: list[str] = []
        self.cloud = FakeCloud(self.clock, frozenset(Capability) - absent)
        self.cloud.extras = extras or NoExtras()
        self.cloud.signed_in_until = EPOCH + timedelta(minutes=48)
        self.cloud.answer("me", build_facts({"email": "you@example.org", "id": "usr_1"}))
        self.cloud.answer("token_limits", build_facts({"limit": 3, "remaining": 2}))
        self.cloud.answer("transactions", Page(MOVES))

    async def open(self) -> tuple[Account, AccountScreen]:
        """The account and its screen, which is shown."""
        account = Account(self.cloud, Profile("demo", "http://127.0.0.1:1", "test", None, "test"), self.clock)
        fill(account.store, self.clock.now(), without=self._without)
        services = SimpleNamespace(account=account, clock=self.clock, profile=ProfileMark("demo"))
        screen = AccountScreen(cast(Services, services), open_session=self.opened.append, tab=self._tab)
        await self.push_screen(screen)
        return account, screen


@asynccontextmanager
async def account_desk(
    size: tuple[int, int] = (120, 36),
    *,
    theme: str = DARK,
    without: Resource | None = None,
    tab: str = "Overview",
    extras: Extras | None = None,
    absent: frozenset[Capability] = frozenset(),
) -> AsyncIterator[AccountDesk]:
    """The screen as it opens; `without` is an endpoint that tells nothing, `absent` what there is not."""
    app = AccountStage(theme=theme, without=without, tab=tab, extras=extras, absent=absent)
    async with app.run_test(size=size, notifications=True) as pilot:
        account, screen = await app.open()
        desk = AccountDesk(app, pilot, screen, account, app.cloud, app.opened)
        await desk.settle()
        yield desk
        account.happenings.close()
