"""What was typed into the forms of a cloud's own, so that nothing is lost by leaving one, or by a crash."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path

from mimiry_tui.clock import Clock
from mimiry_tui.domain import coerce
from mimiry_tui.live.gathered_file import GatheredFile
from mimiry_tui.live.off_loop import in_thread
from mimiry_tui.settings.private_file import reason, write_private

FILE = "forms.json"

_Drafts = dict[str, dict[str, str]]


class FormDrafts(GatheredFile):
    """One draft for each form. `keep` is called at every letter and returns at once; `run` writes.

    Only what may be kept is handed in, see `Form.keepable`.
    """

    def __init__(self, folder: Path | None, clock: Clock) -> None:
        """`folder` is made when something is first kept; without one nothing outlives this run."""
        super().__init__(None if folder is None else folder / FILE, clock)
        self.last = ""
        """The form that was last typed in, by its id."""
        self._drafts: _Drafts = {}
        self._changed: set[str] = set()
        """Forms that this run knows better than the file."""
        self._number = self._written = 0
        self._loaded = False

    async def load(self) -> None:
        """Read what earlier runs kept, once; what was typed meanwhile counts for more."""
        if self._loaded:
            return
        drafts, last = await in_thread(self._read)
        self._loaded = True
        self._drafts = {key: values for key, values in drafts.items() if key not in self._changed} | (
            self._drafts
        )
        self.last = self.last or last

    def draft(self, form: str) -> dict[str, str] | None:
        """What was left in that form; None where nothing was."""
        found = self._drafts.get(form)
        return dict(found) if found is not None else None

    def keep(self, form: str, values: Mapping[str, str]) -> None:
        """Have that on disk soon."""
        if self._drafts.get(form) != values or self.last != form:
            self.last = form
            self._drafts[form] = dict(values)
            self._change(form)

    def forget(self, form: str, values: Mapping[str, str]) -> None:
        """It has become a session: have no draft of it any more; one that was typed since stays."""
        if self._drafts.get(form) == values:
            del self._drafts[form]
            self._change(form)

    def clear(self, form: str) -> None:
        """Have no draft of that form."""
        if self._drafts.pop(form, None) is not None:
            self._change(form)

    def _change(self, form: str) -> None:
        self._changed.add(form)
        self._number += 1
        self._wake.set()

    # What follows runs in threads.

    def _read(self) -> tuple[_Drafts, str]:
        fields = coerce.mapping(self._fields())
        drafts = {
            key: {name: value for name, value in coerce.mapping(one).items() if isinstance(value, str)}
            for key, one in coerce.mapping(fields.get("drafts")).items()
        }
        return drafts, coerce.text(fields.get("last"))

    def _write(self) -> str:
        """Bring the file to what is wanted by now; why that failed, or ""."""
        if self._path is None:
            return ""
        with self._one_at_a_time:
            number, drafts, changed = self._number, dict(self._drafts), set(self._changed)
            if number == self._written:
                return ""
            others, _ = self._read()  # another dashboard's, perhaps
            kept = {key: values for key, values in others.items() if key not in changed}
            kept |= {key: values for key, values in drafts.items() if key in changed}
            try:
                write_private(self._path, json.dumps({"last": self.last, "drafts": kept}, indent=1) + "\n")
            except OSError as error:
                return f"the draft is not kept: {reason(error)}"
            self._written = number
            return ""
