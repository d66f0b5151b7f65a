"""Registering a key from the set-up: the guided way, and by hand in the portal."""

from __future__ import annotations

import pytest
from textual.widgets import Button

from mimiry_tui.clouds.errors import TooManyRequests, Unreachable
from mimiry_tui.clouds.registration import (
    AlreadyRegistered,
    RegistrationState,
    RegistrationStatus,
    RegistrationUnsupported,
    Started,
)
from mimiry_tui.live.setup.trial import Trial
from mimiry_tui.ui.screens.setup import SetupResult
from mimiry_tui.ui.screens.setup_code import CodeScreen
from mimiry_tui.ui.setup.guided_stage import THOUGHT
from mimiry_tui.ui.setup.qr_view import QrView
from tests.support.setup_desk import LINE, NOT_KNOWN, SIGNED_IN, VERIFY_URL, SetupDesk, a_key, set_up

BASE = "https://softlaunch.mimiry.com"
KNOWN_AFTERWARDS = (NOT_KNOWN, SIGNED_IN)
ME = "you@example.org"


def heard_the_key(desk: SetupDesk) -> bool:
    return f"submit {LINE}" in desk.registrar.heard


async def test_the_guided_way_leads_from_the_page_over_the_account_to_the_dashboard() -> None:
    async with set_up(a_key(), api_base=BASE, trials=KNOWN_AFTERWARDS, size=(120, 36)) as desk:
        await desk.press("enter", "ctrl+s")
        assert desk.registrar.heard == ["start laptop||"]
        assert "waiting 0s · until 12:05" in desk.text
        assert VERIFY_URL[:60] in desk.text
        assert "▀" in desk.text
        await desk.press("o", "y")
        assert desk.browsed == [VERIFY_URL]
        assert desk.app.clipboard == VERIFY_URL
        await desk.after(3)
        assert "waiting 3s" in desk.text

        desk.registrar.opened_by(ME)
        await desk.after(1)
        assert f"say whether it is your account   {ME}" in desk.text
        assert isinstance(desk.app.focused, Button)
        assert desk.app.focused.id == "not-mine"
        # Meant for copying the address, this key does not say yes to what has just come up.
        await desk.press("y")
        await desk.after(THOUGHT / 2)
        assert not heard_the_key(desk)
        await desk.after(THOUGHT)
        await desk.press("y")
        await desk.after(4)
        assert desk.registrar.heard == ["start laptop||", f"submit {LINE}", "prove signed"]

        assert "✓ saved in ~/.config/mimiry/config.toml" in desk.text
        assert ME in desk.text
        assert "€46.20" in desk.text
        assert desk.saved == [(BASE, "mimiry_laptop")]
        await desk.press("enter")
        assert desk.results == [SetupResult(BASE, desk.found[0].path)]


async def test_an_account_that_is_not_ones_own_gets_no_key_and_a_new_page_can_be_asked_for() -> None:
    async with set_up(a_key(), api_base=BASE, trials=(NOT_KNOWN,)) as desk:
        await desk.press("enter", "ctrl+s")
        desk.registrar.opened_by("\x1b]0;evil\x07mallory@example.org")
        await desk.after(2)
        assert "␛]0;evil␇mallory@example.org" in desk.text
        await desk.after(THOUGHT)
        await desk.press("enter")
        await desk.after(2)
        assert "✗ not your account" in desk.text
        assert desk.registrar.heard == ["start laptop||", "cancel"]
        desk.registrar.states = RegistrationStatus(RegistrationState.INITIATED)
        await desk.press("r")
        assert desk.registrar.heard[2:] == ["start laptop||"]
        assert "waiting 0s" in desk.text


async def test_an_accounts_name_is_only_text() -> None:
    async with set_up(a_key(), api_base=BASE, trials=KNOWN_AFTERWARDS, size=(60, 16)) as desk:
        await desk.press("enter", "ctrl+s")
        desk.registrar.opened_by("eve\u202e@moc\x1b[2J\n[bold]" + "x" * 5_000 + ".org")
        await desk.after(3)
        assert "eve" in desk.text
        assert "[bold]" in desk.text
        assert not {"\u202e", "\x1b"} & set(desk.text)
        assert "Its owner pays" in desk.text
        assert "Yes, it is mine" in desk.text
        assert desk.app.focused is not None
        assert desk.app.focused.id == "not-mine"


async def test_only_the_account_that_was_named_is_accepted() -> None:
    async with set_up(a_key(), api_base=BASE, trials=(NOT_KNOWN,)) as desk:
        await desk.press("enter", "tab", *"nobody", "ctrl+s")
        assert "that is no e-mail address" in desk.text
        await desk.press("ctrl+u", *ME, "ctrl+s")
        assert desk.registrar.heard == [f"start laptop||{ME}"]
        desk.registrar.opened_by("mallory@example.org")
        await desk.after(4)
        assert "✗ not your account: mallory@example.org" in desk.text
        assert not heard_the_key(desk)


