"""Every amount that was spent, with the time it was spent over: the parts that spend is added up from.

What transactions say is billed. What runs, and what ended without a transaction so far, follows from
the local record: final figures of the service count as billed there too, all else is estimated.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import datetime
from enum import StrEnum

from mimiry_tui.domain.account import Transaction
from mimiry_tui.domain.accounting.recorded import Recorded
from mimiry_tui.domain.frozen import dataclass
from mimiry_tui.domain.money import Money, totals

_STORAGE_WORDS = ("storage", "volume", "disk")


class Kind(StrEnum):
    """Where an amount is known from."""

    LINKED = "linked"
    """A transaction of a session."""
    STORAGE = "storage"
    """A transaction without a session that speaks of volumes."""
    OTHER = "other"
    """Any other transaction without a session."""
    SETTLED = "settled"
    """The service's final figure for a session, without a transaction so far."""
    RUNNING = "running"
    """What a live session has cost beyond its transactions."""
    UNSETTLED = "unsettled"
    """What an ended session must have cost, which nobody has billed yet."""

    @property
    def is_estimated(self) -> bool:
        return self in (Kind.RUNNING, Kind.UNSETTLED)


@dataclass(frozen=True, slots=True)
class Charge:
    """An amount (negative for a refund) that was spent from `start` to `end`."""

    kind: Kind
    money: Money
    start: datetime
    end: datetime
    session_id: str = ""
    record: Recorded | None = None
    words: str = ""
    """What a transaction without a session is for; foreign text."""


def charges(transactions: Iterable[Transaction], records: Iterable[Recorded]) -> tuple[Charge, ...]:
    """All of them, in no order. Money that came in without a session is none, nor is what has no date."""
    by_session: dict[str, list[Transaction]] = defaultdict(list)
    found: list[Charge] = []
    known = {record.session_id: record for record in records}
    for one in _by_id(transactions):
        if one.at is None or one.money is None or not one.money.amount:
            continue
        if one.session_id:
            by_session[one.session_id].append(one)
        elif one.money.amount < 0:
            words = one.description or one.type
            found.append(Charge(_kind_of(one), -one.money, one.at, one.at, words=words))
    for session_id, linked in by_session.items():
        found.extend(_linked(session_id, linked, known.get(session_id)))
    for record in known.values():
        rest = _unbilled(record, by_session.get(record.session_id, []))
        found.extend([rest] if rest is not None else [])
    return tuple(found)


def _by_id(transactions: Iterable[Transaction]) -> Iterator[Transaction]:
    """Each once: they come from the service and from memory."""
    seen: set[str] = set()
    for one in transactions:
        if not one.id or one.id not in seen:
            seen.add(one.id)
            yield one


def _kind_of(transaction: Transaction) -> Kind:
    told = f"{transaction.type} {transaction.description}".casefold()
    return Kind.STORAGE if any(word in told for word in _STORAGE_WORDS) else Kind.OTHER


def _linked(session_id: str, linked: list[Transaction], record: Recorded | None) -> Iterator[Charge]:
    """A single bill is for the whole life of the session; of several, each is for its own day."""
    single = len(linked) == 1
    for one in linked:
        assert one.at is not None
        assert one.money is not None
        start = end = one.at
        if single and record is not None and record.start is not None and record.end is not None:
            start, end = record.start, max(record.start, min(record.end, one.at))
        yield Charge(Kind.LINKED, -one.money, start, end, session_id, record, one.description)


def _unbilled(record: Recorded, linked: list[Transaction]) -> Charge | None:
    """What the record knows of beyond the transactions; None where they are all there is."""
    start, end = record.start or record.end, record.end
    if record.cost is None or start is None or end is None:
        return None
    billed = totals(-one.money for one in linked if one.money is not None)
    if linked and not record.is_live:
        return None
    if any(money.currency != record.cost.currency for money in billed):
        # It is billed in another currency than it is priced in: what is left to bill is unknown.
        return None
    money = record.cost - billed[0] if billed else record.cost
    if money.amount <= 0:
        return None
    if linked:
        start = max(start, *(one.at for one in linked if one.at is not None))
    kind = Kind.RUNNING if record.is_live else Kind.SETTLED if record.settled else Kind.UNSETTLED
    return Charge(kind, money, min(start, end), end, record.session_id, record)
