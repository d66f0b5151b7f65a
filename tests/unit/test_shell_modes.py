"""What a program behind ssh left switched on in the terminal, set back."""

from __future__ import annotations

import re

import pyte
import pytest

from mimiry_tui.ui.shell_modes import AFTER

FOREIGN = re.compile(r"\x1b\[[=>?][0-9;]*[a-gi-km-z]|\x1b\[0 q|\x1b\[2[23];0t|\x1b>")
"""Codes that pyte takes for text or for others; none of them moves a cursor."""


def after(left_on: str) -> pyte.Screen:
    """A screen of 24 lines with the cursor in line 9 (from 0), what was left on, and what sets it back."""
    screen = pyte.Screen(80, 24)
    stream = pyte.Stream(screen)
    stream.feed(left_on + "\x1b[10;5H" + FOREIGN.sub("", AFTER))
    return screen


@pytest.mark.parametrize("left_on", ["", "\x1b[5;12r", "\x1b[?6h", "\x1b[2;20r\x1b[?6h", "\x1b[1;31m"])
def test_the_cursor_stays_where_the_visit_ended(left_on: str) -> None:
    # Home, the next visit would be written over what this one left on the screen.
    screen = after(left_on)
    line = 10 if left_on.startswith("\x1b[2;20r") else 9
    assert (screen.cursor.y, screen.cursor.x) == (line, 4)
    assert screen.margins in (None, pyte.screens.Margins(0, 23))
    assert screen.cursor.attrs.fg == "default"
