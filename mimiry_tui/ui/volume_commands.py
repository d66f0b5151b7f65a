"""What can be done with volumes, by the same keys whatever pane has the focus."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding, BindingType
from textual.content import Content

from mimiry_tui.domain.conventions import time_of_day
from mimiry_tui.domain.offers import Offer
from mimiry_tui.domain.safe_text import safe_text
from mimiry_tui.domain.sessions import Session
from mimiry_tui.domain.volume_use import is_orphan
from mimiry_tui.domain.volumes import Volume
from mimiry_tui.ui.session_commands import SessionCommands
from mimiry_tui.ui.toned import toned
from mimiry_tui.ui.widgets.detail_pane import DetailPane
from mimiry_tui.ui.widgets.volumes_pane import VolumesPane

if TYPE_CHECKING:
    from mimiry_tui.domain.launch import VolumeRequest
    from mimiry_tui.live.volumes.work import Task, TaskState, VolumeWork
    from mimiry_tui.ui.yankable import Choice

_CREATING = frozenset({"create_volume"})
_CHANGING = frozenset({"extend_volume", "delete_volume"})
_NEEDS = {
    "create_volume": "create volumes",
    "extend_volume": "extend volumes",
    "delete_volume": "delete volumes",
}
"""The capability behind each key, by its value: its class is not loaded before there is an account."""
_LONGEST_NAME = 60
_FAILURE_SHOWN = 12.0
"""Seconds a failure is told; the row goes on saying it."""


class VolumeCommands(SessionCommands):
    """A screen with a pane over volumes."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding(
            "v", "create_volume", "new volume", id="volume.create", show=False, tooltip="Create a volume"
        ),
        Binding("plus", "extend_volume", "grow", id="volume.extend", tooltip="Grow the volume"),
        Binding(
            "d",
            "delete_volume",
            "delete",
            id="volume.delete",
            tooltip="Delete the volume, or all that are marked",
        ),
        Binding(
            "D",
            "show_deleted_volumes",
            "deleted volumes",
            id="volume.deleted",
            show=False,
            tooltip="Show deleted volumes, or hide them",
        ),
    ]

    volumes: VolumesPane
    detail: DetailPane

    @property
    def _volume_work(self) -> VolumeWork | None:
        return self.services.account.volume_work if self.services is not None else None

    def attach_volumes(self) -> None:
        """Show what is asked of volumes, and tell what becomes of it. Once the account is open."""
        work = self._volume_work
        if work is None:
            return
        self._told_tasks: dict[str, TaskState] = {}
        self.volumes.attach_work(work, can_create=self._may("create_volume"))
        self.detail.volume_notes = self._notes
        self.hear(work.subscribe, self._take_tasks)

    def chosen_volumes(self) -> tuple[Volume, ...]:
        """Those that a deletion would mean: what is marked, else the one under the cursor."""
        if not isinstance(self.record, Volume) or self.volumes.store is None:
            return ()
        rows, marked = self.volumes.rows(self.volumes.store), self.volumes.table.marked
        found = [rows[one] for one in self.volumes.table.visible_ids if one in marked and one in rows]
        hidden = [rows[one] for one in sorted(marked.difference(row.id for row in found)) if one in rows]
        chosen = tuple(row for row in (*found, *hidden) if isinstance(row, Volume))
        return chosen or (self.record,)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Keys that can do nothing here and now are not offered."""
        if action in _CREATING | _CHANGING | {"show_deleted_volumes"}:
            return self._may(action) and (action not in _CHANGING or isinstance(self.record, Volume))
        return super().check_action(action, parameters)

    def _may(self, action: str) -> bool:
        """Whether the service has that, and this dashboard may change things where that is needed."""
        if self.services is None:
            return False
        from mimiry_tui.clouds.base import Capability  # there once an account is

        cloud = self.services.account.cloud
        if action == "show_deleted_volumes":
            return Capability.VOLUMES_DELETED in cloud.capabilities
        return not cloud.read_only and Capability(_NEEDS[action]) in cloud.capabilities

    def action_create_volume(self) -> None:
        """Ask what it is called, how large it is and where; the place of an offer or volume is kept."""
        from mimiry_tui.live.picture import picture_of
        from mimiry_tui.ui.screens.volume_create import CreateVolumeScreen

        services = self.services
        if services is None:
            return
        account, record = services.account, self.record
        place = (record.provider, record.location) if isinstance(record, Offer | Volume) else ("", "")
        picture = picture_of(account.store, account.cloud, account.key.facts, services.clock.now())
        screen = CreateVolumeScreen(picture, profile=services.profile, provider=place[0], location=place[1])
        self.app.push_screen(screen, self._create_volume)

    def _create_volume(self, request: VolumeRequest | None) -> None:
        if request is not None and self._volume_work is not None:
            task = self._volume_work.create(request)
            if isinstance(self.record, Volume):
                self.volumes.table.move_to(task.id)
            else:
                # Its row may be out of sight.
                name = safe_text(request.name, _LONGEST_NAME)
                self.notify(f"{name}: {request.size_gb:,} GB asked for", markup=False)

    def action_extend_volume(self) -> None:
        """Ask how large it shall be."""
        from mimiry_tui.domain.volume_deeds import may_extend
        from mimiry_tui.ui.screens.volume_extend import ExtendVolumeScreen

        volume, work, services = self.record, self._volume_work, self.services
        if not isinstance(volume, Volume) or work is None or services is None:
            return
        task = work.of(volume.id)
        refused = task.words(self._moment()) if task is not None and task.is_pending else may_extend(volume)
        if refused:
            self._refuse_volume(volume, refused)
            return

        def answered(size_gb: int | None) -> None:
            if size_gb is not None:
                work.extend(volume.id, size_gb)

        self.app.push_screen(ExtendVolumeScreen(volume, profile=services.profile), answered)

    def action_delete_volume(self) -> None:
        """Ask, with what goes with it in sight; a creation that failed is only forgotten."""
        from mimiry_tui.ui.screens.volume_delete import DeleteVolumeScreen

        work, services = self._volume_work, self.services
        if work is None or services is None:
            return
        chosen = self.chosen_volumes()
        imagined = {one.id for one in chosen if work.task(one.id) is not None}
        work.forget(imagined)
        real = [one for one in chosen if one.id not in imagined]
        tasks = [(one, work.of(one.id)) for one in real]
        free = [one for one, task in tasks if task is None or not task.is_pending]
        if not free:
            for volume, task in tasks[:1]:
                self._refuse_volume(volume, task.words(self._moment()) if task is not None else "")
            return
        sessions = [row for row in services.account.store.sessions.values() if isinstance(row, Session)]
        screen = DeleteVolumeScreen(free, sessions, self._moment(), profile=services.profile)

        def answered(delete: bool | None) -> None:
            if delete:
                work.delete(screen.ids)
                self.volumes.table.clear_marks()

        self.app.push_screen(screen, answered)

    def action_show_deleted_volumes(self) -> None:
        """Ask for deleted volumes too and show them below the others, or hide them again."""
        if self.services is not None:
            wanted = not self.volumes.deleted_shown
            self.services.account.live.volumes.show_deleted(wanted)
            self.volumes.show_deleted(wanted)
            self.notify(
                "deleted volumes are shown too" if wanted else "deleted volumes are hidden", markup=False
            )

    def _yankable(self) -> list[Choice]:
        choices = super()._yankable()
        work, record = self._volume_work, self.record
        if record is not None and work is not None and work.task(record.id) is not None:
            # A volume that is only being asked for: its id is ours, and of no use elsewhere.
            return [choice for choice in choices if choice.text != record.id]
        return choices

    # Telling

    def _take_tasks(self, ids: frozenset[str]) -> None:
        work = self._volume_work
        for task in work.tasks if work is not None else ():
            if task.id in ids and self._told_tasks.get(task.id) is not task.state:
                self._told_tasks[task.id] = task.state
                self._tell_task(task)
        if isinstance(self.record, Volume):
            self.detail.show_record(self.record)
        self.refresh_bindings()

    def _notes(self, volume: Volume) -> list[Content]:
        """What its row is too narrow for: what was asked of it here, or since when nobody uses it."""
        task = self._volume_work.of(volume.id) if self._volume_work is not None else None
        # Without a length of time: these lines are not drawn again every second.
        if task is not None and task.tells_more:
            return [toned(safe_text(task.summary, 500), "bad" if task.is_loud else "warn")]
        used = self.volumes.used_until(volume)
        if used is not None and is_orphan(volume, used, self._moment()):
            since = f"{used.astimezone():%a %d %b} {time_of_day(used.astimezone())}"
            return [toned(f"unused: no session known here had it since {since}", "warn")]
        return []

    def _tell_task(self, task: Task) -> None:
        words = f"{safe_text(task.name, _LONGEST_NAME)}: {task.words(self._moment())}"
        if task.is_loud:
            self.app.notify(words, severity="error", timeout=_FAILURE_SHOWN, markup=False)
        elif not task.is_pending:
            self.app.notify(words, markup=False)

    def _refuse_volume(self, volume: Volume, why: str) -> None:
        name = safe_text(volume.name or volume.id, _LONGEST_NAME)
        self.notify(f"{name}: {safe_text(why)}", severity="warning", markup=False)

    def _moment(self) -> datetime:
        return self.volumes.clock.now()