async def test_a_pairing_code_leaves_nothing_to_confirm() -> None:
    async with set_up(a_key(), api_base=BASE, trials=KNOWN_AFTERWARDS) as desk:
        await desk.press("enter", "tab", "tab", *"abc", "enter")
        assert "ABCD-1234" in desk.text
        await desk.press("ctrl+u", *"abcd1234", "enter")
        assert desk.registrar.heard == ["start laptop|ABCD-1234|"]
        assert "your account" not in desk.text
        desk.registrar.opened_by(ME)
        await desk.after(6)
        assert "Signed in" in desk.text


async def test_leaving_takes_the_registration_back_and_keeps_what_was_typed() -> None:
    async with set_up(a_key(), api_base=BASE, trials=(NOT_KNOWN,)) as desk:
        await desk.press("enter", *"lab", "ctrl+s")
        await desk.press("escape")
        await desk.after(2)
        assert desk.registrar.heard == ["start lab||", "cancel"]
        assert "name the key   lab" in desk.text
        await desk.press("ctrl+s")
        desk.app.pop_screen()
        await desk.rest()
        assert desk.registrar.heard[2:] == ["start lab||", "cancel"]


async def test_a_page_that_nobody_opens_in_time_is_said_to_have_expired(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    async def unheard(started: Started) -> RegistrationStatus:
        raise Unreachable()

    async with set_up(a_key(), api_base=BASE, trials=(NOT_KNOWN,)) as desk:
        desk.app.set_keymap({"setup.page": "f5", "setup.anew": "f6"})
        await desk.press("enter", "ctrl+s")
        assert "f5 opens it · y copies it" in desk.text
        with monkeypatch.context() as offline:
            offline.setattr(desk.registrar, "status", unheard)
            await desk.after(3)
            assert "⚠ no answer just now; it is asked again" in desk.text
        await desk.after(2)
        assert "no answer" not in desk.text
        await desk.after(296)
        assert "✗ it took too long" in desk.text
        assert "press f6 to begin anew, or esc to change" in desk.text
        assert "f6 begin anew" in desk.text


async def test_without_a_guided_way_the_portal_is_explained_and_asked_again() -> None:
    too_many = Trial(False, error=TooManyRequests(retry_after=45))
    trials = (NOT_KNOWN, NOT_KNOWN, too_many, SIGNED_IN)
    async with set_up(a_key(), api_base=BASE, trials=trials, size=(80, 24)) as desk:
        desk.registrar.refusal = RegistrationUnsupported(status=404)
        await desk.press("enter", "ctrl+s")
        assert "has no guided registration" in desk.text
        assert "Profile → SSH Keys → Add Key" in desk.text
        assert LINE.split()[1] in desk.text
        await desk.press("y")
        assert desk.app.clipboard == LINE
        desk.browser = False
        await desk.press("o", "enter")
        assert desk.browsed == [BASE]
        assert "no browser can be opened from here" in desk.app.toasts
        assert "✗ not yet" in desk.text
        await desk.press("enter")
        assert "wait 45 s, then press enter" in desk.text
        await desk.after(5)
        await desk.press("enter")
        assert "wait 40 s, then press enter" in desk.text
        assert len(desk.tried) == 3
        await desk.after(41)
        await desk.press("enter")
        assert "Signed in" in desk.text


async def test_a_key_that_is_registered_already_signs_in() -> None:
    async with set_up(a_key(), api_base=BASE, trials=KNOWN_AFTERWARDS) as desk:
        desk.registrar.submit_refusal = AlreadyRegistered()
        await desk.press("enter", "ctrl+s")
        desk.registrar.opened_by(ME)
        await desk.after(2)
        await desk.after(THOUGHT)
        await desk.press("tab", "enter")
        await desk.after(2)
        assert "Signed in" in desk.text
        assert "known already" in desk.text


async def test_where_the_code_has_no_room_beside_the_words_it_gets_the_whole_screen() -> None:
    async with set_up(a_key(), api_base=BASE, trials=(NOT_KNOWN,), size=(80, 24), theme="ansi-light") as desk:
        await desk.press("enter", "ctrl+s")
        assert "▀" not in desk.text
        assert "c shows a QR code" in desk.text
        await desk.press("c")
        assert isinstance(desk.app.screen, CodeScreen)
        # Black on white, though the theme keeps to the terminal's own ground, which may be dark.
        code = desk.app.screen.query_one(QrView)
        inks = [piece.style for line in code.render_lines(code.size.region) for piece in line]
        assert {str(ink) for ink in inks} == {"#000000 on #ffffff"}
        await desk.press("escape")
        assert "waiting" in desk.text
        await desk.pilot.resize_terminal(70, 17)
        await desk.rest()
        assert "QR code" not in desk.text
        await desk.pilot.resize_terminal(50, 12)
        await desk.rest()
        assert "50×12 is too small" in desk.text
