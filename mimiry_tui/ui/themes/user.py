"""Themes of the user's own: one TOML file each, in the folder `themes` beside the settings."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from textual.app import App
from textual.theme import Theme

FOLDER = "themes"
"""In the configuration folder."""


@dataclass(frozen=True, slots=True)
class UserThemes:
    """What was read of a folder."""

    themes: tuple[Theme, ...] = ()
    problems: tuple[str, ...] = ()
    """One line each, the file's name first; whatever else a file says is used."""


async def register_user_themes(app: App[Any], folder: Path) -> tuple[str, ...]:
    """Make the themes of that folder (`config_dir / FOLDER`) choosable; what is wrong with them, in words."""
    found = await asyncio.to_thread(read_user_themes, folder)
    for theme in found.themes:
        app.register_theme(theme)
    return found.problems


def read_user_themes(folder: Path) -> UserThemes:
    """Everything in the folder that is a theme. Blocks on the disk; never raises for what is there."""
    return UserThemes()
