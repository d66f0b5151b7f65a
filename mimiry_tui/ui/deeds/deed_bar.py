"""The key line of a screen whose service says what its letters do."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from mimiry_tui.domain.doing.deeds import Deed, Target
from mimiry_tui.domain.safe_text import safe_text
from mimiry_tui.ui.toned import toned
from mimiry_tui.ui.widgets.key_bar import KeyBar
from mimiry_tui.ui.widgets.part_line import Part

_LONGEST = 24


class DeedBar(KeyBar):
    """Deeds first, then the screen's own keys; a key of the screen means what it means everywhere."""

    def __init__(self, offered: Callable[[], Sequence[tuple[Deed, Target]]]) -> None:
        super().__init__()
        self._offered = offered

    def _keys(self) -> dict[str, Part]:
        own = super()._keys()
        taken = self.screen.active_bindings
        deeds = {
            f"deed.{deed.id}": Part(
                toned(deed.key, "accent", bold=True) + toned(f" {safe_text(deed.label, _LONGEST)}", "text"),
                f"screen.deed('{deed.key}')",
            )
            for deed, _ in self._offered()
            if deed.key not in taken
        }
        return {**deeds, **own}
