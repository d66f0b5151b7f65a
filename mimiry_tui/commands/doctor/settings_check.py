"""What the settings come to, and what of them is not used."""

from __future__ import annotations

import asyncio

from mimiry_tui.clouds.registry import kind_names, kind_of
from mimiry_tui.commands.doctor.findings import Finding, Group, Level
from mimiry_tui.commands.doctor.surroundings import Surroundings
from mimiry_tui.settings.file import SettingsFile
from mimiry_tui.settings.settings import Settings


def finding(id: str, level: Level, words: str, fix: str = "") -> Finding:
    """A finding about the settings."""
    return Finding(f"settings.{id}", Group.SETTINGS, level, words, fix)


async def check_settings(around: Surroundings) -> list[Finding]:
    """Settings file, SDK's config file, and the account they lead to."""
    file = SettingsFile(around.paths.config_dir, kind_names())
    settings, is_there = await asyncio.to_thread(lambda: (file.load(), file.path.exists()))
    found = [_file(str(file.path), settings, is_there)]
    found += [
        finding("problem", Level.WARN, str(problem), f"mend it in {file.path}")
        for problem in settings.problems
    ]
    profile = around.profile
    if profile is None:
        fix = "mend that option, variable or file, or leave it out"
        return [*found, finding("account", Level.FAIL, around.profile_trouble, fix)]
    found += [
        finding("sdk_config", Level.WARN, words, "mend what is named, or remove it")
        for words in profile.warnings
    ]
    place = "" if profile.name in profile.api_base else f" at {profile.api_base}"
    service = f", {profile.cloud}" if kind_of(profile.cloud).signs_in_with_token else ""
    read_only = ", read-only" if profile.read_only else ""
    return [*found, finding("account", Level.OK, f"account {profile.name}{place}{service}{read_only}")]


def _file(path: str, settings: Settings, is_there: bool) -> Finding:
    if not is_there:
        return finding("file", Level.OK, f"{path} is not there: defaults are used")
    if not settings.problems:
        return finding("file", Level.OK, f"{path} is used as it is")
    if settings.is_unused:
        return finding("file", Level.WARN, f"nothing in {path} is used", "mend what is named below")
    count = len(settings.problems)
    words = f"{path}: {count} {'entry is' if count == 1 else 'entries are'} not used, all else is"
    return finding("file", Level.OK, words)
