"""Bell and terminal notifications: which terminal gets which, and that no text can break out of one."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mimiry_tui.settings.preferences import Notify
from mimiry_tui.ui.notices import BELL, channel, codes

KITTY = {"TERM": "xterm-kitty"}
FOOT = {"TERM": "foot"}


@pytest.mark.parametrize(
    ("environ", "expected"),
    [
        (KITTY, Notify.OSC9),
        ({"TERM": "xterm-256color", "TERM_PROGRAM": "iTerm.app"}, Notify.OSC9),
        ({"TERM_PROGRAM": "WezTerm"}, Notify.OSC9),
        ({"TERM_PROGRAM": "ghostty"}, Notify.OSC9),
        ({"LC_TERMINAL": "iTerm2", "TERM": "xterm"}, Notify.OSC9),
        (FOOT, Notify.OSC777),
        ({"TERM": "rxvt-unicode-256color"}, Notify.OSC777),
        ({"TERM": "xterm-256color", "VTE_VERSION": "7600"}, Notify.OSC777),
        ({"TERM": "tmux-256color", "TERM_PROGRAM": "tmux", "KITTY_WINDOW_ID": "1"}, Notify.OSC9),
        ({"TERM": "xterm-256color"}, None),
        ({"TERM": "linux"}, None),
        ({"TERM_PROGRAM": "Apple_Terminal"}, None),
        ({}, None),
    ],
)
def test_auto_picks_what_the_terminal_is_known_to_show(
    environ: dict[str, str], expected: Notify | None
) -> None:
    assert channel(Notify.AUTO, environ) is expected


def test_each_way_sends_what_its_name_says() -> None:
    assert codes("up", Notify.OFF, KITTY) == ""
    assert codes("up", Notify.BELL, KITTY) == BELL
    assert codes("up", Notify.OSC9, {}) == "\x1b]9;mimiry: up\x1b\\"
    assert codes("up", Notify.OSC777, {}) == "\x1b]777;notify;mimiry;up\x1b\\"
    assert codes("up", Notify.AUTO, {}) == BELL
    assert codes("up", Notify.AUTO, FOOT) == f"{BELL}\x1b]777;notify;mimiry;up\x1b\\"


def test_inside_tmux_the_code_is_wrapped_for_the_terminal_outside() -> None:
    wrapped = codes("up", Notify.OSC9, {"TMUX": "/tmp/t,1,0"})
    assert wrapped == "\x1bPtmux;\x1b\x1b]9;mimiry: up\x1b\x1b\\\x1b\\"


@given(st.text(), st.sampled_from([Notify.OSC9, Notify.OSC777]))
def test_no_text_ends_its_notification_or_begins_another_code(words: str, notify: Notify) -> None:
    sent = codes(words, notify, {})
    inside = sent[2:-2]
    assert sent.startswith("\x1b]")
    assert sent.endswith("\x1b\\")
    assert not any(ord(sign) < 0x20 or 0x7F <= ord(sign) < 0xA0 for sign in inside)
    if notify is Notify.OSC777:
        assert inside.count(";") == 3
