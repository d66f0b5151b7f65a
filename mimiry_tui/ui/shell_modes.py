"""The terminal before and after another program had it.

A connection that drops leaves whatever the programs behind it had switched on. What they may have changed
is set back whatever ssh's exit status says, and before Textual switches on again what it needs itself.
"""

from __future__ import annotations

import os
import sys
import termios
from collections.abc import Iterator
from contextlib import contextmanager, suppress

MOUSE_MODES = (9, 1000, 1001, 1002, 1003, 1005, 1006, 1015, 1016)
"""Reports of clicks and moves, and the ways they are written. 1016, in pixels, Textual itself leaves on."""
OTHER_MODES = (1, 5, 1004, 2004, 2026, 2031, 2048)
"""Cursor keys, inverse screen, focus, paste, held output, news of colours, news of sizes."""

_OFF = "\x1b[?{}l"
BEFORE = "\x1b[22;0t" + "".join(map(_OFF.format, MOUSE_MODES))
"""For ssh: no mouse of ours, and the window's title kept by the terminal."""
AFTER = "".join(
    (
        # Not 1049: that one would also put the cursor where it was when the dashboard began.
        _OFF.format(1047),
        *map(_OFF.format, (*MOUSE_MODES, *OTHER_MODES)),
        "\x1b[=0u",  # Kitty's keys, in the entry of the shell before us: nothing is popped that is not ours
        "\x1b[>4;0m",  # xterm's modifyOtherKeys
        "\x1b[4l",  # insert mode
        "\x1b>",  # the keypad
        # Origin and scroll margins, either of which takes the cursor home: the next visit would be written
        # over this one. An origin that comes back with the cursor means nothing without margins.
        "\x1b7\x1b[?6l\x1b[r\x1b8",
        "\x1b(B\x0f",  # ASCII, and no line drawing
        "\x1b[?7h",  # long lines wrap
        "\x1b[0m",
        "\x1b[0 q",  # the cursor's shape
        "\x1b[?25h",
        "\x1b[23;0t",  # the window's title
    )
)
"""From ssh: as a shell expects its terminal."""


@contextmanager
def lent_terminal() -> Iterator[None]:
    """Another program has the terminal within the block; then line discipline and modes are set back.

    What was typed meanwhile and not read is dropped: meant for the shell there, it must not press keys here.
    """
    discipline = _discipline()
    say(BEFORE)
    try:
        yield
    finally:
        say(AFTER)
        if discipline is not None:
            with suppress(termios.error):
                termios.tcsetattr(_terminal(), termios.TCSAFLUSH, discipline)


def say(text: str) -> None:
    """Write to the terminal that the app draws on; one that is gone is no reason to fail."""
    stream = sys.__stderr__
    if stream is not None:
        with suppress(OSError, ValueError):
            stream.write(text)
            stream.flush()


def _terminal() -> int:
    return sys.__stdin__.fileno() if sys.__stdin__ is not None else 0


def _discipline() -> list[int | list[bytes | int]] | None:
    """How the terminal treats lines and keys; None where there is none."""
    with suppress(termios.error, OSError, ValueError):
        if os.isatty(_terminal()):
            return termios.tcgetattr(_terminal())
    return None
