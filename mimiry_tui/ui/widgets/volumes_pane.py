"""The pane over volumes: disks, who holds them, and what was asked of them from here."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING

from textual.content import Content

from mimiry_tui.clock import Clock
from mimiry_tui.domain.records import Unreadable
from mimiry_tui.domain.sessions import Session
from mimiry_tui.domain.volume_use import LastUses, is_orphan, last_uses, used_until
from mimiry_tui.domain.volumes import Volume, VolumeStatus
from mimiry_tui.live.store import Change, Resource, Store
from mimiry_tui.ui.columns import volumes
from mimiry_tui.ui.columns.common import row_id
from mimiry_tui.ui.key_of import key_of
from mimiry_tui.ui.placeholders import message
from mimiry_tui.ui.toned import toned
from mimiry_tui.ui.widgets.live_table import LiveTable
from mimiry_tui.ui.widgets.pane import TablePane
from mimiry_tui.ui.widgets.part_line import Part

if TYPE_CHECKING:
    from mimiry_tui.live.volumes.task import Task
    from mimiry_tui.live.volumes.work import VolumeWork


class VolumesPane(TablePane[Volume]):
    """Volumes, and those being created; deleted ones on request."""

    resource = Resource.VOLUMES

    def __init__(self, clock: Clock) -> None:
        self.deleted_shown = False
        self._work: VolumeWork | None = None
        self._can_create = False
        self._names: dict[str, str] = {}
        self._uses: LastUses = {}
        self._moving_since: dict[str, tuple[str, datetime]] = {}
        self._needs = volumes.Needs()
        table = LiveTable(
            volumes.volume_columns(self, self._needs),
            row_id=row_id,
            clock=clock,
            row_tone=volumes.volume_tone,
            pinned_last=volumes.deleted,
            id="volumes-table",
        )
        super().__init__(3, table, clock, id="volumes")
        table.sort_by("name")

    def show_title(self) -> None:
        """The title, and how to make a volume: the key line only tells what can be done with one."""
        super().show_title()
        if self._can_create:
            hint = toned(key_of(self, "volume.create"), "accent", bold=True) + toned(" new", "dim")
            self.top.show(right=[Part(hint, "screen.create_volume")])

    def rows(self, store: Store) -> Mapping[str, Volume | Unreadable]:
        rows = {
            key: row
            for key, row in store.volumes.items()
            if self.deleted_shown or isinstance(row, Unreadable) or row.status is not VolumeStatus.DELETED
        }
        for task in self._work.without_volume if self._work is not None else ():
            rows[task.id] = task.as_volume()
        return rows

    def facts(self, store: Store) -> str:
        now = self.clock.now()
        found = [row for row in store.volumes.values() if isinstance(row, Volume)]
        kept = [row for row in found if row.status is not VolumeStatus.DELETED]
        orphans = sum(is_orphan(row, self.used_until(row), now) for row in kept)
        gone = len(found) - len(kept) if self.deleted_shown else 0
        parts = [
            f"{orphans} unused" if orphans else "",
            f"{gone} deleted" if gone else "",
            str(len(kept)),
            f"{sum(volume.size_gb or 0 for volume in kept):,} GB" if any(one.size_gb for one in kept) else "",
        ]
        return " · ".join(part for part in parts if part)

    def empty(self) -> Content:
        how = [f"{key_of(self, 'volume.create')} creates one"] if self._can_create else []
        return message(toned("no volumes", "text"), "disks that outlive their sessions show up here", *how)

    # News

    def attach(self, store: Store) -> None:
        self.store = store
        self._note_operations()
        super().attach(store)
        self._fit_columns()

    def attach_work(self, work: VolumeWork, *, can_create: bool) -> None:
        """Show what is asked of volumes from here, and how one is created where that is possible."""
        self._work, self._can_create = work, can_create
        self.hear(work.subscribe, self.look_again)
        self.show_title()
        self.look_again(frozenset(one.id for one in work.tasks))

    def take(self, change: Change) -> None:
        self._note_operations()
        super().take(change)
        if self.store is not None and not change.health_only:
            # What was shown a moment ago may be deleted now, and those are not shown unless asked for.
            self._sweep(change.upserted)
            self._fit_columns()

    def look_again(self, ids: frozenset[str]) -> None:
        """What is known of these, volumes or tasks, has changed."""
        if self.store is None:
            return
        rows = self.rows(self.store)
        at = self.table.cursor_id
        task = self._work.task(at) if self._work is not None and at is not None else None
        self.table.apply([rows[one] for one in ids if one in rows])
        if task is not None and task.volume_id:
            # The row under the cursor was a volume to be; now it is there.
            self.table.move_to(task.volume_id)
        self._sweep(ids)
        self._fit_columns()
        self._show_facts()

    def show_deleted(self, wanted: bool) -> None:
        """Show deleted volumes too, or hide them again."""
        self.deleted_shown = wanted
        if self.store is not None:
            self.table.set_rows(self.rows(self.store).values())
            self._fit_columns()
            self._show_facts()

    def name_sessions(self, store: Store) -> None:
        """Learn from the sessions what to call those that hold volumes, and which held them before."""
        sessions = [row for row in store.sessions.values() if isinstance(row, Session)]
        names = {row.id: row.name or row.id for row in sessions}
        uses = last_uses(sessions)
        if names != self._names or uses != self._uses:
            self._names, self._uses = names, uses
            self.table.apply(self.rows(store).values())
            self._show_facts()

    # What the columns want to know

    def session_name(self, session_id: str) -> str:
        return self._names.get(session_id, session_id)

    def moving_since(self, volume: Volume) -> datetime | None:
        known = self._moving_since.get(volume.id)
        if volume.status is VolumeStatus.CREATING and volume.created_at is not None:
            return volume.created_at
        return known[1] if known else None

    def used_until(self, volume: Volume) -> datetime | None:
        return used_until(volume, self._uses)

    def asked_of(self, volume_id: str) -> Task | None:
        return self._work.of(volume_id) if self._work is not None else None

    # Inside

    def _sweep(self, ids: Iterable[str]) -> None:
        """Take away the rows of these that are not to be shown any more."""
        if self.store is not None:
            rows = self.rows(self.store)
            gone = [one for one in ids if one not in rows]
            if gone:
                self.table.apply([], gone)

    def _fit_columns(self) -> None:
        """Give the columns the widths that the rows need; the cost's vanishes where none is told."""
        if self.store is None:
            return
        needs = volumes.needs_of(self.rows(self.store).values())
        if self.table.sort_key == "cost":
            needs = replace(needs, cost=True)
        if self.table.sort_key == "where":
            needs = replace(needs, is_somewhere=True)
        if needs != self._needs:
            self._needs = needs
            self.table.show_columns(volumes.volume_columns(self, needs))

    def _show_facts(self) -> None:
        if self.store is not None:
            self._facts = self.facts(self.store)
            self.show_state()

    def _note_operations(self) -> None:
        """Remember when each operation was first seen: the service does not tell when it began."""
        assert self.store is not None
        seen = {}
        for row in self.store.volumes.values():
            if isinstance(row, Volume) and row.status.is_moving:
                known = self._moving_since.get(row.id)
                same = known is not None and known[0] == row.status.value
                seen[row.id] = known if known and same else (row.status.value, self.clock.now())
        self._moving_since = seen
