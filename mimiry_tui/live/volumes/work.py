"""Creating, growing and deleting volumes: each request sent once, then followed until the volume rests.

What a volume is, is read off the store and, where that settles nothing, off the volume itself. A
failure that turns out to be none corrects itself; one that is real stays until somebody forgets it or
asks for something else of the same volume.
"""

from __future__ import annotations

import asyncio
import itertools
from collections.abc import Callable, Iterable
from dataclasses import replace

from mimiry_tui.clock import Clock
from mimiry_tui.clouds.base import Cloud
from mimiry_tui.clouds.errors import CloudError, ReadOnly
from mimiry_tui.domain.launch import VolumeRequest
from mimiry_tui.domain.volumes import Volume
from mimiry_tui.live.live import Live
from mimiry_tui.live.store import Change, Resource
from mimiry_tui.live.subscribers import Subscribers
from mimiry_tui.live.volumes.steps import VolumeSteps
from mimiry_tui.live.volumes.task import Task, TaskKind, TaskState

__all__ = ["Task", "TaskKind", "TaskState", "VolumeWork"]

Subscriber = Callable[[frozenset[str]], None]


class VolumeWork:
    """Works on volumes while `run` runs; what was asked for before that is begun then.

    Its methods are called on the event loop.
    """

    def __init__(self, cloud: Cloud, live: Live, clock: Clock) -> None:
        self._cloud = cloud
        self._live = live
        self._clock = clock
        self._tasks: dict[str, Task] = {}
        self._numbers = itertools.count(1)
        self._subscribers: Subscribers[frozenset[str]] = Subscribers()
        self._steps = VolumeSteps(cloud, live, clock, self)
        self._group: asyncio.TaskGroup | None = None

    @property
    def read_only(self) -> bool:
        """Nothing can be changed from here."""
        return self._cloud.read_only

    @property
    def tasks(self) -> tuple[Task, ...]:
        """Everything asked for and not forgotten, in the order it was asked for."""
        return tuple(self._tasks.values())

    @property
    def without_volume(self) -> tuple[Task, ...]:
        """Creations that have no volume to show: under way, or failed."""
        return tuple(one for one in self._tasks.values() if not one.volume_id)

    def task(self, task_id: str) -> Task | None:
        """The present state of that task; None once it was forgotten."""
        return self._tasks.get(task_id)

    def of(self, volume_id: str) -> Task | None:
        """What was last asked of a volume; None where nothing was, or it was forgotten."""
        if not volume_id:
            return None
        found = (one for one in reversed(self._tasks.values()) if volume_id in (one.volume_id, one.id))
        return next(found, None)

    def create(self, request: VolumeRequest) -> Task:
        """Ask for a new volume; while one of that name is being created, that task comes back instead."""
        for known in self._tasks.values():
            if known.kind is TaskKind.CREATE and known.is_pending and known.name == request.name:
                return known
        for failed in self.without_volume:
            if failed.is_loud and failed.name == request.name:
                self._tasks.pop(failed.id)
        return self._begin(
            self._new(TaskKind.CREATE, "", request.name, request.size_gb, request.provider, request.location)
        )

    def extend(self, volume_id: str, size_gb: int) -> Task:
        """Ask for a volume to grow; while anything else is asked of it, that task comes back instead."""
        return self._on_volume(TaskKind.EXTEND, volume_id, size_gb)

    def delete(self, volume_ids: Iterable[str]) -> tuple[Task, ...]:
        """Ask for these to be deleted, each once."""
        return tuple(
            self._on_volume(TaskKind.DELETE, volume_id, 0) for volume_id in dict.fromkeys(volume_ids)
        )

    def forget(self, ids: Iterable[str]) -> None:
        """Say nothing more about failures that somebody has read, by ids of volumes or of tasks."""
        wanted = frozenset(ids)
        read = [one for one in self._tasks.values() if one.is_loud and wanted & {one.id, one.volume_id}]
        for task in read:
            del self._tasks[task.id]
        self._tell(*read)

    def subscribe(self, callback: Subscriber) -> Callable[[], None]:
        """Call it with the ids of the tasks that changed and of their volumes; returns what ends that."""
        return self._subscribers.add(callback)

    async def run(self) -> None:
        """Carry out what is asked for until cancelled."""
        unsubscribe = self._live.store.subscribe(self._noticed)
        try:
            async with asyncio.TaskGroup() as group:
                self._group = group
                for task in self.tasks:
                    self._go_on(task)
                try:
                    await asyncio.Event().wait()
                finally:
                    self._group = None
        finally:
            unsubscribe()

    def _on_volume(self, kind: TaskKind, volume_id: str, size_gb: int) -> Task:
        known = self.of(volume_id)
        if known is not None and known.is_pending:
            return known
        if known is not None:
            self._tasks.pop(known.id)
        record = self._live.store.volumes.get(volume_id)
        volume = record if isinstance(record, Volume) else None
        return self._begin(
            self._new(
                kind,
                volume_id,
                (volume.name if volume else "") or volume_id,
                size_gb,
                volume.provider if volume else "",
                volume.location if volume else "",
            )
        )

    def _new(
        self, kind: TaskKind, volume_id: str, name: str, size_gb: int, provider: str, location: str
    ) -> Task:
        now = self._clock.now()
        task = Task(
            id=f"task {next(self._numbers)}",
            kind=kind,
            volume_id=volume_id,
            name=name,
            state=TaskState.SENDING,
            at=now,
            asked_at=now,
            size_gb=size_gb,
            provider=provider,
            location=location,
        )
        return replace(task, state=TaskState.FAILED, error=ReadOnly()) if self.read_only else task

    def _begin(self, task: Task) -> Task:
        self._tasks[task.id] = task
        self._go_on(task)
        self._tell(task)
        return task

    # For the steps

    def is_present(self, task: Task) -> bool:
        """Whether nothing has changed about it since this was written."""
        return self._tasks.get(task.id) is task

    def move(
        self,
        task: Task,
        state: TaskState,
        error: CloudError | None = None,
        *,
        note: str = "",
        volume_id: str = "",
    ) -> None:
        """Write its next state, if it is the present one."""
        if not self.is_present(task):
            return
        after = replace(
            task,
            state=state,
            at=self._clock.now(),
            error=error,
            note=note,
            volume_id=volume_id or task.volume_id,
        )
        self._tasks[task.id] = after
        self._follow()
        self._go_on(after)
        self._tell(after)

    def drop(self, task: Task) -> None:
        """Forget it without a word."""
        if self.is_present(task):
            del self._tasks[task.id]

    def _go_on(self, task: Task) -> None:
        """Start what its state asks for."""
        if self._group is not None:
            self._group.create_task(self._steps.take(task), name=f"volume {task.id}")

    def _follow(self) -> None:
        """Have the list asked for as often as what is under way wants it."""
        pending = (one.volume_id for one in self._tasks.values() if one.state is TaskState.ACCEPTED)
        self._live.volumes.follow(frozenset(filter(None, pending)))

    # What the picture says

    def _noticed(self, change: Change) -> None:
        if change.resource is not Resource.VOLUMES or change.health_only:
            return
        changed = {*change.upserted, *change.removed}
        for task in self.tasks:
            if task.volume_id in changed and task.state in (TaskState.ACCEPTED, TaskState.FAILED):
                self._steps.review(task)
            elif not task.volume_id and task.state is not TaskState.SENDING:
                self._steps.recognise(task, change.upserted)

    def _tell(self, *tasks: Task) -> None:
        changed = {one for task in tasks for one in (task.id, task.volume_id) if one}
        if changed:
            self._subscribers.tell(frozenset(changed))
