"""What a launch depends on, out of the store as it is now."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import TypeVar
from weakref import WeakKeyDictionary

from mimiry_tui.clouds.base import Cloud
from mimiry_tui.clouds.errors import CloudError
from mimiry_tui.domain.launching.picture import KeyFacts, Picture, Reading
from mimiry_tui.domain.offers import Offer
from mimiry_tui.domain.sessions import Session
from mimiry_tui.domain.volumes import Volume
from mimiry_tui.live.store import Resource, Store

T = TypeVar("T")


class _Kept:
    """The tuples handed out last."""

    def __init__(self) -> None:
        self.offers: tuple[Offer, ...] = ()
        self.sessions: tuple[Session, ...] = ()
        self.volumes: tuple[Volume, ...] = ()


_kept: WeakKeyDictionary[Store, _Kept] = WeakKeyDictionary()


def picture_of(store: Store, cloud: Cloud, key: KeyFacts, now: datetime) -> Picture:
    """This moment's picture; `key` is what `KeyReader.facts` says.

    Called at every keystroke: nothing waits, and a tuple whose records did not change is the very
    same object as before. Records that could not be read are left out.
    """
    kept = _kept.get(store)
    if kept is None:
        kept = _kept[store] = _Kept()
    offers = (one for one in store.offers.values() if isinstance(one, Offer) and one.has_gpu)
    sessions = (one for one in store.sessions.values() if isinstance(one, Session))
    volumes = (one for one in store.volumes.values() if isinstance(one, Volume))
    kept.offers = _same_or_new(kept.offers, offers)
    kept.sessions = _same_or_new(kept.sessions, sessions)
    kept.volumes = _same_or_new(kept.volumes, volumes)
    return Picture(
        now=now,
        offers=_reading(store, Resource.OFFERS, kept.offers),
        sessions=_reading(store, Resource.SESSIONS, kept.sessions),
        volumes=_reading(store, Resource.VOLUMES, kept.volumes),
        balance=_reading(store, Resource.BALANCE, store.balance),
        quotas=_reading(store, Resource.QUOTAS, store.quotas or ()),
        key=key,
        read_only=cloud.read_only,
        minimum_volume_gb=cloud.minimum_volume_gb,
    )


def words_of(error: CloudError) -> str:
    """A failed attempt in a few words of ours: "timed out", "service trouble 503"."""
    return error.said if error.status is None else f"{error.said} {error.status}"


def _reading(store: Store, resource: Resource, value: T) -> Reading[T]:
    health = store.health(resource)
    return Reading(value, health.as_of, "" if health.error is None else words_of(health.error))


def _same_or_new(before: tuple[T, ...], records: Iterable[T]) -> tuple[T, ...]:
    """`before`, if these are the same objects in the same order."""
    now = tuple(records)
    if len(now) == len(before) and all(one is other for one, other in zip(now, before, strict=True)):
        return before
    return now
