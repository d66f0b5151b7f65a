"""Why what the service billed is not what the local record comes to."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from enum import StrEnum

from mimiry_tui.domain.accounting.charges import Charge, Kind
from mimiry_tui.domain.frozen import dataclass
from mimiry_tui.domain.money import Money


class Reason(StrEnum):
    """One cause of a difference, in words."""

    RUNNING = "running, not billed yet"
    UNSETTLED = "ended, not settled yet"
    NO_TRANSACTION = "settled, without a transaction so far"
    STORAGE = "storage"
    OTHER = "billed without a session"
    UNRECORDED = "sessions that are not in the local record"
    UNPRICED = "sessions whose price is not known here"
    ROUNDING = "billed otherwise than time × rate"


@dataclass(frozen=True, slots=True)
class Difference:
    """How much of the difference has that cause: positive where more was billed than is recorded here."""

    reason: Reason
    money: Money


def differences(shares: Iterable[tuple[Charge, Money]], currency: str) -> tuple[Difference, ...]:
    """The causes with their amounts, the largest first; they add up to billed less recorded.

    `shares` are charges with what of them falls into the time in question. "Billed" is what
    transactions say, "recorded" what the sessions of the local record cost.
    """
    sums: dict[Reason, Decimal] = {}
    linked: dict[str, list[tuple[Charge, Money]]] = {}
    for charge, money in shares:
        if charge.kind is Kind.LINKED:
            linked.setdefault(charge.session_id, []).append((charge, money))
            continue
        reason = _REASONS[charge.kind]
        # What nobody billed yet is recorded here only.
        sign = 1 if charge.kind in (Kind.STORAGE, Kind.OTHER) else -1
        sums[reason] = sums.get(reason, Decimal(0)) + sign * money.amount
    for parts in linked.values():
        reason, amount = _of_session(parts, currency)
        sums[reason] = sums.get(reason, Decimal(0)) + amount
    found = [Difference(reason, Money(amount, currency)) for reason, amount in sums.items() if amount]
    return tuple(sorted(found, key=lambda one: -abs(one.money.amount)))


def _of_session(parts: list[tuple[Charge, Money]], currency: str) -> tuple[Reason, Decimal]:
    """What was billed for a session within the time, less its share of what the record says it cost."""
    record = parts[0][0].record
    billed = sum((money.amount for _, money in parts), Decimal(0))
    if record is None:
        return Reason.UNRECORDED, billed
    if record.cost is None or record.cost.currency != currency:
        return Reason.UNPRICED, billed
    if record.is_live:
        # The rest of it is told as running.
        return Reason.ROUNDING, Decimal(0)
    whole = sum((charge.money.amount for charge, _ in parts), Decimal(0))
    if not whole:
        return Reason.ROUNDING, billed
    return Reason.ROUNDING, billed - record.cost.amount * (billed / whole)


_REASONS = {
    Kind.RUNNING: Reason.RUNNING,
    Kind.UNSETTLED: Reason.UNSETTLED,
    Kind.SETTLED: Reason.NO_TRANSACTION,
    Kind.STORAGE: Reason.STORAGE,
    Kind.OTHER: Reason.OTHER,
}
