"""What happens when there is no account to show."""

from __future__ import annotations

import asyncio
from contextlib import AbstractAsyncContextManager

import pytest

from mimiry_tui.app import MimiryApp
from mimiry_tui.clock import Clock
from mimiry_tui.live.account import Account
from mimiry_tui.settings import OpeningError, Profile, SettingsError
from mimiry_tui.settings.preferences import Preferences
from mimiry_tui.ui import account_app
from mimiry_tui.ui.accounts import Choice
from mimiry_tui.ui.profile_mark import ProfileMark
from tests.support.clock import ManualClock
from tests.support.dashboard import choice_of, unreachable_profile


class NoAccount(AbstractAsyncContextManager[Profile]):
    """Never opens."""

    async def __aenter__(self) -> Profile:
        raise OpeningError("the simulated cloud needs an extra")

    async def __aexit__(self, *_: object) -> None:
        """Nothing was opened."""


async def test_an_account_that_cannot_be_opened_ends_the_program_with_the_reason() -> None:
    app = MimiryApp(Choice(ProfileMark("demo"), NoAccount), clock=ManualClock())
    async with app.run_test() as pilot:
        await pilot.pause()
        await app.workers.wait_for_complete()
    assert app.return_code == 1
    assert app.failure == "the simulated cloud needs an extra"
    assert app.crash_report is None


def test_an_unknown_theme_is_named_with_the_known_ones() -> None:
    with pytest.raises(SettingsError, match=r"no 'neon', but .*mimiry-dark"):
        MimiryApp(Choice(ProfileMark("demo"), NoAccount), theme="neon")


async def test_a_program_that_is_left_while_its_account_opens_ends_quietly(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    connect = account_app._connect
    connected, closed = asyncio.Event(), asyncio.Event()

    async def opens_as_it_ends(profile: Profile, clock: Clock, preferences: Preferences) -> Account:
        account = await connect(profile, clock, preferences)
        aclose = account.cloud.aclose

        async def noted() -> None:
            await aclose()
            closed.set()

        monkeypatch.setattr(account.cloud, "aclose", noted)
        connected.set()
        while app.is_running:  # noqa: ASYNC110 - nobody tells
            await asyncio.sleep(0)
        return account

    monkeypatch.setattr(account_app, "_connect", opens_as_it_ends)
    app = MimiryApp(choice_of(unreachable_profile()), clock=ManualClock())
    async with app.run_test():
        await connected.wait()
    assert closed.is_set()
    assert app.account is None
    assert app.crash_report is None
