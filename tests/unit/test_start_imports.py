"""What is imported before the first frame: only what it shows."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

import mimiry_tui

COMPOSED = """
import os, sys
from mimiry_tui import cli
from mimiry_tui.cli_parser import parse_dashboard
app = cli._app(parse_dashboard(["--api-base", "http://127.0.0.1:1"]), set_up=False)
app.get_default_screen()
print(*sys.modules)
"""
MOST = 165
"""Modules of our own: each costs about half a millisecond. More wants a good reason."""


@pytest.fixture(scope="module")
def loaded(tmp_path_factory: pytest.TempPathFactory) -> frozenset[str]:
    """Every module that is there when the dashboard is composed, in a home where nothing is."""
    home = str(tmp_path_factory.mktemp("home"))
    run = subprocess.run(
        [sys.executable, "-c", COMPOSED],
        env={"HOME": home, "PATH": "", "LANG": "C.UTF-8", "PYTHONPATH": str(Path(__file__).parents[2])},
        capture_output=True,
        text=True,
        check=True,
    )
    return frozenset(run.stdout.split())


@pytest.mark.parametrize(
    "later",
    [
        "httpx",
        "msgspec",
        "asyncssh",
        "cryptography",
        "sqlite3",
        "tomlkit",
        "importlib.metadata",
        "textual.widgets._data_table",
        "textual.widgets._text_area",
        "mimiry_tui.crash",
        "mimiry_tui.clouds.base",
        "mimiry_tui.clouds.transport",
        "mimiry_tui.live.account",
        "mimiry_tui.live.history",
        "mimiry_tui.simulator",
        "mimiry_tui.ssh",
        "mimiry_tui.domain.guarding",
        "mimiry_tui.domain.launching",
        "mimiry_tui.ui.clipboard",
        "mimiry_tui.ui.command_line.history",
        "mimiry_tui.ui.detail_text",
        "mimiry_tui.ui.overview",
        "mimiry_tui.ui.services",
        "mimiry_tui.ui.screens.help",
        "mimiry_tui.ui.screens.launch",
        "mimiry_tui.ui.screens.terminate",
        "mimiry_tui.ui.terminate_lines",
        "mimiry_tui.ui.themes.user",
    ],
)
def test_it_is_not_on_the_way_to_the_first_frame(later: str, loaded: frozenset[str]) -> None:
    assert "mimiry_tui.ui.screens.dashboard" in loaded
    assert later not in loaded


def test_the_way_to_the_first_frame_stays_short(loaded: frozenset[str]) -> None:
    ours = sorted(name for name in loaded if name.partition(".")[0] == "mimiry_tui")
    assert len(ours) <= MOST, ours


def test_every_frozen_dataclass_with_slots_is_made_the_quick_way() -> None:
    slow = [
        path.name
        for path in Path(mimiry_tui.__file__).parent.rglob("*.py")
        if re.search(r"^from dataclasses import .*\bdataclass\b", text := path.read_text(), re.MULTILINE)
        and not re.search(r"^@dataclass(?!\(frozen=True, slots=True\))", text, re.MULTILINE)
        and path.name != "frozen.py"
    ]
    assert slow == []
