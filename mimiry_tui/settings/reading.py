"""From the text of `settings.toml` to settings: whatever cannot be used is named and left at its default."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import replace
from types import MappingProxyType
from typing import Any

from mimiry_tui.domain.safe_text import safe_text
from mimiry_tui.settings.checks import binding_id_trouble
from mimiry_tui.settings.errors import SettingsError
from mimiry_tui.settings.faults import Faults
from mimiry_tui.settings.options import KEYS, OPTIONS, PROFILE, TABLES, did_you_mean
from mimiry_tui.settings.paths import SDK_KIND
from mimiry_tui.settings.preferences import Preferences
from mimiry_tui.settings.profile_reading import read_profiles
from mimiry_tui.settings.profiles import ProfileEntry
from mimiry_tui.settings.settings import Problem, Settings
from mimiry_tui.settings.toml_text import DEEPEST, Path, TomlError, parse_toml
from mimiry_tui.settings.values import Kind, Value

KINDS = (SDK_KIND,)
"""The clouds a profile can be of, where nobody says which there are."""

UNTOLD = "which account to start with cannot be told"

_TOP = (*TABLES, PROFILE.name, "profiles")


def read_settings(text: str, kinds: Collection[str] = KINDS) -> Settings:
    """Preferences, profiles and what is wrong with the text. Never raises.

    A profile that may be another account's than was meant is left out. Text that is no TOML at all is
    one problem, or two where it seems to name the profile to start with, and nothing of it is used.
    """
    try:
        data = parse_toml(text)
    except TomlError as error:
        words = f"not TOML, so nothing in this file is used: {error.words}"
        place = f"line {error.line}: " if error.line is not None else ""
        why = f"the file is not TOML ({place}{error.words})"
        return Settings(problems=(Problem(error.line, "", words), *lost_profile(text, why)), is_unused=True)
    faults = Faults(text)
    for name in data.keys() - set(_TOP):
        faults.add((name,), f"no such setting{_place_of(name)}")
    preferences = _preferences(data, faults)
    profiles = read_profiles(data.get("profiles", {}), kinds, faults)
    profile = _first_profile(data, profiles, faults)
    return Settings(preferences, profiles, profile, faults.problems())


def _preferences(data: dict[str, Any], faults: Faults) -> Preferences:
    read: dict[str, dict[str, Value]] = {}
    for table in TABLES:
        entries = data.get(table, {})
        if isinstance(entries, dict):
            read[table] = _keys(entries, faults) if table == "keys" else _table(table, entries, faults)
        else:
            faults.add((table,), f"has to be a table: [{table}] and its settings below")
    preferences = Preferences()
    changes: dict[str, Any] = {}
    for table, values in read.items():
        if table in {"columns", "keys"}:
            changes[table] = MappingProxyType({key: value for key, value in values.items() if value})
        elif values:
            changes[table] = replace(getattr(preferences, table), **values)
    return replace(preferences, **changes)


def _table(table: str, entries: dict[str, Any], faults: Faults) -> dict[str, Value]:
    known = {option.key: option for option in OPTIONS if option.table == table}
    values: dict[str, Value] = {}
    for key, value in entries.items():
        path = (table, key)
        if key not in known:
            faults.add(path, f"no such setting{did_you_mean(key, tuple(known)) or _place_of(key)}")
            continue
        try:
            values[key] = known[key].read(value)
        except SettingsError as error:
            faults.add(path, str(error))
    return values


def _keys(entries: dict[str, Any], faults: Faults) -> dict[str, Value]:
    """Binding ids and keys; an id with dots in it may be quoted or not."""
    found: dict[str, Value] = {}
    left: list[tuple[Path, Any]] = [(("keys", key), value) for key, value in reversed(entries.items())]
    while left:
        path, value = left.pop()
        name = ".".join(path[1:])
        if isinstance(value, dict) and len(path) < DEEPEST:
            left += [((*path, key), inner) for key, inner in reversed(value.items())]
        elif words := binding_id_trouble(name):
            faults.add(path, words)
        elif name in found:
            faults.add(path, "named twice")
        else:
            try:
                found[name] = KEYS.read(value)
            except SettingsError as error:
                faults.add(path, str(error))
            else:
                if not found[name]:
                    faults.add(path, "no key is given; without the line it has its own")
    return found


def _first_profile(data: dict[str, Any], profiles: tuple[ProfileEntry, ...], faults: Faults) -> str:
    try:
        name = str(PROFILE.read(data.get(PROFILE.name, "")))
    except SettingsError as error:
        faults.add((PROFILE.name,), str(error))
        return ""
    if not name or any(entry.name == name for entry in profiles):
        return name
    written = data.get("profiles")
    names = tuple(written) if isinstance(written, dict) else ()
    if name in names:
        faults.add((PROFILE.name,), "that profile cannot be used")
    else:
        faults.add((PROFILE.name,), f"there is no such profile{safe_text(did_you_mean(name, names))}")
    return ""


def lost_profile(text: str, why: str) -> tuple[Problem, ...]:
    """That text of which nothing is used seems to say which account to start with: another could be wrong."""
    for number, line in enumerate(text.splitlines(), 1):
        if line.lstrip().startswith("["):
            break
        if re.match(r"\s*[\"']?profile[\"']?\s*=\s*+(?![\"']{2}\s*(#|$))", line):
            return (Problem(number, PROFILE.name, f"{UNTOLD}, {why}"),)
    return ()


def _place_of(word: str) -> str:
    """Where a setting of that name is, or what was meant."""
    for option in OPTIONS:
        if option.key == word and option.kind is not Kind.WORDS:
            return f"; did you mean {option.name}?"
    return did_you_mean(word, _TOP)
