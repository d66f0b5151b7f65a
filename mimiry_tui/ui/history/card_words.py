"""A card's figures in short words, for tables and for the card itself. Pure."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from mimiry_tui.domain.advice import Advice, advice
from mimiry_tui.domain.conventions import time_of_day
from mimiry_tui.domain.durations import clock_time, short
from mimiry_tui.domain.launching.draft_of_card import session_of
from mimiry_tui.domain.memory.cards import Card, Outcome
from mimiry_tui.domain.money import Money
from mimiry_tui.domain.offers import short_model
from mimiry_tui.domain.words import times
from mimiry_tui.ui import glyphs
from mimiry_tui.ui.widgets.cells import Span, Tone

_SPANS: dict[Outcome, Span] = {
    Outcome.DONE: Span(glyphs.ENDED, "dim"),
    Outcome.BY_USER: Span(glyphs.ENDED, "dim"),
    Outcome.FAILED: Span(glyphs.FAILED, "bad"),
    Outcome.VANISHED: Span(glyphs.UNKNOWN, "warn"),
}
_TONES: dict[Outcome, Tone] = {Outcome.FAILED: "bad", Outcome.VANISHED: "warn"}
BARE = "failed"
"""What is said of an end of which nothing more is known."""
_FAULTS = {"pull_failed": "pull failed", "provision_failed": "provisioning failed"}
"""What the text of an error begins with, and what that means."""


def sign(card: Card) -> Span:
    """How it turned out; of one that lives whether it is usable."""
    if card.outcome is Outcome.LIVE:
        return Span(glyphs.READY, "good") if card.ready_at is not None else Span(glyphs.MOVING, "warn")
    return _SPANS[card.outcome]


def tone(card: Card) -> Tone:
    """The colour of its outcome in words."""
    if card.outcome is Outcome.LIVE:
        return "good" if card.ready_at is not None else "warn"
    return _TONES.get(card.outcome, "text")


def short_outcome(card: Card) -> str:
    """How it ended, for a narrow column."""
    return "vanished" if card.outcome is Outcome.VANISHED else outcome_words(card)


def outcome_words(card: Card) -> str:
    """How it ended; of one that did not, where it is in its life."""
    if card.words == BARE:
        # Lists of sessions come without the state that would have named the fault.
        return next((words for prefix, words in _FAULTS.items() if card.error.startswith(prefix)), BARE)
    return card.words or (card.outcome.value if card.outcome is not Outcome.BY_USER else "ended by you")


def why(card: Card) -> Advice | None:
    """The likely cause where one failed, and what to do about it."""
    return advice(session_of(card)) if card.outcome is Outcome.FAILED else None


def gpu_words(card: Card) -> tuple[str, str]:
    """The model and how many: ("H100 80G", " ×2"); empty where unknown."""
    return (short_model(card.gpu), times(card.gpu_count)) if card.gpu else ("", "")


def when_words(moment: datetime | None, now: datetime) -> str:
    """A moment in the reader's own time, roughly: "10:14" of today, "Mon 09:12", "12 Nov", "Nov 2025"."""
    if moment is None:
        return ""
    today = now.astimezone()
    local = moment.astimezone(today.tzinfo)
    days = (today.date() - local.date()).days
    if days <= 0:
        return clock_time(local, today)
    if days < 7:
        return f"{local:%a} {time_of_day(local)}"
    return f"{local:%-d %b}" if days < 300 else f"{local:%b %Y}"


def full_moment(moment: datetime | None, now: datetime, *, seconds: bool = True) -> str:
    """Day and time: "Mon 23 Nov 10:14:07", with the year where it is another one."""
    if moment is None:
        return ""
    local = moment.astimezone(now.astimezone().tzinfo)
    year = f" {local:%Y}" if local.year != now.astimezone().year else ""
    return f"{local:%a %-d %b}{year} {time_of_day(local, seconds=seconds)}"


def ran(card: Card) -> timedelta | None:
    """From its launch to its end, or to when it was last told of."""
    if card.created_at is None:
        return None
    return max(timedelta(0), (card.ended_at or card.seen_at) - card.created_at)


def ready_after(card: Card) -> timedelta | None:
    """From its launch to usable."""
    if card.created_at is None or card.ready_at is None:
        return None
    return max(timedelta(0), card.ready_at - card.created_at)


def cost_words(card: Card) -> str:
    """What it cost: "€4.10" once settled, else "≈€4.10"."""
    return "" if card.cost is None else amount(card.cost, estimated=not card.cost_settled)


def when_width() -> int:
    """Cells of the longest of those."""
    return 4 + len(time_of_day(datetime(2026, 1, 1, 22, 22, tzinfo=UTC)))


def amount(money: Money, *, estimated: bool) -> str:
    return f"≈{money}" if estimated else str(money)


def span_words(length: timedelta | None) -> str:
    return "" if length is None else short(length)
