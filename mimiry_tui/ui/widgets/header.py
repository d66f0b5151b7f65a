"""The line at the top: whose account, what runs, what it costs, how long the money lasts."""

from __future__ import annotations

from datetime import datetime, timedelta

from textual.content import Content

from mimiry_tui.clock import Clock
from mimiry_tui.clouds.errors import NoKey
from mimiry_tui.domain.account import Balance
from mimiry_tui.domain.accounting.balance_now import JUMP_SHOWN, Jump, balance_now
from mimiry_tui.domain.accounting.runway import Runway, RunwayLevel, build_runway
from mimiry_tui.domain.conventions import time_of_day
from mimiry_tui.domain.durations import clock_time, freshness, short
from mimiry_tui.domain.money import Money
from mimiry_tui.domain.phases import Phase
from mimiry_tui.domain.sessions import Session
from mimiry_tui.domain.spending import burn_rate, spent_between
from mimiry_tui.domain.status_line import counts_of
from mimiry_tui.domain.volumes import Volume
from mimiry_tui.live.store import Resource, Store
from mimiry_tui.ui.glyphs import PHASE_TONES, SLEEPING, WATCHED
from mimiry_tui.ui.preference_desk import PreferenceDesk
from mimiry_tui.ui.profile_mark import LONGEST, LONGEST_WHERE_NARROW, ProfileMark
from mimiry_tui.ui.ticker import Ticker
from mimiry_tui.ui.toned import toned
from mimiry_tui.ui.widgets.cells import Tone
from mimiry_tui.ui.widgets.part_line import Part, PartLine

GAP = "   "
_WIDE = 100
"""Columns from which a name is told at length."""
FIGURES_EVERY = timedelta(seconds=5)
"""How often figures that grow by themselves (what was spent today) are looked at."""


RUNWAY_TONES: dict[RunwayLevel, Tone] = {
    RunwayLevel.OK: "bright",
    RunwayLevel.SHORT: "warn",
    RunwayLevel.VERY_SHORT: "bad",
}


class Header(PartLine):
    """Drawn from the store at every change and whenever one of its texts changes by itself."""

    DEFAULT_CSS = """
    Header { dock: top; }
    """

    def __init__(self, profile: ProfileMark, clock: Clock) -> None:
        super().__init__(id="header")
        self.profile = profile
        self.read_only = False
        """Whether nothing can be changed from here; then it says so."""
        self._armed = 0
        self._clock = clock
        self._store: Store | None = None
        self._told: list[tuple[Content, ...]] = []
        self._told_at: datetime | None = None

    def attach(self, store: Store) -> None:
        self._store = store
        self.news()

    @property
    def armed(self) -> int:
        """How many watches would launch by themselves."""
        return self._armed

    @armed.setter
    def armed(self, count: int) -> None:
        if count != self._armed:
            self._armed = count
            self.repaint()

    def news(self) -> None:
        """Draw all figures anew: the store holds others."""
        self._told_at = None
        self.repaint()

    def parts(self, width: int) -> list[Part]:
        now = self._clock.now()
        width -= 2
        brand = toned("◆ ", "accent") + toned(self.profile.service, "accent", bold=True)
        # What it costs is to be seen also beside a long name.
        brand += Content(" ") + self.profile.within(LONGEST if width >= _WIDE else LONGEST_WHERE_NARROW)
        brand += toned(" read-only", "watch") if self.read_only else Content("")
        # Guards and confirmations are not as they were meant either.
        is_unused = PreferenceDesk.of(self.app).is_file_unused
        brand += toned(" ⚠ settings unused", "warn") if is_unused else Content("")
        brand += toned(f" {WATCHED} ARMED {self._armed}", "watch", bold=True) if self._armed else Content("")
        state, changes_in = self._freshness(now)
        right = state + Content(GAP) + toned(time_of_day(now.astimezone()), "bright")
        minute = 60 - now.second - now.microsecond / 1e6
        Ticker.of(self.app, self._clock).wake(
            self, self._clock.monotonic() + min(changes_in, minute), self.repaint
        )
        shown = brand + _fitted(
            self._known_figures(now), width - brand.cell_length - right.cell_length - len(GAP)
        )
        space = max(1, width - shown.cell_length - right.cell_length)
        return [Part(Content(" ")), Part(shown), Part(Content(" " * space)), Part(right)]

    def _known_figures(self, now: datetime) -> list[tuple[Content, ...]]:
        """The figures, put together again at news and every few seconds, not at every beat."""
        if self._told_at is None or abs(now - self._told_at) >= FIGURES_EVERY:
            self._told, self._told_at = self._figures(now), now
        return self._told

    def _figures(self, now: datetime) -> list[tuple[Content, ...]]:
        """What there is to tell, most telling first; each in its full and its shorter forms."""
        if self._store is None:
            return []
        sessions = [row for row in self._store.sessions.values() if isinstance(row, Session)]
        volumes = [row for row in self._store.volumes.values() if isinstance(row, Volume)]
        burn = burn_rate(sessions, volumes)
        figures: list[tuple[Content, ...]] = []
        if not self._unread():
            figures.append(_counts(sessions))
        # What runs at a price that nobody told yet is not for nothing.
        least = "≥" if any(one.phase is Phase.READY and one.got.rate is None for one in sessions) else ""
        figures += [(toned(f"{least}{rate}", "bright", bold=True) + toned("/h", "dim"),) for rate in burn]
        if self._store.balance is not None:
            figures.append(self._balance(self._store, self._store.balance, burn, sessions, now))
        midnight = now.astimezone().replace(hour=0, minute=0, second=0, microsecond=0)
        today = spent_between(sessions, midnight, now)
        figures += [(toned("today ", "dim") + toned(f"≈{spent}", "bright"),) for spent in today]
        return figures

    @staticmethod
    def _balance(
        store: Store, balance: Balance, burn: tuple[Money, ...], sessions: list[Session], now: datetime
    ) -> tuple[Content, ...]:
        """What is left by now, counted on from the last answer, and until when it lasts."""
        left = balance_now(balance.money, store.health(Resource.BALANCE).as_of, burn, now)
        amount = str(left) if str(left) == str(balance.money) else f"≈{left}"
        jump = store.balance_jump
        is_news = jump is not None and now - jump.at < JUMP_SHOWN
        return _balance(amount, build_runway(left, burn, sessions, now), jump if is_news else None, now)

    def _unread(self) -> bool:
        return self._store is None or self._store.health(Resource.SESSIONS).as_of is None

    def _freshness(self, now: datetime) -> tuple[Content, float]:
        """How live the picture is: the sessions' age, or what keeps them from being live."""
        if self._store is None:
            return toned("◐ connecting", "dim"), 60.0
        if self._store.paused_since is not None:
            paused = freshness(now - self._store.paused_since)
            return toned(f"‖ paused {paused.text}", "watch"), paused.changes_in
        health = self._store.health(Resource.SESSIONS)
        if isinstance(health.error, NoKey):
            return toned("○ signed out", "dim"), 60.0
        if health.error is not None:
            return toned(f"✗ {health.error.said}", "bad"), 60.0
        if health.as_of is None:
            return toned("◐ loading", "dim"), 60.0
        age = freshness(now - health.as_of)
        if health.is_stale(now):
            return toned(f"◐ stale {age.text}", "warn"), age.changes_in
        return toned("● ", "good") + toned(f"live {age.text}", "dim"), age.changes_in


