"""Alt with a digit, as terminals send it."""

from __future__ import annotations

from typing import NamedTuple

from textual._ansi_sequences import ANSI_SEQUENCES_KEYS


class _Key(NamedTuple):
    """What Textual's table holds: something with the name of a key."""

    value: str


def hear_alt_digits() -> None:
    """From now on Escape and a digit are alt and that digit.

    Textual reads them as what one terminal on a Mac would type with them: "£" for alt+3. So they would
    be no keys at all in most terminals, and put a sign into the field that has the focus. A sequence that
    it does not know at all would do when alone, but with the next key right behind it falls into letters.
    """
    for digit in "0123456789":
        ANSI_SEQUENCES_KEYS[f"\x1b{digit}"] = (_Key(f"alt+{digit}"),)  # type: ignore[index]
