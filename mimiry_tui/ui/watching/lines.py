"""Watches in lines and sentences. Pure; everything in it may be foreign text."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from textual.content import Content

from mimiry_tui.domain.durations import Age, clock_time, freshness
from mimiry_tui.domain.launching.draft import Draft
from mimiry_tui.domain.offers import Offer, short_model
from mimiry_tui.domain.safe_text import safe_text
from mimiry_tui.domain.volumes import Volume
from mimiry_tui.domain.watching.arming import one_costs, rounded_up
from mimiry_tui.domain.watching.rule import Arming, Watch
from mimiry_tui.domain.watching.words import watch_words
from mimiry_tui.live.watches.entry import Progress
from mimiry_tui.ui.glyphs import WATCHED, WATCHED_FOR
from mimiry_tui.ui.toned import toned

_NEVER = 3_600.0


def head_line(watch: Watch, progress: Progress, volumes: Iterable[Volume]) -> Content:
    """What is waited for, and whether it may launch by itself: "◎ H100 80G SXM ≤ €2.10  ARMED"."""
    can_be_had = progress.last_check is not None and not progress.why_not
    sign = toned(f"{WATCHED if can_be_had else WATCHED_FOR} ", "watch")
    line = sign + toned(watch_words(watch, volumes), "bright", bold=True)
    return line + toned("  ARMED", "watch", bold=True) if watch.armed is not None else line


def progress_line(watch: Watch, progress: Progress, now: datetime) -> tuple[Content, Age]:
    """How it is doing: "214 checks, last 8 s · sold out everywhere · from train", and when that changes."""
    age = Age("", _NEVER)
    if progress.last_check is None:
        parts = [toned("not checked yet", "dim")]
        parts += [toned(progress.why_not, "text")] if progress.why_not else []
    else:
        age = freshness(now - progress.last_check)
        checks = "1 check" if progress.checks == 1 else f"{progress.checks:,} checks"
        parts = [toned(f"{checks}, last {age.text}", "dim")]
        why = toned(progress.why_not, "text") if progress.why_not else toned("it can be had now", "good")
        parts.append(why)
    if watch.template:
        parts.append(toned("from ", "dim") + toned(watch.template, "text"))
    return toned("  ") + toned(" · ", "faint").join(parts), age


def note_line(watch: Watch, progress: Progress, now: datetime) -> Content:
    """What it may launch by itself, or what became of that; empty for nothing."""
    note = toned(" · ", "faint") + toned(progress.note, "warn") if progress.note else Content("")
    if watch.armed is not None:
        return toned("  launches by itself for ", "dim") + arming_words(watch.armed, now) + note
    if progress.elsewhere is not None:
        return toned("  armed in another dashboard for ", "watch") + arming_words(progress.elsewhere, now)
    if progress.was_armed is not None:
        words = "it was armed when the dashboard ended"
        return toned("  ") + toned(words, "warn")
    return toned("  ") + toned(progress.note, "warn") if progress.note else Content("")


def arming_words(arming: Arming, now: datetime) -> Content:
    """ "≤ €8.40 · 2 launches · until 22:19"."""
    launches = f" · {arming.most_launches} launches" if arming.most_launches > 1 else ""
    until = clock_time(arming.expires_at, now.astimezone())
    return toned(f"≤ {rounded_up(arming.most)}{launches} · until {until}", "text")


def offer_words(offer: Offer) -> str:
    """An offer in one line: "A100 80G SXM acme/US-EAST-1 €2.50/h"."""
    model = short_model(offer.model)
    form = f" {offer.form_factor}" if offer.form_factor else ""
    rate = f" {offer.rate}/h" if offer.rate else ""
    return safe_text(f"{model}{form} {offer.where}{rate}", 120)


def price_words(draft: Draft, offer: Offer) -> str:
    """What launching that there comes to: "for at most €8.40 + boot", "at €2.10/h without a limit"."""
    if offer.rate is None:
        return "at a price that is not told"
    most = one_costs(draft, offer.rate)
    return f"at {offer.rate}/h without a limit" if most is None else f"for at most {rounded_up(most)} + boot"


def toggled_words(offer: Offer, *, watched: bool) -> str:
    """What watching an offer by one key came to."""
    name = safe_text(f"{short_model(offer.model)} {offer.where}", 80)
    return f"{name} is watched{_until(offer.available)}" if watched else f"{name} is watched no more"


def watched_words(watch: Watch, *, here: bool) -> str:
    """That it is watched; `here`: it can be had already."""
    return f"{safe_text(watch_words(watch), 120)} is watched{_until(here)}"


def _until(here: bool) -> str:
    return ": it can be had now, and is told when it comes back" if here else ": told when it can be had"
