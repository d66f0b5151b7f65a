"""How the set-up writes what it says: signs, troubles, paths."""

from __future__ import annotations

from pathlib import Path

from textual.content import Content

from mimiry_tui.domain.safe_text import safe_text
from mimiry_tui.ui.glyphs import FAILED, MOVING
from mimiry_tui.ui.toned import spaced, toned
from mimiry_tui.ui.widgets.cells import Tone

DONE, AHEAD = "✓", "○"
LONGEST = 600
"""Characters of a foreign text that are shown."""


def lines(*parts: Content) -> Content:
    """One below the other; empty ones stay empty lines."""
    return Content("\n").join(parts)


def under_way(words: str) -> Content:
    """Something that is waited for."""
    return toned(f"{MOVING} ", "warn") + toned(words, "text")


def done(words: str) -> Content:
    return toned(f"{DONE} ", "good") + toned(words, "text")


def trouble(title: str, detail: str = "", fix: str = "") -> Content:
    """What went wrong in the service's or the system's own words, and below it what can be done."""
    head = toned(f"{FAILED} {title}", "bad", bold=True)
    if detail:
        head += toned(": ", "bad") + long(detail, "text")
    return lines(head, long(f"  {fix}", "bright")) if fix else head


def long(text: str, tone: Tone = "text") -> Content:
    """A longer foreign text, cleaned: words of a service, an address, a public key."""
    return toned("", tone).append(Content.styled(safe_text(text, LONGEST), f"$tone-{tone}"))


def numbered(number: int, words: str, key: str = "", does: str = "") -> Content:
    """A step for a person to take, and the key that helps with it."""
    step = toned(f"{number}  ", "accent", bold=True) + toned(words, "bright")
    hint = toned(key, "accent", bold=True) + toned(f" {does}", "dim") if key else Content("")
    return spaced([step, hint])


def at_home(path: Path, home: Path) -> str:
    """A path as people write it: with `~` for the home."""
    return f"~/{path.relative_to(home)}" if path.is_relative_to(home) else str(path)
