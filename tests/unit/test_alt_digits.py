"""Alt and a digit arrive as that, whether a terminal sends Escape before the digit or spells it out."""

from __future__ import annotations

import pytest
from textual._xterm_parser import XTermParser
from textual.events import Key

from mimiry_tui.ui.alt_digits import hear_alt_digits


@pytest.mark.parametrize("digit", list("0123456789"))
@pytest.mark.parametrize("form", ["\x1b{}", "\x1b[{};3u"])
def test_alt_and_a_digit_is_that_key(digit: str, form: str) -> None:
    hear_alt_digits()
    hear_alt_digits()
    sent = form.format(digit if form == "\x1b{}" else ord(digit))
    parser = XTermParser()
    keys = [event.key for event in [*parser.feed(sent), *parser.feed("")] if isinstance(event, Key)]
    assert keys == [f"alt+{digit}"]


def test_a_key_right_behind_it_changes_neither() -> None:
    hear_alt_digits()
    parser = XTermParser()
    keys = [event.key for event in parser.feed("\x1b3\x1b[C\x1b1x") if isinstance(event, Key)]
    assert keys == ["alt+3", "right", "alt+1", "x"]
