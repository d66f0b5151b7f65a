"""What was spent over some days: by day, session, GPU and image, billed and estimated apart.

Each currency has a `Spend` of its own; two are never added.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, tzinfo
from decimal import Decimal
from enum import StrEnum

from mimiry_tui.domain.account import Transaction
from mimiry_tui.domain.accounting.charges import Charge, Kind, charges
from mimiry_tui.domain.accounting.difference import Difference, differences
from mimiry_tui.domain.accounting.local_days import LocalDays, days_until
from mimiry_tui.domain.accounting.recorded import Recorded
from mimiry_tui.domain.money import DEFAULT_CURRENCY, Money


class By(StrEnum):
    """What spend is told by."""

    DAY = "day"
    SESSION = "session"
    GPU = "GPU"
    IMAGE = "image"


@dataclass(frozen=True, slots=True)
class Amount:
    """What was spent on something: what the service billed, and what we conclude beyond that."""

    billed: Money
    estimated: Money

    @property
    def total(self) -> Money:
        return self.billed + self.estimated

    @property
    def is_estimated(self) -> bool:
        """Whether any of it is our own figure."""
        return self.estimated.amount != 0

    def __str__(self) -> str:
        return f"≈{self.total}" if self.is_estimated else str(self.total)


@dataclass(frozen=True, slots=True)
class Slice:
    """What was spent on one day, session, GPU model or image."""

    key: str
    """Unique among those of its kind; a session's id, a day as ISO date."""
    label: str
    """What it is called; may be foreign text."""
    amount: Amount
    sessions: int
    """How many sessions it is made of."""
    day: date | None = None


@dataclass(frozen=True, slots=True)
class Spend:
    """What was spent in one currency."""

    currency: str
    days: tuple[date, ...]
    """Every day of the time, oldest first."""
    slices: Mapping[By, tuple[Slice, ...]]
    """Days in order, each one there; all else the dearest first."""
    total: Amount
    differences: tuple[Difference, ...]
    """Why what was billed is not what the local record comes to; empty where it is."""


@dataclass(slots=True)
class _Sum:
    label: str
    sessions: set[str]
    billed: Decimal = Decimal(0)
    estimated: Decimal = Decimal(0)


_Spread = tuple[Charge, tuple[tuple[int, Decimal], ...]]
"""A charge, and how much of it is on which of the days."""


def build_spend(
    transactions: Iterable[Transaction],
    records: Iterable[Recorded],
    *,
    days: int,
    now: datetime,
    zone: tzinfo | None = None,
) -> tuple[Spend, ...]:
    """One for each currency in which anything was spent, the default one first.

    The last of the days is today in `zone` (None: this machine's). What is billed for a session is
    spread over its life, so that each day has what ran on it.
    """
    return build_spends(transactions, records, lengths=[days], now=now, zone=zone)[days]


def build_spends(
    transactions: Iterable[Transaction],
    records: Iterable[Recorded],
    *,
    lengths: Iterable[int],
    now: datetime,
    zone: tzinfo | None = None,
) -> dict[int, tuple[Spend, ...]]:
    """The same for several numbers of days at once."""
    found = charges(transactions, records)
    return {days: _spends(found, days_until(now, days, zone)) for days in lengths}


def _spends(found: Iterable[Charge], local: LocalDays) -> tuple[Spend, ...]:
    by_currency: dict[str, list[_Spread]] = {}
    for charge in found:
        if charge.end >= local.starts[0] and (parts := tuple(local.parts(charge.start, charge.end))):
            by_currency.setdefault(charge.money.currency, []).append((charge, parts))
    order = sorted(by_currency, key=lambda code: (code != DEFAULT_CURRENCY, code))
    return tuple(_spend_in(code, by_currency[code], local) for code in order)


def _spend_in(currency: str, found: list[_Spread], local: LocalDays) -> Spend:
    sums: dict[By, dict[str, _Sum]] = {by: {} for by in By}
    for day in local.days:
        sums[By.DAY][day.isoformat()] = _Sum(day.isoformat(), set())
    shares: list[tuple[Charge, Money]] = []
    by_place = list(sums[By.DAY].values())
    for charge, parts in found:
        within = Decimal(0)
        for place, share in parts:
            amount = charge.money.amount * share
            within += amount
            _add(by_place[place], charge, amount)
        shares.append((charge, Money(within, currency)))
        for by, naming in _NAMING.items():
            key, label = naming(charge)
            _add(sums[by].setdefault(key, _Sum(label, set())), charge, within)
    slices = {by: _slices(by, rows, currency, local) for by, rows in sums.items()}
    billed = sum((row.billed for row in sums[By.SESSION].values()), Decimal(0))
    estimated = sum((row.estimated for row in sums[By.SESSION].values()), Decimal(0))
    total = Amount(Money(billed, currency), Money(estimated, currency))
    return Spend(currency, local.days, slices, total, differences(shares, currency))


def _add(row: _Sum, charge: Charge, amount: Decimal) -> None:
    if charge.kind.is_estimated:
        row.estimated += amount
    else:
        row.billed += amount
    if charge.session_id:
        row.sessions.add(charge.session_id)


def _slices(by: By, rows: Mapping[str, _Sum], currency: str, local: LocalDays) -> tuple[Slice, ...]:
    made = [
        Slice(
            key,
            row.label,
            Amount(Money(row.billed, currency), Money(row.estimated, currency)),
            len(row.sessions),
            local.days[place] if by is By.DAY else None,
        )
        for place, (key, row) in enumerate(rows.items())
    ]
    if by is By.DAY:
        return tuple(made)
    return tuple(sorted(made, key=lambda one: (-one.amount.total.amount, one.label)))


def _without_session(charge: Charge) -> tuple[str, str] | None:
    if charge.kind is Kind.STORAGE:
        return "-storage", "storage"
    return ("-other", charge.words or "other") if charge.kind is Kind.OTHER else None


def _by_session(charge: Charge) -> tuple[str, str]:
    record = charge.record
    name = record.name if record is not None else ""
    return _without_session(charge) or (charge.session_id, name or charge.session_id[:8])


def _by_gpu(charge: Charge) -> tuple[str, str]:
    model = charge.record.gpu if charge.record is not None else ""
    return _without_session(charge) or (model or "-unknown", model or "unknown GPU")


def _by_image(charge: Charge) -> tuple[str, str]:
    image = charge.record.image if charge.record is not None else ""
    return _without_session(charge) or (image or "-unknown", image or "unknown image")


_NAMING: Mapping[By, Callable[[Charge], tuple[str, str]]] = {
    By.SESSION: _by_session,
    By.GPU: _by_gpu,
    By.IMAGE: _by_image,
}
