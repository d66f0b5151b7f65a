"""Launches kept by name in `templates.toml`, for people and for other dashboards to read and write too."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from mimiry_tui.domain.launching.draft import Draft
from mimiry_tui.live.off_loop import in_thread
from mimiry_tui.live.subscribers import Subscribers
from mimiry_tui.settings.private_file import alone_in, reason, write_private
from mimiry_tui.ssh.files import read_text

if TYPE_CHECKING:
    from mimiry_tui.live.drafts.template_text import Shelf

FILE = "templates.toml"
LONGEST_NAME = 60
"""Characters."""


class Templates:
    """The drafts that were given a name. Values of environment variables only where a draft keeps them.

    Every change reads the file anew, under a lock: two dashboards, or a dashboard and an editor, do
    not undo each other's work. None of the methods raises for what the disk does: `trouble` says it.
    """

    def __init__(self, folder: Path | None) -> None:
        """`folder` is made when something is first saved; without one they last as long as this run."""
        self.trouble = ""
        """Why the last thing asked for was not done, in words; empty when it was."""
        self.default = ""
        """The name of the one a new form begins with, or ""."""
        self._folder = folder
        self._text = ""
        """Stands for the file where there is no folder."""
        self._drafts: Mapping[str, Draft] = {}
        self._under_way: set[asyncio.Task[bool]] = set()
        self._subscribers: Subscribers[[]] = Subscribers()

    @property
    def names(self) -> tuple[str, ...]:
        """In the order of the file, which is the order they were first saved in."""
        return tuple(self._drafts)

    @property
    def path(self) -> Path | None:
        """The file, whether or not it exists."""
        return None if self._folder is None else self._folder / FILE

    def get(self, name: str) -> Draft | None:
        return self._drafts.get(name)

    def subscribe(self, callback: Callable[[], None]) -> Callable[[], None]:
        """Call it after every reading and change; returns what ends that."""
        return self._subscribers.add(callback)

    async def load(self) -> bool:
        """Read the file; False where that fails, and then what was known stays."""
        return await self._do(None)

    async def save(self, name: str, draft: Draft) -> bool:
        """Keep it under that name, in place of what had it; whether that was done."""
        from mimiry_tui.domain.launching.draft_fields import to_fields
        from mimiry_tui.live.drafts import template_text

        trouble = why_not_name(name)
        if trouble:
            return self._refused(trouble)
        fields = to_fields(draft)
        return await self._do(lambda text: template_text.put(text, name.strip(), fields))

    async def delete(self, name: str) -> bool:
        """Whether it is gone."""
        from mimiry_tui.live.drafts import template_text

        return await self._do(lambda text: template_text.remove(text, name))

    async def rename(self, old: str, new: str) -> bool:
        """Whether it now has that name; never takes the name of another one."""
        from mimiry_tui.live.drafts import template_text

        trouble = why_not_name(new)
        if trouble:
            return self._refused(trouble)
        return await self._do(lambda text: template_text.rename(text, old, new.strip()))

    async def set_default(self, name: str) -> bool:
        """Begin new forms with that one, or with none for ""; whether that is noted."""
        from mimiry_tui.live.drafts import template_text

        return await self._do(lambda text: template_text.choose(text, name))

    def _refused(self, trouble: str) -> bool:
        self.trouble = trouble
        self._subscribers.tell()
        return False

    async def _do(self, change: Callable[[str], str] | None) -> bool:
        """Carry it out to its end, also when nobody waits for that any more."""
        task = asyncio.create_task(self._carry_out(change), name="templates")
        self._under_way.add(task)
        task.add_done_callback(self._under_way.discard)
        return await asyncio.shield(task)

    async def _carry_out(self, change: Callable[[str], str] | None) -> bool:
        outcome = await in_thread(lambda: self._at_the_disk(change))
        if isinstance(outcome, str):
            return self._refused(outcome)
        from mimiry_tui.domain.launching.draft_fields import from_fields

        self._drafts = {name: from_fields(fields) for name, fields in outcome.templates.items()}
        self.default, self.trouble = outcome.default, ""
        self._subscribers.tell()
        return True

    def _at_the_disk(self, change: Callable[[str], str] | None) -> Shelf | str:
        """In a thread: what the file says after that change, or why it could not be done."""
        from mimiry_tui.live.drafts import template_text  # brings tomlkit, after the first frame

        try:
            if self._folder is None:
                self._text = self._text if change is None else change(self._text)
                return template_text.read(self._text)
            path = self._folder / FILE
            if change is None:
                return template_text.read(read_text(path))
            with alone_in(self._folder):
                before = read_text(path)
                after = change(before)
                shelf = template_text.read(after)
                if after != before:
                    write_private(path, after)
            return shelf
        except template_text.NoChange as error:
            return str(error)
        except OSError as error:
            return f"templates.toml: {reason(error)}"


def why_not_name(name: str) -> str:
    """Why a template cannot be called that; "" where it can."""
    text = name.strip()
    if not text:
        return "a template needs a name"
    if len(text) > LONGEST_NAME:
        return f"longer than {LONGEST_NAME} characters"
    if not text.isprintable():
        return "a name is one line of visible characters"
    return ""
