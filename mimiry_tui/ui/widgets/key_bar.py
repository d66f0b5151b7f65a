"""The line at the bottom: the keys that work here and now, as many as fit."""

from __future__ import annotations

from textual.screen import Screen

from mimiry_tui.ui.toned import toned
from mimiry_tui.ui.widgets.part_line import Part, PartLine

_SIGNS = {"slash": "/", "colon": ":", "question_mark": "?", "escape": "esc", "plus": "+"}


class KeyBar(PartLine):
    """Key bright, verb dim; a click does what the key does."""

    DEFAULT_CSS = """
    KeyBar { dock: bottom; padding: 0 1; }
    """

    def on_mount(self) -> None:
        self.screen.bindings_updated_signal.subscribe(self, self._bindings_updated)

    def _bindings_updated(self, _: Screen[object]) -> None:
        self.refresh()

    def parts(self, width: int) -> list[Part]:
        line: list[Part] = []
        room = width - 2
        seen = set()
        for active in self.screen.active_bindings.values():
            binding = active.binding
            if not binding.show or not active.enabled or binding.action in seen:
                continue
            seen.add(binding.action)
            part = Part(
                toned(key_label(binding.key), "accent", bold=True)
                + toned(f" {binding.description}   ", "text"),
                f"app.simulate_key('{binding.key.split(',')[0]}')",
            )
            if part.content.cell_length - 3 > room:
                break
            room -= part.content.cell_length
            line.append(part)
        return line


def key_label(key: str) -> str:
    """A key as it is printed on a keyboard: "slash" → "/"."""
    first = key.split(",")[0]
    return _SIGNS.get(first, first)
