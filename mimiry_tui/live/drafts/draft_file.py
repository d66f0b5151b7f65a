"""The form as it was last left, or as it was when the program crashed."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path

from mimiry_tui.clock import Clock
from mimiry_tui.domain.launching.draft import Draft
from mimiry_tui.live.drafts import set_aside
from mimiry_tui.live.drafts.set_aside import SetAside
from mimiry_tui.live.gathered_file import GatheredFile
from mimiry_tui.live.off_loop import in_thread
from mimiry_tui.settings.private_file import reason, write_private

FILE = "draft.json"


class DraftFile(GatheredFile):
    """One draft on disk. `keep` is called at every keystroke and returns at once; `run` writes.

    A draft that a form of something else takes the place of is set aside, with the last few such ones.
    Values of environment variables are written only where the draft says that they may be kept.
    """

    def __init__(self, folder: Path | None, clock: Clock) -> None:
        """`folder` is made when something is first kept; without one nothing is."""
        super().__init__(None if folder is None else folder / FILE, clock)
        self.left: tuple[SetAside, ...] = ()
        """The drafts that were set aside, the newest first, as far as they were read or made here."""
        self._folder = folder
        self._wanted: tuple[int, Draft | None] = (0, None)
        """How many times something was wanted, and what last: a draft, or no file."""
        self._written = 0
        self._is_another = False
        """Whether the next draft is not the present one, written on."""
        self._leaving: list[SetAside | None] = []
        """To be set aside on disk; None for the draft that is there."""
        self._become: list[Draft] = []
        """To be set aside no more."""

    async def load(self) -> Draft | None:
        """What was kept, by this run or an earlier one; None where there is nothing that can be read."""
        number, draft = self._wanted
        await in_thread(self._read_left)
        return draft if number else await in_thread(self._read)

    def begin_another(self) -> None:
        """What is kept next is another form: the present draft is set aside when it comes to that."""
        self._is_another = True

    def go_on(self) -> None:
        """What is kept next is the present draft, written on."""
        self._is_another = False

    def keep(self, draft: Draft) -> None:
        """Have it on disk soon."""
        self._want(draft)

    async def clear(self) -> None:
        """Have no draft any more, on disk neither."""
        self._want(None)
        await self.flush()

    async def done_with(self, *drafts: Draft) -> None:
        """These have become a session: have them no more, set aside neither; another one stays."""
        number, last = self._wanted
        self.left = tuple(one for one in self.left if one.draft not in drafts)
        self._become += drafts
        self._wanted = (number + 1, None if not number or last in drafts else last)
        await self.flush()

    def _want(self, draft: Draft | None) -> None:
        number, last = self._wanted
        if number and draft == last and not self.trouble:
            return
        if self._is_another:
            self._is_another = False
            self._set_aside(number, last)
        self._wanted = (number + 1, draft)
        self._wake.set()

    def _set_aside(self, number: int, last: Draft | None) -> None:
        if not number:
            self._leaving.append(None)
        elif last is not None and last != Draft():
            one = SetAside(self._clock.now(), last)
            self.left = (one, *(each for each in self.left if each.draft != last))[: set_aside.KEPT]
            self._leaving.append(one)

    # What follows runs in threads.

    def _read_left(self) -> None:
        """Those on disk; what this run set aside itself it knows with the values that no file may have."""
        if self._folder is not None:
            known = self.left
            found = set_aside.read(self._folder)
            self.left = tuple(next((k for k in known if set_aside.is_same(k, one)), one) for one in found)

    def _read(self) -> Draft | None:
        from mimiry_tui.domain.launching.draft_fields import from_fields

        fields = self._fields()
        return from_fields(fields) if isinstance(fields, dict) else None

    def _write(self) -> str:
        """Bring the file to what is wanted by now; why that failed, or "".

        A thread that was overtaken finds its work done: nothing older ever replaces something newer.
        """
        from mimiry_tui.domain.launching.draft_fields import to_fields

        if self._path is None:
            return ""
        with self._one_at_a_time:
            number, draft = self._wanted
            if number == self._written:
                return ""
            try:
                self._write_left(self._folder or self._path.parent)
                if draft is None:
                    self._path.unlink(missing_ok=True)
                else:
                    write_private(self._path, json.dumps(to_fields(draft), indent=1) + "\n")
            except OSError as error:
                return f"the draft is not kept: {reason(error)}"
            self._written = number
            return ""

    def _write_left(self, folder: Path) -> None:
        """Before the draft on disk is another one. Raises OSError, and then it is tried again."""
        leaving, become = self._leaving[:], self._become[:]
        if not leaving and not become:
            return
        found = [self._left_on_disk() if one is None else one for one in leaving]
        set_aside.add(folder, (one for one in found if one is not None), become)
        del self._leaving[: len(leaving)], self._become[: len(become)]
        self._read_left()

    def _left_on_disk(self) -> SetAside | None:
        assert self._path is not None
        draft = self._read()
        if draft is None or draft == Draft():
            return None
        return SetAside(datetime.fromtimestamp(self._path.stat().st_mtime, UTC), draft)
