"""Lists of things that only some clouds have: SSH keys, schedules, addresses."""

from __future__ import annotations

from datetime import datetime

from mimiry_tui.domain.frozen import dataclass

Cell = str | int | datetime | bool | None
"""What stands in a column: foreign text, a number, a moment (aware, UTC), yes or no, nothing."""


@dataclass(frozen=True, slots=True)
class Heading:
    """One column of a collection."""

    label: str
    is_number: bool = False


@dataclass(frozen=True, slots=True)
class Collection:
    """A kind of thing that an account has several of."""

    id: str
    title: str
    """What they are together: "SSH keys"."""
    headings: tuple[Heading, ...]
    empty: str
    """What is said where there are none, in one line."""
    words: str = ""
    """What they are for, in one line."""
    why_not: str = ""
    """Why they cannot be had, in one line: a scope that the key lacks, say."""


@dataclass(frozen=True, slots=True)
class Item:
    """One of them."""

    id: str
    name: str
    """What has to be typed before it is deleted."""
    collection: str
    """The id of its collection."""
    cells: tuple[Cell, ...]
    """As many as the collection has headings."""
    facts: tuple[tuple[str, str], ...] = ()
    """What else is known of it: label and value, foreign text."""
    is_off: bool = False
    """Whether it is there but does nothing: a schedule that is switched off."""
    raw: bytes = b""
    """Its JSON as it came."""
