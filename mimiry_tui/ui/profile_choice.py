"""Going on with another account, chosen from a list."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from mimiry_tui.settings.paths import SDK_KIND
from mimiry_tui.settings.profiles import ProfileColour, ProfileEntry
from mimiry_tui.ui.account_app import AccountApp
from mimiry_tui.ui.accounts import Choice
from mimiry_tui.ui.app_settings import AppSettings
from mimiry_tui.ui.screens.profiles import SET_UP, Accounts, ProfilesScreen, set_up_line, token_kinds


def choose_profile(
    app: AccountApp,
    settings: AppSettings,
    choices: Callable[[], Sequence[Choice]],
    *,
    switch: Callable[[str], None],
    set_up: Callable[[str], object],
) -> None:
    """Show the accounts there are, and do what is chosen."""
    keeper = settings.keeper
    accounts = Accounts(
        choices,
        lambda: settings.now.profiles,
        keep=keeper.set_profile if keeper is not None else None,
        forget=keeper.remove_profile if keeper is not None else None,
    )

    kinds = {SET_UP: SDK_KIND, **{set_up_line(kind): kind.name for kind in token_kinds()}}

    def chosen(name: str | None) -> None:
        if name in kinds:
            set_up(kinds[name])
        elif name is not None:
            switch(name)

    known = accounts.entry(app.choice.name) is not None
    offered = None if known else entry_of(app.choice)
    app.push_screen(ProfilesScreen(accounts, app.choice.name, offered), chosen)


def entry_of(choice: Choice) -> ProfileEntry | None:
    """An account as it could be kept in the settings; None for a demo."""
    profile = choice.profile
    if profile is None:
        return None
    return ProfileEntry(
        name=choice.name,
        kind=profile.cloud,
        api_base=profile.api_base,
        key=str(profile.key_path) if profile.key_path is not None else "",
        token=profile.token,
        colour=ProfileColour.TEAL,
        read_only=profile.read_only,
        currency=profile.currency,
    )
