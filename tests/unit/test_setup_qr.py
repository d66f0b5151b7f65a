"""The QR code as it is drawn: which modules a camera sees."""

from __future__ import annotations

import pytest
import segno

from mimiry_tui.ui.setup.qr import QUIET, WIDE_QUIET, qr_lines

URL = "https://softlaunch.mimiry.com/register/7f1c0a52-6a41-4a35-9f0e-2f4b7c1d9e10"


def dark_modules(lines: list[str]) -> list[list[bool]]:
    """What is dark on the light ground, row by row of modules."""
    return [[sign in half for sign in line] for line in lines for half in ("▀█", "▄█")]


@pytest.mark.parametrize("quiet", [QUIET, WIDE_QUIET])
def test_what_is_dark_on_the_screen_is_what_is_dark_in_the_code(quiet: int) -> None:
    code = segno.make(URL, error="l", micro=False, boost_error=False)
    wanted = [[bool(module) for module in row] for row in code.matrix_iter(border=quiet)]
    drawn = dark_modules(qr_lines(URL, quiet=quiet))
    assert drawn[: len(wanted)] == wanted
    # An odd number of rows leaves half a line, which belongs to the light margin.
    assert drawn[len(wanted) :] == [[False] * len(wanted[0])]


def test_a_registration_page_fits_beside_the_words_of_an_ordinary_terminal() -> None:
    lines = qr_lines(URL)
    assert (len(lines[0]), len(lines)) == (37, 19)


def test_of_a_text_that_no_code_can_hold_nothing_is_drawn() -> None:
    assert qr_lines("x" * 3_000) == []
