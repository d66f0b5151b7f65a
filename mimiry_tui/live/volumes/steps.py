"""What each state of a task about a volume asks for: sending once, looking again or for it, following.

A step works as long as its task is the present one: every change replaces the object, so a step that
wakes up late finds itself outdated and does nothing.
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterable
from datetime import timedelta

from mimiry_tui.clock import Clock
from mimiry_tui.clouds.base import Cloud
from mimiry_tui.clouds.errors import (
    AnswerLost,
    CloudError,
    InvalidState,
    NotFound,
    Refused,
    ServerTrouble,
    UnreadableAnswer,
)
from mimiry_tui.domain.launch import VolumeRequest
from mimiry_tui.domain.volumes import Volume
from mimiry_tui.live import cadence
from mimiry_tui.live.live import Live
from mimiry_tui.live.not_halfway import not_halfway
from mimiry_tui.live.volumes.book import Book
from mimiry_tui.live.volumes.progress import Progress, found_to_be, given_up, progress_of
from mimiry_tui.live.volumes.task import Task, TaskKind, TaskState

FOLLOW_EVERY = cadence.VOLUMES_MOVING
SEARCHED_FOR = cadence.GRACE
"""Seconds for which a volume that may exist is looked for in the list."""
LOOKS_AFTER_SILENCE = 3
"""Read caches lag: so often must a volume be seen untouched before a lost request counts as failed."""
NO_SIGN_AFTER = timedelta(seconds=cadence.GRACE)
"""An accepted request of which nothing is seen for so long came to nothing."""
AT_ONCE = 4
"""Requests under way at the same time, however many rows were marked."""
CLOCKS_DIFFER = timedelta(minutes=5)
"""How much older than the request a volume may claim to be that was made by it."""
_SILENT = AnswerLost | UnreadableAnswer | ServerTrouble
"""After these nobody knows whether the request took effect."""
_UNSETTLED = _SILENT | NotFound | InvalidState
"""After these only a look at the volume tells whether it is being deleted: perhaps it was already."""


class VolumeSteps:
    """Does what the present state of a task asks for."""

    def __init__(self, cloud: Cloud, live: Live, clock: Clock, book: Book) -> None:
        self._cloud = cloud
        self._live = live
        self._clock = clock
        self._book = book
        self._gate = asyncio.Semaphore(AT_ONCE)
        self._begun: set[str] = set()
        """Tasks whose volume was seen at it."""
        self._namesakes: dict[str, frozenset[str]] = {}
        """By task: the volumes that had the wanted name before it was asked for."""

    async def take(self, task: Task) -> None:
        """Carry out what its state asks for; nothing where that is nothing."""
        match task.state:
            case TaskState.SENDING:
                await self._send(task)
            case TaskState.UNSURE if task.kind is TaskKind.CREATE:
                await self._search(task)
            case TaskState.UNSURE:
                await self._look_again(task)
            case TaskState.ACCEPTED:
                await self._follow(task)
            case TaskState.DONE if task.kind is TaskKind.DELETE:
                self._live.volumes.gone(task.volume_id)

    def review(self, task: Task) -> None:
        """Take in what the store says of the volume."""
        record = self._live.store.volumes.get(task.volume_id)
        if isinstance(record, Volume):
            self._conclude(task, record)

    def recognise(self, task: Task, volume_ids: Iterable[str]) -> None:
        """Take in that one of these may be what a creation without an answer made after all."""
        if not isinstance(task.error, _SILENT):
            return
        for volume_id in volume_ids:
            if self._is_made_by(task, self._live.store.volumes.get(volume_id)):
                self._book.move(task, TaskState.ACCEPTED, volume_id=volume_id)

    # Sending

    async def _send(self, task: Task) -> None:
        volumes = self._live.store.volumes.values()
        self._namesakes[task.id] = frozenset(
            one.id for one in volumes if isinstance(one, Volume) and one.name == task.name
        )
        try:
            answer = await not_halfway(self._ask(task), self._clock)
        except asyncio.CancelledError:
            self._book.drop(task)
            raise
        unsettled = _UNSETTLED if task.kind is TaskKind.DELETE else _SILENT
        if isinstance(answer, Volume):
            self._live.expect_volume(answer)
            self._book.move(task, TaskState.ACCEPTED, volume_id=answer.id)
        elif answer is None:
            self._book.move(task, TaskState.ACCEPTED)
        elif isinstance(answer, unsettled):
            self._book.move(task, TaskState.UNSURE, answer)
        else:
            self._book.move(task, TaskState.FAILED, answer)

    async def _ask(self, task: Task) -> Volume | CloudError | None:
        """Send the one request; what it brought, or what went wrong with it."""
        async with self._gate:
            try:
                match task.kind:
                    case TaskKind.CREATE:
                        wanted = VolumeRequest(task.name, task.size_gb, task.provider, task.location)
                        return await self._cloud.create_volume(wanted)
                    case TaskKind.EXTEND:
                        await self._cloud.extend_volume(task.volume_id, task.size_gb)
                    case TaskKind.DELETE:
                        await self._cloud.delete_volume(task.volume_id)
            except CloudError as error:
                return error
        return None

    # Finding out

    async def _search(self, task: Task) -> None:
        """Look for a volume that may have been created, until it is found or a minute has passed."""
        give_up = self._clock.monotonic() + SEARCHED_FOR
        failures = 0
        while self._book.is_present(task):
            late, pause = self._clock.monotonic() >= give_up, FOLLOW_EVERY
            try:
                page = await self._cloud.volumes()
            except CloudError as error:
                failures += 1
                pause = error.retry_after or cadence.retry_delay(error, failures, FOLLOW_EVERY)
            else:
                made = next((one for one in page.items if self._is_made_by(task, one)), None)
                if isinstance(made, Volume):
                    self._live.expect_volume(made)
                    self._book.move(task, TaskState.ACCEPTED, volume_id=made.id)
                elif late:
                    note = f"looked for {SEARCHED_FOR:.0f} s, there is none of that name"
                    self._book.move(task, TaskState.FAILED, task.error, note=note)
            if self._book.is_present(task):
                await self._clock.sleep(pause)

    def _is_made_by(self, task: Task, record: object) -> bool:
        if not isinstance(record, Volume) or record.name != task.name:
            return False
        if record.id in self._namesakes.get(task.id, frozenset()):
            return False
        asked_at = task.asked_at + (self._cloud.skew or timedelta())
        return record.created_at is None or record.created_at >= asked_at - CLOCKS_DIFFER

    async def _look_again(self, task: Task) -> None:
        """Read the volume until it is known whether the request took effect."""
        wanted = LOOKS_AFTER_SILENCE if isinstance(task.error, _SILENT) else 1
        looks = failures = 0
        while self._book.is_present(task):
            pause, note = FOLLOW_EVERY, ""
            try:
                volume = await self._cloud.volume(task.volume_id)
            except NotFound:
                looks, note = looks + 1, "the service does not know it yet"
                self._missing(task)
            except CloudError as error:
                failures += 1
                pause = error.retry_after or cadence.retry_delay(error, failures, FOLLOW_EVERY)
            else:
                looks, note = looks + 1, found_to_be(task.kind, volume)
                self._conclude(task, volume, is_news=True)
            if looks >= wanted:
                self._book.move(task, TaskState.FAILED, task.error, note=note)
            elif self._book.is_present(task):
                await self._clock.sleep(pause)

    # Following

    async def _follow(self, task: Task) -> None:
        self.review(task)
        pause, failures = FOLLOW_EVERY, 0
        while self._book.is_present(task):
            await self._clock.sleep(pause)
            pause = FOLLOW_EVERY
            self.review(task)
            if not (self._book.is_present(task) and self._is_to_be_asked(task)):
                continue
            try:
                self._conclude(task, await self._cloud.volume(task.volume_id), is_news=True)
            except NotFound:
                self._missing(task)
            except CloudError as error:
                failures += 1
                pause = error.retry_after or cadence.retry_delay(error, failures, FOLLOW_EVERY)

    def _is_to_be_asked(self, task: Task) -> bool:
        """Whether the list cannot tell how it is: the volume must be asked for itself."""
        record = self._live.store.volumes.get(task.volume_id)
        is_kept = task.kind is TaskKind.DELETE and self._live.volumes.is_new(task.volume_id)
        if is_kept or not isinstance(record, Volume):
            return True
        # The row may be older than the request: that nothing came of that is not taken from it.
        return progress_of(task, record) is Progress.NOTHING and self._should_have_begun(task)

    def _should_have_begun(self, task: Task) -> bool:
        return task.id in self._begun or self._clock.now() - task.at >= NO_SIGN_AFTER

    def _missing(self, task: Task) -> None:
        """The service does not know the volume; of one that is new that means nothing yet."""
        if self._live.volumes.is_new(task.volume_id) and task.id not in self._begun:
            return
        if task.kind is TaskKind.DELETE:
            self._book.move(task, TaskState.DONE, task.error)
        elif task.state is TaskState.ACCEPTED:
            self._book.move(task, TaskState.FAILED, note="the service does not know it any more")

    def _conclude(self, task: Task, volume: Volume, *, is_news: bool = False) -> None:
        """Move the task where what the volume is says so; `is_news`: it was asked for just now."""
        if not self._book.is_present(task):
            return
        match progress_of(task, volume):
            case Progress.DONE:
                self._book.move(task, TaskState.DONE)
            case Progress.UNDER_WAY:
                self._begun.add(task.id)
                # One that was refused outright is somebody else's doing, except an end that suits all.
                foreign = isinstance(task.error, Refused) and task.kind is TaskKind.EXTEND
                if task.state is not TaskState.ACCEPTED and not foreign:
                    self._book.move(task, TaskState.ACCEPTED)
            case Progress.BROKEN if task.is_pending:
                self._book.move(task, TaskState.FAILED, note=found_to_be(task.kind, volume))
            case Progress.NOTHING if is_news and task.state is TaskState.ACCEPTED:
                if self._should_have_begun(task):
                    note = given_up(task.kind, volume, begun=task.id in self._begun)
                    self._book.move(task, TaskState.FAILED, note=note)
