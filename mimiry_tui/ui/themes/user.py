"""Themes of the user's own: one TOML file each, in the folder `themes` beside the settings."""

from __future__ import annotations

import asyncio
from collections.abc import Collection
from pathlib import Path
from typing import Any

from textual.app import App
from textual.theme import BUILTIN_THEMES, Theme

from mimiry_tui.domain.frozen import dataclass
from mimiry_tui.domain.safe_text import safe_text
from mimiry_tui.settings.private_file import reason
from mimiry_tui.settings.settings import Problem
from mimiry_tui.ui.theme import THEMES
from mimiry_tui.ui.themes import FOLDER
from mimiry_tui.ui.themes.reading import theme_of

MOST_FILES = 100
_LONGEST_FILE = 64_000
"""Bytes."""
_SHIPPED = frozenset({*BUILTIN_THEMES, *(theme.name for theme in THEMES)})


@dataclass(frozen=True, slots=True)
class UserThemes:
    """What was read of a folder."""

    themes: tuple[Theme, ...] = ()
    problems: tuple[Problem, ...] = ()
    """Each of a file, whose name stands for the setting; whatever else a file says is used."""


async def register_user_themes(app: App[Any], folder: Path) -> tuple[Problem, ...]:
    """Make the themes of that folder (`config_dir / FOLDER`) choosable; what is wrong with them."""
    found = await asyncio.to_thread(read_user_themes, folder)
    for theme in found.themes:
        app.register_theme(theme)
    return found.problems


def no_such_theme(name: str) -> Problem:
    """What is said of a theme that is set and that nobody has."""
    return Problem(None, "look.theme", f"there is no {name}")


def read_user_themes(folder: Path) -> UserThemes:
    """Everything in the folder that is a theme. Blocks on the disk; never raises for what is there."""
    try:
        files = sorted(folder.glob("*.toml"))[:MOST_FILES]
    except OSError as error:
        return UserThemes(problems=(Problem(None, FOLDER, reason(error)),))
    themes: dict[str, Theme] = {}
    problems: list[Problem] = []
    for file in files:
        theme, troubles = _read(file, themes)
        name = f"{FOLDER}/{safe_text(file.name, 60)}"
        problems += [Problem(None, name, safe_text(words)) for words in troubles]
        if theme is not None:
            themes[theme.name] = theme
    return UserThemes(tuple(themes.values()), tuple(problems))


def _read(file: Path, known: Collection[str]) -> tuple[Theme | None, tuple[str, ...]]:
    import tomllib  # only for those who have themes

    try:
        with file.open("rb") as opened:
            content = opened.read(_LONGEST_FILE + 1)
        if len(content) > _LONGEST_FILE:
            return None, ("too long for a theme",)
        document = tomllib.loads(content.decode("utf-8"))
    except OSError as error:
        return None, (reason(error),)
    except (UnicodeDecodeError, tomllib.TOMLDecodeError, RecursionError) as error:
        return None, (f"no TOML: {error}",)
    theme, problems = theme_of(document, file.stem)
    if theme is not None and (theme.name in _SHIPPED or theme.name in known):
        return None, (*problems, f"name: there is a theme {theme.name} already")
    return theme, problems
