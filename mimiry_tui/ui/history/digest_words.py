"""What happened while one was away, in words: short ones for a line, whole ones for a list. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from textual.content import Content

from mimiry_tui.domain.durations import short
from mimiry_tui.domain.memory.digest import Digest, Kind, PriceLine, SessionLine
from mimiry_tui.domain.offers import parts_of_model, short_model
from mimiry_tui.ui.history import card_words as words
from mimiry_tui.ui.toned import spans, toned
from mimiry_tui.ui.widgets.cells import Tone
from mimiry_tui.ui.widgets.part_line import fitted

_NAME = 24
_DEAR, _CHEAP = "▲", "▼"


def away_words(digest: Digest) -> str:
    """How long one was away, roughly: "3 h", "2 days"."""
    seconds = digest.away.total_seconds()
    if seconds < 3_600:
        return f"{int(seconds // 60)} min"
    hours = round(seconds / 3_600)
    return f"{hours} h" if hours < 48 else f"{round(seconds / 86_400)} days"


def short_pieces(digest: Digest, *, times: bool) -> Iterator[Content]:
    """One piece for each session and each model whose price moved, what matters most first.

    `times` says whether they tell when it happened.
    """
    for session in digest.sessions:
        yield _short_session(session, digest.until, times=times)
    models = {line.model for line in digest.prices}
    families = [parts_of_model(model)[0] for model in models]
    moved = [line.model for line in digest.prices]
    for price in digest.prices:
        family = parts_of_model(price.model)[0]
        name = family if families.count(family) == 1 else short_model(price.model)
        yield _short_price(price, name, with_provider=moved.count(price.model) > 1)


def session_row(line: SessionLine, now: datetime, name_width: int) -> Content:
    """One session in a list: sign, name, what happened when, and what it cost."""
    card = line.card
    sign, tone = words.sign(card), _tone(line)
    name = toned(card.name or card.session_id, "bright", bold=True).truncate(
        name_width, ellipsis=True, pad=True
    )
    at, width = words.when_words(line.at, now), words.when_width()
    model, count = words.gpu_words(card)
    details = [
        toned(_told(line), tone),
        *([toned(words.cost_words(card), "bright")] if card.cost is not None else []),
        *([toned(model + count, "dim")] if model else []),
        *([toned(card.where, "dim")] if card.where else []),
    ]
    return (
        spans([sign])
        + Content(" ")
        + name
        + toned(f"  {at:>{width}}  ", "dim")
        + toned(" · ", "faint").join(details)
    )


def price_row(line: PriceLine, name_width: int) -> Content:
    """One price in a list: what it was, what it is, and where."""
    dearer, width = line.now.amount > line.before.amount, words.when_width()
    tone: Tone = "warn" if dearer else "good"
    name = toned(short_model(line.model), "bright", bold=True).truncate(name_width, ellipsis=True, pad=True)
    where = "/".join(part for part in (line.provider, ", ".join(line.locations)) if part)
    stock = Content("") if line.available else toned(" · ", "faint") + toned("sold out", "dim")
    return (
        toned(_DEAR if dearer else _CHEAP, tone)
        + Content(" ")
        + name
        + toned(f"  {percent(line):>{width}}  ", tone)
        + toned(f"{line.before} → ", "dim")
        + toned(f"{line.now}/h", "bright")
        + toned(" · ", "faint")
        + toned(where, "dim")
        + stock
    )


def percent(line: PriceLine) -> str:
    """By how much it moved: "+22%", "−6%"."""
    share = round(line.change * 100)
    return f"{'−' if share < 0 else '+'}{abs(share)}%"


def _short_session(line: SessionLine, now: datetime, *, times: bool) -> Content:
    card = line.card
    name = toned(fitted(card.name or card.session_id, _NAME), "bright", bold=True)
    sign = spans([words.sign(card)])
    at = words.when_words(line.at, now) if times else ""
    cost = words.cost_words(card) if line.kind is not Kind.READY else ""
    told = toned(f" {_told(line)}", _tone(line)) + toned(f" {at}" if at else "", "dim")
    return sign + Content(" ") + name + told + (toned(" · ", "faint") + toned(cost, "text") if cost else "")


def _short_price(line: PriceLine, model: str, *, with_provider: bool) -> Content:
    dearer = line.now.amount > line.before.amount
    where = f" {line.provider}" if with_provider and line.provider else ""
    name = toned(f"{model}{where}", "bright")
    return name + toned(f" {percent(line)}", "warn" if dearer else "good")


def _told(line: SessionLine) -> str:
    if line.kind is not Kind.READY:
        return words.outcome_words(line.card)
    after = words.ready_after(line.card)
    return f"ready after {short(after)}" if after is not None else "ready"


def _tone(line: SessionLine) -> Tone:
    return words.tone(line.card)
