"""What a guided registration says: its steps below each other, the present one at length."""

from __future__ import annotations

from datetime import datetime

from textual.content import Content

from mimiry_tui.domain.durations import clock_time, short
from mimiry_tui.live.setup.steps import Step, StepKind
from mimiry_tui.ui.glyphs import MOVING
from mimiry_tui.ui.setup.words import AHEAD, DONE, lines, long, trouble
from mimiry_tui.ui.toned import spaced, toned

_ORDER = (
    (StepKind.STARTING, "ask the service for a page"),
    (StepKind.AT_PORTAL, "open that page and sign in"),
    (StepKind.CONFIRM_ACCOUNT, "say whether it is your account"),
    (StepKind.SENDING, "send the public key"),
    (StepKind.PROVING, "prove that the private half is here"),
    (StepKind.FINISHING, "have the service take it over"),
)
_KINDS = [kind for kind, _ in _ORDER]


def way(
    step: Step,
    *,
    with_code: bool,
    since: datetime,
    now: datetime,
    hints: Content,
    is_low: bool = False,
    wants_touch: bool = False,
) -> Content:
    """All steps. `since` is when the present one began; `hints` say what keys help with the page.

    `is_low`: there is little room, which a question gets to itself. `wants_touch`: a hardware key signs.
    """
    at = _KINDS.index(step.kind) if step.kind in _KINDS else 0
    rows: list[Content] = []
    for place, (kind, words) in enumerate(_ORDER):
        if kind is StepKind.CONFIRM_ACCOUNT and with_code and step.kind is not kind:
            continue
        if place < at and is_low and step.kind is StepKind.CONFIRM_ACCOUNT:
            continue
        if place < at:
            rows.append(toned(f"{DONE} ", "good") + toned(words, "dim"))
        elif place > at:
            if step.kind is StepKind.CONFIRM_ACCOUNT:
                break  # nothing shall stand beside that question
            rows.append(toned(f"{AHEAD} ", "faint") + toned(words, "dim"))
        else:
            touch = ": touch the key if it blinks" if wants_touch and kind is StepKind.PROVING else ""
            rows += _present(step, words + touch, since, now, hints)
    return lines(*rows)


def _present(step: Step, words: str, since: datetime, now: datetime, hints: Content) -> list[Content]:
    head = toned(f"{MOVING} ", "warn") + toned(words, "bright", bold=True)
    if step.kind is StepKind.AT_PORTAL:
        until = clock_time(step.until, now.astimezone()) if step.until is not None else ""
        waited = toned(f"waiting {short(now - since)}" + (f" · until {until}" if until else ""), "dim")
        address = Content("  ") + long(step.verify_url, "accent")
        told = [spaced([head, waited]), Content(""), address, Content("  ") + hints, *_silence(step)]
        return [*told, Content("")]
    if step.kind is StepKind.CONFIRM_ACCOUNT:
        whose = (
            toned(step.email, "bright", bold=True) if step.email else toned("it is not said whose", "warn")
        )
        warning = "  Its owner pays for what this key starts. If that is not you, somebody else has opened "
        warning += "the page: cancel then, and nothing is sent."
        return [spaced([head, whose]), toned(warning), *_silence(step)]
    return [head, *_silence(step)]


def _silence(step: Step) -> list[Content]:
    """Why the service says nothing just now, where it does not."""
    return (
        [toned("  ⚠ no answer just now; it is asked again: ", "warn") + long(step.words)]
        if step.words
        else []
    )


def ended(step: Step, *, again: str, back: str) -> Content:
    """Why it did not come to its end, and what to do. `again` and `back` are the keys for that."""
    begin_anew = f"press {again} to begin anew, or {back} to change something first"
    match step.kind:
        case StepKind.EXPIRED:
            return trouble("it took too long", "nobody confirmed in time, nothing was sent", begin_anew)
        case StepKind.CANCELLED:
            return trouble("cancelled", "the registration was taken back", begin_anew)
        case StepKind.WRONG_ACCOUNT:
            whose = f"{step.email} " if step.email else ""
            return trouble(
                "not your account",
                f"{whose}opened the page; nothing was sent",
                f"press {again} for a new page, and open it where you are signed in yourself",
            )
        case _:
            return trouble("the registration failed", step.words, step.hint or begin_anew)
