"""From no key to an account that answers, and on with that one."""

from __future__ import annotations

import asyncio
import os

from mimiry_tui.settings import DEFAULT_API_BASE, Profile, SettingsError, resolve_profile
from mimiry_tui.ui.account_app import AccountApp
from mimiry_tui.ui.accounts import AccountBook

_NOTHING = Profile("", DEFAULT_API_BASE, "default", None, "")


async def set_up(app: AccountApp, book: AccountBook) -> None:
    """Show the set-up screen; whoever leaves it stays with the account that was there before.

    One is enough: from its own palette or command line no other one is opened.
    """
    from mimiry_tui.ui.screens.setup import SetupScreen, setup_services

    profile = app.choice.profile
    if profile is None:
        profile = await asyncio.to_thread(_configured)
    if any(isinstance(screen, SetupScreen) for screen in app.screen_stack):
        return
    services = setup_services(profile, app.clock, os.environ)
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


def _configured() -> Profile:
    """What is set up outside of a demo."""
    try:
        return resolve_profile(env=os.environ)
    except SettingsError:
        return _NOTHING
