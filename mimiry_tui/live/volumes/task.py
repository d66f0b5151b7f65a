"""One thing that was asked of a volume from here: how far that is, and the words for it."""

from __future__ import annotations

from datetime import datetime, timedelta
from enum import StrEnum

from mimiry_tui.clouds.errors import AnswerLost, CloudError, NotFound
from mimiry_tui.domain.durations import age
from mimiry_tui.domain.frozen import dataclass
from mimiry_tui.domain.safe_text import safe_text
from mimiry_tui.domain.volumes import Volume, VolumeStatus
from mimiry_tui.live.endings.ending import Said

SLOW_AFTER = timedelta(minutes=5)
"""Volumes are made, grown and deleted within a minute or two; what takes longer is said to."""
_LONGEST_DETAIL = 160


class TaskKind(StrEnum):
    """What was asked for."""

    CREATE = "create"
    EXTEND = "extend"
    DELETE = "delete"


class TaskState(StrEnum):
    """How far it is."""

    SENDING = "sending"
    """The request is on its way."""
    UNSURE = "unsure"
    """The answer, or its absence, settles nothing: it is looked at again, or looked for."""
    ACCEPTED = "accepted"
    """The service said yes; the volume is followed until it rests."""
    DONE = "done"
    FAILED = "failed"
    """It was refused, given up by the service, or nothing is seen of it."""

    @property
    def is_pending(self) -> bool:
        """Under way: asking again now would serve nothing."""
        return self in {TaskState.SENDING, TaskState.UNSURE, TaskState.ACCEPTED}


_DOING = {TaskKind.CREATE: "creating", TaskKind.EXTEND: "growing", TaskKind.DELETE: "deleting"}
_DONE = {TaskKind.CREATE: "created", TaskKind.EXTEND: "grown", TaskKind.DELETE: "deleted"}


@dataclass(frozen=True, slots=True)
class Task:
    """Where one deed stands."""

    id: str
    """Of the task, lasting; another one for each deed."""
    kind: TaskKind
    volume_id: str
    """Empty while a creation has no volume yet."""
    name: str
    """The volume's. May be foreign text."""
    state: TaskState
    at: datetime
    """Since when it is in this state."""
    asked_at: datetime
    size_gb: int = 0
    """What it shall have; 0 when it is deleted."""
    provider: str = ""
    location: str = ""
    error: CloudError | None = None
    """Why it failed or is unsure."""
    note: str = ""
    """What the volume was found to be, in words of ours."""

    @property
    def is_pending(self) -> bool:
        return self.state.is_pending

    @property
    def is_loud(self) -> bool:
        """It did not work: to be said in red."""
        return self.state is TaskState.FAILED

    @property
    def tells_more(self) -> bool:
        """There is something to say that the volume's own state does not."""
        if self.state is TaskState.ACCEPTED:
            return self.kind is TaskKind.EXTEND
        return self.is_loud or self.state is TaskState.UNSURE

    def is_slow(self, now: datetime) -> bool:
        """Accepted long ago, and the volume still does not rest."""
        return self.state is TaskState.ACCEPTED and now - self.at >= SLOW_AFTER

    @property
    def summary(self) -> str:
        """The same without a length of time."""
        return self._doing if self.state is TaskState.ACCEPTED else self.words(self.at)

    def words(self, now: datetime) -> str:
        """What the row says at that moment: "creating 12s"."""
        return self.says(now).text

    def says(self, now: datetime) -> Said:
        """The same, and the seconds after which it reads differently."""
        match self.state:
            case TaskState.SENDING:
                return Said(f"asking to {self.kind.value}", None)
            case TaskState.UNSURE:
                return Said(self._unsure, None)
            case TaskState.ACCEPTED:
                lasted = age(now - self.at)
                slow = " · slower than usual" if self.is_slow(now) else ""
                # The size last: a narrow row cuts the end.
                aim = f" to {self.size_gb:,} GB" if self.kind is TaskKind.EXTEND else ""
                return Said(f"{_DOING[self.kind]} {lasted.text}{aim}{slow}", lasted.changes_in)
            case TaskState.DONE:
                return Said(self._done, None)
            case TaskState.FAILED:
                why = " · ".join(part for part in (words_of(self.error), self.note) if part)
                return Said(f"not {_DONE[self.kind]}{f': {why}' if why else ''}", None)

    def as_volume(self) -> Volume:
        """What a volume that is being created looks like before the service shows it."""
        status = VolumeStatus.CREATING if self.is_pending else VolumeStatus.FAILED
        return Volume(
            id=self.id,
            name=self.name,
            size_gb=self.size_gb,
            status=status,
            state="",
            operation="",
            attached_to="",
            provider=self.provider,
            location=self.location,
            rate=None,
            created_at=None,
            updated_at=None,
            raw=b"",
        )

    @property
    def _doing(self) -> str:
        if self.kind is TaskKind.EXTEND:
            return f"growing to {self.size_gb:,} GB"
        return _DOING[self.kind]

    @property
    def _done(self) -> str:
        if self.kind is TaskKind.EXTEND:
            return f"grown to {self.size_gb:,} GB"
        if self.kind is TaskKind.DELETE and isinstance(self.error, NotFound):
            return "was gone already"
        return _DONE[self.kind]

    @property
    def _unsure(self) -> str:
        why = "no answer" if isinstance(self.error, AnswerLost) else words_of(self.error) or "unclear answer"
        if self.kind is TaskKind.CREATE:
            return f"{why} · may exist, looking for it"
        return f"{why} · looking at it again"


def words_of(error: CloudError | None) -> str:
    """The title in lower case, and the service's own words, made harmless; "" without an error."""
    if error is None:
        return ""
    detail = safe_text(error.detail, _LONGEST_DETAIL)
    return f"{error.said}: {detail}" if detail else error.said
