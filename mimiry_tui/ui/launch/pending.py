"""Changes that a field has told and that the draft does not hold yet."""

from __future__ import annotations

from collections.abc import Callable

from mimiry_tui.domain.launching.draft import Draft
from mimiry_tui.ui.launch.section import Edit


class Pending:
    """Passes a field's changes on and knows whether any is still on its way.

    The form shows a draft some moments after a key was pressed, when more may have been typed. A
    field that has something on its way leaves such a draft alone: the one to come is the right one.
    """

    def __init__(self, edit: Callable[[Edit], None]) -> None:
        self._edit = edit
        self._count = 0

    @property
    def is_busy(self) -> bool:
        return self._count > 0

    def edit(self, change: Edit) -> None:
        """Tell the form what should become of the draft."""
        self._count += 1

        def arrived(draft: Draft) -> Draft:
            self._count = max(0, self._count - 1)
            return change(draft)

        self._edit(arrived)
