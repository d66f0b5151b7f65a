"""How long sessions took to become usable, and what that says about one that still boots."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta

from mimiry_tui.domain.frozen import dataclass
from mimiry_tui.domain.phases import Phase
from mimiry_tui.domain.sessions import Session
from mimiry_tui.domain.timeline import Observation, Source, build_timeline

ENOUGH = 3
"""Boots below which nothing is said: two say nothing about a third."""
LONGEST = timedelta(days=2)
"""What took longer was no boot: a clock was wrong, or a queue stood still."""
_KEY_CHARACTERS = 300
_TRUST = {Source.INFERRED: 0, Source.OBSERVED: 1, Source.EVENT: 2}


@dataclass(frozen=True, slots=True)
class BootKey:
    """What boots are compared by: the same image on the same model of GPU."""

    image: str
    gpu: str


@dataclass(frozen=True, slots=True)
class Boot:
    """One session's way from accepted to ready."""

    session_id: str
    key: BootKey
    took: timedelta
    source: Source
    """Who says when it was ready."""

    def is_better_than(self, other: Boot) -> bool:
        """Known better than that account of the same boot, or as well but seen sooner.

        Which of several accounts is best does not depend on the order they come in.
        """
        if _TRUST[self.source] != _TRUST[other.source]:
            return _TRUST[self.source] > _TRUST[other.source]
        return self.took < other.took


@dataclass(frozen=True, slots=True)
class Boots:
    """What past boots of one key took."""

    median: timedelta
    slow: timedelta
    """The 90th percentile: nine in ten were ready within it."""
    count: int


@dataclass(frozen=True, slots=True)
class BootEstimate:
    """What past boots say about one that is under way."""

    left: timedelta | None
    """Until half of the past ones were ready; then until nine in ten were; None when later still."""
    late: bool
    """Nine in ten were ready by now."""


def boot_key(session: Session) -> BootKey | None:
    """The key of a session, or None while its image or its GPU is not known."""
    image = session.image.strip()[:_KEY_CHARACTERS]
    gpu = session.gpu.strip().casefold()[:_KEY_CHARACTERS]
    return BootKey(image, gpu) if image and gpu else None


def read_boot(session: Session, observations: Iterable[Observation] = ()) -> Boot | None:
    """How long a session took to become ready, from its record, its events and what was seen.

    None where it did not get there, and where either end is not known: a ready phase concluded from
    nothing but the date of the record's last change is not a known end.
    """
    key = boot_key(session)
    if key is None or session.phase.is_booting:
        return None
    parts = build_timeline(session, observations).segments
    ready = next((part for part in parts if part.phase is Phase.READY), None)
    if ready is None or parts[0].phase is not Phase.ACCEPTED or parts[0].source is Source.INFERRED:
        return None
    if ready.source is Source.INFERRED and not (ready.start == session.started_at and _has_run(session)):
        return None
    took = ready.start - parts[0].start
    return Boot(session.id, key, took, ready.source) if timedelta(0) < took <= LONGEST else None


def summarise(lengths: Iterable[timedelta]) -> Boots | None:
    """Median and 90th percentile, or None where there are fewer than `ENOUGH`."""
    seconds = sorted(length.total_seconds() for length in lengths)
    if len(seconds) < ENOUGH:
        return None
    import statistics  # needed by nobody before the first frame

    tenths = statistics.quantiles(seconds, n=10, method="inclusive")
    median = statistics.median(seconds)
    return Boots(timedelta(seconds=median), timedelta(seconds=tenths[-1]), len(seconds))


class BootBook:
    """The best account of each session's boot, and what those of one key add up to."""

    def __init__(self) -> None:
        self._by_session: dict[str, Boot] = {}
        self._by_key: dict[BootKey, dict[str, timedelta]] = {}

    def get(self, session_id: str) -> Boot | None:
        return self._by_session.get(session_id)

    def put(self, boot: Boot) -> frozenset[BootKey]:
        """Take in one account, unless a better one of the same boot is known; the keys that it changed."""
        known = self._by_session.get(boot.session_id)
        if known is not None and known.key == boot.key and not boot.is_better_than(known):
            return frozenset()
        self._by_session[boot.session_id] = boot
        changed = {boot.key}
        if known is not None and known.key != boot.key:
            del self._by_key[known.key][boot.session_id]
            changed.add(known.key)
        self._by_key.setdefault(boot.key, {})[boot.session_id] = boot.took
        return frozenset(changed)

    def of(self, key: BootKey) -> Boots | None:
        return summarise(self._by_key.get(key, {}).values())


def estimate(boots: Boots, waited: timedelta) -> BootEstimate:
    """What is left for a session that has been booting for so long."""
    if waited < boots.median:
        return BootEstimate(boots.median - waited, late=False)
    if waited < boots.slow:
        return BootEstimate(boots.slow - waited, late=False)
    return BootEstimate(None, late=waited > boots.slow)


def _has_run(session: Session) -> bool:
    """It was certainly ready once: it is, or it is past that, or its command came to an exit code."""
    past = session.phase in {Phase.READY, Phase.SLEEPING, Phase.STOPPING, Phase.ENDED_OK}
    return past or session.exit_code is not None
