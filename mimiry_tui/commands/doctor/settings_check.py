"""What the settings come to, and what of them is not used."""

from __future__ import annotations

import asyncio
from pathlib import Path

from mimiry_tui.clouds.registry import kind_names, kind_of
from mimiry_tui.commands.doctor.findings import Finding, Group, Level
from mimiry_tui.commands.doctor.modes import is_missing
from mimiry_tui.commands.doctor.surroundings import Surroundings
from mimiry_tui.commands.what_is_drawn import problems_when_drawn
from mimiry_tui.settings.file import SettingsFile
from mimiry_tui.settings.settings import Problem, Settings


def finding(id: str, level: Level, words: str, fix: str = "") -> Finding:
    """A finding about the settings."""
    return Finding(f"settings.{id}", Group.SETTINGS, level, words, fix)


async def check_settings(around: Surroundings) -> list[Finding]:
    """Settings file, SDK's config file, and the account they lead to."""
    file = SettingsFile(around.paths.config_dir, kind_names())
    settings, is_there, problems = await asyncio.to_thread(_read, file)
    of_this_file = [one for one in problems if _file_of(one, file) == file.path]
    found = [_file(str(file.path), settings, is_there, len(of_this_file))]
    found += [
        finding("problem", Level.WARN, str(problem), f"mend it in {_file_of(problem, file)}")
        for problem in problems
        if not (settings.is_unused and problem in of_this_file)
    ]
    profile = around.profile
    if profile is None:
        return [*found, _no_account(around.profile_trouble, settings)]
    found += [
        finding("sdk_config", Level.WARN, words, "mend what is named, or remove it")
        for words in profile.warnings
    ]
    place = "" if profile.name in profile.api_base else f" at {profile.api_base}"
    service = f", {profile.cloud}" if kind_of(profile.cloud).signs_in_with_token else ""
    read_only = ", read-only" if profile.read_only else ""
    return [*found, finding("account", Level.OK, f"account {profile.name}{place}{service}{read_only}")]


def _no_account(trouble: str, settings: Settings) -> Finding:
    """What keeps the flags and settings from leading to an account, unless the file's finding has told it."""
    if settings.is_unused and any(str(problem) in trouble for problem in settings.problems):
        words, fix = (
            "which account is meant cannot be told without that file",
            "mend it, or name the account by --key or --kind",
        )
    else:
        words, fix = trouble, "mend that option, variable or file, or leave it out"
    return finding("account", Level.FAIL, words, fix)


def _read(file: SettingsFile) -> tuple[Settings, bool, list[Problem]]:
    """What it says, whether it is there, and what of it is not used, wherever that is found out."""
    settings = file.load()
    return settings, not is_missing(file.path), [*settings.problems, *problems_when_drawn(settings, file)]


def _file_of(problem: Problem, file: SettingsFile) -> Path:
    """A theme has a file of its own."""
    return file.path.parent / problem.setting if problem.setting.endswith(".toml") else file.path


def _file(path: str, settings: Settings, is_there: bool, problems: int) -> Finding:
    if not is_there:
        return finding("file", Level.OK, f"{path} is not there: defaults are used")
    if not problems:
        return finding("file", Level.OK, f"{path} is used as it is")
    if settings.is_unused:
        why = str(settings.problems[0])
        return finding(
            "file", Level.WARN, why if path in why else f"{path}: {why}", "mend or remove the file"
        )
    words = f"{path}: {problems} {'entry is' if problems == 1 else 'entries are'} not used, all else is"
    return finding("file", Level.OK, words)