def _fitted(figures: list[tuple[Content, ...]], room: int) -> Content:
    """All figures in the longest form that fits; what does not fit in its shortest goes from the end."""
    for count in range(len(figures), 0, -1):
        for form, gap in ((0, 3), (1, 3), (2, 3), (2, 2), (3, 2), (4, 2)):
            chosen = [figure[min(form, len(figure) - 1)] for figure in figures[:count]]
            if sum(part.cell_length + gap for part in chosen) <= room:
                space = Content(" " * gap)
                return space + space.join(chosen)
    return Content("")


def _counts(sessions: list[Session]) -> tuple[Content, ...]:
    """What is up, asleep, booting and ending: in words, with all that moves as one, as signs alone."""
    up, booting, ending, asleep = counts_of(sessions)
    ready = toned("● ", "good" if up else "dim") + toned(f"{up} up", "bright")
    if asleep:
        ready += toned(f" {SLEEPING} ", PHASE_TONES[Phase.SLEEPING]) + toned(f"{asleep} asleep", "bright")
    kinds = [(count, word) for count, word in ((booting, "booting"), (ending, "ending")) if count]
    apart = [toned("◐ ", "warn") + toned(f"{count} {word}", "bright") for count, word in kinds]
    full = Content(" ").join([ready, *apart])
    moving = booting + ending
    together = ready + toned(" ◐ ", "warn") + toned(f"{moving} moving", "bright")
    signs = toned("●", "good" if up else "dim") + toned(f" {up}", "bright")
    if asleep:
        signs += toned(f" {SLEEPING}", PHASE_TONES[Phase.SLEEPING]) + toned(f" {asleep}", "bright")
    if moving:
        signs += toned(" ◐", "warn") + toned(f" {moving}", "bright")
    return full, full, full, together if len(kinds) > 1 else full, signs


def _balance(amount: str, runway: Runway | None, jump: Jump | None, now: datetime) -> tuple[Content, ...]:
    """The balance and until when it lasts, in words, shorter, shortest; a jump stays in all of them."""
    left = toned(amount, "bright")
    if jump is not None:
        sign = "+" if jump.money.amount > 0 else ""
        left += toned(f" {sign}{jump.money}", "good" if sign else "bad", bold=True)
    if runway is None:
        return toned("balance ", "dim") + left, left
    until = toned(clock_time(runway.until, now.astimezone()), RUNWAY_TONES[runway.level], bold=True)
    lasts = short(runway.lasts)
    return (
        toned("balance ", "dim") + left + toned(f" ≈ {lasts} → until ", "dim") + until,
        toned("bal ", "dim") + left + toned(f" ≈ {lasts} → ", "dim") + until,
        toned("bal ", "dim") + left + toned(" → ≈", "dim") + until,
        left + toned("→≈", "dim") + until,
    )
