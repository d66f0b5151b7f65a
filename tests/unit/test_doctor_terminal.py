"""The doctor and the terminal: what answers mean, and that asking leaves the terminal as it was."""

from __future__ import annotations

import asyncio
import os
import pty
import select
import termios
import threading
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mimiry_tui.clock import SystemClock
from mimiry_tui.commands.doctor import terminal_check
from mimiry_tui.commands.doctor.findings import Level
from mimiry_tui.commands.doctor.terminal_check import check_terminal
from mimiry_tui.commands.doctor.terminal_queries import QUESTIONS, Answers, ask, is_ours, read_answers
from tests.support.doctor import surroundings, the, troubles

XTERM = b"\x1b[12;3R\x1bP>|XTerm(390)\x1b\\\x1bP1$r0;48:2::1:2:3m\x1b\\\x1b[?1006;2$y\x1b[?65;1;52c"
NO_ANSWER = Answers()


@pytest.fixture
def terminal() -> Iterator[tuple[int, int]]:
    """Both ends of a terminal: the one a terminal program has, and ours."""
    outside, inside = pty.openpty()
    termios.tcsetwinsize(inside, (40, 120))
    yield outside, inside
    os.close(outside)
    os.close(inside)


def test_every_answer_of_a_modern_terminal_is_read() -> None:
    assert read_answers(XTERM) == Answers(
        "XTerm(390)", true_colour=True, mouse=True, clipboard=True, sign_columns=2
    )


@pytest.mark.parametrize(
    ("data", "answers"),
    [
        (b"", None),
        (b"\x1b[12;3R", None),
        (b"\x1b[?6c", NO_ANSWER),
        (b"typed\x1b[?1;2cahead", NO_ANSWER),
        (b"\x1bP0$r\x1b\\\x1b[?1006;0$y\x1b[?6c", Answers(true_colour=False, mouse=False)),
        (b"\x1b[1;5R\x1b[?6c", Answers(sign_columns=4)),
        (b"\x1b[1;" + b"9" * 5_000 + b"R\x1b[?6c", Answers(sign_columns=9_998)),
        (b"\x1bP>|\xff\xfe\x1b\\\x1b[?6c", Answers("\ufffd\ufffd")),
    ],
)
def test_answers_that_are_missing_odd_or_negative_are_read_as_such(
    data: bytes, answers: Answers | None
) -> None:
    assert read_answers(data) == answers


@given(st.binary(max_size=200), st.sampled_from([b"", XTERM, b"\x1b[?6c"]))
def test_no_answer_is_too_odd_to_be_read(noise: bytes, answer: bytes) -> None:
    read = read_answers(noise + answer)
    assert read is not None or not answer


def test_a_terminal_is_asked_and_left_as_it_was(terminal: tuple[int, int]) -> None:
    outside, inside = terminal
    before = termios.tcgetattr(inside)
    heard: list[bytes] = []

    def answer() -> None:
        said = b""
        while not said.endswith(QUESTIONS[-4:]) or len(said) < len(QUESTIONS):
            said += os.read(outside, 4_096)
        heard.append(said)
        os.write(outside, XTERM)

    person = threading.Thread(target=answer)
    person.start()
    try:
        assert ask(inside, inside, SystemClock(), 60.0) == XTERM
    finally:
        person.join()
    assert termios.tcgetattr(inside) == before
    assert heard == [QUESTIONS]
    assert select.select([outside], [], [], 0)[0] == [], "the answers were echoed"


def test_a_terminal_that_says_nothing_is_not_waited_for_long(terminal: tuple[int, int]) -> None:
    assert ask(terminal[1], terminal[1], SystemClock(), 0.0) == b""


