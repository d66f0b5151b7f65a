"""What the terminal can show and take: asked of itself where there is one, else by the environment."""

from __future__ import annotations

import asyncio
import os
import shutil
import stat
import termios
from collections.abc import Mapping

from mimiry_tui.clock import Clock
from mimiry_tui.clouds.registry import kind_names
from mimiry_tui.commands.doctor.findings import Finding, Group, Level
from mimiry_tui.commands.doctor.surroundings import Surroundings
from mimiry_tui.commands.doctor.terminal_queries import SIGNS, Answers, ask, is_ours, read_answers
from mimiry_tui.settings.file import SettingsFile
from mimiry_tui.settings.preferences import Notify
from mimiry_tui.ui.clipboard_tools import tools_for
from mimiry_tui.ui.notices import channel

_LEAST = (80, 24)
_WITHOUT_SCREEN = frozenset({"", "dumb", "unknown"})
_TRUE_COLOUR = frozenset({"truecolor", "24bit"})
_KEEPS_NO_CLIPBOARD = frozenset({"apple_terminal"})
"""By TERM_PROGRAM: terminals known to drop OSC 52."""


def finding(id: str, level: Level, words: str, fix: str = "") -> Finding:
    """A finding about the terminal."""
    return Finding(f"terminal.{id}", Group.TERMINAL, level, words, fix)


async def check_terminal(around: Surroundings) -> list[Finding]:
    """Kind, size, signs, colours, mouse, clipboard, notifications."""
    term = around.env.get("TERM", "")
    clipboard_tool = await asyncio.to_thread(_clipboard_tool, around)
    notify = (
        await asyncio.to_thread(SettingsFile(around.paths.config_dir, kind_names()).load)
    ).preferences.notifications.by
    if around.terminal is None:
        words = "there is no terminal here: judged by the environment only"
        return [
            finding("kind", Level.OK, words),
            _by_variables(around.env),
            _notifications(notify, around.env),
        ]
    if term in _WITHOUT_SCREEN:
        words = f"TERM is {term or 'not set'}: such a terminal has no screen to draw on"
        return [finding("kind", Level.FAIL, words, "start it in a terminal, with TERM set by that terminal")]
    answers = await _asked(around.terminal, around.clock)
    return [
        _kind(term, answers, around.env),
        _size(around.terminal[1]),
        _signs(answers, around.env),
        _colours(answers, around.env),
        _mouse(answers),
        _clipboard(clipboard_tool, answers, around.env),
        _notifications(notify, around.env),
    ]


def terminal_here() -> tuple[int, int] | None:
    """The descriptors that keys come from and the screen is drawn to, as the dashboard uses them.

    None without a terminal, in the background, and where another program reads what this prints: a
    pager would take the terminal's answers for keys.
    """
    keyboard, screen, output = 0, 2, 1
    if not (is_ours(keyboard) and is_ours(screen)):
        return None
    if not os.isatty(output) and not stat.S_ISREG(os.fstat(output).st_mode):
        return None
    return keyboard, screen


async def _asked(terminal: tuple[int, int], clock: Clock) -> Answers | None:
    """None where it does not answer. Once cancelled nothing more is waited for, and all is as before."""
    told, tell = os.pipe()

    def look() -> bytes:
        try:
            return ask(*terminal, clock, end=told)
        except (OSError, termios.error):
            return b""
        finally:
            os.close(told)

    try:
        return read_answers(await asyncio.to_thread(look))
    finally:
        os.close(tell)


def _kind(term: str, answers: Answers | None, env: Mapping[str, str]) -> Finding:
    inside = "tmux" if env.get("TMUX") else "screen" if env.get("STY") else ""
    words = f"TERM is {term}" + (f", inside {inside}" if inside else "")
    if answers is None:
        words += "; it does not answer questions, so some of this is by the environment only"
        return finding("kind", Level.OK, words)
    return finding("kind", Level.OK, f"{words}; it calls itself {answers.name}" if answers.name else words)


