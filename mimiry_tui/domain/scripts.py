"""What a command or a script does, on one line. Pure."""

from __future__ import annotations

import re

_PREPARATION = re.compile(
    r"(#|set [-+]|cd |export |source |\. |trap |shopt |ulimit |sudo apt|apt|sleep |mkdir |echo |: |"
    r"nvidia-smi|(python3? -m )?pip3? install|conda |uv pip|git (clone|pull)|"
    r"[A-Za-z_]\w*=\S*$)"
)
"""How lines begin that come before what a script is for."""
_ENDING = frozenset({"fi", "done", "esac", "}", "{", "else", "then", "do", ";;", "wait", "exit", "exit 0"})


def gist(text: str) -> str:
    """The line that tells most of it, after how many lines there are where other lines do something too.

    A command of one line is that line, as it is.
    """
    lines = [line.strip() for line in text.strip().splitlines()]
    if len(lines) < 2:
        return "".join(lines)
    done = [line for line in lines if line and not line.startswith("#") and line not in _ENDING]
    if not done:
        return f"{len(lines)} lines, none of which does anything"
    told = next((line for line in done if not _PREPARATION.match(line)), done[0])
    return told if len(done) == 1 else f"{len(lines)} lines: {told}"
