"""A shell in a window or pane of its own, where tmux is around: the dashboard stays as it is.

tmux is given arguments and no shell line. It still reads some of them: a name is a format in which
`#(…)` runs commands, and an argument that ends in `;` ends tmux's own command.
"""

from __future__ import annotations

import asyncio
import os
import re
from collections.abc import Mapping, Sequence

_NOT_PLAIN = re.compile(r"[^A-Za-z0-9._-]+")
_LONGEST_NAME = 24
_FAILED_STAYS = """"$@"
code=$?
if [ "$code" -eq 255 ]; then
  printf '\\n%s' 'ssh ended with an error; enter closes this'
  read -r _
fi
exit "$code"
"""
"""What a window would take with it when it closes at once; the command itself is in the arguments."""


class TmuxFailedError(Exception):
    """tmux did not open it; the text says what it said."""


def is_inside(environ: Mapping[str, str] = os.environ) -> bool:
    """Whether this terminal is one of tmux's."""
    return bool(environ.get("TMUX"))


def tmux_argv(ssh: Sequence[str], name: str, *, split: bool = False) -> list[str]:
    """The arguments that run `ssh` in a new window called `name`, or in a pane beside the dashboard's."""
    # By the environment it finds the pane it is called from, wherever its user looks by now.
    opening = ["split-window", "-h"] if split else ["new-window", "-a", "-n", plain_name(name)]
    # Several arguments after the options are run as they are, without a shell around them.
    return ["tmux", *opening, "--", *map(_kept_whole, ["sh", "-c", _FAILED_STAYS, "mimiry-tui", *ssh])]


async def open_in_tmux(argv: Sequence[str]) -> None:
    """Have tmux do it. Raises TmuxFailedError."""
    try:
        process = await asyncio.create_subprocess_exec(
            *argv,
            stdin=asyncio.subprocess.DEVNULL,
            stdout=asyncio.subprocess.DEVNULL,
            stderr=asyncio.subprocess.PIPE,
        )
    except OSError as error:
        raise TmuxFailedError(f"tmux cannot be run: {error.strerror}") from error
    _, said = await process.communicate()
    if process.returncode:
        words = said.decode(errors="replace").strip()
        raise TmuxFailedError(f"tmux refused: {words or f'exit code {process.returncode}'}")


def plain_name(name: str) -> str:
    """What of a session's name can be a window's name: plain signs, none that tmux would read."""
    return _NOT_PLAIN.sub("-", name).strip("-.")[:_LONGEST_NAME] or "session"


def _kept_whole(argument: str) -> str:
    """An argument that tmux does not take for the end of its own command."""
    return f"{argument[:-1]}\\;" if argument.endswith(";") else argument
