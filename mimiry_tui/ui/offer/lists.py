"""The two lists of the offer screen: what changed, and what is one's own there."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from textual.content import Content

from mimiry_tui.domain.durations import clock_time, short
from mimiry_tui.domain.memory.cards import Card, Outcome
from mimiry_tui.domain.memory.offer_story import OfferChange
from mimiry_tui.domain.memory.questions import PlaceBoots
from mimiry_tui.domain.sessions import Session
from mimiry_tui.domain.spending import cost_so_far
from mimiry_tui.domain.words import phase_words
from mimiry_tui.ui.columns.offer_past import CHEAPER, DEARER, percent
from mimiry_tui.ui.glyphs import ENDED, FAILED, UNKNOWN, phase_span
from mimiry_tui.ui.overview import labelled
from mimiry_tui.ui.toned import spans, toned
from mimiry_tui.ui.widgets.cells import Span, Tone
from mimiry_tui.ui.widgets.part_line import fitted

_WIDEST_TIME = 12
_MOST_CHANGES = 200
_NAME = 16
_LEAST_WORDS = 12
"""Cells below which words about the end are left out: the sign tells how it was."""
_OUTCOME_SIGNS: dict[Outcome, Span] = {
    Outcome.FAILED: Span(FAILED, "bad"),
    Outcome.VANISHED: Span(UNKNOWN, "warn"),
}


def change_lines(changes: Sequence[OfferChange], now: datetime) -> list[Content]:
    """Each change on a line, the latest first; of a great many the latest."""
    local = now.astimezone()
    lines = [_change_line(one, local) for one in changes[:_MOST_CHANGES]]
    further = len(changes) - len(lines)
    return [*lines, toned(f"and {further:,} before", "dim")] if further else lines


def _change_line(change: OfferChange, now: datetime) -> Content:
    at = clock_time(change.at, now)
    # After a gap one knows by when it had changed, not when it did.
    when = at if change.certain or change.before is None else f"by {at}"
    return toned(f"{when:>{_WIDEST_TIME + 3}}  ", "dim") + toned(" · ", "dim").join(_what_changed(change))


def _what_changed(change: OfferChange) -> list[Content]:
    before, after = change.before, change.after
    if before is None:
        price = f" at {after.rate}" if after.rate is not None else ""
        return [toned(f"first seen{price}{'' if after.available else ', sold out'}", "text")]
    told: list[Content] = []
    if before.available != after.available:
        told.append(toned("back in stock", "good") if after.available else toned("sold out", "text"))
    if before.rate != after.rate and told:
        told.append(toned(str(after.rate or "no price"), "bright"))
    elif before.rate != after.rate:
        if before.rate is None or after.rate is None:
            told.append(toned(f"{before.rate or 'no price'} → {after.rate or 'no price'}", "text"))
        else:
            line = toned(f"{before.rate} → ", "dim") + toned(str(after.rate), "bright")
            if before.rate.currency == after.rate.currency and before.rate.amount:
                line += _by(percent(after.rate.amount / before.rate.amount - 1) or 0)
            told.append(line)
    return told


def _by(change: int) -> Content:
    if not change:
        return Content("")
    tone: Tone = "warn" if change >= DEARER else "good" if change <= CHEAPER else "text"
    return toned(f"  {'+' if change > 0 else '−'}{abs(change)}%", tone)


def boot_line(boots: PlaceBoots | None) -> Content:
    """How sessions came up there before."""
    if boots is None:
        return labelled("boots", toned("…", "dim"))
    failed = boots.failures
    told = []
    if boots.median is not None and boots.slow is not None:
        told.append(toned(short(boots.median), "bright", bold=True) + toned(" median", "dim"))
        told.append(toned(short(boots.slow), "bright") + toned(" for 9 in 10", "dim"))
    elif boots.count:
        told.append(toned("too few to say how long they take", "dim"))
    if failed:
        told.append(toned(f"{failed} failed", "bad"))
    count = f"{boots.count:,} boot{'' if boots.count == 1 else 's'}" if boots.count else "boots"
    return labelled(count, toned(" · ", "dim").join(told) if told else toned("none of yours yet", "dim"))


def your_lines(
    boots: PlaceBoots | None, running: Sequence[Session], cards: Sequence[Card], now: datetime, width: int
) -> list[Content]:
    """Boots, what runs there now, and what ran there before; lines of up to so many cells."""
    if boots is not None and not (boots.count or boots.failures or running or cards):
        return [toned("you have had no session here yet", "dim")]
    lines = [boot_line(boots)]
    if running:
        lines += [Content(""), toned("running now", "dim"), *(_running_line(one, now) for one in running)]
    if cards:
        lines += [Content(""), toned("earlier", "dim"), *(_card_line(one, now, width) for one in cards)]
    return lines


def _running_line(session: Session, now: datetime) -> Content:
    up = short(now - session.created_at) if session.created_at is not None else "–"
    cost = str(cost_so_far(session, now) or "–")
    count = session.asked.gpu_count
    name = fitted(session.name or session.id, _NAME)
    return (
        spans([phase_span(session.phase)])
        + toned(f" {name:<{_NAME}} ", "bright", bold=True)
        + toned(f"×{count} " if count > 1 else "", "dim")
        + toned(f"{up:>6}", "text")
        + toned(f"  {cost:>8}", "bright")
        + toned(f"  {phase_words(session)}", "dim")
    )


def _card_line(card: Card, now: datetime, width: int) -> Content:
    sign = _OUTCOME_SIGNS.get(card.outcome, Span(ENDED, "dim"))
    when = clock_time(card.created_at, now.astimezone()) if card.created_at is not None else "–"
    name = fitted(card.name or card.session_id, _NAME)
    ran = (
        short(card.ended_at - card.created_at)
        if card.ended_at is not None and card.created_at is not None
        else "–"
    )
    cost = "–" if card.cost is None else str(card.cost) if card.cost_settled else f"≈{card.cost}"
    line = (
        spans([sign])
        + toned(f" {name:<{_NAME}} ", "text")
        + toned(f"{ran:>6}", "dim")
        + toned(f"  {cost:>8}", "text")
        + toned(f"  {when:<{_WIDEST_TIME}}", "dim")
    )
    if width - line.cell_length < _LEAST_WORDS:
        return line
    return (line + toned(f"  {card.words}", "dim")).truncate(width, ellipsis=True)
