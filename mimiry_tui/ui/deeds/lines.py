"""Deeds in lines: what can be done to what, what it is done to, and what came of it before."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from textwrap import wrap

from textual.content import Content

from mimiry_tui.domain import words
from mimiry_tui.domain.doing.collections import Collection, Item
from mimiry_tui.domain.doing.deeds import Deed, Target
from mimiry_tui.domain.doing.forms import ON, FieldKind, Form, Values
from mimiry_tui.domain.durations import freshness
from mimiry_tui.domain.safe_text import safe_text
from mimiry_tui.domain.sessions import Session
from mimiry_tui.domain.volumes import Volume
from mimiry_tui.live.deeds.doing import Doing, DoingState, name_of
from mimiry_tui.ui.glyphs import FAILED, MOVING, PHASE_TONES, READY, UNKNOWN, phase_span, volume_span
from mimiry_tui.ui.safe import safe
from mimiry_tui.ui.toned import spans, toned
from mimiry_tui.ui.widgets.cells import Span

_FACTS = 3
"""Facts of an item that are told where it is not the point to read them."""
_LONGEST = 300
_WIDEST_LABEL = 16


def deed_line(deed: Deed, under_way: Doing | None, labels: int) -> Content:
    """Its letter, what it is called, and what it does or why it cannot be done; on one line."""
    label = f"{safe_text(deed.label, 60):<{labels}}  "
    if under_way is not None:
        said = toned(f"{MOVING} {safe_text(under_way.step, _LONGEST) or 'asked for'}", "warn")
        return toned("   ") + toned(label, "dim") + said
    if deed.why_not:
        why = toned(safe_text(deed.why_not, _LONGEST), "dim")
        return toned(f"{deed.key or ' '}  ", "dim") + toned(label, "dim") + toned("not now: ", "warn") + why
    key = toned(f"{deed.key or ' '}  ", "accent", bold=True)
    return key + toned(label, "text") + toned(safe_text(deed.words, _LONGEST), "dim")


def done_line(doing: Doing, key: str, now: datetime) -> Content:
    """What came of one before, which can be looked at again."""
    sign = {DoingState.UNDER_WAY: Span(MOVING, "warn"), DoingState.UNSURE: Span(UNKNOWN, "warn")}.get(
        doing.state, Span(FAILED, "bad") if doing.is_loud else Span(READY, "good")
    )
    ago = toned(f" · {freshness(now - doing.at).text} ago", "dim")
    return toned(f"{key}  ", "accent", bold=True) + spans([sign]) + toned(f" {doing.said}", "text") + ago


def title_of(target: Target) -> Content:
    """What is acted on, for a frame."""
    return toned(name_of(target) or "this account", "bright", bold=True)


def target_lines(target: Target) -> list[Content]:
    """What is acted on, so that one sees that it is the right one."""
    match target:
        case Session():
            name = spans([phase_span(target.phase)]) + toned(f" {name_of(target)}", "bright", bold=True)
            phase = toned(words.phase_words(target), PHASE_TONES[target.phase])
            return [name + toned("  ") + phase, *_id_line(target)]
        case Volume():
            size = toned(f"  {target.size_gb:,} GB", "text") if target.size_gb else Content("")
            sign = spans([volume_span(target.status)])
            return [sign + toned(f" {name_of(target)}", "bright", bold=True) + size, *_id_line(target)]
        case Item():
            name = toned(name_of(target), "bright", bold=True)
            return [name, *fact_lines(target.facts[:_FACTS])]
        case Collection():
            return [toned(target.words, "dim")] if target.words else []
        case _:
            return []


def _id_line(record: Session | Volume) -> list[Content]:
    return [toned(record.id, "dim")] if record.id != record.name else []


def value_lines(form: Form, values: Values) -> list[Content]:
    """What was filled in, so that it is read once more before it is done. No secret is among it."""
    told = [
        (one.label, f"{values[one.key]} {one.unit}".strip())
        for one in form.fields
        if values.get(one.key) and not one.is_secret and one.kind is not FieldKind.PAIRS
    ]
    return fact_lines([(label, "yes" if value == ON else value) for label, value in told])


def fact_lines(facts: Sequence[tuple[str, str]]) -> list[Content]:
    """Facts on a line each; a value of several lines shows its first."""
    labels = min(_WIDEST_LABEL, max((len(safe_text(label)) for label, _ in facts), default=0))
    return [
        toned(f"{safe_text(label, labels or 1):<{labels}}  ", "dim")
        + safe(value.strip().partition("\n")[0], "$tone-text", limit=_LONGEST)
        for label, value in facts
    ]


def wrapped(text: str, width: int) -> list[str]:
    """Foreign text in harmless lines of at most that many characters; a word that is longer is broken."""
    lines = text.replace("\r\n", "\n").split("\n")
    return [
        part for line in lines for part in wrap(safe_text(line.expandtabs(4), 2_000), max(8, width)) or [""]
    ]
