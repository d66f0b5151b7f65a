"""The line at the bottom: the keys that work here and now, as many as fit."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Protocol, runtime_checkable

from textual.binding import Binding
from textual.content import Content
from textual.screen import Screen

from mimiry_tui.ui.keymap import as_declared
from mimiry_tui.ui.toned import toned
from mimiry_tui.ui.widgets.part_line import Part, PartLine

_SIGNS = {
    "slash": "/",
    "colon": ":",
    "question_mark": "?",
    "escape": "esc",
    "plus": "+",
    "ampersand": "&",
    "at": "@",
    "left_square_bracket": "[",
    "right_square_bracket": "]",
    "less_than_sign": "<",
    "greater_than_sign": ">",
    "equals_sign": "=",
    "vertical_line": "|",
    "comma": ",",
    "full_stop": ".",
    "minus": "-",
    "underscore": "_",
    "exclamation_mark": "!",
    "number_sign": "#",
    "dollar_sign": "$",
    "percent_sign": "%",
    "asterisk": "*",
    "semicolon": ";",
    "apostrophe": "'",
    "backslash": "\\",
    "tilde": "~",
    "up": "↑",
    "down": "↓",
    "left": "←",
    "right": "→",
    "pageup": "pgup",
    "pagedown": "pgdn",
}


_FIRST_TO_GO = (
    "refresh",
    "session.refresh",
    "collections.refresh",
    "collections.filter",
    "collections.actions",
    "events",
    "zoom",
    "copy",
    "account",
    "session.back",
    "filter",
    "command-line",
)
"""What a line that is too narrow does without, one after the other: all of it is in the help."""


@runtime_checkable
class SaysKeys(Protocol):
    """Who has keys that are called another thing at another service, or that mean nothing there."""

    def said_of(self, binding: Binding) -> str:
        """What the key does there, in a word or two; empty where it is called as ever."""
        ...

    def is_offered(self, binding: Binding) -> bool:
        """Whether the line has the key: one that can only say why not has no place there."""
        ...


class KeyBar(PartLine):
    """Key bright, verb dim; a click does what the key does."""

    DEFAULT_CSS = """
    KeyBar { dock: bottom; }
    """

    def on_mount(self) -> None:
        self.screen.bindings_updated_signal.subscribe(self, self._bindings_updated)

    def _bindings_updated(self, _: Screen[object]) -> None:
        self.repaint()

    def parts(self, width: int) -> list[Part]:
        keys = self._keys()
        room = width - 2
        # Closer together they would read as one sentence.
        gap = 3 if _needed(keys, 3) <= room else 2
        going = [name for name in _FIRST_TO_GO if name in keys]
        while len(keys) > 1 and _needed(keys, gap) > room:
            # The last two, help and quit, are what one needs most where the least fits.
            del keys[going.pop(0) if going else [*keys][-3 if len(keys) > 2 else 0]]
        line = [Part(Content(" "))]
        for key in keys.values():
            line += [key, Part(Content(" " * gap))]
        return line[:-1]

    def _keys(self) -> dict[str, Part]:
        """Each action that wants to be shown, once, by its binding's id."""
        found: dict[str, Part] = {}
        seen: set[str] = set()
        for active in as_declared(self.screen.active_bindings.values()):
            binding = active.binding
            if binding.show and active.enabled and binding.action not in seen:
                seen.add(binding.action)
                teller = active.node if isinstance(active.node, SaysKeys) else None
                if teller is not None and not teller.is_offered(binding):
                    continue
                does = teller.said_of(binding) if teller is not None else ""
                found[binding.id or binding.action] = Part(
                    toned(key_label(binding.key), "accent", bold=True)
                    + toned(f" {does or binding.description}", "text"),
                    f"app.simulate_key('{binding.key.split(',')[0]}')",
                )
        return found


def _needed(keys: Mapping[str, Part], gap: int) -> int:
    return sum(key.content.cell_length for key in keys.values()) + gap * max(0, len(keys) - 1)


def key_label(key: str) -> str:
    """A key as it is printed on a keyboard: "slash" → "/"."""
    *held, pressed = key.split(",")[0].split("+")
    return "+".join([*held, _SIGNS.get(pressed, pressed)])
