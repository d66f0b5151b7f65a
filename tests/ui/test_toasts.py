"""What is told hides neither what is asked nor what is about to happen."""

from __future__ import annotations

from pathlib import Path

from tests.support.scripted_account import ScriptedAccount, scripted, session

ACCOUNT = ScriptedAccount(sessions=[session("a", name="alpha"), session("b", name="beta")])


async def test_news_cover_no_countdown_no_keys_and_no_button_in_a_small_terminal(key: Path) -> None:
    async with scripted(ACCOUNT, key, size=(80, 24)) as shown:
        await shown.filled()
        await shown.press("X")
        for number in range(5):
            shown.app.notify(f"news {number} " * 20, markup=False)
        await shown.until(lambda: shown.shows("news 4"))
        lines = shown.lines()
        assert "ending alpha in 5 s" in lines[-2]
        assert "u undoes" in lines[-2]
        assert "quit" in lines[-1]
        await shown.press("j", "x")
        await shown.until(lambda: shown.shows("Cancel") and shown.shows("news 4"))
        lines = shown.lines()
        assert ["news 4" in line for line in lines[:5]] == [True] * 4 + [False]
        dialog = shown.app.screen.query_one("#terminate").region
        assert not [line for line in lines[4 : dialog.bottom] if "news" in line[dialog.x : dialog.right]]
        assert "Terminate" in next(line for line in lines if "Cancel" in line)
        # Who goes back finds the others.
        await shown.press("escape")
        await shown.until(lambda: shown.shows("news 3"))
