"""A theme of the user's: what its file says, laid over one of ours."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches

from textual.color import Color, ColorParseError
from textual.theme import Theme

from mimiry_tui.ui.contrast import contrast
from mimiry_tui.ui.theme import DARK, LIGHT, THEMES, made_theme

TONES = (
    *("bright", "text", "dim", "faint", "accent", "good", "warn", "bad", "watch"),
    *("early1", "early2", "early3", "line"),
)
"""What `[tones]` may say: a colour for each meaning (ui/theme.py tells them)."""
GROUNDS = ("background", "pane", "row-cursor", "row-cursor-blurred", "row-mark")
"""What `[grounds]` may say: the colours that text stands on."""

_KEYS = ("name", "dark", "base", "tones", "grounds")
_NAME = re.compile(r"[a-z0-9][a-z0-9_-]{0,39}")
_LEAST_CONTRAST = 3.0
_MUST_BE_READ = ("bright", "text", "dim", "accent", "good", "warn", "bad")


@dataclass(slots=True)
class _Reading:
    """What was wrong so far."""

    problems: list[str] = field(default_factory=list)

    def table(self, document: Mapping[str, object], name: str, known: tuple[str, ...]) -> dict[str, str]:
        """The colours in that table that can be used."""
        entries = document.get(name, {})
        if not isinstance(entries, dict):
            self.problems.append(f"{name}: is a table: write [{name}]")
            return {}
        colours = {}
        for key, value in entries.items():
            if key not in known:
                self.unknown(f"{name}.{key}", key, known)
            elif (colour := _colour(value)) is None:
                self.problems.append(f'{name}.{key}: a colour is written like "#7ee2a8"')
            else:
                colours[key] = colour
        return colours

    def unknown(self, place: str, key: str, known: tuple[str, ...]) -> None:
        near = get_close_matches(key, known, 1)
        self.problems.append(
            f"{place}: nothing is called so: "
            + (f"did you mean {near[0]}?" if near else f"there are {', '.join(known)}")
        )


def theme_of(document: Mapping[str, object], file_name: str) -> tuple[Theme | None, tuple[str, ...]]:
    """The theme that a document says, named like its file unless it names itself, and what is not used of it.

    None only where it has no usable name: whatever else is wrong is as in the theme it is laid over.
    """
    reading = _Reading()
    for key in document:
        if key not in _KEYS:
            reading.unknown(key, key, _KEYS)
    name = document.get("name", file_name)
    if not isinstance(name, str) or not _NAME.fullmatch(name):
        reading.problems.append("name: small letters, digits, - and _, at most 40")
        return None, tuple(reading.problems)
    base = _base(document, reading)
    dark = document.get("dark", base.dark)
    if not isinstance(dark, bool):
        reading.problems.append("dark: true or false")
        dark = base.dark
    tones = reading.table(document, "tones", TONES)
    grounds = reading.table(document, "grounds", GROUNDS)
    known = {key: base.variables[key] for key in base.variables if key.startswith(("tone-", "row-"))}
    known |= {f"tone-{key}": colour for key, colour in tones.items()}
    known |= {key: colour for key, colour in grounds.items() if key.startswith("row-")}
    pane = grounds.get("pane", base.surface or "")
    reading.problems += _unreadable(known, pane)
    background = grounds.get("background", base.background or "")
    return made_theme(name, background, pane, known, dark=dark), tuple(reading.problems)


def _base(document: Mapping[str, object], reading: _Reading) -> Theme:
    ours = {theme.name: theme for theme in THEMES}
    wanted = document.get("base", LIGHT if document.get("dark") is False else DARK)
    if not isinstance(wanted, str) or wanted not in ours:
        reading.problems.append(f"base: one of {', '.join(ours)}")
        return ours[DARK]
    return ours[wanted]


def _colour(value: object) -> str | None:
    """As "#rrggbb"; None for what is no colour, or one of the terminal's own."""
    if not isinstance(value, str):
        return None
    try:
        colour = Color.parse(value.strip())
    except ColorParseError:
        return None
    return colour.hex6.lower() if colour.ansi is None and colour.a == 1 else None


def _unreadable(tones: Mapping[str, str], pane: str) -> list[str]:
    """A warning for everything that can hardly be told from what is behind it."""
    behind = Color.parse(pane).rgb
    found = []
    for key in _MUST_BE_READ:
        ratio = contrast(behind, Color.parse(tones[f"tone-{key}"]).rgb)
        if ratio < _LEAST_CONTRAST:
            found.append(f"tones.{key}: can hardly be read on the pane ({ratio:.1f}:1)")
    return found
