"""The set-up's last steps: signing in, what may be in the way of it, and saving."""

from __future__ import annotations

from textual.widgets import Input

from mimiry_tui.clouds.errors import ClockSkewed, KeyLocked, ServerTrouble
from mimiry_tui.live.setup.trial import Trial
from mimiry_tui.settings import SettingsError
from mimiry_tui.ui.screens.setup import SetupResult
from tests.support.setup_desk import SIGNED_IN, a_key, set_up

BASE = "https://softlaunch.mimiry.com"


async def test_a_locked_key_asks_for_its_passphrase_until_it_opens() -> None:
    wrong = KeyLocked("the passphrase does not open it")
    trials = (Trial(False, error=KeyLocked()), Trial(False, error=wrong), SIGNED_IN)
    async with set_up(a_key(is_locked=True), api_base=BASE, trials=trials) as desk:
        await desk.press("enter")
        assert "The passphrase of ~/.ssh/mimiry_laptop" in desk.text
        await desk.press(*"open", "enter")
        assert "✗ Key is locked: the passphrase does not open it" in desk.text
        field = desk.app.screen.query_one("#phrase", Input)
        assert field.value == ""
        await desk.press(*"sesame")
        assert "sesame" not in desk.text
        await desk.press("enter")
        assert [passphrase for _, _, passphrase in desk.tried] == [None, "open", "sesame"]
        assert "Signed in" in desk.text
        await desk.press("enter")
        assert desk.results == [SetupResult(BASE, desk.found[0].path)]


async def test_what_is_in_the_way_stands_there_with_its_fix_and_is_tried_again() -> None:
    trials = (Trial(False, error=ClockSkewed("it is 12:09 there")), SIGNED_IN)
    async with set_up(a_key(), api_base=BASE, trials=trials) as desk:
        await desk.press("enter")
        assert "✗ Clock is off: it is 12:09 there" in desk.text
        assert "synchronise this machine's clock" in desk.text
        await desk.press("r")
        assert "Signed in" in desk.text


async def test_variables_that_win_over_what_is_saved_are_named() -> None:
    async with set_up(a_key(), api_base=BASE) as desk:
        desk.env |= {"MIMIRY_SSH_KEY": "/keys/work", "MIMIRY_API_BASE": f"{BASE}/"}
        await desk.press("enter")
        assert "⚠ MIMIRY_SSH_KEY says otherwise and wins at the next start: unset it" in desk.text
        assert "MIMIRY_API_BASE" not in desk.text


async def test_what_cannot_be_saved_can_be_used_all_the_same() -> None:
    no_balance = Trial(True, error=ServerTrouble("502"), until=SIGNED_IN.until)
    async with set_up(a_key(), api_base=BASE, trials=(no_balance,)) as desk:
        desk.refuses_to_save = SettingsError("others may write ~/.config/mimiry: chmod 700 it")
        await desk.press("enter")
        assert "not told: Service trouble: 502" in desk.text
        assert "✗ not saved: others may write ~/.config/mimiry: chmod 700 it" in desk.text
        assert "r save again" in desk.text
        desk.refuses_to_save = None
        await desk.press("r")
        assert desk.saved == [(BASE, "mimiry_laptop")]
        assert "save again" not in desk.text
        # There is no way back from here, only on.
        await desk.press("escape")
        assert desk.results == [SetupResult(BASE, desk.found[0].path)]
