"""Files that a launch needs, sent to the service before it: each once, and one after the other."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from mimiry_tui.clouds.errors import BadRequest, CloudError
from mimiry_tui.clouds.extras import Extras
from mimiry_tui.domain.frozen import dataclass
from mimiry_tui.live.forms.files import LocalFile, look_up
from mimiry_tui.live.off_loop import OffLoop, in_thread


@dataclass(frozen=True, slots=True)
class Sending:
    """How far they are."""

    name: str
    number: int
    """Of the file that is under way, from 1."""
    of: int
    sent: int = 0
    size: int = 0
    """In bytes; 0 before that is known."""


class UploadFailedError(Exception):
    """One of them could not be sent; those before it are, and are not sent again."""

    def __init__(self, name: str, error: CloudError) -> None:
        super().__init__(name)
        self.name = name
        """Foreign text."""
        self.error = error


class Uploads:
    """Remembers what was sent: a file that has not changed since is not sent again."""

    def __init__(self, extras: Extras, changed: Callable[[], None], *, off_loop: OffLoop = in_thread) -> None:
        """`changed` hears of every step, see `sending`."""
        self.sending: Sending | None = None
        """What is under way; None while nothing is."""
        self._extras = extras
        self._changed = changed
        self._off_loop = off_loop
        self._ids: dict[tuple[Path, int, float], str] = {}

    async def send(self, value: str) -> tuple[tuple[str, str], ...]:
        """Send what a FILES value names; each path as it was typed with the id that it got.

        Raises UploadFailedError for the first one that cannot be sent.
        """
        files = await self._off_loop(lambda: look_up(value))
        for file in files:
            if file.trouble:
                raise UploadFailedError(file.typed, BadRequest(file.trouble))
        try:
            return tuple([await self._one(file, number, files) for number, file in enumerate(files, 1)])
        finally:
            self.sending = None
            self._changed()

    async def _one(self, file: LocalFile, number: int, files: Sequence[LocalFile]) -> tuple[str, str]:
        key = (file.path, file.size or 0, file.changed)
        if key not in self._ids:
            self._step(Sending(file.path.name, number, len(files), 0, file.size or 0))

            def sent(count: int, size: int) -> None:
                self._step(Sending(file.path.name, number, len(files), count, size))

            try:
                self._ids[key] = await self._extras.upload(file.path, sent)
            except CloudError as error:
                raise UploadFailedError(file.path.name, error) from error
        return file.typed, self._ids[key]

    def _step(self, sending: Sending) -> None:
        self.sending = sending
        self._changed()
