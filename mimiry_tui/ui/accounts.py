"""The accounts that can be opened, and what is said of each before it is."""

from __future__ import annotations

import os
from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from pathlib import Path
from typing import Protocol

from mimiry_tui.clouds.registry import kind_of
from mimiry_tui.domain.frozen import dataclass
from mimiry_tui.settings import Profile
from mimiry_tui.settings.preferences import CurrencyStyle
from mimiry_tui.settings.profiles import ProfileEntry
from mimiry_tui.settings.settings import Settings
from mimiry_tui.settings.token_places import is_set
from mimiry_tui.ui.profile_mark import ProfileMark

Opening = Callable[[], AbstractAsyncContextManager[Profile]]
"""Makes an account ready to be used (a demo starts its cloud here), and cleans up after it."""


@dataclass(frozen=True, slots=True)
class Choice:
    """One of them."""

    mark: ProfileMark
    opening: Opening
    place: str = ""
    """The host, or what stands for it."""
    key: str = ""
    """How it signs in: the key's path, where its token is, or that there is neither."""
    read_only: bool = False
    currency: CurrencyStyle = CurrencyStyle.SIGN
    profile: Profile | None = None
    """What is known of it before it is opened; None for a cloud that has yet to be started."""

    @property
    def name(self) -> str:
        """What it is called on screen and in `settings.toml`."""
        return self.mark.name

    def is_same_account(self, other: Choice) -> bool:
        """Whether both are one account, whatever it is called or looks like."""
        return (
            self.profile is not None
            and other.profile is not None
            and _whose(self.profile) == _whose(other.profile)
        )

    @property
    def without_key(self) -> bool:
        """Whether nothing is known that could sign in, so that setting up a key comes first."""
        profile = self.profile
        if profile is None or profile.key_path is not None:
            return False
        return not kind_of(profile.cloud).signs_in_with_token

    @property
    def may_lack_token(self) -> bool:
        """Whether it signs in with a token that nothing says the place of, and no variable holds."""
        profile = self.profile
        if profile is None or profile.token:
            return False
        kind = kind_of(profile.cloud)
        return kind.signs_in_with_token and not is_set(kind.token_sources, os.environ)


def _whose(profile: Profile) -> tuple[object, ...]:
    """By what is known before it is opened, as its folder is. A key is one with and without `.pub`,
    and a usual place of a token is the same whether it is named or not.
    """
    key = str(profile.key_path).removesuffix(".pub") if profile.key_path is not None else ""
    return profile.cloud, profile.api_base, key, profile.token_place


class AccountBook(Protocol):
    """All of them."""

    def choices(self, settings: Settings) -> tuple[Choice, ...]:
        """The ones there are by what the settings say now; a name comes once."""
        ...

    def demo(self) -> Choice:
        """A simulated cloud."""
        ...

    def of(self, api_base: str, key_path: Path | None) -> Choice:
        """The account of that key at that host."""
        ...

    def of_profile(self, entry: ProfileEntry) -> Choice:
        """The account of a profile that the settings may not have yet. Raises SettingsError."""
        ...


class OnlyOne:
    """A book of one account."""

    def __init__(self, choice: Choice) -> None:
        self._choice = choice

    def choices(self, settings: Settings) -> tuple[Choice, ...]:
        return (self._choice,)

    def demo(self) -> Choice:
        return self._choice

    def of(self, api_base: str, key_path: Path | None) -> Choice:
        return self._choice

    def of_profile(self, entry: ProfileEntry) -> Choice:
        return self._choice
