"""What happened while no dashboard was looking: sessions that ended or became ready, prices that moved."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from decimal import Decimal
from enum import IntEnum

from mimiry_tui.domain.frozen import dataclass
from mimiry_tui.domain.memory.cards import Card, Outcome
from mimiry_tui.domain.money import Money
from mimiry_tui.domain.offers import Offer

ALIVE = "alive"
"""The mark under which it is kept when a dashboard was last seen alive."""
AWAY = timedelta(minutes=2)
"""Who was gone for less has missed nothing worth a word."""


class Kind(IntEnum):
    """What a line is about, in the order it matters."""

    FAILED = 0
    ENDED = 1
    READY = 2
    PRICE = 3


@dataclass(frozen=True, slots=True)
class SessionLine:
    """One session of which there is news."""

    kind: Kind
    card: Card
    at: datetime | None
    """When it happened; None where only the outcome is known."""


@dataclass(frozen=True, slots=True)
class PriceLine:
    """One price that moved noticeably, at every place where its provider asks for it."""

    model: str
    provider: str
    locations: tuple[str, ...]
    before: Money
    now: Money
    available: bool

    @property
    def offer_id(self) -> str:
        """The offer at the first of these places."""
        return f"{self.model}|{self.provider}|{self.locations[0] if self.locations else ''}"

    @property
    def change(self) -> Decimal:
        """By how much, as a share: -0.06."""
        return self.now.amount / self.before.amount - 1


@dataclass(frozen=True, slots=True)
class Digest:
    """Everything since `left_at`, what matters most first."""

    left_at: datetime
    until: datetime
    sessions: tuple[SessionLine, ...]
    prices: tuple[PriceLine, ...]

    @property
    def away(self) -> timedelta:
        return self.until - self.left_at

    @property
    def is_empty(self) -> bool:
        return not self.sessions and not self.prices


def build_digest(
    left_at: datetime,
    until: datetime,
    *,
    then: Iterable[Card],
    cards: Iterable[Card],
    offers: Iterable[Offer] = (),
    rates_then: Mapping[str, Money] | None = None,
    threshold: Decimal = Decimal(5),
) -> Digest:
    """What changed between `left_at` and `until`.

    `then` are the cards as they were left, `cards` as they are known now; `rates_then` gives by offer
    what was asked for it then. `threshold` is the least move of a price that counts, in per cent.
    """
    lived = {card.session_id for card in then if card.outcome is Outcome.LIVE}
    waited = {card.session_id for card in then if card.outcome is Outcome.LIVE and card.ready_at is None}
    lines = [
        line
        for card in cards
        if (line := _session_line(card, left_at, until, card.session_id in lived, card.session_id in waited))
    ]
    lines.sort(key=lambda line: (line.kind, -(line.at or left_at).timestamp(), line.card.session_id))
    return Digest(left_at, until, tuple(lines), _moves(offers, rates_then or {}, threshold))


def _session_line(
    card: Card, left_at: datetime, until: datetime, lived: bool, waited: bool
) -> SessionLine | None:
    if card.outcome is not Outcome.LIVE:
        at = card.ended_at
        # Without its date only a session that was alive when one left is known to have ended since.
        if lived if at is None else left_at < at <= until or (lived and at <= left_at):
            bad = card.outcome in (Outcome.FAILED, Outcome.VANISHED)
            return SessionLine(Kind.FAILED if bad else Kind.ENDED, card, at)
        return None
    if card.ready_at is not None and (
        left_at < card.ready_at <= until or (waited and card.ready_at <= left_at)
    ):
        return SessionLine(Kind.READY, card, card.ready_at)
    return None


def _moves(offers: Iterable[Offer], before: Mapping[str, Money], threshold: Decimal) -> tuple[PriceLine, ...]:
    """One line per model, provider and pair of prices; the largest moves first."""
    places: dict[tuple[str, str, Money, Money], list[Offer]] = {}
    for offer in offers:
        was, rate = before.get(offer.id), offer.rate
        if was is None or rate is None or was.currency != rate.currency or was.amount <= 0:
            continue
        if not offer.has_gpu or abs(rate.amount / was.amount - 1) * 100 < threshold or rate == was:
            continue
        places.setdefault((offer.model, offer.provider, was, rate), []).append(offer)
    lines = [
        PriceLine(
            model,
            provider,
            tuple(sorted({offer.location for offer in at if offer.location})),
            was,
            rate,
            any(offer.available for offer in at),
        )
        for (model, provider, was, rate), at in places.items()
    ]
    return tuple(sorted(lines, key=lambda line: (-abs(line.change), line.model, line.provider)))
