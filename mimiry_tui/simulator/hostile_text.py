"""Lines as the worst of programs print them, for the log scenarios."""

from __future__ import annotations

from collections.abc import Callable

from mimiry_tui.simulator.scenarios import Scenario

BAD_BYTES = {"\ue000": b"\xff\xfe", "\ue001": b"\xc3\x28"}
"""What stands in a text for bytes that no UTF-8 has."""

_ESC = "\x1b"
_LONG = 10_000
_BAR = 30

_COLOURS = (
    f"{_ESC}[31mred{_ESC}[0m {_ESC}[1;32mbold green{_ESC}[0m {_ESC}[2mdim{_ESC}[0m",
    f"{_ESC}[97;44mbright on blue{_ESC}[m and out again",
    f"{_ESC}[38;5;208morange of 256{_ESC}[39m {_ESC}[48;5;22;38;5;231mwhite on dark green{_ESC}[0m",
    f"{_ESC}[38;2;120;200;255mtrue colour{_ESC}[0m {_ESC}[38:2::255:80:80mwith colons{_ESC}[0m",
    f"{_ESC}[3mitalic{_ESC}[23m {_ESC}[4munderlined{_ESC}[24m {_ESC}[7mreversed{_ESC}[27m",
    f"{_ESC}[9mstruck{_ESC}[29m {_ESC}[53moverlined{_ESC}[55m",
    f"{_ESC}[30mblack{_ESC}[0m {_ESC}[37mwhite{_ESC}[0m {_ESC}[93mbright yellow{_ESC}[0m",
    f"{_ESC}[1;35mnever closed",
)
_ESCAPES = (
    f"{_ESC}]0;owned by the log\x07a title",
    f"{_ESC}]8;;https://evil.example/\x07click me{_ESC}]8;;\x07 a link",
    f"{_ESC}]52;c;cm0gLXJmIH4=\x07 the clipboard",
    f"{_ESC}[2J{_ESC}[H a cleared screen",
    f"{_ESC}[5A{_ESC}[K five lines up",
    f"{_ESC}[?1049h{_ESC}[?1003h another screen, and the mouse",
    f"{_ESC}P1$r0m{_ESC}\\ a device string",
    f"{_ESC}[6n{_ESC}[c{_ESC}]11;?\x07 questions to the terminal",
    "\x9b31mred by C1\x9b0m \x9d0;title\x9c",
    "bell \x07 backspace abc\b\b\bxyz tab\there vertical\x0bform\x0cfeed",
    "\u202egnp.exe turned round\u202c \u2066isolated\u2069 zero\u200bwidth",
    f"{_ESC}[ unfinished {_ESC}",
    f"{_ESC}[99999999999999999999m{_ESC}[38;5m{_ESC}[38;2;1m odd colours",
    "[red]markup[/red] [link=file:///etc/passwd]not a link[/link] [/]",
)
_GARBAGE = (
    "nul \x00 in the middle",
    "half a character \ud83d and the other \ude00",
    "replaced \ufffd\ufffd already",
    "\x7fELF\x02\x01\x01\x00\x00\x00\x80\x81\x8d\x90\x9d\x85",
    "a" + "\u0301\u0323" * 60 + " accents piled up",
    "\u2028line\u2029separators\x85next line",
    "",
    "   ",
    "\ue0b0 private \U000f0000 and \U0010ffff last",
    "مرحبا עברית 你好 👩\u200d👩\u200d👧 ﷽",
)
_BROKEN = ("bytes \ue000 that are none", "a cut \ue001 pair", "clean again")


def dressed(scenario: Scenario, index: int, text: str) -> str:
    """The line of that number as the scenario prints it; unchanged by one that leaves texts alone."""
    dress = _DRESSES.get(scenario)
    return text if dress is None else dress(index, text)


def _coloured(index: int, text: str) -> str:
    return f"{_COLOURS[index % len(_COLOURS)]} · {text}"


def _escaping(index: int, text: str) -> str:
    return f"{_ESCAPES[index % len(_ESCAPES)]} · {text}"


def _garbled(index: int, text: str) -> str:
    return _GARBAGE[index % len(_GARBAGE)] if index % 3 else text


def _broken(index: int, text: str) -> str:
    return f"{_BROKEN[index % len(_BROKEN)]} · {text}"


def _long(index: int, text: str) -> str:
    filler = f" item {index} of a list that nobody wanted to see;"
    return (text + filler * (_LONG // len(filler) + 1))[:_LONG]


def _redrawn(index: int, _text: str) -> str:
    """One bar as its program drew it over and over on one line."""
    name = f"shard {index}"
    states = (f"{name}: {share:4d}%|{_full(share)}| {share}/100" for share in range(0, 101, 10))
    return "\r".join(states)


def _full(share: int) -> str:
    return ("█" * (share * _BAR // 100)).ljust(_BAR)


_DRESSES: dict[Scenario, Callable[[int, str], str]] = {
    Scenario.LOG_COLOURS: _coloured,
    Scenario.LOG_ESCAPES: _escaping,
    Scenario.LOG_BARS: _redrawn,
    Scenario.LOG_LONG_LINES: _long,
    Scenario.LOG_GARBAGE: _garbled,
    Scenario.LOG_BAD_UTF8: _broken,
}
