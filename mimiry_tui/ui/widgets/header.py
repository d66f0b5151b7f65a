"""The line at the top: whose account, what runs, what it costs, how long the money lasts."""

from __future__ import annotations

from datetime import datetime, timedelta

from textual.content import Content

from mimiry_tui.clock import Clock
from mimiry_tui.domain.durations import clock_time, freshness, short
from mimiry_tui.domain.phases import Phase
from mimiry_tui.domain.sessions import Session
from mimiry_tui.domain.spending import burn_rate, runway, spent_between
from mimiry_tui.domain.volumes import Volume
from mimiry_tui.live.store import Resource, Store
from mimiry_tui.ui.ticker import Ticker
from mimiry_tui.ui.toned import toned
from mimiry_tui.ui.widgets.cells import Tone
from mimiry_tui.ui.widgets.part_line import Part, PartLine, fitted

SHORT_RUNWAY, VERY_SHORT_RUNWAY = timedelta(hours=12), timedelta(hours=4)
GAP = "   "


class Header(PartLine):
    """Drawn from the store at every change and whenever one of its texts changes by itself."""

    DEFAULT_CSS = """
    Header { dock: top; padding: 0 1; }
    """

    def __init__(self, profile: str, clock: Clock) -> None:
        super().__init__(id="header")
        self.profile = profile
        self._clock = clock
        self._store: Store | None = None

    def attach(self, store: Store) -> None:
        self._store = store
        self.refresh()

    def parts(self, width: int) -> list[Part]:
        now = self._clock.now()
        brand = toned("◆ ", "accent") + toned("mimiry", "accent", bold=True)
        brand += toned(f" {fitted(self.profile, 24)}", "dim")
        state, changes_in = self._freshness(now)
        right = state + Content(GAP) + toned(f"{now.astimezone():%H:%M}", "bright")
        minute = 60 - now.second - now.microsecond / 1e6
        Ticker.of(self.app, self._clock).wake(
            self, self._clock.monotonic() + min(changes_in, minute), self.repaint
        )
        # The most telling figures come first: what does not fit is left out from the end.
        room = width - 2 - brand.cell_length - right.cell_length - len(GAP)
        shown = brand
        for figure in self._figures(now):
            if figure.cell_length + len(GAP) > room:
                break
            room -= figure.cell_length + len(GAP)
            shown += Content(GAP) + figure
        space = max(1, width - 2 - shown.cell_length - right.cell_length)
        return [Part(shown), Part(Content(" " * space)), Part(right)]

    def _figures(self, now: datetime) -> list[Content]:
        if self._store is None:
            return []
        sessions = [row for row in self._store.sessions.values() if isinstance(row, Session)]
        volumes = [row for row in self._store.volumes.values() if isinstance(row, Volume)]
        burn = burn_rate(sessions, volumes)
        figures = [_counts(sessions)] if self._store.sessions or not self._unread() else []
        figures += [toned(str(rate), "bright", bold=True) + toned("/h", "dim") for rate in burn]
        if self._store.balance is not None:
            money = self._store.balance.money
            figures.append(toned("balance ", "dim") + toned(str(money), "bright"))
            lasts = runway(money, burn)
            if lasts is not None:
                local = now.astimezone()
                figures[-1] += toned(f" ≈ {short(lasts)} → until ", "dim")
                figures[-1] += toned(clock_time(now + lasts, local), _urgency(lasts), bold=True)
        midnight = now.astimezone().replace(hour=0, minute=0, second=0, microsecond=0)
        today = spent_between(sessions, midnight, now)
        figures += [toned("today ", "dim") + toned(f"≈{sum_}", "bright") for sum_ in today]
        return figures

    def _unread(self) -> bool:
        return self._store is None or self._store.health(Resource.SESSIONS).as_of is None

    def _freshness(self, now: datetime) -> tuple[Content, float]:
        """How live the picture is: the sessions' age, or what keeps them from being live."""
        if self._store is None:
            return toned("◐ connecting", "dim"), 60.0
        health = self._store.health(Resource.SESSIONS)
        if health.error is not None:
            return toned(f"✗ {health.error.title.lower()}", "bad"), 60.0
        if health.as_of is None:
            return toned("◐ loading", "dim"), 60.0
        age = freshness(now - health.as_of)
        if health.is_stale(now):
            return toned(f"◐ stale {age.text}", "warn"), age.changes_in
        return toned("● ", "good") + toned(f"live {age.text}", "dim"), age.changes_in


def _counts(sessions: list[Session]) -> Content:
    up = sum(1 for row in sessions if row.phase in (Phase.READY, Phase.UNKNOWN))
    booting = sum(1 for row in sessions if row.phase.is_booting)
    ending = sum(1 for row in sessions if row.phase is Phase.STOPPING)
    parts = [toned("● ", "good" if up else "dim") + toned(f"{up} up", "bright")]
    parts += [toned("◐ ", "warn") + toned(f"{booting} booting", "bright")] if booting else []
    parts += [toned("◐ ", "warn") + toned(f"{ending} ending", "bright")] if ending else []
    return Content(" ").join(parts)


def _urgency(lasts: timedelta) -> Tone:
    if lasts < VERY_SHORT_RUNWAY:
        return "bad"
    return "warn" if lasts < SHORT_RUNWAY else "bright"
