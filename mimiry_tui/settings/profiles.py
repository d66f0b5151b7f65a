"""The profiles of `settings.toml`: named accounts to switch between."""

from __future__ import annotations

from enum import StrEnum

from mimiry_tui.domain.frozen import dataclass
from mimiry_tui.settings.preferences import CurrencyStyle


class ProfileColour(StrEnum):
    """A profile's mark in the header and in every dangerous dialog."""

    TEAL = "teal"
    GREEN = "green"
    AMBER = "amber"
    RED = "red"
    VIOLET = "violet"
    BLUE = "blue"
    GREY = "grey"


@dataclass(frozen=True, slots=True)
class ProfileEntry:
    """One `[profiles.NAME]` table, its values checked but not resolved."""

    name: str
    kind: str = "mimiry"
    """Which cloud: the name of an adapter."""
    instance: str = ""
    api_base: str = ""
    """Instead of an instance: the base URL."""
    key: str = ""
    """Path of an SSH key; empty: where it is found without a profile."""
    token: str = ""
    """Where a token is, never the token: "env:NAME", "keyring:NAME" or "file:PATH"."""
    colour: ProfileColour = ProfileColour.TEAL
    read_only: bool = False
    currency: CurrencyStyle = CurrencyStyle.SIGN
