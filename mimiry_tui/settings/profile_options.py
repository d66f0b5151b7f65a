"""The keys that a `[profiles.NAME]` table can have."""

from __future__ import annotations

from collections.abc import Callable
from enum import StrEnum

from mimiry_tui.settings.checks import api_base_trouble, instance_trouble, token_trouble
from mimiry_tui.settings.preferences import CurrencyStyle
from mimiry_tui.settings.profiles import ProfileColour, ProfileEntry
from mimiry_tui.settings.values import Kind, Option

_DEFAULTS = ProfileEntry("")


def _text(key: str, label: str, words: str, trouble: Callable[[str], str] | None = None) -> Option:
    return Option(key, label, words, Kind.TEXT, getattr(_DEFAULTS, key), trouble=trouble)


def _choice(key: str, label: str, words: str, enum: type[StrEnum]) -> Option:
    return Option(key, label, words, Kind.CHOICE, getattr(_DEFAULTS, key), enum=enum)


PROFILE_OPTIONS: tuple[Option, ...] = (
    _text("kind", "cloud", "Which service: mimiry, mimiry-jobs or mags."),
    _text("instance", "instance", 'NAME in https://NAME.mimiry.com, as in "softlaunch".', instance_trouble),
    _text("api_base", "base URL", "The base URL, instead of an instance.", api_base_trouble),
    _text("key", "SSH key", "The path of an SSH key; empty: where it is found without a profile."),
    _text(
        "token", "token", "Where a token is, never it: env:NAME, keyring:NAME or file:PATH.", token_trouble
    ),
    _choice("colour", "colour", "Its mark in the header and in dangerous dialogs.", ProfileColour),
    Option(
        "read_only",
        "read-only",
        "Whether nothing that changes the account is ever sent.",
        Kind.SWITCH,
        _DEFAULTS.read_only,
    ),
    _choice("currency", "currency", "How the currency of an amount is written.", CurrencyStyle),
)
