"""From no key to an account that answers, and on with that one."""

from __future__ import annotations

import os

from mimiry_tui.settings import DEFAULT_API_BASE, Profile, SettingsError
from mimiry_tui.ui.account_app import AccountApp
from mimiry_tui.ui.accounts import AccountBook

_NOTHING = Profile("", DEFAULT_API_BASE, "default", None, "")


async def set_up(app: AccountApp, book: AccountBook) -> None:
    """Show the set-up screen; whoever leaves it stays with the account that was there before."""
    from mimiry_tui.ui.screens.setup import SetupScreen, setup_services

    services = setup_services(app.choice.profile or _NOTHING, app.clock, os.environ)
    result = await app.push_screen_wait(SetupScreen(services))
    if result is None:
        app.open_account()
        return
    try:
        choice = book.demo() if result.demo else book.of(result.api_base, result.key_path)
    except SettingsError as error:
        app.notify(str(error), severity="error", markup=False)
        app.open_account()
        return
    await app.change_account(choice)
