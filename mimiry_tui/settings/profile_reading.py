"""Profiles from the tables `[profiles.NAME]`."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from mimiry_tui.settings.checks import profile_name_trouble
from mimiry_tui.settings.errors import SettingsError
from mimiry_tui.settings.faults import Faults
from mimiry_tui.settings.options import did_you_mean
from mimiry_tui.settings.paths import SDK_KIND
from mimiry_tui.settings.profile_options import PROFILE_OPTIONS
from mimiry_tui.settings.profiles import ProfileEntry

_KNOWN = {option.key: option for option in PROFILE_OPTIONS}
_LOOKS = frozenset({"colour", "currency"})
"""What does not say whose account it is, nor what may be done to it."""
_LEFT_OUT = "; this profile is left out"


def read_profiles(tables: object, kinds: Collection[str], faults: Faults) -> tuple[ProfileEntry, ...]:
    """The usable ones in the order of the file.

    One with a fault that could make it another account, or writable, is none: better no profile than
    the wrong machine ended.
    """
    if not isinstance(tables, dict):
        faults.add(("profiles",), "has to be tables: [profiles.NAME] and its settings below")
        return ()
    entries = (_profile(name, table, kinds, faults) for name, table in tables.items())
    return tuple(entry for entry in entries if entry is not None)


def checked_profile(entry: ProfileEntry, kinds: Collection[str] | None = None) -> None:
    """Raises SettingsError where an entry could not be read back from a file; None takes any kind."""
    words = profile_name_trouble(entry.name)
    for option in PROFILE_OPTIONS if not words else ():
        try:
            option.read(getattr(entry, option.key))
        except SettingsError as error:
            words = f"{option.key}: {error}"
            break
    words = words or _place(entry.kind, entry.instance, entry.api_base) or _kind(entry.kind, kinds)
    if words:
        raise SettingsError(words)


def _profile(name: str, table: object, kinds: Collection[str], faults: Faults) -> ProfileEntry | None:
    path = ("profiles", name)
    if words := profile_name_trouble(name):
        faults.add(path, f"{words}{_LEFT_OUT}")
        return None
    if not isinstance(table, dict):
        faults.add(path, f"has to be a table: [profiles.{name}] and its settings below{_LEFT_OUT}")
        return None
    values: dict[str, Any] = {}
    is_usable = True
    for key, value in table.items():
        try:
            values[key] = _value(key, value, kinds)
        except SettingsError as error:
            matters = _matters(key)
            is_usable = is_usable and not matters
            faults.add((*path, key), f"{error}{_LEFT_OUT if matters else ''}")
    place = values.get("kind", SDK_KIND), values.get("instance", ""), values.get("api_base", "")
    if words := _place(*place):
        faults.add((*path, "api_base" if "api_base" in values else "instance"), f"{words}{_LEFT_OUT}")
        is_usable = False
    return ProfileEntry(name, **values) if is_usable else None


def _value(key: str, value: object, kinds: Collection[str]) -> Any:
    if key not in _KNOWN:
        raise SettingsError(f"no such setting{did_you_mean(key, tuple(_KNOWN))}")
    read = _KNOWN[key].read(value)
    if key == "kind" and (words := _kind(str(read), kinds)):
        raise SettingsError(words)
    return read


def _matters(key: str) -> bool:
    """Whether a fault there, or in the key that was meant, leaves open whose account it is."""
    if key in _KNOWN:
        return key not in _LOOKS
    meant = did_you_mean(key, tuple(_KNOWN))
    return bool(meant) and not any(look in meant for look in _LOOKS)


def _kind(kind: str, kinds: Collection[str] | None) -> str:
    if kinds is None or kind in kinds:
        return ""
    return f"has to be one of {', '.join(kinds)}"


def _place(kind: str, instance: str, api_base: str) -> str:
    if instance and api_base:
        return "there can be an instance or a base URL, not both"
    if instance and kind != SDK_KIND:
        return f"only {SDK_KIND} has instances: name another place by api_base"
    return ""
