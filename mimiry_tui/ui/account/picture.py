"""Everything the account screen shows besides its tables, at one moment."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from mimiry_tui.clouds.base import Capability
from mimiry_tui.clouds.errors import NoKey
from mimiry_tui.domain.account import Quota, Transaction
from mimiry_tui.domain.accounting.balance_now import JUMP_SHOWN, Jump, balance_now
from mimiry_tui.domain.accounting.burn import Burn, build_burn
from mimiry_tui.domain.accounting.ledger import newest_first
from mimiry_tui.domain.accounting.local_days import start_of
from mimiry_tui.domain.accounting.runway import Runway, build_runway
from mimiry_tui.domain.accounting.spend import By, Spend
from mimiry_tui.domain.frozen import dataclass
from mimiry_tui.domain.launching.picture import KeyFacts
from mimiry_tui.domain.money import Money, totals
from mimiry_tui.domain.sessions import Session
from mimiry_tui.domain.spending import spent_between
from mimiry_tui.domain.volumes import Volume
from mimiry_tui.live.money.money import Told
from mimiry_tui.live.picture import words_of
from mimiry_tui.live.store import Resource, Store
from mimiry_tui.ui.freshness import describe

if TYPE_CHECKING:
    from mimiry_tui.live.account import Account

_CAPABILITIES = {
    Resource.BALANCE: Capability.BALANCE,
    Resource.QUOTAS: Capability.QUOTAS,
    Resource.TRANSACTIONS: Capability.TRANSACTIONS,
    Resource.SESSIONS: Capability.SESSIONS,
}
_SHOWN = (
    Capability.OFFERS,
    Capability.BALANCE,
    Capability.TRANSACTIONS,
    Capability.QUOTAS,
    Capability.ACCOUNT_KEY,
    Capability.TOKEN_LIMITS,
    Capability.IDENTITY,
)
"""What has a block of its own on the screen."""
_OF_MONEY = (Capability.OFFERS, Capability.BALANCE, Capability.TRANSACTIONS)


@dataclass(frozen=True, slots=True)
class AccountPicture:
    """What is known of the account. A figure that is None is explained in `missing`."""

    now: datetime
    balance: Money | None
    """What is left by now, counted on from the last answer."""
    balance_is_counted: bool
    """It is not what the service said, but what must be left of that by now."""
    balance_age: str
    jump: Jump | None
    burn: Burn
    runway: Runway | None
    today: tuple[Money, ...]
    running: tuple[Session, ...]
    quotas: tuple[Quota, ...] | None
    movements: tuple[Transaction, ...] | None
    missing: dict[Resource, str]
    """Why there is nothing of these, in words."""
    absent: dict[Capability, str]
    """What the service has not, or this account may not, and why, in words."""
    spends: dict[int, tuple[Spend, ...]]
    """By the number of days, as far as they were added up."""
    me: Told
    token_limits: Told
    token_until: datetime | None
    token_since: datetime | None
    key: KeyFacts
    token_place: str
    """Where an API token is read from, as the profile says; empty for the usual places, or a key."""
    host: str
    portal: str
    read_only: bool
    skew: timedelta | None
    minimum_volume_gb: tuple[tuple[str, int], ...]

    @property
    def has_money(self) -> bool:
        """Whether any amount can be told: the service has prices, a balance or payments."""
        return not all(one in self.absent for one in _OF_MONEY)


@dataclass(frozen=True, slots=True)
class AddedUp:
    """What was spent, as it was added up a while ago."""

    spends: dict[int, tuple[Spend, ...]]
    """By the number of days."""
    today: tuple[Money, ...] = ()
    """What the picture's own sessions had cost that day by then: what they cost since is more of it."""


def picture_of(account: Account, now: datetime, added: AddedUp) -> AccountPicture:
    """The account as it is now. Reads nothing but what is known already."""
    store, cloud, money = account.store, account.cloud, account.money
    sessions = [row for row in store.sessions.values() if isinstance(row, Session)]
    volumes = [row for row in store.volumes.values() if isinstance(row, Volume)]
    burn = build_burn(sessions, volumes)
    told = store.balance.money if store.balance is not None else None
    health = store.health(Resource.BALANCE)
    left = balance_now(told, health.as_of, burn.total, now) if told is not None else None
    jump = store.balance_jump
    rows = store.transactions
    movements = None if rows is None else tuple(row for row in rows if isinstance(row, Transaction))
    return AccountPicture(
        now=now,
        balance=left,
        balance_is_counted=str(left) != str(told),
        balance_age=describe(health, now).content.plain,
        jump=jump if jump is not None and now - jump.at < JUMP_SHOWN else None,
        burn=burn,
        runway=build_runway(left, burn.total, sessions, now) if left is not None else None,
        today=_today(today_of(sessions, now), added, now),
        running=tuple(session for session in sessions if session.is_live),
        quotas=store.quotas,
        movements=None if movements is None else tuple(newest_first(movements)),
        missing={one: why for one in _CAPABILITIES if (why := _missing(account, store, one))},
        absent={one: why for one in _SHOWN if (why := cloud.why_not(one))},
        spends=added.spends,
        me=money.me,
        token_limits=money.token_limits,
        token_until=money.signed_in_until,
        token_since=money.token_since,
        key=account.key.facts,
        token_place=account.profile.token,
        host=cloud.origin,
        portal=cloud.portal,
        read_only=cloud.read_only,
        skew=cloud.skew,
        minimum_volume_gb=tuple(cloud.minimum_volume_gb.items()),
    )


def today_of(sessions: Iterable[Session], now: datetime) -> tuple[Money, ...]:
    """What these cost since midnight on the reader's clock."""
    return spent_between(sessions, start_of(now.astimezone().date()), now)


def _today(cost: tuple[Money, ...], added: AddedUp, now: datetime) -> tuple[Money, ...]:
    """What was added up for today, with bills of what the picture no longer has, and what came since."""
    spends = next(iter(added.spends.values()), ())
    if any(spend.days[-1] != now.astimezone().date() for spend in spends):
        return cost  # midnight has passed since
    known = [spend.slices[By.DAY][-1].amount.total for spend in spends]
    return tuple(one for one in totals([*known, *cost, *(-then for then in added.today)]) if one.amount)


def _missing(account: Account, store: Store, resource: Resource) -> str:
    """Why there is nothing of it, or nothing new; "" where there is."""
    why = account.cloud.why_not(_CAPABILITIES[resource])
    if why:
        return why
    health = store.health(resource)
    if isinstance(health.error, NoKey):
        return "signed out"
    if health.error is not None:
        return words_of(health.error)
    return "" if health.as_of is not None else "loading…"
