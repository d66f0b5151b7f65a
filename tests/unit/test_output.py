"""What a subcommand prints into: pipes that nobody reads, full disks, nothing at all."""

from __future__ import annotations

import io
import os
import sys
from pathlib import Path

import pytest

from mimiry_tui.commands.output import print_what_it_can, say

_FULL = Path("/dev/full")


def test_a_pipe_that_nobody_reads_any_more_is_no_failure(monkeypatch: pytest.MonkeyPatch) -> None:
    reading, writing = os.pipe()
    os.close(reading)
    with os.fdopen(writing, "w") as output:
        monkeypatch.setattr(sys, "stdout", output)
        say("first\n")
        say("second\n")


def test_an_output_that_was_closed_is_no_failure(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdout", None)
    say("nobody\n")


@pytest.mark.skipif(not _FULL.exists(), reason="only Linux has a disk that is always full")
def test_what_cannot_be_written_ends_the_program_in_words(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    with _FULL.open("w") as output:
        monkeypatch.setattr(sys, "stdout", output)
        with pytest.raises(SystemExit) as ended:
            say("too much\n")
    assert ended.value.code == 1
    assert capsys.readouterr().err == "mimiry-tui: nothing can be printed: No space left on device\n"


def test_a_sign_that_the_output_does_not_know_is_replaced(monkeypatch: pytest.MonkeyPatch) -> None:
    written = io.BytesIO()
    output = io.TextIOWrapper(written, encoding="ascii")
    monkeypatch.setattr(sys, "stdout", output)
    print_what_it_can()
    say("✓ €3\n")
    assert written.getvalue() == b"? ?3\n"
