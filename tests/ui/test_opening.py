"""What happens when there is no account to show."""

from __future__ import annotations

from contextlib import AbstractAsyncContextManager

import pytest

from mimiry_tui.app import MimiryApp
from mimiry_tui.settings import OpeningError, Profile, SettingsError
from mimiry_tui.ui.accounts import Choice
from mimiry_tui.ui.profile_mark import ProfileMark
from tests.support.clock import ManualClock


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