async def test_who_interrupts_does_not_wait_for_a_terminal_that_is_silent(
    terminal: tuple[int, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    outside, inside = terminal
    before = termios.tcgetattr(inside)
    monkeypatch.setattr(terminal_check, "ask", partial(ask, seconds=600.0))
    around = surroundings(Path("/nowhere"), env={"TERM": "xterm"}, terminal=(inside, inside))
    asking = asyncio.create_task(check_terminal(around))
    assert await asyncio.to_thread(os.read, outside, 4_096)
    asking.cancel()
    await asyncio.get_running_loop().shutdown_default_executor()
    assert termios.tcgetattr(inside) == before


def test_what_is_no_terminal_of_ours_is_not_asked(terminal: tuple[int, int], tmp_path: Path) -> None:
    with (tmp_path / "file").open("w") as file:
        assert not is_ours(file.fileno())
    assert not is_ours(terminal[1])  # no terminal of this process's session


async def test_without_a_terminal_the_environment_has_to_do(tmp_path: Path) -> None:
    found = await check_terminal(surroundings(tmp_path, env={"LANG": "C.UTF-8"}))
    assert troubles(found) == {}
    assert "no terminal here" in the(found, "terminal.kind").words
    found = await check_terminal(surroundings(tmp_path, env={"LC_ALL": "POSIX", "LANG": "C.UTF-8"}))
    assert the(found, "terminal.utf8").words == "LC_ALL is POSIX, which names no UTF-8"


async def test_a_terminal_without_a_screen_fails(tmp_path: Path, terminal: tuple[int, int]) -> None:
    around = surroundings(tmp_path, env={"TERM": "dumb"}, terminal=(terminal[1], terminal[1]))
    assert troubles(await check_terminal(around)) == {"terminal.kind": Level.FAIL}


async def test_all_is_well_in_a_terminal_that_answers(
    tmp_path: Path, terminal: tuple[int, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(terminal_check, "ask", lambda *_, **__: XTERM)
    env = {"TERM": "xterm-256color", "COLORTERM": "truecolor", "TERM_PROGRAM": "ghostty"}
    found = await check_terminal(surroundings(tmp_path, env=env, terminal=(terminal[1], terminal[1])))
    assert troubles(found) == {}
    told = {finding.id.removeprefix("terminal."): finding.words for finding in found}
    assert told == {
        "kind": "TERM is xterm-256color; it calls itself XTerm(390)",
        "size": "120×40",
        "utf8": "signs like ● and ▁ are one column wide",
        "colours": "16 million colours",
        "mouse": "the mouse works",
        "clipboard": "the terminal takes copied text (OSC 52)",
        "notifications": "news come as notifications (osc9)",
    }


@pytest.mark.parametrize(
    ("answer", "env", "id", "level", "words"),
    [
        (XTERM, {}, "colours", Level.WARN, "but nothing says so: 256 are used"),
        (b"\x1b[?6c", {"TERM": "xterm"}, "colours", Level.WARN, "16 colours, by TERM"),
        (b"\x1b[?6c", {"NO_COLOR": "1"}, "colours", Level.OK, "told by signs and words"),
        (b"\x1b[1;5R\x1b[?6c", {}, "utf8", Level.WARN, "two columns wide"),
        (b"\x1b[1;7R\x1b[?6c", {}, "utf8", Level.FAIL, "does not read UTF-8"),
        (b"", {"LANG": "de_DE.ISO-8859-1"}, "utf8", Level.WARN, "names no UTF-8"),
        (b"", {"LANG": "de_DE.utf8"}, "utf8", Level.OK, "LANG is de_DE.utf8"),
        (b"", {}, "utf8", Level.WARN, "LANG is not set"),
        (b"", {"STY": "1.pts"}, "kind", Level.OK, "inside screen; it does not answer"),
        (b"\x1b[?1006;0$y\x1b[?6c", {}, "mouse", Level.OK, "everything has a key"),
        (b"\x1b[?6c", {"VTE_VERSION": "7600"}, "clipboard", Level.WARN, "not known to take copied text"),
        (b"\x1b[?6c", {}, "clipboard", Level.OK, "if it takes it"),
    ],
)
async def test_what_a_terminal_lacks_is_told_with_what_helps(
    tmp_path: Path,
    terminal: tuple[int, int],
    monkeypatch: pytest.MonkeyPatch,
    answer: bytes,
    env: dict[str, str],
    id: str,
    level: Level,
    words: str,
) -> None:
    monkeypatch.setattr(terminal_check, "ask", lambda *_, **__: answer)
    around = surroundings(
        tmp_path, env={"TERM": "xterm-256color", **env}, terminal=(terminal[1], terminal[1])
    )
    told = the(await check_terminal(around), f"terminal.{id}")
    assert told.level is level
    assert words in told.words
    assert bool(told.fix) == (level is not Level.OK)


async def test_a_small_terminal_is_a_warning(
    tmp_path: Path, terminal: tuple[int, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(terminal_check, "ask", lambda *_, **__: b"")
    termios.tcsetwinsize(terminal[1], (20, 79))
    around = surroundings(tmp_path, env={"TERM": "xterm"}, terminal=(terminal[1], terminal[1]))
    assert the(await check_terminal(around), "terminal.size").words == "79×20 is small"
