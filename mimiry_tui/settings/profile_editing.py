"""Profiles put into the text of a settings file, and taken out of it."""

from __future__ import annotations

from mimiry_tui.settings.editing import with_setting, with_table, without_setting, without_table
from mimiry_tui.settings.profile_options import PROFILE_OPTIONS
from mimiry_tui.settings.profile_reading import checked_profile
from mimiry_tui.settings.profiles import ProfileEntry
from mimiry_tui.settings.toml_text import parse_toml


def with_profile(text: str, entry: ProfileEntry) -> str:
    """The text with that profile; only what is not the default is written. Raises SettingsError."""
    checked_profile(entry)
    path = ("profiles", entry.name)
    text = with_table(text, path)
    for option in PROFILE_OPTIONS:
        value = option.read(getattr(entry, option.key))
        if value == option.default:
            text = without_setting(text, (*path, option.key))
        else:
            text = with_setting(text, (*path, option.key), option.literal(value))
    return text


def without_profile(text: str, name: str) -> str:
    """The text without that profile, also as the one to start with. Raises SettingsError."""
    text = without_table(text, ("profiles", name))
    if parse_toml(text).get("profile") == name:
        text = without_setting(text, ("profile",), '""')
    return text
