"""The options by which every subcommand is told which account is meant."""

from __future__ import annotations

import argparse
import os
from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from mimiry_tui.settings import Profile
    from mimiry_tui.settings.profiles import ProfileEntry


def add_account_options(parser: argparse.ArgumentParser) -> None:
    """`--key`, `--instance`, `--api-base` and `--profile`, in a group of their own."""
    group = parser.add_argument_group("account")
    group.add_argument("--profile", metavar="NAME", help="a profile of settings.toml")
    group.add_argument("--key", metavar="PATH", help="SSH key of the account, with or without .pub")
    group.add_argument("--instance", metavar="NAME", help="which instance: softlaunch, alpha, …")
    group.add_argument("--api-base", metavar="URL", help="base URL of the service, instead of --instance")


def profile_of(options: argparse.Namespace, env: Mapping[str, str] | None = None) -> Profile:
    """The account that options, profile and environment add up to, with its own folders.

    Reads `settings.toml` where a profile is named: blocks on the disk. Raises SettingsError.
    """
    from mimiry_tui.settings import account_dir, resolve_paths, resolve_profile

    env = os.environ if env is None else env
    paths = resolve_paths(env)
    entry = _entry(options.profile, env)
    given = bool(options.api_base or options.instance)
    profile = resolve_profile(
        key=options.key or (entry.key if entry else None),
        api_base=options.api_base if given or entry is None else entry.api_base,
        instance=options.instance if given or entry is None else entry.instance,
        read_only=entry.read_only if entry else False,
        env=env,
    )
    folder = account_dir(paths.state_dir, profile.api_base, profile.key_path)
    return replace(profile, state_dir=folder, config_dir=paths.config_dir)


def _entry(name: str | None, env: Mapping[str, str]) -> ProfileEntry | None:
    """The profile of that name, None where none is named. Raises SettingsError."""
    if not name:
        return None
    from mimiry_tui.settings import SettingsError, resolve_paths
    from mimiry_tui.settings.file import SettingsFile

    profiles = SettingsFile(resolve_paths(env).config_dir).load().profiles
    for entry in profiles:
        if entry.name == name:
            return entry
    known = ", ".join(entry.name for entry in profiles) or "none"
    raise SettingsError(f"--profile: there is no profile {name[:60]!r} (known: {known})")
