"""Themes that users write: what can be used is, and the rest is named."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from textual.app import App

from mimiry_tui.ui.theme import DARK, LIGHT, THEMES
from mimiry_tui.ui.themes.reading import GROUNDS, TONES, theme_of
from mimiry_tui.ui.themes.user import MOST_FILES, read_user_themes, register_user_themes

OURS = {theme.name: theme for theme in THEMES}


def test_a_theme_is_laid_over_one_of_ours() -> None:
    document = {"tones": {"accent": "#ffb000", "good": "lime"}, "grounds": {"pane": "#101010"}}
    theme, problems = theme_of(document, "harbour")
    assert theme is not None
    assert not problems
    assert (theme.name, theme.dark, theme.surface) == ("harbour", True, "#101010")
    assert (theme.variables["tone-accent"], theme.primary) == ("#ffb000", "#ffb000")
    assert theme.variables["tone-good"] == "#00ff00"
    assert theme.variables["tone-bad"] == OURS[DARK].variables["tone-bad"]
    assert theme.variables.keys() == OURS[DARK].variables.keys()


def test_a_light_one_is_laid_over_the_light_one_unless_it_says_otherwise() -> None:
    theme, _ = theme_of({"dark": False, "name": "shore"}, "file")
    assert theme is not None
    assert (theme.name, theme.dark, theme.surface) == ("shore", False, OURS[LIGHT].surface)
    theme, _ = theme_of({"base": "mimiry-contrast"}, "file")
    assert theme is not None
    assert theme.background == "#000000"


def test_each_mistake_is_named_and_costs_only_itself() -> None:
    document = {
        "tone": {},
        "base": "nord",
        "dark": "yes",
        "tones": {"god": "#ffffff", "good": "greenish", "warn": 7, "bad": "ansi_red", "watch": "#11223344"},
        "grounds": "black",
    }
    theme, problems = theme_of(document, "a")
    assert theme is not None
    assert theme.variables == OURS[DARK].variables
    assert problems == (
        "tone: nothing is called so: did you mean tones?",
        "base: one of mimiry-dark, mimiry-light, mimiry-contrast",
        "dark: true or false",
        "tones.god: nothing is called so: did you mean good?",
        *(f'tones.{tone}: a colour is written like "#7ee2a8"' for tone in ("good", "warn", "bad", "watch")),
        "grounds: is a table: write [grounds]",
    )


def test_what_can_hardly_be_read_is_said_and_used() -> None:
    theme, problems = theme_of({"tones": {"text": "#181818"}}, "a")
    assert theme is not None
    assert theme.variables["tone-text"] == "#181818"
    assert problems == ("tones.text: can hardly be read on the pane (1.0:1)",)


@given(st.dictionaries(st.sampled_from((*TONES, *GROUNDS, "x")), st.text(max_size=9) | st.integers()))
def test_no_value_of_a_colour_breaks_a_theme(colours: dict[str, object]) -> None:
    theme, _ = theme_of({"tones": colours, "grounds": colours}, "a")
    assert theme is not None
    assert theme.to_color_system().generate()


def test_a_folder_gives_what_is_readable_in_it(tmp_path: Path) -> None:
    files = {
        "harbour.toml": "[tones]\naccent = '#ffb000'\n",
        "again.toml": "name = 'harbour'",
        "nord.toml": "",
        "Big Name.toml": "",
        "broken.toml": "tones = [",
        "huge.toml": "#" * 70_000,
        "notes.txt": "no theme",
    }
    for name, text in files.items():
        (tmp_path / name).write_text(text)
    (tmp_path / "binary.toml").write_bytes(b"\xff\xfe")
    (tmp_path / "folder.toml").mkdir()
    found = read_user_themes(tmp_path)
    assert [theme.name for theme in found.themes] == ["harbour"]
    said = {problem.setting.removeprefix("themes/") for problem in found.problems}
    assert said == {name for name in files if name.endswith(".toml") and name != "again.toml"} - {
        "again.toml"
    } | {"binary.toml", "folder.toml"}


async def test_they_can_be_worn_once_registered(tmp_path: Path) -> None:
    (tmp_path / "harbour.toml").write_text("[tones]\naccent = '#ffb000'\n[grounds]\npane = 'x'\n")
    app: App[None] = App()
    problems = await register_user_themes(app, tmp_path)
    assert [*map(str, problems)] == ['themes/harbour.toml: grounds.pane: a colour is written like "#7ee2a8"']
    app.theme = "harbour"
    assert app.current_theme.variables["tone-accent"] == "#ffb000"
    assert await register_user_themes(app, tmp_path / "none") == ()


@pytest.mark.parametrize("name", ["x" * 41, "", "Two words", 7])
def test_a_name_is_plain(name: object) -> None:
    theme, problems = theme_of({"name": name}, "file")
    assert theme is None
    assert problems == ("name: small letters, digits, - and _, at most 40",)


def test_a_folder_full_of_files_is_not_read_for_ever(tmp_path: Path) -> None:
    for number in range(MOST_FILES + 5):
        (tmp_path / f"t{number:03}.toml").touch()
    assert len(read_user_themes(tmp_path).themes) == MOST_FILES
