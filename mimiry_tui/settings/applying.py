"""The value of an option in a record of preferences, and the record with another one."""

from __future__ import annotations

from dataclasses import replace
from types import MappingProxyType
from typing import Any

from mimiry_tui.settings.options import option
from mimiry_tui.settings.preferences import Preferences
from mimiry_tui.settings.values import Value


def value_of(preferences: Preferences, name: str) -> Value:
    """The value that an option of the preferences has in them. SettingsError for an unknown name."""
    found = option(name)
    table, _, key = name.partition(".")
    if table == "keys":
        return preferences.keys.get(key, "")
    if table == "columns":
        return preferences.columns.get(key, ())
    value: Value = getattr(getattr(preferences, found.table), found.key)
    return value


def with_value(preferences: Preferences, name: str, value: object) -> Preferences:
    """The same preferences with that one changed; "" or () for keys or columns takes the entry out.

    SettingsError for an unknown name or a value it cannot have.
    """
    read = option(name).read(value)
    table, _, key = name.partition(".")
    if table in {"keys", "columns"}:
        entries: dict[str, Any] = {**getattr(preferences, table), key: read}
        kept = {name: entry for name, entry in entries.items() if entry}
        changed: Any = MappingProxyType(kept)
    else:
        changed = replace(getattr(preferences, table), **{key: read})
    return replace(preferences, **{table: changed})
