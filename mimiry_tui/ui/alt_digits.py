"""Alt with a digit, as terminals send it."""

from __future__ import annotations

from textual._ansi_sequences import ANSI_SEQUENCES_KEYS


def hear_alt_digits() -> None:
    """From now on Escape and a digit are alt and that digit.

    Textual reads them as what one terminal on a Mac would type with them: "£" for alt+3. So they would
    be no keys at all in most terminals, and put a sign into the field that has the focus.
    """
    for digit in "0123456789":
        ANSI_SEQUENCES_KEYS.pop(f"\x1b{digit}", None)  # type: ignore[attr-defined]
