"""Everything about one session, a failed one's reasons first."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from pathlib import Path

from textual.content import Content

from mimiry_tui.domain import words
from mimiry_tui.domain.advice import advice
from mimiry_tui.domain.conventions import time_of_day
from mimiry_tui.domain.durations import clock_time, short
from mimiry_tui.domain.offers import Offer
from mimiry_tui.domain.phases import Phase
from mimiry_tui.domain.sessions import Session
from mimiry_tui.domain.spending import cost_so_far
from mimiry_tui.domain.timeline import Timeline
from mimiry_tui.ui.besides import besides
from mimiry_tui.ui.overview import Fact, guards_told, nothing_runs, ssh_words
from mimiry_tui.ui.safe import safe
from mimiry_tui.ui.script_lines import script_lines
from mimiry_tui.ui.session.compare import comparison
from mimiry_tui.ui.session.events import session_events
from mimiry_tui.ui.session.figures import limit_left, running_since
from mimiry_tui.ui.toned import toned
from mimiry_tui.ui.widgets.cells import Tone

LAST_EVENTS = 4
LABEL = 10
_LONGEST_LABEL = 16
"""A foreign label that is longer pushes its own value aside, not those of all."""
_LONGEST = 2_000
"""Characters of a text that are shown."""


def overview(
    session: Session,
    timeline: Timeline,
    now: datetime,
    width: int,
    *,
    key_path: Path | None = None,
    offers: Iterable[Offer] = (),
    log_tail: Sequence[str] = (),
    guarded: str = "",
    no_address: str = "not published yet",
    seen_at: datetime | None = None,
) -> list[Content]:
    """The lines of the overview tab, each at most `width` cells wide; `log_tail` for one that failed.

    `seen_at`: until when what is told of it is known to hold, where that is not now.
    """
    width = max(20, width)
    return [
        *_why(session, now, log_tail, width),
        *_compared(session, offers, width),
        *_facts(_all_facts(session, timeline, now, key_path, guarded, no_address, seen_at), width),
    ]


def _compared(session: Session, offers: Iterable[Offer], width: int) -> list[Content]:
    """What was asked for beside what was got, where there was any hardware to ask for."""
    asked, known = session.asked, tuple(offers)
    if not (asked.gpu_types or asked.provider or asked.location or session.got.gpu_type or known):
        return []
    lines = comparison(session, known, width)
    return [*(line.truncate(width, ellipsis=True) for line in lines), Content("")]


def _why(session: Session, now: datetime, log_tail: Sequence[str], width: int) -> list[Content]:
    """What went wrong, in our words and the service's, and what to do about it."""
    told = advice(session)
    error = _wrapped(_long(session.error, "text"), width, "  ") if session.error else []
    if told is None:
        return [*error, Content("")] if error else []
    tone: Tone = "bad" if session.phase is Phase.ENDED_FAILED else "warn"
    lines = _wrapped(toned(f"{told.cause[:1].upper()}{told.cause[1:]}", tone, bold=True), width)
    lines += error
    for step in told.steps:
        lines += _wrapped(_long(step, "text"), width, "  → ")
    if session.events:
        lines += [
            Content(""),
            _title("Last events"),
            *session_events(session.events, now, width)[:LAST_EVENTS],
        ]
    if log_tail:
        lines += [Content(""), _title("Last log lines"), *(_long(line, "text") for line in log_tail)]
    lines.append(Content(""))
    return [line.truncate(width, ellipsis=True) for line in lines]


def _long(text: str, tone: Tone) -> Content:
    """Foreign text that may need many lines."""
    return safe(text, f"$tone-{tone}", limit=_LONGEST)


def _title(text: str) -> Content:
    return toned(text, "dim")


def _all_facts(
    session: Session,
    timeline: Timeline,
    now: datetime,
    key_path: Path | None,
    guarded: str,
    no_address: str,
    seen_at: datetime | None,
) -> list[Fact]:
    cost, rate = cost_so_far(session, now), session.got.rate
    since = running_since(session, timeline.ready_at)
    ready = timeline.time_to_ready
    spent = toned(str(cost), "bright", bold=True) if cost is not None else Content("")
    if rate is not None:
        gap = Content("  ") if spent else Content("")
        spent += gap + toned(f"{rate}/h", "text") + toned(f"  {rate * 24} a day", "dim")
    return [
        ("name", toned(session.name, "bright")),
        ("id", toned(session.id, "text")),
        ("cost", spent),
        ("ssh", ssh_words(session, key_path) or toned(_no_ssh(session, no_address), "dim")),
        ("image", _long(session.image, "text")),
        (
            "command",
            script_lines(session.command, "Raw shows them")
            or toned(f"none: {nothing}" if (nothing := nothing_runs(session)) else "", "dim"),
        ),
        *besides(session, now, seen_at),
        ("guards", guards_told(session, guarded) + _limit(session, since, now)),
        ("mounts", toned(", ".join(f"{mount.volume} → {mount.path}" for mount in session.mounts), "text")),
        ("created", _moment(session.created_at, now)),
        (
            "ready",
            _moment(timeline.ready_at, now) + (toned(f"  after {short(ready)}", "dim") if ready else ""),
        ),
        ("ended", _moment(session.finished_at, now) + _reason(session)),
        ("exit code", toned("" if session.exit_code is None else str(session.exit_code), "text")),
        ("says", toned(" · ".join(word for word in _raw(session) if word), "dim")),
    ]


def _limit(session: Session, since: datetime | None, now: datetime) -> Content:
    left = limit_left(session, since, now)
    if left is None:
        return Content("")
    local = now.astimezone()
    return toned(f" · ≈{short(left)} left, until {clock_time(local + left, local)}", "text")


def _no_ssh(session: Session, no_address: str) -> str:
    return no_address if session.is_live and session.phase is not Phase.STOPPING else ""


def _reason(session: Session) -> Content:
    if not session.phase.is_ended:
        return Content("")
    return toned(f"  {words.ending(session)}", "bad" if session.phase is Phase.ENDED_FAILED else "text")


def _raw(session: Session) -> tuple[str, ...]:
    return (session.state, session.operation, session.status, session.stop_reason)


def _moment(moment: datetime | None, now: datetime) -> Content:
    if moment is None:
        return Content("")
    local = moment.astimezone(now.astimezone().tzinfo)
    return toned(f"{local:%a %-d %b} {time_of_day(local, seconds=True)}", "text")


def _facts(facts: Iterable[Fact], width: int) -> list[Content]:
    """Label and value, one below the other; a value that is too long goes on below itself, whole."""
    told = [(label, value) for label, value in facts if value]
    # What only some services tell has labels of theirs, which may be longer than ours.
    cells = max([LABEL, *(len(label) + 1 for label, _ in told if len(label) < _LONGEST_LABEL)])
    lines = []
    for label, value in told:
        for place, line in enumerate(value.wrap(max(10, width - cells))):
            lines.append(toned(f"{f'{label} ' if place == 0 else '':<{cells}}", "dim") + line)
    return lines


def _wrapped(text: Content, width: int, lead: str = "") -> list[Content]:
    """The whole text on as many lines as it needs; `lead` stands before the first one."""
    lines = text.wrap(max(10, width - len(lead)))
    return [
        toned(lead if place == 0 else " " * len(lead), "accent") + line for place, line in enumerate(lines)
    ]
