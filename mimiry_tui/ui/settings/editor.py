"""The settings file in the user's own editor, in this terminal, while the dashboard waits behind it."""

from __future__ import annotations

import os
import shlex
from collections.abc import Mapping
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any

from textual.app import App, SuspendNotSupported

from mimiry_tui.clock import Clock
from mimiry_tui.domain.safe_text import safe_text
from mimiry_tui.ui.handing_over import handed_over

_USUAL = "vi"
"""What a system has where nobody says which editor."""
_NOT_HERE = "no editor is possible here: this terminal cannot be handed over"


def editor_argv(environ: Mapping[str, str], path: Path) -> list[str]:
    """The command that edits the file: that of VISUAL or EDITOR with its options, else vi."""
    for name in ("VISUAL", "EDITOR"):
        try:
            words = shlex.split(environ.get(name, ""))
        except ValueError:  # a quote without an end
            continue
        if words:
            return [*words, str(path.absolute())]
    return [_USUAL, str(path.absolute())]


async def edit_here(app: App[Any], clock: Clock, quiet: AbstractContextManager[None], path: Path) -> str:
    """Hand the terminal over until the editor ends, within `quiet`; why that did not go well, or ""."""
    from mimiry_tui.ssh.client import NoSshProgram, run_ssh  # which runs any program that wants a terminal

    argv = editor_argv(os.environ, path)
    try:
        with handed_over(app, clock, quiet):
            ended = await run_ssh(argv)
    except SuspendNotSupported:
        return _NOT_HERE
    except NoSshProgram as error:
        return safe_text(str(error), 200)
    return safe_text(f"{argv[0]} ended with code {ended.exit_code}", 200) if ended.exit_code else ""
