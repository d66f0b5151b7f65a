"""What a table cell says: pieces of text, each with a tone, and when it will say something else."""

from __future__ import annotations

from typing import Literal, NamedTuple, get_args

from mimiry_tui.domain.frozen import dataclass

Tone = Literal[
    "text", "bright", "dim", "faint", "accent", "good", "warn", "bad", "watch", "early1", "early2", "early3"
]
"""A style by meaning. The theme gives each its colour; no state is told by a tone alone."""

TONES: tuple[Tone, ...] = get_args(Tone)


class Span(NamedTuple):
    """A piece of text in one tone."""

    text: str
    tone: Tone = "text"
    bold: bool = False


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell of a table as it is now."""

    spans: tuple[Span, ...]
    """Cut with an ellipsis where there is too little room."""
    changes_in: float | None = None
    """Seconds (0 or more) after which the text may be another one, as an age does; None = never by itself."""
    extras: tuple[tuple[Span, ...], ...] = ()
    """What follows where there is room, in order: each group whole or, with all after it, not at all."""


EMPTY = Cell(())


def cell(text: str, tone: Tone = "text", *, bold: bool = False, changes_in: float | None = None) -> Cell:
    """A cell of one piece."""
    return Cell((Span(text, tone, bold),), changes_in)
