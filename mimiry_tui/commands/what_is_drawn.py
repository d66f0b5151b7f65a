"""What of the settings the dashboard finds out by itself that it cannot use: keys, and themes."""

from __future__ import annotations

from pathlib import Path

from mimiry_tui.commands.sizes import size_of
from mimiry_tui.settings.file import SettingsFile
from mimiry_tui.settings.settings import Problem, Settings
from mimiry_tui.ui.themes import FOLDER


def problems_when_drawn(settings: Settings, file: SettingsFile) -> list[Problem]:
    """One for each key and theme that is not used, with its line where it has one.

    Columns are left out: which there are hangs on the account. Blocks on the disk, and imports all of
    the user interface where other keys are wished for.
    """
    found: list[Problem] = []
    if settings.preferences.keys:
        from mimiry_tui.ui.key_checks import checked

        found += checked(settings.preferences.keys)[1]
    wanted = settings.preferences.look.theme
    folder = file.path.parent / FOLDER
    if wanted or size_of(folder) is not None:
        found += _of_themes(wanted, folder)
    lines = file.lines() if found else {}
    return [Problem(lines.get(one.setting), one.setting, one.words) for one in found]


def _of_themes(wanted: str, folder: Path) -> list[Problem]:
    from textual.theme import BUILTIN_THEMES

    from mimiry_tui.ui.theme import THEMES
    from mimiry_tui.ui.themes.user import no_such_theme, read_user_themes

    own = read_user_themes(folder)
    known = {*BUILTIN_THEMES, *(theme.name for theme in (*THEMES, *own.themes))}
    missing = [no_such_theme(wanted)] if wanted and wanted not in known else []
    return [*own.problems, *missing]
