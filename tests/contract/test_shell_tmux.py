"""A real tmux runs what it is told with every argument as it is, whatever signs are in it."""

from __future__ import annotations

import asyncio
import os
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from mimiry_tui.ui.shell_tmux import open_in_tmux, tmux_argv
from tests.support.tools import need

HOSTILE = [
    "a;",
    ";",
    "x\\;",
    "it's",
    '"',
    "-f",
    "two\nlines",
    "$(touch {0}/one)",
    "#(touch {0}/two)",
    "`id`",
    "",
]


@pytest.fixture
def tmux(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Iterator[list[str]]:
    """The beginning of a command to a server of its own, which this process believes to be inside of."""
    program = [need("tmux"), "-S", str(tmp_path_factory.mktemp("t") / "socket"), "-f", "/dev/null"]
    subprocess.run([*program, "new-session", "-d", "-x", "80", "-y", "24", "cat"], check=True)
    try:
        inside = said([*program, "display-message", "-p", "#{socket_path},#{pid},0"])
        monkeypatch.setenv("TMUX", inside)
        monkeypatch.setenv("TMUX_PANE", said([*program, "display-message", "-p", "#{pane_id}"]))
        yield program
    finally:
        subprocess.run([*program, "kill-server"], check=True)


def said(argv: list[str]) -> str:
    return subprocess.run(argv, check=True, capture_output=True, text=True).stdout.strip()


def recorder(folder: Path) -> tuple[list[str], Path]:
    """A command that writes its arguments down and tells through a pipe that it did; the pipe."""
    pipe = folder / "done"
    os.mkfifo(pipe)
    script = 'printf "<%s>" "$@" > "$0.args"; echo done > "$0"; exec cat'
    return ["sh", "-c", script, str(pipe)], pipe


@pytest.mark.parametrize("split", [False, True], ids=["window", "pane"])
def test_hostile_arguments_arrive_as_they_are(tmux: list[str], tmp_path: Path, split: bool) -> None:
    command, pipe = recorder(tmp_path)
    arguments = [argument.replace("{0}", str(tmp_path)) for argument in HOSTILE]
    name = f"#(touch {tmp_path}/three) evil;"
    asyncio.run(open_in_tmux(tmux_argv([*command, *arguments], name, split=split)))
    assert pipe.read_text() == "done\n"
    assert Path(f"{pipe}.args").read_text() == "".join(f"<{argument}>" for argument in arguments)
    panes = said([*tmux, "list-panes", "-s"]).splitlines()
    windows = said([*tmux, "list-windows"]).splitlines()
    assert (len(panes), len(windows)) == (2, 1 if split else 2)
    assert not [number for number in ("one", "two", "three") if (tmp_path / number).exists()]


def test_a_window_whose_ssh_failed_stays_until_it_was_read(tmux: list[str], tmp_path: Path) -> None:
    command, pipe = recorder(tmp_path)
    failing = ["sh", "-c", 'echo done > "$0"; echo "no route to host" >&2; exit 255', command[-1]]
    asyncio.run(open_in_tmux(tmux_argv(failing, "train")))
    assert pipe.read_text() == "done\n"
    # It reads a line now: what is typed there ends it, and the window with it.
    ended = [*tmux, "set-hook", "-g", "window-unlinked", "wait-for -S gone"]
    subprocess.run(ended, check=True)
    subprocess.run([*tmux, "send-keys", "-t", ":train", "Enter"], check=True)
    subprocess.run([*tmux, "wait-for", "gone"], check=True, timeout=30)
    assert len(said([*tmux, "list-windows"]).splitlines()) == 1
