"""A pane's columns as the settings want them, now and whenever those change."""

from __future__ import annotations

from typing import Any

from mimiry_tui.domain.safe_text import safe_text
from mimiry_tui.settings.preferences import Preferences
from mimiry_tui.settings.settings import Problem
from mimiry_tui.ui.hearing import Hearing
from mimiry_tui.ui.preference_desk import PreferenceDesk
from mimiry_tui.ui.widgets.live_table import LiveTable

_MOST_SHOWN = 40
"""Characters of a name that somebody wrote into the file."""


def follow_columns(pane: Hearing, table: LiveTable[Any], name: str) -> None:
    """Give the table in a mounted pane the columns of "columns.<name>".

    A key that is no column is passed over and reported to the desk.
    """
    desk = PreferenceDesk.of(pane.app)
    used: tuple[str, ...] = ()

    def follow(preferences: Preferences) -> None:
        nonlocal used
        wanted = tuple(preferences.columns.get(name, ()))
        # Else columns that could not be saved would vanish with the next change of something else.
        if wanted != used:
            used = wanted
            unknown = table.use_columns(wanted)
            known = [column.key for column in table.known_columns]
            problems = tuple(Problem(None, f"columns.{name}", _unknown(key, known)) for key in unknown)
            desk.unused.report(f"columns.{name}", problems)

    follow(desk.now)
    pane.hear(desk.subscribe, follow)


def _unknown(key: str, known: list[str]) -> str:
    from difflib import get_close_matches  # only those who mistype pay for it

    close = get_close_matches(key.lower(), known, n=1)
    advice = f"did you mean {close[0]}?" if close else f"there are {', '.join(known)}"
    return f"no column is called {safe_text(key, _MOST_SHOWN)}; {advice}"
