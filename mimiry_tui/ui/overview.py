"""What the detail pane says of a record: labels dim, the value one looks for bright."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from pathlib import Path

from textual.content import Content

from mimiry_tui.domain import words
from mimiry_tui.domain.conventions import time_of_day
from mimiry_tui.domain.durations import short
from mimiry_tui.domain.money import Money
from mimiry_tui.domain.offers import Offer, short_model
from mimiry_tui.domain.phases import Phase
from mimiry_tui.domain.safe_text import safe_text
from mimiry_tui.domain.scripts import gist
from mimiry_tui.domain.sessions import Event, Session
from mimiry_tui.domain.spending import cost_so_far
from mimiry_tui.domain.volumes import Volume
from mimiry_tui.ssh.command import UnsafeEndpointError, ssh_argv
from mimiry_tui.ui.besides import besides
from mimiry_tui.ui.glyphs import PHASE_TONES, phase_span, volume_span
from mimiry_tui.ui.toned import spaced, spans, toned

Fact = tuple[str, Content]
"""A label and its value; an empty value is not shown."""


def session_lines(
    session: Session,
    now: datetime,
    key_path: Path | None,
    width: int,
    guarded: str = "",
    seen_at: datetime | None = None,
) -> list[Content]:
    """A session on a few lines, failures first; `guarded` says what ends it from here.

    `seen_at`: until when what is told of it is known to hold, where that is not now.
    """
    head = spans([phase_span(session.phase)]) + toned(
        f" {words.phase_words(session)}", PHASE_TONES[session.phase], bold=True
    )
    lines = [spaced([head, *_money(session, now)])]
    if session.error:
        lines.append(labelled("error", toned(safe_text(session.error, 500), "bad")))
    ssh = ssh_words(session, key_path)
    if ssh:
        # Of its own, so that it is whole: people select it with the mouse.
        lines.append(labelled("ssh", ssh))
    return [*lines, *columns(session_facts(session, now, guarded, seen_at), width)]


def session_facts(
    session: Session, now: datetime, guarded: str = "", seen_at: datetime | None = None
) -> list[Fact]:
    """What is known of a session besides its state, its money and its ssh command."""
    return [
        ("got", spaced([gpu_words(session), where_words(session)], "  ")),
        ("image", toned(session.image, "text")),
        *besides(session, now, seen_at),
        ("guards", guards_told(session, guarded)),
        ("command", toned(gist(session.command), "text")),
        ("mounts", toned(", ".join(f"{mount.volume} → {mount.path}" for mount in session.mounts), "text")),
        ("started", toned(_exact(session.created_at), "text")),
        ("ended", toned(_exact(session.finished_at), "text")),
        ("says", toned(_raw_words(session), "dim")),
        ("id", toned(session.id, "dim")),
    ]


def offer_lines(offer: Offer, others: Iterable[Offer], width: int) -> list[Content]:
    """An offer, and what the same model costs elsewhere."""
    stock = toned("● in stock", "good") if offer.available else toned("○ sold out", "dim")
    price = toned(str(offer.rate) if offer.rate else "no price", "bright", bold=True) + toned("/h", "dim")
    if offer.count > 1:
        price += toned(" per GPU", "dim")
    whole = offer.whole_rate if offer.count else offer.rate
    day = toned(f"{whole * 24}", "bright") + toned("/day", "dim") if whole else Content("")
    if whole and offer.count > 1:
        day = toned(str(whole), "bright", bold=True) + toned(f"/h for all {offer.count} · ", "dim") + day
    elsewhere = [
        toned(other.where, "text")
        + toned(f" {other.rate}" if other.rate else "", "bright" if other.available else "dim")
        for other in others
        if other.id != offer.id
    ]
    facts: list[Fact] = [
        ("model", toned(offer.display_name or offer.model, "bright")),
        ("gpus", toned(offer.gpus if offer.count else "", "text")),
        ("vram", toned(f"{offer.vram_gb} GB" if offer.vram_gb else "", "text")),
        ("form", toned(offer.form_factor, "text")),
        ("where", toned(offer.where, "text")),
        ("name", toned(offer.model, "dim")),
        ("also at", Content(" · ").join(elsewhere)),
    ]
    return [spaced([stock, price, day]), *columns(facts, width)]


def volume_lines(volume: Volume, holder: str, width: int, notes: Iterable[Content] = ()) -> list[Content]:
    """A volume, what else there is to say of it, and who holds it."""
    head = spans([volume_span(volume.status)]) + toned(f" {volume.status.value}", "text", bold=True)
    facts: list[Fact] = [
        ("size", toned(f"{volume.size_gb:,} GB" if volume.size_gb else "", "bright")),
        ("where", toned(volume.where, "text")),
        ("held by", toned(holder, "bright")),
        ("costs", toned(f"{volume.rate}/h" if volume.rate else "", "text")),
        ("created", toned(_exact(volume.created_at), "text")),
        ("says", toned(" · ".join(word for word in (volume.state, volume.operation) if word), "dim")),
        # One that is only being asked for has no record, and no id of the service's.
        ("id", toned(volume.id if volume.raw else "", "dim")),
    ]
    return [head, *notes, *columns(facts, width)]


def event_lines(events: Iterable[Event]) -> list[Content]:
    """The service's own history, newest first, times on the reader's clock."""
    told = list(events)
    words = max((len(_event_words(event)) for event in told), default=0)
    return [_event(event, min(max(words, 32), 44)) for event in reversed(told)]


def columns(facts: Iterable[Fact], width: int) -> list[Content]:
    """Facts in two columns where two fit, else in one."""
    shown = [labelled(label, value) for label, value in facts if value]
    if width < 100:
        return shown
    half = width // 2
    pairs = [shown[place : place + 2] for place in range(0, len(shown), 2)]
    return [
        Content("").join([_padded(pair[0], half), *(one.truncate(half, ellipsis=True) for one in pair[1:])])
        for pair in pairs
    ]


def labelled(label: str, value: Content) -> Content:
    """A fact on a line of its own."""
    return toned(f"{label:<8} ", "dim") + value


def _padded(line: Content, width: int) -> Content:
    cut = line.truncate(width - 2, ellipsis=True)
    return cut.pad_right(max(0, width - cut.cell_length))


def _event_words(event: Event) -> str:
    return event.words or event.type


def _event(event: Event, width: int) -> Content:
    at = time_of_day(event.at.astimezone(), seconds=True) if event.at else "--:--:--"
    tone = PHASE_TONES[event.phase] if event.phase else "text"
    return (
        toned(at, "dim")
        + toned(f"  {_event_words(event):<{width}} ", tone)
        + toned(safe_text(event.message, 500), "text")
    )


def _money(session: Session, now: datetime) -> list[Content]:
    cost = cost_so_far(session, now)
    rate: Money | None = session.got.rate
    parts = []
    if cost is not None:
        so_far = " so far" if session.is_live else " in all" if not cost.estimated else ""
        parts.append(toned(str(cost), "bright", bold=True) + toned(so_far, "dim"))
    if rate is not None:
        parts.append(toned(str(rate), "text") + toned("/h", "dim"))
    if session.created_at is not None:
        length = toned(short((session.finished_at or now) - session.created_at), "text")
        # It does not sleep for as long as it is there.
        is_asleep = session.phase is Phase.SLEEPING
        parts.append(length + toned(" old", "dim") if is_asleep else toned("for ", "dim") + length)
    if session.exit_code is not None:
        parts.append(toned(f"exit {session.exit_code}", "bad" if session.exit_code else "text"))
    return parts


def gpu_words(session: Session) -> Content:
    """Model and count: "H100 80G ×2"."""
    if not session.gpu:
        return Content("")
    return toned(short_model(session.gpu), "bright") + toned(words.times(session.asked.gpu_count), "dim")


def where_words(session: Session) -> Content:
    """Where it is, and whether that is where it was wanted."""
    mismatch = words.asked_and_got(session)
    if not mismatch:
        hinted = bool(session.asked.provider or session.asked.location) and bool(session.got.provider)
        return toned(session.where, "text") + (toned("  ✓ as asked", "good") if hinted else Content(""))
    return toned(session.where, "text") + toned(f"  {mismatch}", "warn")


def nothing_runs(session: Session) -> str:
    """What is said of a session without a command: of one without an image the command is only not told."""
    return "interactive" if session.image else ""


def guard_words(session: Session) -> str:
    """What ends it without anybody doing anything."""
    limit = f"{short(session.max_duration)} limit" if session.max_duration else "no time limit"
    return " · ".join(part for part in (words.auto_terminate_words(session), limit) if part)


def guards_told(session: Session, guarded: str) -> Content:
    """What ends it by itself: the service's own guards, and those from here."""
    told = toned(guard_words(session), "text")
    if not guarded:
        return told
    # First what may end it sooner and was set by hand: a narrow line cuts the rest.
    return toned(guarded, "watch") + (toned(" · ", "dim") + told if told else told)


def ssh_words(session: Session, key_path: Path | None) -> Content:
    """The ssh command, or why there is none; nothing while no host is published."""
    if session.ssh is None:
        return toned("off", "dim") if session.ssh_enabled is False else Content("")
    try:
        return toned(" ".join(ssh_argv(session.ssh, key_path)), "bright")
    except UnsafeEndpointError as error:
        return toned(str(error), "bad")


def _raw_words(session: Session) -> str:
    return " · ".join(word for word in (session.state, session.operation, session.status) if word)


def _exact(moment: datetime | None) -> str:
    if moment is None:
        return ""
    local = moment.astimezone()
    return f"{local:%a %-d %b} {time_of_day(local, seconds=True)}"
