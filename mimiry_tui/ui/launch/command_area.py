"""The command of a session: as many lines as it takes, sent as they stand."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from mimiry_tui.ui.launch.pending import Pending
from mimiry_tui.ui.launch.section import Edit
from mimiry_tui.ui.launch.text_editor import TextEditor


class CommandArea(TextEditor):
    """The editor that is the command of the draft."""

    def __init__(self, edit: Callable[[Edit], None], *, id: str | None = None) -> None:
        self._draft = Pending(edit)
        super().__init__(
            self._changed, placeholder="what runs in the container, on as many lines as you like", id=id
        )

    def show(self, text: str) -> None:
        """Read as the draft does, unless more was typed than it knows by now."""
        if not self._draft.is_busy:
            self.put(text)

    def _changed(self, text: str) -> None:
        self._draft.edit(lambda draft: replace(draft, command=text))
