"""Cheaper equivalents of a session in words."""

from __future__ import annotations

from collections.abc import Sequence

from textual.content import Content

from mimiry_tui.domain.durations import short
from mimiry_tui.domain.memory.equivalents import Equivalent, Likeness
from mimiry_tui.domain.offers import short_model
from mimiry_tui.domain.sessions import Session
from mimiry_tui.domain.words import times
from mimiry_tui.ui.toned import toned
from mimiry_tui.ui.widgets.part_line import fitted

_MODEL, _WHERE = 16, 20
_LIKENESS = {
    Likeness.SAME_MODEL: "the same GPU",
    Likeness.SAME_FAMILY: "the same family, at least as much memory",
    Likeness.AS_MUCH_MEMORY: "another family, at least as much memory",
}


def session_line(session: Session) -> Content:
    """What it runs on now: "train-llama · H100 80G ×1 · verda/FIN-01 · €2.10/h"."""
    parts = [
        toned(fitted(session.name or session.id, _WHERE), "bright", bold=True),
        toned(f"{short_model(session.gpu)}{times(session.asked.gpu_count)}", "text"),
        toned(session.where, "text"),
        toned(f"{session.got.rate}", "bright") + toned("/h", "dim"),
    ]
    return toned(" · ", "dim").join(parts)


def choice_lines(equivalents: Sequence[Equivalent]) -> list[Content]:
    """One line each, figures under figures."""
    rates = [f"{one.rate}" for one in equivalents]
    savings = [f"−{one.saving}" for one in equivalents]
    days = [f"−{one.saving_per_day}" for one in equivalents]
    return [
        _name(one)
        + toned(f"{fitted(one.offer.where, _WHERE):<{_WHERE}} ", "text")
        + toned(f"{rate:>{_widest(rates)}}", "bright", bold=True)
        + toned("/h  ", "dim")
        + toned(f"{saving:>{_widest(savings)}}", "good")
        + toned("/h  ", "dim")
        + toned(f"{day:>{_widest(days)}}", "good")
        + toned("/day", "dim")
        + toned("  ! volume" if one.left_behind else "", "warn")
        for one, rate, saving, day in zip(equivalents, rates, savings, days, strict=True)
    ]


def _name(one: Equivalent) -> Content:
    name = fitted(short_model(one.offer.model), _MODEL)
    form = one.offer.form_factor
    if form and len(name) + len(form) < _MODEL:
        return toned(name, "bright") + toned(f" {form:<{_MODEL - len(name)}}", "dim")
    return toned(f"{name:<{_MODEL + 1}}", "bright")


def _widest(texts: Sequence[str]) -> int:
    return max((len(text) for text in texts), default=0)


def moving_lines(one: Equivalent) -> list[Content]:
    """What moving there costs, and what speaks against it."""
    lines = [toned(_LIKENESS[one.likeness], "text"), _moving(one)]
    if one.left_behind:
        names = ", ".join(fitted(name, _WHERE) for name in one.left_behind)
        stays = "stays" if len(one.left_behind) == 1 else "stay"
        lines.append(toned(f"! {names} {stays} where it is: a volume cannot leave its location", "warn"))
    return lines


def _moving(one: Equivalent) -> Content:
    cost, back = one.moving_cost, one.earned_back_after
    if one.boot is None or cost is None or back is None:
        return toned("how long a boot takes is not known yet: three of yours tell", "dim")
    of = f" ({one.boot_of})" if one.boot_of else ""
    return (
        toned("moving costs ", "dim")
        + toned(f"≈{cost}", "bright")
        + toned(f" for a boot of ≈{short(one.boot)}{of}, earned back after ", "dim")
        + toned(short(back), "bright")
    )
