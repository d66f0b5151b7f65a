"""The columns of all accounts' sessions: those of the sessions pane, and whose each is."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING

from mimiry_tui.domain.frozen import dataclass
from mimiry_tui.domain.records import Unreadable
from mimiry_tui.domain.sessions import Session
from mimiry_tui.ui.columns.sessions import SessionRow, session_columns
from mimiry_tui.ui.profile_mark import ProfileMark
from mimiry_tui.ui.widgets.cells import cell
from mimiry_tui.ui.widgets.table.columns import Column

if TYPE_CHECKING:
    from mimiry_tui.domain.boots import Boots
    from mimiry_tui.domain.logs.progress import Progress
    from mimiry_tui.live.endings.ending import Ending


@dataclass(frozen=True, slots=True)
class FleetRow:
    """One session, and whose it is."""

    mark: ProfileMark
    session: SessionRow
    seen_at: datetime | None = None
    """Until when what is told of it is known to hold; None while its account answers."""

    @property
    def id(self) -> str:
        """Its own among all accounts': two may know the same id."""
        return f"{self.mark.name}\n{self.session.id}"


_TAKEN = ("state", "name", "gpu", "where", "phase", "up", "cost", "rate")


class NothingKnown:
    """What is known of a session besides its record: nothing, since nobody follows its boot or its log."""

    def phase_since(self, session: Session) -> datetime | None:
        return None

    def seen_at(self, session: Session, now: datetime) -> datetime:
        return now

    def booting_since(self, session: Session) -> datetime | None:
        return session.created_at

    def boots(self, session: Session) -> Boots | None:
        return None

    def progress(self, session: Session) -> Progress | None:
        return None

    def ending(self, session_id: str) -> Ending | None:
        return None


def fleet_columns(clock: Callable[[], datetime]) -> list[Column[FleetRow]]:
    """`clock` gives the time by which costs are sorted."""
    theirs = {column.key: column for column in session_columns(NothingKnown(), clock)}
    sign, *others = [_lifted(theirs[key]) for key in _TAKEN]
    return [sign, _profile_column(), *others]


def _profile_column() -> Column[FleetRow]:
    return Column(
        key="profile",
        title="PROFILE",
        render=lambda row, now: cell(row.mark.name, row.mark.tone, bold=True),
        text=lambda row: row.mark.name,
        sort=lambda row: row.mark.name.casefold(),
        min_width=8,
        want=14,
        about="whose it is",
        fixed=True,
    )


def _lifted(column: Column[SessionRow]) -> Column[FleetRow]:
    """The same column over rows that hold a session."""
    sort = column.sort
    return Column(
        key=column.key,
        title=column.title,
        # Whoever does not answer tells of no silence since.
        render=lambda row, now: column.render(
            row.session, row.seen_at if column.key == "phase" and row.seen_at is not None else now
        ),
        text=lambda row: column.text(row.session),
        sort=None if sort is None else (lambda row: sort(row.session)),
        width=column.width,
        min_width=column.min_width,
        want=column.want,
        weight=column.weight,
        align=column.align,
        gap=column.gap,
        drop=column.drop,
        about=column.about,
        fixed=column.fixed,
    )


def is_unreadable(row: FleetRow) -> bool:
    """Whether it stays below all others."""
    return isinstance(row.session, Unreadable)
