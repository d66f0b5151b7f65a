"""Where a session stands among its neighbours, for a frame line."""

from __future__ import annotations

from collections.abc import Sequence

from textual.content import Content

from mimiry_tui.domain.safe_text import safe_text
from mimiry_tui.ui.toned import toned
from mimiry_tui.ui.widgets.part_line import Part

_ID_SHOWN = 8


def place(session_id: str, ids: Sequence[str], *, brief: bool = False) -> list[Part]:
    """The beginning of its id, its place, and two signs to click: "4ed5acf3 · 1 of 17 · [ ] neighbours"."""
    parts = [Part(toned(safe_text(session_id)[:_ID_SHOWN], "dim"))]
    if session_id in ids:
        parts.append(Part(toned(f" · {ids.index(session_id) + 1:,} of {len(ids):,}", "dim")))
    if len(ids) < 2:
        return parts
    parts += [
        Part(toned(" · ", "dim")),
        Part(toned("[", "accent", bold=True), "screen.neighbour(-1)"),
        Part(Content(" ")),
        Part(toned("]", "accent", bold=True), "screen.neighbour(1)"),
    ]
    return parts if brief else [*parts, Part(toned(" neighbours", "dim"))]


def neighbour(session_id: str, ids: Sequence[str], step: int) -> str | None:
    """The id that many places further, round the ends; from one that is not among them, the nearer end."""
    if not ids:
        return None
    if session_id not in ids:
        return ids[0 if step > 0 else -1]
    return ids[(ids.index(session_id) + step) % len(ids)]
