"""Screens that hold still: nothing blinks, nothing glides."""

from __future__ import annotations

from pathlib import Path

import pytest
from textual import constants
from textual.widgets import Input

from mimiry_tui.ui import clipboard
from tests.support.clients import new_key


@pytest.fixture(autouse=True)
def still_screens(monkeypatch: pytest.MonkeyPatch) -> None:
    """No blinking cursor and no animation; Textual reads the latter's variable once, at import."""
    monkeypatch.setattr(constants, "TEXTUAL_ANIMATIONS", "none")
    monkeypatch.setattr(Input, "cursor_blink", False)


@pytest.fixture(autouse=True)
def nobodys_clipboard(monkeypatch: pytest.MonkeyPatch) -> None:
    """The clipboard of whoever runs the tests is left alone, whatever the machine."""
    monkeypatch.setattr(clipboard, "tools_for", lambda _environ, _platform: [])


@pytest.fixture
def key(tmp_path: Path) -> Path:
    """An SSH key to sign in with."""
    return new_key(tmp_path)
