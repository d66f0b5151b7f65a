"""Windows of tmux: opened with arguments that tmux and its shell take as they are."""

from __future__ import annotations

import pytest

from mimiry_tui.ui.shell_tmux import TmuxFailedError, is_inside, open_in_tmux, plain_name, tmux_argv

SSH = ["ssh", "-p", "2222", "--", "root@ssh.example.com"]


def test_inside_is_what_the_environment_says() -> None:
    assert is_inside({"TMUX": "/tmp/tmux-0/default,1,0"})
    assert not is_inside({"TMUX": ""})
    assert not is_inside({"TERM": "tmux-256color"})


def test_a_new_window_has_the_session_s_name_and_the_whole_command_at_its_end() -> None:
    argv = tmux_argv(SSH, "train-llama")
    assert argv[:6] == ["tmux", "new-window", "-a", "-n", "train-llama", "--"]
    assert argv[6:8] == ["sh", "-c"]
    assert argv[-len(SSH) :] == SSH
    assert "example.com" not in argv[8], "the script is always the same"


def test_a_split_is_a_pane_beside_the_dashboard() -> None:
    assert tmux_argv(SSH, "train", split=True)[:4] == ["tmux", "split-window", "-h", "--"]


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("#(touch /tmp/x)", "touch-tmp-x"),
        ("#{pane_pid}", "pane_pid"),
        ("-t other", "t-other"),
        ("a;b\n", "a-b"),
        ("日本", "session"),
        ("", "session"),
        ("x" * 99, "x" * 24),
    ],
)
def test_a_window_s_name_holds_nothing_that_tmux_reads(name: str, shown: str) -> None:
    assert plain_name(name) == shown


def test_an_argument_that_ends_like_a_command_of_tmux_is_kept_whole() -> None:
    assert tmux_argv(["ssh", "-i", "/keys/odd;", ";"], "a")[-2:] == ["/keys/odd\\;", "\\;"]


async def test_a_tmux_that_cannot_be_run_says_so() -> None:
    with pytest.raises(TmuxFailedError, match="cannot be run"):
        await open_in_tmux(["/nowhere/tmux", "new-window"])


async def test_what_tmux_refuses_is_told_in_its_words() -> None:
    with pytest.raises(TmuxFailedError, match="tmux refused: no server"):
        await open_in_tmux(["sh", "-c", "echo no server >&2; exit 1"])
    with pytest.raises(TmuxFailedError, match="exit code 3"):
        await open_in_tmux(["sh", "-c", "exit 3"])
