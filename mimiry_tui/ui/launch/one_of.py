"""One line that says the same at different lengths."""

from __future__ import annotations

from collections.abc import Sequence

from textual.content import Content

from mimiry_tui.ui.widgets.part_line import Part, PartLine


class OneOf(PartLine):
    """Shows the first version for which there is room, else the beginning of the last one."""

    def __init__(self, *, id: str | None = None, classes: str | None = None) -> None:
        super().__init__(id=id, classes=classes)
        self._versions: list[Content] = []

    def say(self, versions: Sequence[Content]) -> None:
        """Have these versions, the longest first; none say nothing."""
        new, old = list(versions), self._versions
        if len(new) != len(old) or not all(a.is_same(b) for a, b in zip(new, old, strict=True)):
            self._versions = new
            self.repaint()

    def parts(self, width: int) -> list[Part]:
        if not self._versions:
            return []
        fitting = (version for version in self._versions if version.cell_length <= width)
        return [Part(next(fitting, self._versions[-1].truncate(max(1, width), ellipsis=True)))]
