"""The program with a bug: F9 breaks it from a key, F10 from the work behind the account.

Started by the tests as a program of its own; everything around the bug is the real command line.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import ClassVar

from textual.binding import Binding, BindingType

import mimiry_tui.app
from mimiry_tui.cli import main
from mimiry_tui.live.store import Change

SECRET = "eyJhbGciOiJIUzI1NiJ9.c2VjcmV0.c2lnbmF0dXJl"
"""A token, in the text of the error as careless code might put it."""


class CrashingApp(mimiry_tui.app.MimiryApp):
    """The dashboard, with two ways to break."""

    # Textual looks for style sheets beside the file of the class that names them.
    CSS_PATH: ClassVar = [
        Path(mimiry_tui.app.__file__).parent / path for path in mimiry_tui.app.MimiryApp.CSS_PATH
    ]
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("f9", "break_key"),
        Binding("f10", "break_news"),
    ]

    def action_break_key(self) -> None:
        raise RuntimeError(f"a bug met Bearer {SECRET}")

    def action_break_news(self) -> None:
        """From now on the next news from the cloud breaks the work that brings it."""
        assert self.live is not None
        self.live.store.subscribe(_break)
        self.live.refresh()


def _break(_change: Change) -> None:
    raise RuntimeError(f"a bug met Bearer {SECRET}")


if __name__ == "__main__":
    mimiry_tui.app.MimiryApp = CrashingApp  # type: ignore[misc]  # the program with the bug, all else as it is
    sys.exit(main())