def _size(screen: int) -> Finding:
    try:
        columns, rows = os.get_terminal_size(screen)
    except OSError:
        return finding("size", Level.WARN, "its size cannot be told", "set it with: stty cols 120 rows 36")
    words = f"{columns}×{rows}"
    if columns < _LEAST[0] or rows < _LEAST[1]:
        return finding("size", Level.WARN, f"{words} is small", f"make it {_LEAST[0]}×{_LEAST[1]} or larger")
    return finding("size", Level.OK, words)


def _signs(answers: Answers | None, env: Mapping[str, str]) -> Finding:
    columns = answers.sign_columns if answers is not None else None
    if columns == len(SIGNS):
        return finding("utf8", Level.OK, "signs like ● and ▁ are one column wide")
    if columns is None:
        return _by_variables(env)
    if columns == 2 * len(SIGNS):
        words = "signs like ● and ▁ are two columns wide, so tables are out of line"
        return finding("utf8", Level.WARN, words, "set ambiguous-width characters to narrow in the terminal")
    words = f"{len(SIGNS)} signs like ● take {columns} columns: the terminal does not read UTF-8"
    return finding("utf8", Level.FAIL, words, "set the terminal's character set to UTF-8")


def _by_variables(env: Mapping[str, str]) -> Finding:
    """By what the C library goes by."""
    name = next((name for name in ("LC_ALL", "LC_CTYPE", "LANG") if env.get(name)), "")
    value = env.get(name, "")
    if "utf8" in value.lower().replace("-", ""):
        return finding("utf8", Level.OK, f"{name} is {value}")
    words = f"{name} is {value}, which names no UTF-8" if name else "LANG is not set"
    return finding("utf8", Level.WARN, words, "set LANG to a UTF-8 locale such as C.UTF-8")


def _colours(answers: Answers | None, env: Mapping[str, str]) -> Finding:
    if env.get("NO_COLOR"):
        return finding("colours", Level.OK, "NO_COLOR is set: no colours, states are told by signs and words")
    if env.get("COLORTERM", "").lower() in _TRUE_COLOUR:
        return finding("colours", Level.OK, "16 million colours")
    few = "256" if "256color" in env.get("TERM", "") else "16"
    if answers is not None and answers.true_colour:
        words = f"it can show 16 million colours, but nothing says so: {few} are used"
        return finding("colours", Level.WARN, words, "set COLORTERM=truecolor")
    if few == "16":
        fix = "if the terminal can show more: set TERM=xterm-256color, or COLORTERM=truecolor"
        return finding("colours", Level.WARN, "16 colours, by TERM", fix)
    return finding("colours", Level.OK, "256 colours, by TERM")


def _mouse(answers: Answers | None) -> Finding:
    told = answers.mouse if answers is not None else None
    if told is False:
        return finding("mouse", Level.OK, "no mouse; everything has a key")
    return finding("mouse", Level.OK, "the mouse works" if told else "whether the mouse works is not told")


def _clipboard_tool(around: Surroundings) -> str:
    """The program that copied text goes by, or ""."""
    tools = (tool.argv[0] for tool in tools_for(around.env, around.platform))
    return next((name for name in tools if shutil.which(name, path=around.env.get("PATH"))), "")


def _clipboard(tool: str, answers: Answers | None, env: Mapping[str, str]) -> Finding:
    if tool:
        return finding("clipboard", Level.OK, f"copied text goes by {tool}")
    if answers is not None and answers.clipboard:
        return finding("clipboard", Level.OK, "the terminal takes copied text (OSC 52)")
    if env.get("TERM_PROGRAM", "").lower() in _KEEPS_NO_CLIPBOARD or env.get("VTE_VERSION"):
        words = "this terminal is not known to take copied text (OSC 52)"
        fix = "on this machine: install wl-clipboard or xclip; over ssh: use a terminal that takes it"
        return finding("clipboard", Level.WARN, words, fix)
    return finding("clipboard", Level.OK, "copied text is sent to the terminal (OSC 52), if it takes it")


def _notifications(notify: Notify, env: Mapping[str, str]) -> Finding:
    if notify is Notify.OFF:
        return finding("notifications", Level.OK, "news do not ring: notifications are off in the settings")
    way = channel(notify, env)
    words = "news ring the bell" if way is None else f"news come as notifications ({way.value})"
    return finding("notifications", Level.OK, words)
