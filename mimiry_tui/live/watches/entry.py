"""One watch as a running dashboard has it."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum

from mimiry_tui.domain.launching.draft import Draft
from mimiry_tui.domain.offers import Offer
from mimiry_tui.domain.watching.machine import Standing
from mimiry_tui.domain.watching.rule import Arming, Watch


class OfferMark(StrEnum):
    """What watches have to do with an offer."""

    WAITING = "waiting"
    """It is waited for: sold out, or too dear."""
    HERE = "here"
    """It is what was waited for, and can be had."""
    ARMED = "armed"
    """Something is launched there by itself once it can be had."""


class NewsKind(StrEnum):
    """What there is to tell of a watch."""

    HIT = "hit"
    """What was waited for can be had."""
    LAUNCHING = "launching"
    """It launches by itself."""
    DISARMED = "disarmed"
    ASK = "ask"
    """It was armed when another run ended: whether to arm it again is its user's to say."""


@dataclass(frozen=True, slots=True)
class WatchNews:
    """One piece of news."""

    kind: NewsKind
    watch: Watch
    offer: Offer | None = None
    words: str = ""
    """Why; may hold foreign text."""


@dataclass(frozen=True, slots=True)
class Progress:
    """How a watch is doing."""

    checks: int
    """Good answers that were looked through since this dashboard runs."""
    last_check: datetime | None
    why_not: str
    """Why nothing will do at the moment; "" while something does, or before the first check."""
    elsewhere: Arming | None
    """What another dashboard of the same account has it armed with."""
    was_armed: Arming | None
    """What it was armed with when an earlier run ended."""
    note: str
    """What became of it when it last launched, or why it was disarmed; "" for nothing."""


@dataclass(slots=True, eq=False)
class Entry:
    """What changes while a dashboard runs."""

    rule: Watch
    """Without its arming, which `standing` has."""
    standing: Standing = field(default_factory=Standing)
    holder: str = ""
    """The mark of its arming here; "" while it is not armed here."""
    draft: Draft | None = None
    """The template as it was when the watch was armed."""
    checks: int = 0
    last_check: datetime | None = None
    why_not: str = ""
    elsewhere: Arming | None = None
    was_armed: Arming | None = None
    note: str = ""
    shot: object | None = None
    """Stands for the one launch that is being prepared."""
    unspent: Arming | None = None
    """The arming before that launch, until that is written down as paid for."""
    launch_id: str = ""
    """Of the launch it made that is not settled yet."""

    @property
    def watch(self) -> Watch:
        return replace(self.rule, armed=self.standing.armed)

    @property
    def progress(self) -> Progress:
        return Progress(self.checks, self.last_check, self.why_not, self.elsewhere, self.was_armed, self.note)

    def lay_down(self, note: str) -> None:
        """Launch nothing from now on."""
        self.standing = replace(self.standing, armed=None, has_fired=False)
        self.holder, self.draft, self.shot, self.unspent = "", None, None, None
        self.note = note
