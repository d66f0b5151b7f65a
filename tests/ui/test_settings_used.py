"""The settings file of a running dashboard: what it says counts, and what it cannot use is named."""

from __future__ import annotations

from contextlib import AbstractContextManager
from pathlib import Path

import pytest

from mimiry_tui.app import MimiryApp
from mimiry_tui.live.settings_keeper import LOOK_EVERY, SETTLED
from mimiry_tui.settings.file import SettingsFile
from mimiry_tui.ui.density import is_compact, is_still
from mimiry_tui.ui.settings import editor
from tests.support.dashboard import Dashboard, dashboard

MISTAKEN = """\
[look]
theme = "nope"
densty = "compact"
[columns]
sessions = ["naem", "name", "phase"]
[keys]
"zoom" = "l"
"settings" = "f9"
"""
TOLD = (
    "not used of settings.toml:\n"
    "line 2: look.theme: there is no nope\n"
    "line 3: look.densty: no such setting; did you mean density?\n"
    "line 5: columns.sessions: no column is called naem; did you mean name?\n"
    "and 1 more: f9 shows them"
)
OTHER = """\
[refresh]
sessions = 1
[look]
theme = "nord"
density = "compact"
time = "12h"
motion = "none"
[confirm]
terminate = "countdown"
countdown = 9
[columns]
sessions = ["name", "id"]
[keys]
"settings" = "f8"
"""


async def reread(desk: Dashboard) -> None:
    """Until the file, which is another now, was waited for and read."""
    for seconds in (LOOK_EVERY, SETTLED, SETTLED):
        await desk.clock.advance(seconds)
        await desk.pilot.pause()


async def test_the_file_is_used_as_it_is_now_and_what_cannot_be_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    toasts: list[str] = []
    monkeypatch.setattr(MimiryApp, "notify", lambda _, words, **__: toasts.append(words))
    file = SettingsFile(tmp_path)
    file.path.write_text(MISTAKEN)
    file.path.chmod(0o664)
    async with dashboard((120, 36), settings=file) as desk:
        await desk.filled()
        # For as long as it is so: neither guards nor confirmations are as they were meant.
        assert "⚠ settings unused" in desk.lines()[0]
        await desk.until(lambda: len(toasts) == 1)
        assert "chmod 600" in toasts[0]
        await desk.press("question_mark")
        file.path.chmod(0o600)
        await reread(desk)
        await desk.until(lambda: len(toasts) > 1)
        assert toasts[1:] == [TOLD], "all at once, however it was noticed"
        await desk.press("escape", "f9")
        await desk.pilot.pause()
        assert "line 2: look.theme: there is no nope" in desk.text()

        # An editor puts another file in its place; a link to one, as whoever keeps dotfiles has it.
        kept = tmp_path / "dotfiles.toml"
        kept.write_text(OTHER)
        kept.chmod(0o600)
        file.path.unlink()
        file.path.symlink_to(kept)
        await reread(desk)
        await desk.until(lambda: desk.app.theme == "nord" and "nope" not in desk.text())
        assert "line 2: refresh.sessions: at least 2 s" in desk.text()
        await desk.press("escape")
        await desk.pilot.pause()
        assert (is_compact(desk.app), is_still(desk.app)) == (True, True)
        assert "unused" not in desk.lines()[0]
        assert len(toasts) == 2, "the settings screen says itself what is not used"
        assert " pm" in desk.lines()[0] or " am" in desk.lines()[0]
        assert [column.key for column in desk.screen.sessions.table.columns] == ["state", "name", "id"]
        await desk.press("x")
        assert desk.on_dashboard()
        assert desk.line_with("in 9 s")

        services = desk.app.services
        assert services is not None
        guards, held = services.account.guards, list[str]()
        texts = iter((MISTAKEN, f"# what I like\n{MISTAKEN}"))

        async def edited(_app: object, _clock: object, quiet: AbstractContextManager[None], _: Path) -> str:
            with quiet:
                held.append(guards.hindrance())
            kept.write_text(next(texts))
            return ""

        monkeypatch.setattr(editor, "edit_here", edited)
        await desk.press("f8", "e")
        await desk.until(lambda: "counts now" in desk.text() and "line 2: look.theme" in desk.text())
        await desk.press("e")
        await desk.until(lambda: "line 3: look.theme" in desk.text())
        assert held == ["an editor has this terminal"] * 2
