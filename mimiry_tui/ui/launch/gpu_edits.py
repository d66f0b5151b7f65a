"""What becomes of a draft when something in the GPU section is chosen. Pure."""

from __future__ import annotations

from dataclasses import replace
from typing import TypeVar

from mimiry_tui.domain.launching.draft import Criteria, Draft, Pick
from mimiry_tui.ui.launch.section import Edit

T = TypeVar("T")

MOST_GPUS = 64
"""Where the arrows end; more can be typed."""


def toggle_pick(pick: Pick) -> Edit:
    """Picked as the last choice, or not picked any more."""

    def edit(draft: Draft) -> Draft:
        kept = tuple(one for one in draft.picks if one != pick)
        return replace(draft, picks=(*kept, pick) if len(kept) == len(draft.picks) else kept)

    return edit


def only_pick(pick: Pick) -> Edit:
    """The one choice."""
    return lambda draft: replace(draft, picks=(pick,))


def move_pick(pick: Pick, step: int) -> Edit:
    """Earlier (-1) or later (1) in the order of preference."""
    return lambda draft: replace(draft, picks=moved(draft.picks, pick, step))


def switch_mode(draft: Draft) -> Draft:
    """From offers to criteria, or back; what was chosen in either stays."""
    return replace(draft, by_criteria=not draft.by_criteria)


def set_count(text: str) -> Edit:
    return lambda draft: replace(draft, count=text)


def step_count(step: int) -> Edit:
    """One GPU more or fewer, at least one; from what is no number to the nearest that is."""

    def edit(draft: Draft) -> Draft:
        known = number(draft.count)
        count = 1 if known is None else max(1, min(max(known, MOST_GPUS), known + step))
        return replace(draft, count=str(count))

    return edit


def set_provider(hint: str | None) -> Edit:
    return lambda draft: replace(draft, provider=hint)


def set_location(hint: str | None) -> Edit:
    return lambda draft: replace(draft, location=hint)


def with_criteria(
    *,
    toggled_family: str | None = None,
    toggled_form: str | None = None,
    toggled_key: str | None = None,
    moved_key: tuple[str, int] | None = None,
    min_vram_gb: str | None = None,
    max_attempts: str | None = None,
) -> Edit:
    """The criteria with these changed; None leaves a part as it is."""

    def edit(draft: Draft) -> Draft:
        old = draft.criteria
        priority = toggled(old.priority, toggled_key)
        if moved_key is not None:
            priority = moved(priority, *moved_key)
        new = Criteria(
            families=toggled(old.families, toggled_family),
            form_factors=toggled(old.form_factors, toggled_form),
            min_vram_gb=old.min_vram_gb if min_vram_gb is None else min_vram_gb,
            priority=priority,
            max_attempts=old.max_attempts if max_attempts is None else max_attempts,
        )
        return replace(draft, criteria=new)

    return edit


def toggled(chosen: tuple[str, ...], one: str | None) -> tuple[str, ...]:
    """With it at the end, or without it; case does not matter, as it does not to the service."""
    if one is None:
        return chosen
    kept = tuple(other for other in chosen if other.casefold() != one.casefold())
    return (*chosen, one) if len(kept) == len(chosen) else kept


def moved(chosen: tuple[T, ...], one: T, step: int) -> tuple[T, ...]:
    """With it that many places further, as far as there are places."""
    if one not in chosen:
        return chosen
    order = list(chosen)
    index = order.index(one)
    del order[index]
    order.insert(max(0, min(len(order), index + step)), one)
    return tuple(order)


def number(text: str) -> int | None:
    """A whole number as typed; None where it is none."""
    text = text.strip()
    return int(text) if text.isascii() and text.isdigit() and len(text) <= 6 else None


def next_of(choices: tuple[str, ...], value: str, step: int) -> str:
    """The choice that many further, round and round; from a value that is none of them, the first."""
    return choices[(choices.index(value) + step) % len(choices)] if value in choices else choices[0]
