"""Everything that a card remembers, as lines. Pure; much of it is foreign text."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from textual.content import Content

from mimiry_tui.domain.durations import short
from mimiry_tui.domain.logs.ansi_text import shown
from mimiry_tui.domain.memory.cards import Card, Outcome
from mimiry_tui.domain.words import same_model, times
from mimiry_tui.ui.history import card_words as words
from mimiry_tui.ui.key_of import key_now
from mimiry_tui.ui.safe import safe
from mimiry_tui.ui.script_lines import script_lines
from mimiry_tui.ui.toned import spaced, spans, toned
from mimiry_tui.ui.widgets.cells import Tone

LABEL = 11
_LEAST_VALUE = 10
_LONGEST = 2_000
"""Characters of a text that are shown."""
_WIDEST = 28
"""Cells of what was asked for."""
Fact = tuple[str, Content]


def headline(card: Card, now: datetime) -> Content:
    """Sign, outcome, cost and length on one line."""
    sign, tone = words.sign(card), words.tone(card)
    head = spans([sign]) + toned(
        f" {words.outcome_words(card)}", "bright" if tone == "text" else tone, bold=True
    )
    cost = Content("")
    if card.cost is not None:
        cost = toned(words.cost_words(card), "bright", bold=True) + toned(" in all", "dim")
        cost += (
            toned(" · ", "dim") + toned(f"{card.rate}/h", "text") if card.rate is not None else Content("")
        )
    ran = words.ran(card)
    length = toned("ran ", "dim") + toned(short(ran), "text") if ran is not None else Content("")
    model, count = words.gpu_words(card)
    gpu = toned(model, "text") + toned(count, "dim") if model else Content("")
    where = toned(card.where, "text")
    return spaced([head, cost, length, gpu, where])


def card_lines(card: Card, now: datetime, width: int) -> list[Content]:
    """What went wrong first, then asked and got, then all facts, then the end of its log."""
    width = max(30, width)
    lines: list[Content] = list(_why(card, width))
    lines += [Content("")] if lines else []
    lines += [*_comparison(card, width), Content("")]
    for label, value in _facts(card, now):
        lines += _wrapped(label, value, width) if value else []
    if card.last_lines:
        lines += [Content(""), toned("The end of its log", "dim")]
        lines += [_long(shown(line), "text").truncate(width, ellipsis=True) for line in card.last_lines]
    return lines


def _why(card: Card, width: int) -> Iterable[Content]:
    """The likely cause, what the service said, and what to do about it."""
    told = words.why(card)
    if told is not None:
        cause = f"{told.cause[:1].upper()}{told.cause[1:]}"
        yield from toned(cause, "bad", bold=True).wrap(width)
    if card.error:
        yield from _long(card.error, "text").wrap(width)
    for step in () if told is None else told.steps:
        for place, line in enumerate(_long(step, "text").wrap(width - 4)):
            yield toned("  → " if place == 0 else "    ", "accent") + line


def _comparison(card: Card, width: int) -> Iterable[Content]:
    """What was asked for beside what was got, the differences marked."""
    each = max(12, min(_WIDEST, (width - LABEL - 12) // 2))
    wanted = " or ".join(card.asked_gpus) or "any"
    same_gpu = any(same_model(one, card.gpu) for one in card.asked_gpus) if card.gpu else None
    yield toned(f"{'':<{LABEL}}{'ASKED FOR':<{each}}GOT", "dim")
    count = times(card.gpu_count)
    yield _row(
        "GPU", wanted + count, card.gpu + count if card.gpu else "", same_gpu, each, bool(card.asked_gpus)
    )
    met = _is_met(card.asked_where, card.where)
    yield _row("place", card.asked_where or "any", card.where, met, each, bool(card.asked_where))


def _is_met(wanted: str, given: str) -> bool | None:
    """Whether the place is what was asked for; a wish may name provider or location only."""
    if not wanted or not given:
        return None
    return given == wanted or wanted in given.split("/")


def _row(label: str, wanted: str, given: str, same: bool | None, each: int, wished: bool) -> Content:
    line = toned(f"{label:<{LABEL}}", "dim") + _cell(wanted, each, "text" if wished else "dim")
    line += _cell(given or "–", each, ("warn" if same is False else "bright") if given else "faint")
    if same is None or not wished:
        return line
    return line + (toned("✓", "good") if same else toned("✗ another", "warn"))


def _cell(text: str, width: int, tone: Tone) -> Content:
    cut = toned(text, tone).truncate(width - 1, ellipsis=True)
    return cut.pad_right(max(0, width - cut.cell_length))


def _facts(card: Card, now: datetime) -> Iterable[Fact]:
    ready, ran = words.ready_after(card), words.ran(card)
    yield "image", _long(card.image, "text")
    yield (
        "command",
        script_lines(card.command, f"{key_now('history.copy', 'y')} copies them")
        or toned("none: interactive", "dim"),
    )
    yield "mounts", toned(", ".join(mount.replace(":", " → ", 1) for mount in card.mounts), "text")
    yield "limit", toned("" if card.max_duration is None else short(card.max_duration), "text")
    yield "launched", toned(words.full_moment(card.created_at, now), "text")
    yield "ready", _moment(card.ready_at, now, "" if ready is None else f"after {short(ready)}")
    if card.outcome is not Outcome.LIVE:
        yield "ended", _moment(card.ended_at, now, "" if ran is None else f"after {short(ran)}")
    yield "exit code", toned("" if card.exit_code is None else str(card.exit_code), "text")
    yield "cost", _cost(card)
    yield "last heard", toned(words.full_moment(card.seen_at, now), "text")
    yield "id", toned(card.session_id, "dim")


def _moment(moment: datetime | None, now: datetime, note: str) -> Content:
    told = words.full_moment(moment, now)
    return toned(told, "text") + toned(f"  {note}" if note else "", "dim") if told else Content("")


def _cost(card: Card) -> Content:
    if card.cost is None:
        return Content("")
    basis = "billed by the service" if card.cost_settled else "by our own reckoning"
    return toned(words.cost_words(card), "bright", bold=True) + toned(f"  {basis}", "dim")


def _long(text: str, tone: Tone) -> Content:
    return safe(text, f"$tone-{tone}", limit=_LONGEST)


def _wrapped(label: str, value: Content, width: int) -> list[Content]:
    """Label and value; a value that is too long goes on below itself, whole."""
    return [
        toned(f"{label if place == 0 else '':<{LABEL}}", "dim") + line
        for place, line in enumerate(value.wrap(max(_LEAST_VALUE, width - LABEL)))
    ]
