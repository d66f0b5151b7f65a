"""`mimiry-tui doctor` in a terminal that answers its questions."""

from __future__ import annotations

from mimiry_tui.commands.doctor.terminal_queries import QUESTIONS, SIGNS
from tests.e2e.conftest import Start

ANSWERS = "\x1b[1;3R\x1bP>|TestTerm 1.2\x1b\\\x1bP1$r0;48:2::1:2:3m\x1b\\\x1b[?1006;2$y\x1b[?65;52c"


def test_the_terminal_is_asked_and_everything_told_below_one_another(start: Start) -> None:
    program = start("-m", "mimiry_tui", "doctor", "--api-base", "http://127.0.0.1:1", size=(100, 60))
    program.wait_until(lambda _: QUESTIONS in program.raw)
    program.send(ANSWERS)
    assert program.wait() == 2
    text = program.text
    assert "it calls itself TestTerm 1.2" in text
    assert "the terminal takes copied text (OSC 52)" in text
    assert "127.0.0.1:1 refuses connections" in text
    assert text.startswith("mimiry-tui ")
    assert SIGNS not in text
    assert "TestTerm 1.2\x1b" not in text
