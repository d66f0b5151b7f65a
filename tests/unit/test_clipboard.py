"""The clipboard: which way a text goes, that no program sees it as an argument, and what is said of it."""

from __future__ import annotations

import base64
import os
import signal
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from mimiry_tui.ui import clipboard
from mimiry_tui.ui.clipboard import copied, copy, without_controls
from mimiry_tui.ui.clipboard_tools import Tool, tools_for
from tests.support.dialog_app import DialogApp

TEXT = "line one\nzwei\t€ 😀"


def names(environ: dict[str, str], platform: str = "linux") -> list[str]:
    return [tool.argv[0] for tool in tools_for(environ, platform)]


@pytest.mark.parametrize(
    ("environ", "platform", "expected"),
    [
        ({}, "linux", []),
        ({}, "darwin", ["pbcopy"]),
        ({"DISPLAY": ":0"}, "linux", ["xclip", "xsel"]),
        ({"WAYLAND_DISPLAY": "wayland-0", "DISPLAY": ":0"}, "linux", ["wl-copy", "xclip", "xsel"]),
        ({"WSL_DISTRO_NAME": "Debian"}, "linux", ["clip.exe"]),
        ({"TMUX": "/tmp/t,1,0", "DISPLAY": ":0"}, "linux", ["xclip", "xsel", "tmux"]),
        ({"SSH_TTY": "/dev/pts/1"}, "darwin", []),
        ({"SSH_CONNECTION": "::1 1 ::1 22", "DISPLAY": "localhost:10.0"}, "linux", []),
        ({"SSH_TTY": "/dev/pts/1", "TMUX": "/tmp/t,1,0"}, "linux", ["tmux"]),
    ],
)
def test_the_machine_s_own_program_only_where_the_person_sits_at_it(
    environ: dict[str, str], platform: str, expected: list[str]
) -> None:
    assert names(environ, platform) == expected


def test_no_program_is_ever_given_the_text_as_an_argument() -> None:
    environ = dict.fromkeys(("DISPLAY", "WAYLAND_DISPLAY", "WSL_INTEROP", "TMUX"), "x")
    for tool in tools_for(environ, "darwin"):
        assert all(part.startswith("-") or part.isascii() for part in tool.argv)
        assert len(tool.argv) <= 4


def test_what_a_terminal_would_obey_is_left_out_and_the_rest_stays() -> None:
    assert without_controls("a\x1b[31mb\x07\x9b\x7f\r\nc\td\re") == "a[31mb\nc\tde"
    assert without_controls(TEXT) == TEXT


@asynccontextmanager
async def running() -> AsyncIterator[DialogApp]:
    app = DialogApp()
    async with app.run_test():
        yield app


def program(folder: Path, name: str, body: str) -> Tool:
    """A program that does that, as a clipboard tool."""
    path = folder / name
    path.write_text(f"#!{sys.executable}\nimport sys, time\n{body}\n")
    path.chmod(0o755)
    return Tool((str(path), "--mark"), f"copied with {name}")


def keeping(folder: Path, name: str = "good") -> Tool:
    return program(folder, name, f"open({str(folder / 'kept')!r}, 'wb').write(sys.stdin.buffer.read())")


async def test_a_program_gets_the_text_on_its_input(tmp_path: Path) -> None:
    async with running() as app:
        result = await copied(app, TEXT, [keeping(tmp_path)])
        assert (result.done, result.words) == (True, "copied with good")
        assert (tmp_path / "kept").read_text() == TEXT
        assert app.clipboard == TEXT


async def test_windows_reads_utf_16(tmp_path: Path) -> None:
    tool = keeping(tmp_path)
    async with running() as app:
        await copied(app, TEXT, [Tool(tool.argv, tool.words, "utf-16-le")])
        assert (tmp_path / "kept").read_bytes().decode("utf-16-le") == TEXT


async def test_the_next_program_is_tried_where_one_is_missing_or_fails(tmp_path: Path) -> None:
    missing = Tool((str(tmp_path / "missing"),), "never")
    failing = program(tmp_path, "failing", "sys.exit(1)")
    async with running() as app:
        result = await copied(app, TEXT, [missing, failing, keeping(tmp_path)])
    assert result.words == "copied with good"


async def test_a_program_that_hangs_is_given_up_and_the_terminal_asked(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(clipboard, "PROGRAM_SECONDS", 0.2)
    hanging = program(tmp_path, "hanging", "time.sleep(60)")
    async with running() as app:
        result = await copied(app, TEXT, [hanging])
        assert result.words == "sent to the terminal's clipboard"
        assert app.clipboard == TEXT


async def test_a_program_that_stays_behind_with_its_output_open_is_not_waited_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(clipboard, "PROGRAM_SECONDS", 20.0)
    note = tmp_path / "pid"
    body = f"""import os
sys.stdin.read()
child = os.fork()
if child == 0: time.sleep(60)
open({str(note)!r}, "w").write(str(child))"""
    async with running() as app:
        try:
            assert (await copied(app, TEXT, [program(tmp_path, "forking", body)])).done
        finally:
            os.kill(int(note.read_text()), signal.SIGKILL)


async def test_the_terminal_is_sent_the_text_once_in_base64(monkeypatch: pytest.MonkeyPatch) -> None:
    async with running() as app:
        sent: list[str] = []
        assert app._driver is not None
        monkeypatch.setattr(app._driver, "write", sent.append)
        copy(app, TEXT, "name")
        await app.settled()
        assert sent == [f"\x1b]52;c;{base64.b64encode(TEXT.encode()).decode()}\a"]
        assert app.toasts == ["name sent to the terminal's clipboard"]


async def test_what_is_too_long_for_terminals_is_not_sent_and_said_so() -> None:
    async with running() as app:
        copy(app, "x" * 60_000, "raw JSON")
        await app.settled()
        assert app.clipboard == ""
        assert app.toasts == ["raw JSON too long for the terminal's clipboard: 80 kB"]


async def test_half_a_character_is_no_reason_to_fail() -> None:
    async with running() as app:
        copy(app, "a\ud800b", "name")
        assert app.clipboard == "a?b"


async def test_copying_by_a_program_tells_which(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clipboard, "tools_for", lambda _environ, _platform: [keeping(tmp_path)])
    async with running() as app:
        copy(app, "one\x1b", "ssh command")
        await app.workers.wait_for_complete()
        await app.settled()
        assert app.toasts == ["ssh command copied with good"]
        assert (tmp_path / "kept").read_text() == "one"
