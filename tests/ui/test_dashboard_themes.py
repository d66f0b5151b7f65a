"""Every theme, and none: what a state is never hangs on colour."""

from __future__ import annotations

from pathlib import Path

import pytest
from rich.color import ColorType
from textual.strip import Strip
from textual.theme import BUILTIN_THEMES

from mimiry_tui.ui.theme import THEMES
from tests.support.dashboard import dashboard
from tests.support.scripted_account import Scripted, ScriptedAccount, ended, model, scripted, session, volume

ACCOUNT = ScriptedAccount(
    sessions=[
        session("a", name="alpha"),
        session("b", name="boots", state="provisioned", operation="starting__pulling_image"),
        ended("c", 4, name="gamma"),
        ended("d", 5, name="delta", state="failed", exit_code=3),
    ],
    volumes=[volume("v"), volume("w", attached_to="a")],
    models=[model("L4_24G_PCIe", 0.5), model("T4_16G_PCIe", 0.3, available=False)],
)


def colour_types(strips: list[Strip]) -> set[ColorType]:
    """The kinds of colours that go to the terminal."""
    styles = [segment.style for strip in strips for segment in strip if segment.style is not None]
    both = [colour for style in styles for colour in (style.color, style.bgcolor) if colour is not None]
    return {colour.type for colour in both}


def assert_states_are_words(shown: Scripted) -> None:
    for name, sign, word in (
        ("alpha", "●", "ready"),
        ("boots", "◐", "pulling image"),
        ("gamma", "○", "done"),
        ("delta", "✗", "failed"),
    ):
        line = shown.line_with(name)
        assert sign in line
        assert word in line


async def test_no_color_leaves_every_colour_to_the_terminal(
    key: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    async with scripted(ACCOUNT, key) as shown:
        await shown.filled()
        assert shown.app.no_color
        assert colour_types(shown.strips()) <= {ColorType.DEFAULT}
        assert_states_are_words(shown)
        cursor = next(strip for strip in shown.strips() if "boots" in strip.text or "alpha" in strip.text)
        assert any(segment.style and segment.style.reverse for segment in cursor)
        await shown.press("question_mark")
        assert colour_types(shown.strips()) <= {ColorType.DEFAULT}
        await shown.press("escape", "q")
        assert colour_types(shown.strips()) <= {ColorType.DEFAULT}


@pytest.mark.parametrize("theme", ["ansi-dark", "ansi-light"])
async def test_ansi_themes_use_the_terminals_own_colours(key: Path, theme: str) -> None:
    async with scripted(ACCOUNT, key, theme=theme) as shown:
        await shown.filled()
        assert colour_types(shown.strips()) <= {ColorType.DEFAULT, ColorType.STANDARD}
        assert len(colour_types(shown.strips())) == 2
        assert_states_are_words(shown)


@pytest.mark.thorough
async def test_every_theme_can_be_worn() -> None:
    async with dashboard() as shown:
        await shown.filled()
        assert shown.app.theme == THEMES[0].name
        for name in (*BUILTIN_THEMES, *(theme.name for theme in THEMES)):
            shown.app.theme = name
            await shown.pilot.pause(0)
            assert "train-llama" in shown.text()
            assert shown.app.current_theme.name == name
        await shown.press("2", "j", "question_mark", "escape")


@pytest.mark.parametrize("theme", ["nord", "mimiry-light", "mimiry-contrast"])
async def test_a_theme_can_be_chosen_at_the_start(key: Path, theme: str) -> None:
    if theme not in {*BUILTIN_THEMES, *(shipped.name for shipped in THEMES)}:
        pytest.fail(f"Textual has no theme {theme}")
    async with scripted(ACCOUNT, key, theme=theme) as shown:
        await shown.filled()
        assert shown.app.theme == theme
        assert_states_are_words(shown)
