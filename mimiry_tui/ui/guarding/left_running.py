"""What goes on costing money once the dashboard is left: in lines before that, in one line after it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

from textual.content import Content

from mimiry_tui.domain.durations import clock_time, freshness, short
from mimiry_tui.domain.frozen import dataclass
from mimiry_tui.domain.guarding.fuse import ends_at
from mimiry_tui.domain.money import Money
from mimiry_tui.domain.records import Unreadable
from mimiry_tui.domain.sessions import Session
from mimiry_tui.domain.spending import burn_rate, runway
from mimiry_tui.domain.timeline import Observation
from mimiry_tui.ui.toned import toned

OVERNIGHT = timedelta(hours=9)


@dataclass(frozen=True, slots=True)
class LeftBehind:
    """What is known in the moment of leaving."""

    sessions: tuple[Session, ...]
    """Those that go on costing money."""
    balance: Money | None
    now: datetime
    ends: tuple[datetime | None, ...] = ()
    """When the service's own limit ends each; None where none does."""
    guarded: int = 0
    """How many of them only this dashboard would have ended."""
    armed: int = 0
    """How many of them are about to be ended, which leaving calls off."""
    launching: str = ""
    """The name of a session that is being launched just now."""
    age: timedelta | None = None
    """How old all that is, where it is old."""
    doing: tuple[str, ...] = ()
    """What is being done just now and would be cut off, each in harmless words."""
    watches: int = 0
    """How many watches would have launched by themselves."""

    @property
    def burn(self) -> tuple[Money, ...]:
        """What they cost per hour."""
        return burn_rate(self.sessions)


def left_running(rows: Iterable[Session | Unreadable]) -> tuple[Session, ...]:
    """The sessions among them that go on costing money."""
    return tuple(row for row in rows if isinstance(row, Session) and row.is_live)


def limits_of(
    sessions: Iterable[Session], observations: dict[str, tuple[Observation, ...]]
) -> tuple[datetime | None, ...]:
    """When the service's own limit ends each of them."""
    return tuple(ends_at(session, observations.get(session.id, ())) for session in sessions)


def summary(left: LeftBehind, ended: int = 0) -> str:
    """One plain line for the terminal after the end, "" where there is nothing to say.

    "2 sessions keep running: €3.42/h · the balance of €46.20 lasts ≈ 13h28m, until Tue 03:10"
    """
    gone = f"{ended} session{'s' if ended != 1 else ''} ended" if ended else ""
    if not left.sessions:
        return f"{gone}: nothing keeps running" if gone else ""
    count = f"{len(left.sessions)} session{'s keep' if len(left.sessions) != 1 else ' keeps'} running"
    rates = _rates(left.burn)
    parts = [gone, f"{count}: {rates}" if rates else count, _lasting(left)]
    return " · ".join(part for part in parts if part)


def lines(left: LeftBehind) -> list[Content]:
    """All there is to say before it is left."""
    burn = left.burn
    cut_off = [
        toned(f"not done yet: {words} · leaving may cut that off halfway", "warn") for words in left.doing
    ]
    if left.watches:
        one = left.watches == 1
        armed = "1 watch is armed: it launches" if one else f"{left.watches} watches are armed: they launch"
        cut_off.append(toned(f"{armed} nothing once this is left", "warn"))
    if not left.sessions:
        return [toned("nothing keeps running", "good"), *cut_off]
    many = "session keeps" if len(left.sessions) == 1 else "sessions keep"
    head = toned(f"{len(left.sessions)} {many} running", "bright", bold=True)
    if burn:
        head += toned(" and cost ", "text") + toned(_rates(burn), "bright", bold=True)
    told = [head]
    for rate in burn:
        told.append(
            toned(f"overnight ({OVERNIGHT // timedelta(hours=1)} h) that is ", "dim")
            + toned(f"≈{rate.over(OVERNIGHT)}", "warn", bold=True)
        )
    if lasting := _lasting(left):
        told.append(toned(lasting, "text"))
    told.append(_own_ends(left))
    if left.guarded:
        one = left.guarded == 1
        told.append(
            toned(
                f"{left.guarded} {'has a guard' if one else 'have guards'} of this dashboard, "
                f"which {'ends' if one else 'end'} with it",
                "warn",
            )
        )
    if left.armed:
        counts = "1 counts down to its end" if left.armed == 1 else f"{left.armed} count down to their end"
        told.append(toned(f"{counts}: leaving calls that off", "warn"))
    if left.launching:
        told.append(toned(f"{left.launching} is being launched, and may run too", "warn"))
    told += cut_off
    if left.age is not None:
        told.append(toned(f"as it was {freshness(left.age).text} ago: no newer answer came", "warn"))
    return told


def _own_ends(left: LeftBehind) -> Content:
    """What ends by itself, and when: by the service's limit, or with its command."""
    ends = left.ends or (None,) * len(left.sessions)
    limited = [at for at in ends if at is not None]
    rest = [session for session, at in zip(left.sessions, ends, strict=True) if at is None]
    with_command = sum(1 for session in rest if _ends_with_command(session))
    parts = []
    if limited:
        local = left.now.astimezone()
        last = clock_time(max(limited).astimezone(local.tzinfo), local)
        many = f"{len(limited)} end by their limits, the last at"
        parts.append(f"{'1 ends by its limit, at' if len(limited) == 1 else many} {last}")
    if with_command:
        ends_with = (
            "1 ends with its command" if with_command == 1 else f"{with_command} end with their commands"
        )
        parts.append(ends_with)
    if never := len(rest) - with_command:
        one = "it" if len(left.sessions) == 1 else str(never)
        parts.append(f"nothing ends {'them' if never == len(left.sessions) > 1 else one} by itself")
    return toned(" · ".join(parts), "dim")


def _ends_with_command(session: Session) -> bool:
    return bool(session.command) and session.auto_terminate.strip().lower().startswith("on_")


def _lasting(left: LeftBehind) -> str:
    if left.balance is None:
        return ""
    lasts = runway(left.balance, left.burn)
    if lasts is None:
        return ""
    local = left.now.astimezone()
    until = clock_time(local + lasts, local)
    return f"the balance of {left.balance} lasts ≈ {short(lasts)}, until {until}"


def _rates(burn: Sequence[Money]) -> str:
    return " + ".join(f"{rate}/h" for rate in burn)
