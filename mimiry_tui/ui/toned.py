"""Our own words as `Content` in a tone. Foreign text goes through `safe` first."""

from __future__ import annotations

from collections.abc import Iterable

from textual.content import Content

from mimiry_tui.domain.safe_text import safe_text
from mimiry_tui.ui.widgets.cells import Span, Tone


def toned(text: str, tone: Tone = "text", *, bold: bool = False) -> Content:
    """Text of any origin, cleaned, in the colour of that tone."""
    return Content.styled(safe_text(text), f"{'bold ' if bold else ''}$tone-{tone}")


def spans(pieces: Iterable[Span]) -> Content:
    """The same pieces a table cell is made of, for other places."""
    return Content("").join(toned(piece.text, piece.tone, bold=piece.bold) for piece in pieces)


def spaced(parts: Iterable[Content], gap: str = "   ") -> Content:
    """The non-empty parts on one line with space between them."""
    return Content(gap).join(part for part in parts if part)


def key_hints(*hints: tuple[str, str]) -> Content:
    """What keys do, for a frame: "r tries again · esc closes", the keys bright, the verbs dim."""
    dot = toned(" · ", "dim")
    return dot.join(toned(key, "accent", bold=True) + toned(f" {does}", "dim") for key, does in hints)
