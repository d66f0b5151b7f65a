"""Where the present state of every task about a volume is written, as the steps of a task need it."""

from __future__ import annotations

from typing import Protocol

from mimiry_tui.clouds.errors import CloudError
from mimiry_tui.live.volumes.task import Task, TaskState


class Book(Protocol):
    """Whoever holds the tasks."""

    def is_present(self, task: Task) -> bool:
        """Whether nothing has changed about it since this was written."""
        ...

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
        ...

    def drop(self, task: Task) -> None:
        """Forget it without a word."""
        ...
