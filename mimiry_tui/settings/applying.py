"""The value of an option in a record of preferences, and the record with another one."""

from __future__ import annotations

from dataclasses import replace
from types import MappingProxyType
from typing import Any

from mimiry_tui.settings.errors import SettingsError
from mimiry_tui.settings.options import option
from mimiry_tui.settings.preferences import Preferences
from mimiry_tui.settings.values import Option, Value


def value_of(preferences: Preferences, name: str) -> Value:
    """The value that an option of the preferences has in them. SettingsError for an unknown name."""
    found = _preference(name)
    if found.table == "keys":
        return preferences.keys.get(found.key, "")
    if found.table == "columns":
        return preferences.columns.get(found.key, ())
    value: Value = getattr(getattr(preferences, found.table), found.key)
    return value


def with_value(preferences: Preferences, name: str, value: object) -> Preferences:
    """The same preferences with that one changed; "" or () for keys or columns takes the entry out.

    SettingsError for an unknown name or a value it cannot have.
    """
    found = _preference(name)
    read = found.read(value)
    if found.table in {"keys", "columns"}:
        entries: dict[str, Any] = {**getattr(preferences, found.table), found.key: read}
        changed: Any = MappingProxyType({key: entry for key, entry in entries.items() if entry})
    else:
        changed = replace(getattr(preferences, found.table), **{found.key: read})
    return replace(preferences, **{found.table: changed})


def _preference(name: str) -> Option:
    found = option(name)
    if not found.table:
        raise SettingsError("not one of the preferences")
    return found
