"""Ways to reach a person whose terminal is out of sight: the bell, and the notifications of terminals."""

from __future__ import annotations

from collections.abc import Mapping

from mimiry_tui.domain.safe_text import safe_text
from mimiry_tui.settings.preferences import Notify

BELL = "\x07"
_TITLE = "mimiry"
_LONGEST = 200


_OSC9_PROGRAMS = frozenset({"iterm.app", "wezterm", "ghostty", "warpterminal"})
_OSC9_TERMS = ("xterm-kitty", "xterm-ghostty", "wezterm")
_OSC777_TERMS = ("foot", "rxvt-unicode", "contour")
_OSC9_TRACES = ("KITTY_WINDOW_ID", "WEZTERM_PANE", "GHOSTTY_RESOURCES_DIR", "ITERM_SESSION_ID")
"""What terminals leave in the environment; inside tmux it is all that tells which one is outside."""


def channel(notify: Notify, environ: Mapping[str, str]) -> Notify | None:
    """Which notification to send besides or instead of the bell; None for none."""
    if notify is not Notify.AUTO:
        return notify if notify in {Notify.OSC9, Notify.OSC777} else None
    program, term = environ.get("TERM_PROGRAM", "").lower(), environ.get("TERM", "")
    if (
        program in _OSC9_PROGRAMS
        or term.startswith(_OSC9_TERMS)
        or environ.get("LC_TERMINAL", "").lower() in {"iterm2"}
    ):
        return Notify.OSC9
    if term.startswith(_OSC777_TERMS):
        return Notify.OSC777
    if any(environ.get(trace) for trace in _OSC9_TRACES):
        return Notify.OSC9
    return Notify.OSC777 if environ.get("VTE_VERSION") else None


def codes(words: str, notify: Notify, environ: Mapping[str, str]) -> str:
    """What to send to the terminal for one notification; empty for none.

    `words` may hold anything: they go out cleaned, so that nothing in them ends the code early.
    """
    if notify is Notify.OFF:
        return ""
    sent = channel(notify, environ)
    bell = BELL if notify in {Notify.AUTO, Notify.BELL} else ""
    if sent is None:
        return bell
    text = safe_text(words, _LONGEST)
    # Led by our own name: a text that begins with digits and `;` is another command to some terminals.
    body = f"9;{_TITLE}: {text}" if sent is Notify.OSC9 else f"777;notify;{_TITLE};{text.replace(';', ',')}"
    return bell + _passed_through(f"\x1b]{body}\x1b\\", environ)


def _passed_through(code: str, environ: Mapping[str, str]) -> str:
    """The code as it reaches the terminal outside tmux, where tmux is set to let it pass."""
    if not environ.get("TMUX"):
        return code
    doubled = code.replace("\x1b", "\x1b\x1b")
    return f"\x1bPtmux;{doubled}\x1b\\"
