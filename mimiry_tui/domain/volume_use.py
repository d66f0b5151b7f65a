"""Who used a volume, and since when nobody does, as far as the sessions known here tell."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime, timedelta

from mimiry_tui.domain.sessions import Session
from mimiry_tui.domain.volumes import Volume, VolumeStatus

ORPHANED_AFTER = timedelta(days=7)
"""A volume that nothing held for so long was perhaps forgotten."""
OLD_AFTER = timedelta(days=1)
"""A volume older than this is taken to hold something."""

LastUses = Mapping[tuple[str, str], datetime]
"""When the last session that mounted a volume ended: by the volume's name, and the session's location."""


def users(volume: Volume, sessions: Iterable[Session]) -> Iterator[Session]:
    """The sessions that mounted it: by name, since that is how they say it, and not elsewhere."""
    for session in sessions:
        elsewhere = volume.location and session.got.location and volume.location != session.got.location
        if not elsewhere and any(mount.volume in {volume.name, volume.id} for mount in session.mounts):
            yield session


def last_uses(sessions: Iterable[Session]) -> LastUses:
    """The ends of all sessions that had volumes, gone through once for all volumes."""
    found: dict[tuple[str, str], datetime] = {}
    for session in sessions:
        if not session.mounts or session.finished_at is None:
            continue
        for mount in session.mounts:
            key = (mount.volume, session.got.location)
            found[key] = max(session.finished_at, found.get(key, session.finished_at))
    return found


def used_until(volume: Volume, uses: LastUses) -> datetime | None:
    """When something last held or changed it; None where nothing tells."""
    places = {volume.location, ""}
    moments = [volume.created_at, volume.updated_at]
    moments += [uses.get((name, place)) for name in {volume.name, volume.id} for place in places]
    return max((moment for moment in moments if moment is not None), default=None)


def is_orphan(volume: Volume, used_until: datetime | None, now: datetime) -> bool:
    """Whether it lies unused for so long that somebody should be asked whether anybody wants it."""
    if volume.status is not VolumeStatus.FREE or used_until is None:
        return False
    return now - used_until >= ORPHANED_AFTER


def may_hold_data(volume: Volume, sessions: Iterable[Session], now: datetime) -> bool:
    """Whether somebody's work may be on it. The service does not say: a session had it, or it is old."""
    if volume.created_at is None or now - volume.created_at > OLD_AFTER:
        return True
    return bool(volume.attached_to) or any(True for _ in users(volume, sessions))
