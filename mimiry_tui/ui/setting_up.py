"""From nothing that signs in to an account that answers, and on with that one."""

from __future__ import annotations

import asyncio
import os
from dataclasses import replace

from mimiry_tui.clouds.registry import kind_of
from mimiry_tui.settings import DEFAULT_API_BASE, Profile, SettingsError, resolve_profile
from mimiry_tui.settings.checks import profile_name_trouble
from mimiry_tui.settings.kind import Kind
from mimiry_tui.settings.options import PROFILE
from mimiry_tui.settings.paths import SDK_KIND
from mimiry_tui.settings.profiles import ProfileColour, ProfileEntry
from mimiry_tui.ui.account_app import AccountApp
from mimiry_tui.ui.accounts import AccountBook, Choice
from mimiry_tui.ui.app_settings import AppSettings

_NOTHING = Profile("", DEFAULT_API_BASE, "default", None, "")


async def set_up(app: AccountApp, book: AccountBook, settings: AppSettings, kind: str = "") -> None:
    """Show what sets up an account of that kind; empty: of the open one's.

    Whoever leaves it stays with the account that was there before. One is enough: from its own palette
    or command line no other one is opened.
    """
    wanted = kind_of(kind or _kind_here(app))
    if wanted.signs_in_with_token:
        await _set_up_token(app, book, settings, wanted)
    else:
        await _set_up_key(app, book)


async def has_token(choice: Choice) -> bool:
    """Whether one of the usual places of its kind has a token."""
    from mimiry_tui.live.setup.token_trial import usual_places

    if choice.profile is None:
        return False
    places = await usual_places(kind_of(choice.profile.cloud), os.environ)
    return any(not place.trouble for place in places)


def _kind_here(app: AccountApp) -> str:
    profile = app.choice.profile or (app.account.profile if app.account is not None else None)
    return profile.cloud if profile is not None else SDK_KIND


async def _set_up_key(app: AccountApp, book: AccountBook) -> None:
    from mimiry_tui.ui.screens.setup import SetupScreen, setup_services

    profile = app.choice.profile
    if profile is None or kind_of(profile.cloud).signs_in_with_token:
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


async def _set_up_token(app: AccountApp, book: AccountBook, settings: AppSettings, kind: Kind) -> None:
    from mimiry_tui.ui.screens.token_setup import TokenSetup, TokenSetupScreen

    if any(isinstance(screen, TokenSetupScreen) for screen in app.screen_stack):
        return
    from mimiry_tui.live.setup.token_trial import TokenTrial, try_token, usual_places

    keeper = settings.keeper
    known = {entry.name: entry for entry in settings.now.profiles}
    try:
        offered = _offered(app, kind, known)
    except SettingsError as error:
        app.notify(str(error), severity="error", markup=False)
        app.open_account()
        return

    def why_not_name(name: str) -> str:
        if words := profile_name_trouble(name):
            return words
        is_other = name in known and known[name] is not offered
        return "there is a profile of that name already" if is_other else ""

    async def try_it(entry: ProfileEntry) -> TokenTrial:
        return await try_token(resolve_profile(entry=entry, kind=kind, env=os.environ), app.clock, os.environ)

    async def keep(entry: ProfileEntry) -> None:
        assert keeper is not None
        await keeper.set_profile(entry)
        is_only = not settings.now.profile and (await asyncio.to_thread(_configured)).key_path is None
        if is_only:  # else the next start would ask for a key
            await keeper.set(PROFILE.name, entry.name)
            app.notify(f"{entry.name} is what is opened from now on", markup=False)

    screen = TokenSetupScreen(
        TokenSetup(
            title=kind.title,
            offered=offered,
            look=lambda: usual_places(kind, os.environ),
            try_it=try_it,
            keep=keep if keeper is not None else None,
            why_not_name=why_not_name,
        )
    )
    entry = await app.push_screen_wait(screen)
    if entry is None:
        app.open_account()
    else:
        await app.change_account(book.of_profile(entry))


def _offered(app: AccountApp, kind: Kind, known: dict[str, ProfileEntry]) -> ProfileEntry:
    """The open account's own profile where it is of that kind, else a new one. Raises SettingsError."""
    here = app.choice.profile
    if here is not None and here.cloud == kind.name:
        if (kept := known.get(app.choice.name)) is not None:
            return kept
        profile = here
    else:
        profile = resolve_profile(kind=kind, env=os.environ)
    is_default = profile.api_base == kind.default_base
    entry = ProfileEntry(
        kind.name,
        kind=kind.name,
        api_base="" if is_default else profile.api_base,
        token=profile.token,
        colour=ProfileColour.TEAL,
    )
    numbers = (f"{kind.name}-{number}" for number in range(2, len(known) + 3))
    free = next(name for name in (kind.name, *numbers) if name not in known)
    return replace(entry, name=free)


def _configured() -> Profile:
    """What is set up outside of a demo."""
    try:
        return resolve_profile(env=os.environ)
    except SettingsError:
        return _NOTHING
