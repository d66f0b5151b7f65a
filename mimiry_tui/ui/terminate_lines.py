"""What ending sessions means, in lines: which ones, what they cost so far, what each hour of them saves."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from textwrap import wrap

from textual.content import Content

from mimiry_tui.domain import words
from mimiry_tui.domain.durations import age, short
from mimiry_tui.domain.money import totals
from mimiry_tui.domain.safe_text import safe_text
from mimiry_tui.domain.sessions import Mount, Session
from mimiry_tui.domain.spending import burn_rate, cost_so_far
from mimiry_tui.live.endings.terms import Terms
from mimiry_tui.ui.columns.common import next_cent
from mimiry_tui.ui.glyphs import PHASE_TONES, phase_span
from mimiry_tui.ui.toned import spans, toned
from mimiry_tui.ui.widgets.cells import Span

SHORT_ID = 8
"""Characters of an id in a list, as in the service's own portal."""
_UP, _COST, _RATE = 8, 10, 10
_ROOM_FOR_UP = 56
_LEAST_WIDTH = 20
_USUAL = Terms()
_SAID_OF_THE_REST = "what is not on a volume is lost with the machine"


def one_session(session: Session, now: datetime, width: int, terms: Terms = _USUAL) -> list[Content]:
    """Everything about the one session that is to end, for lines of so many cells."""
    name = spans([phase_span(session.phase)]) + toned(f" {session.name or session.id}", "bright", bold=True)
    phase = toned(words.phase_words(session), PHASE_TONES[session.phase])
    if session.created_at is not None:
        phase += toned(f" · {short((session.finished_at or now) - session.created_at)} old", "text")
    cost = cost_so_far(session, now)
    spent = (
        toned(str(cost), "bright", bold=True) + toned(" so far", "dim")
        if cost
        else toned("unknown: no price was told", "dim")
    )
    return [
        name,
        toned(session.id, "dim"),
        Content(""),
        _labelled("is", phase),
        *_means([session], spent, width, terms),
    ]


def each_session(sessions: Sequence[Session], now: datetime, width: int) -> list[Content]:
    """One line for each of several."""
    return [_row(session, now, width) for session in sessions]


def all_together(
    sessions: Sequence[Session], now: datetime, width: int, terms: Terms = _USUAL
) -> list[Content]:
    """What several sessions come to, for lines of so many cells."""
    costs = [cost for session in sessions if (cost := cost_so_far(session, now)) is not None]
    spent = " + ".join(map(str, totals(cost.money for cost in costs)))
    estimated = "≈" if any(cost.estimated for cost in costs) else ""
    told = (
        toned(f"{estimated}{spent}", "bright", bold=True) + toned(" so far", "dim")
        if costs
        else toned("unknown: no price was told", "dim")
    )
    return _means(sessions, told, width, terms)


def _means(sessions: Sequence[Session], spent: Content, width: int, terms: Terms) -> list[Content]:
    """What it costs, saves, keeps and loses, as far as the service has such things."""
    money = [_labelled("costs", spent), _labelled("saves", _saving(sessions))] if terms.is_priced else []
    has_volumes = terms.has_volumes or any(session.mounts for session in sessions)
    kept = _volumes(sessions) if has_volumes else []
    said = wrap(terms.warning or _SAID_OF_THE_REST, max(_LEAST_WIDTH, width))
    lost = [toned(line, "warn" if terms.warning else "dim") for line in said]
    return [*money, *kept, Content(""), *lost]


def changes_in(sessions: Iterable[Session], now: datetime) -> float | None:
    """Seconds until one of these lines reads differently; None when none will by itself."""
    changes = []
    for session in sessions:
        cost = cost_so_far(session, now)
        if session.is_live and cost is not None and (cent := next_cent(session.got.rate, cost.money)):
            changes.append(cent)
        if session.is_live and session.created_at is not None:
            changes.append(age(now - session.created_at).changes_in)
    return min(changes, default=None)


def _row(session: Session, now: datetime, width: int) -> Content:
    roomy = width >= _ROOM_FOR_UP
    begun = session.created_at
    up = short((session.finished_at or now) - begun) if begun is not None else "–"
    cost = cost_so_far(session, now)
    rate = session.got.rate
    figures = [
        toned(f"  {session.id[:SHORT_ID]:<{SHORT_ID}}", "dim"),
        toned(f"{up:>{_UP}}" if roomy else "", "text"),
        toned(f"{cost if cost else '–'!s:>{_COST}}", "bright" if cost else "faint", bold=cost is not None),
        toned(f"{f'{rate}/h' if rate else '–':>{_RATE}}", "text" if rate else "faint"),
    ]
    right = Content("").join(figures)
    name = toned(session.name or session.id, "bright")
    if session.phase.is_ended:
        name += toned(f" · {words.ending(session)}", "warn")
    room = max(4, width - right.cell_length - 2)
    name = name.truncate(room, ellipsis=True)
    return (
        spans([phase_span(session.phase), Span(" ")])
        + name.pad_right(max(0, room - name.cell_length))
        + right
    )


def _saving(sessions: Sequence[Session]) -> Content:
    running = [session for session in sessions if session.is_live]
    if not running:
        return toned("nothing: it has ended already" if len(sessions) == 1 else "nothing", "warn")
    rates = burn_rate(running)
    unpriced = sum(1 for session in running if session.got.rate is None)
    if not rates:
        return toned("unknown: no price was told", "dim")
    hour = " + ".join(f"{rate}/h" for rate in rates)
    day = " + ".join(f"{rate * 24}" for rate in rates)
    more = toned(f" · and {unpriced} without a price", "warn") if unpriced else Content("")
    return toned(hour, "good", bold=True) + toned(f" · {day} a day", "dim") + more


def _volumes(sessions: Sequence[Session]) -> list[Content]:
    """What becomes of each: most outlive the session."""
    mounts = list(dict.fromkeys(mount for session in sessions for mount in session.mounts))
    kept = [mount for mount in mounts if mount.is_kept]
    lost = [mount for mount in mounts if not mount.is_kept]
    said = [toned("kept, detached: ", "dim") + _names(kept)] if kept else []
    said += [toned("not kept, lost with it: ", "bad") + _names(lost)] if lost else []
    first, *others = said or [toned("none", "text")]
    return [_labelled("volumes", first), *(_labelled("", other) for other in others)]


def _names(mounts: Sequence[Mount]) -> Content:
    names = ", ".join(f"{mount.volume} → {mount.path}" for mount in mounts)
    return toned(safe_text(names, 400), "text")


def _labelled(label: str, value: Content) -> Content:
    return toned(f"{label:<8} ", "dim") + value
