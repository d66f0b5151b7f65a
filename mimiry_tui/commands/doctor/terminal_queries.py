"""What a terminal says of itself when asked: its answers, and asking without leaving a trace.

The questions are those of xterm's control sequences and their common extensions. The last one, for
the device attributes, is answered by every terminal there is: with its answer, all have come.
"""

from __future__ import annotations

import os
import re
import select
import termios
import tty
from collections.abc import Iterator
from contextlib import contextmanager

from mimiry_tui.clock import Clock
from mimiry_tui.domain.frozen import dataclass

PATIENCE = 3.0
"""Seconds to wait for the answers: the terminal may be at the other end of a slow connection."""
SIGNS = "●▁"
"""Of each kind that the dashboard draws with, one; a column wide where all is well."""

_ASK_NAME = "\x1b[>0q"
_ASK_COLOURS = "\x1b[48:2:1:2:3m\x1bP$qm\x1b\\\x1b[0m"
_ASK_MOUSE = "\x1b[?1006$p"
_ASK_COLUMN = f"\r{SIGNS}\x1b[6n"
_ASK_ATTRIBUTES = "\x1b[c"
_WIPE = "\r\x1b[K"
QUESTIONS = (_WIPE + _ASK_COLUMN + _ASK_NAME + _ASK_COLOURS + _ASK_MOUSE + _ASK_ATTRIBUTES + _WIPE).encode()

_ATTRIBUTES = re.compile(rb"\x1b\[\?([\d;]*)c")
_NAME = re.compile(rb"\x1bP>\|([^\x1b\x07]{0,80})")
_COLOURS = re.compile(rb"\x1bP1\$r[\d;:]*48[:;]2[:;]+1[:;]2[:;]3")
_COLOURS_ANSWERED = re.compile(rb"\x1bP[01]\$r")
_MOUSE = re.compile(rb"\x1b\[\?1006;(\d)\$y")
_COLUMN = re.compile(rb"\x1b\[\d+;(\d+)R")
_CLIPBOARD = b"52"
_MOST_BYTES = 4_000
_NOT_KNOWN, _ALWAYS_OFF = b"0", b"4"


@dataclass(frozen=True, slots=True)
class Answers:
    """What was answered; None for what was not."""

    name: str = ""
    """As the terminal calls itself, with its version. Foreign text."""
    true_colour: bool | None = None
    mouse: bool | None = None
    clipboard: bool | None = None
    """True where it says that it takes copied text (OSC 52); many do without saying so."""
    sign_columns: int | None = None
    """How many columns `SIGNS` took."""


def read_answers(data: bytes) -> Answers | None:
    """What these bytes answer; None where not even the attributes came. Never raises."""
    attributes = _ATTRIBUTES.search(data)
    if attributes is None:
        return None
    name, mouse, column = _NAME.search(data), _MOUSE.search(data), _COLUMN.search(data)
    return Answers(
        name=name[1].decode("utf-8", "replace").strip() if name else "",
        true_colour=bool(_COLOURS.search(data)) if _COLOURS_ANSWERED.search(data) else None,
        mouse=mouse[1] not in {_NOT_KNOWN, _ALWAYS_OFF} if mouse else None,
        clipboard=True if _CLIPBOARD in attributes[1].split(b";") else None,
        sign_columns=int(column[1][:4]) - 1 if column else None,
    )


def ask(keyboard: int, screen: int, clock: Clock, seconds: float = PATIENCE, end: int | None = None) -> bytes:
    """Everything that came from the terminal until its last answer, or until that many seconds passed.

    `keyboard` and `screen` are the terminal's descriptors; when there is something to read at `end`, it
    is over at once. Blocks. What the person typed meanwhile is lost; the terminal is left as it was.
    Raises OSError or termios.error for what is no terminal.
    """
    with _silent(keyboard):
        os.write(screen, QUESTIONS)
        deadline = clock.monotonic() + seconds
        data = b""
        while _ATTRIBUTES.search(data) is None and len(data) < _MOST_BYTES:
            watched = [keyboard] if end is None else [keyboard, end]
            ready, _, _ = select.select(watched, [], [], max(0.0, deadline - clock.monotonic()))
            part = os.read(keyboard, 1_024) if ready == [keyboard] else b""
            if not part:
                break
            data += part
        return data


def is_ours(descriptor: int) -> bool:
    """Whether it is a terminal whose foreground this program has: one in the background is stopped."""
    try:
        return os.isatty(descriptor) and os.tcgetpgrp(descriptor) == os.getpgrp()
    except OSError:
        return False


@contextmanager
def _silent(keyboard: int) -> Iterator[None]:
    """Keys and answers come as they are and are not shown, until the block is left."""
    before = termios.tcgetattr(keyboard)
    tty.setcbreak(keyboard, termios.TCSANOW)
    try:
        yield
    finally:
        termios.tcsetattr(keyboard, termios.TCSAFLUSH, before)
