"""The list of volumes, read as often as what happens to them asks for; deleted ones only while wanted."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

from mimiry_tui.clock import Clock
from mimiry_tui.clouds.base import Cloud, Page
from mimiry_tui.clouds.errors import CloudError
from mimiry_tui.domain.records import Unreadable
from mimiry_tui.domain.volumes import Volume, VolumeStatus
from mimiry_tui.live import cadence
from mimiry_tui.live.lists import Grace, Mirror
from mimiry_tui.live.poller import Delta
from mimiry_tui.live.store import Change, Resource, Store
from mimiry_tui.settings.preferences import RefreshRates


class VolumeReadings:
    """Writes every answer about volumes into the store. `wake` has the list asked for at once."""

    def __init__(self, cloud: Cloud, store: Store, clock: Clock, wake: Callable[[], None]) -> None:
        self._cloud = cloud
        self.rates = RefreshRates()
        self._store = store
        self._wake = wake
        self._grace = Grace(clock)
        self._kept: Mirror[Volume | Unreadable] = Mirror(store.update_volumes, self._grace)
        self._deleted: Mirror[Volume | Unreadable] = Mirror(self._update_deleted, Grace(clock))
        self._followed: frozenset[str] = frozenset()
        self._deleted_wanted = False

    @property
    def deleted_shown(self) -> bool:
        """Whether deleted volumes are asked for too."""
        return self._deleted_wanted

    def expect(self, volume: Volume) -> None:
        """Show a volume that was just created; for a minute its absence from answers means nothing."""
        self._publish(self._kept.add(volume))
        self._wake()

    def is_new(self, volume_id: str) -> bool:
        """Just created here, so that a 404 about it means nothing yet."""
        return volume_id in self._grace.ids()

    def follow(self, volume_ids: frozenset[str]) -> None:
        """Ask as often as about anything that moves while there are any of these, whatever they say."""
        news = volume_ids - self._followed
        self._followed = volume_ids
        if news:
            self._wake()

    def gone(self, volume_id: str) -> None:
        """Take away a volume that was deleted here, before an answer lacks it."""
        self._publish(self._kept.drop(volume_id))
        if self.deleted_shown:
            self._wake()

    def show_deleted(self, wanted: bool) -> None:
        """Ask for deleted volumes too, or take them away again."""
        self._deleted_wanted = wanted
        if wanted:
            self._wake()
        else:
            self._publish(self._deleted.clear())

    async def read(self) -> Delta:
        """One attempt. Where only the deleted ones cannot be had, the others are told all the same."""
        delta = await self._kept.take((await self._cloud.volumes()).items)
        if not self.deleted_shown:
            return delta
        try:
            page = await self._cloud.volumes(deleted=True)
        except CloudError:
            self._publish(delta)
            raise
        gone = await self._deleted.take(_deleted_of(page) if self._are_deleted_wanted() else ())
        # One that moved from list to list is removed by the first and brought by the second.
        upserted = (*delta.upserted, *gone.upserted)
        removed = tuple({*delta.removed, *gone.removed}.difference(upserted))
        return Delta(upserted, removed)

    def interval(self) -> float:
        volumes = self._store.volumes.values()
        return cadence.volumes_interval(
            self.rates,
            [bool(self._followed), *(one.status.is_moving for one in volumes if isinstance(one, Volume))],
        )

    def _are_deleted_wanted(self) -> bool:
        """Asked again after an answer: meanwhile somebody may have changed their mind."""
        return self._deleted_wanted

    def _update_deleted(self, upserts: Mapping[str, Volume | Unreadable], removed: Iterable[str]) -> None:
        """What the other list has is not touched by this one."""
        self._store.update_volumes(
            {key: one for key, one in upserts.items() if not self._kept.holds(key)},
            [key for key in removed if not self._kept.holds(key)],
        )

    def _publish(self, delta: Delta) -> None:
        if delta:
            self._store.publish(Change(Resource.VOLUMES, delta.upserted, delta.removed))


def _deleted_of(page: Page[Volume]) -> tuple[Volume, ...]:
    """Those that are: a service may not know the filter, and answer with everything."""
    return tuple(one for one in page.items if isinstance(one, Volume) and one.status is VolumeStatus.DELETED)
