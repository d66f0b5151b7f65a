"""The options by which every subcommand is told which account is meant."""

from __future__ import annotations

import argparse
import os
from collections.abc import Mapping
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from mimiry_tui.settings import Profile
    from mimiry_tui.settings.kind import Kind
    from mimiry_tui.settings.profiles import ProfileEntry
    from mimiry_tui.settings.settings import Settings

EVERY_KIND = "all"
"""As `--kind` of a demo: one of each."""


class DemoKind(argparse.Action):
    """Takes one value, as usual: a `--kind` that with `--demo` may also be of every kind."""

    def __call__(
        self,
        parser: argparse.ArgumentParser,
        namespace: argparse.Namespace,
        values: object,
        option_string: str | None = None,
    ) -> None:
        setattr(namespace, self.dest, values)


def add_account_options(parser: argparse.ArgumentParser, *, opens: bool = False) -> None:
    """`--profile`, `--kind`, `--key`, `--instance` and `--api-base`, in a group of their own.

    What `opens` a dashboard also takes `--demo`, of every kind, and `--read-only`.
    """
    group = parser.add_argument_group("whose account")
    if opens:
        group.add_argument(
            "--demo", action="store_true", help="use a simulated cloud; costs and keeps nothing"
        )
    group.add_argument("--profile", metavar="NAME", help="a profile of settings.toml")
    group.add_argument(
        "--kind",
        action=DemoKind if opens else "store",
        metavar="NAME",
        help="which service, with its usual token: mimiry, mimiry-jobs, mags"
        + (f"; with --demo also {EVERY_KIND}" if opens else ""),
    )
    group.add_argument("--key", metavar="PATH", help="SSH key of the account, with or without .pub")
    group.add_argument("--instance", metavar="NAME", help="which instance: softlaunch, alpha, …")
    group.add_argument("--api-base", metavar="URL", help="base URL of the service, instead of --instance")
    if opens:
        group.add_argument("--read-only", action="store_true", help="only look: nothing is ended or changed")


def refuse_contradictions(options: argparse.Namespace) -> None:
    """Raises SettingsError for two options of which one would silently not count."""
    from mimiry_tui.settings import SettingsError

    if getattr(options, "demo", False):
        for name in ("profile", "key", "instance", "api_base"):
            if getattr(options, name):
                flag = name.replace("_", "-")
                raise SettingsError(f"--demo is an account of its own: leave it out, or --{flag}")
    if options.instance and options.api_base:
        raise SettingsError("--instance and --api-base both say where the service is: leave one out")


def profile_of(options: argparse.Namespace, env: Mapping[str, str] | None = None) -> Profile:
    """The account that options, settings and environment add up to, with its own folders.

    Without `--profile` it is the one that `settings.toml` starts with. Blocks on the disk; raises
    SettingsError.
    """
    from mimiry_tui.clouds.registry import kind_names
    from mimiry_tui.settings import resolve_paths, resolve_profile, with_folders
    from mimiry_tui.settings.file import SettingsFile

    refuse_contradictions(options)
    env = os.environ if env is None else env
    paths = resolve_paths(env)
    entry = entry_of(
        options.profile,
        SettingsFile(paths.config_dir, kind_names()).load(),
        is_named=bool(options.kind or options.key or options.api_base or options.instance),
    )
    profile = resolve_profile(
        key=options.key,
        api_base=options.api_base,
        instance=options.instance,
        entry=entry,
        kind=kind_for(entry, options.kind),
        env=env,
    )
    return with_folders(profile, paths)


def kind_for(entry: ProfileEntry | None, asked: str | None) -> Kind | None:
    """The service of a profile, or the one asked for without a profile; None for the SDK's own.

    Raises SettingsError for one that nobody knows, and for another one than the profile's.
    """
    from mimiry_tui.settings.paths import SDK_KIND

    if entry is not None:
        if asked and asked != entry.kind:
            from mimiry_tui.settings import SettingsError

            raise SettingsError(f"--kind: profile {entry.name} is at {entry.kind}")
        asked = entry.kind
    return None if not asked or asked == SDK_KIND else kind_called(asked)


def kind_called(name: str) -> Kind:
    """The service of that name. Raises SettingsError, which names those that there are."""
    from mimiry_tui.clouds.registry import kind_names, kind_of

    if name in kind_names():
        return kind_of(name)
    from mimiry_tui.domain.safe_text import safe_text
    from mimiry_tui.settings import SettingsError

    raise SettingsError(
        f"--kind: there is no kind {safe_text(name, 60)} (there are: {', '.join(kind_names())})"
    )


def entry_of(name: str | None, settings: Settings, *, is_named: bool) -> ProfileEntry | None:
    """The profile of that name, or the one the settings start with; None where they name none.

    Where other flags name an account (`is_named`) no profile lends it its name and colour unasked.
    Raises SettingsError for a name that no profile has, and where the one to start with cannot be
    used: another account than the one that was meant could be the one that may be changed.
    """
    entries = {entry.name: entry for entry in settings.profiles}
    if not name:
        if is_named:
            return None
        unusable = next((one for one in settings.problems if one.setting == "profile"), None)
        if unusable is not None:
            from mimiry_tui.settings import SettingsError

            raise SettingsError(f"settings.toml, {unusable}")
        return entries.get(settings.profile)
    if name in entries:
        return entries[name]
    from mimiry_tui.domain.safe_text import safe_text
    from mimiry_tui.settings import SettingsError

    if settings.is_unused:
        raise SettingsError(f"--profile: settings.toml, {settings.problems[0]}")
    own = ("profiles", f"profiles.{name}")
    why = [one for one in settings.problems if one.setting in own or one.setting.startswith(f"{own[1]}.")]
    if why:
        worst = next((one for one in why if "left out" in one.words), why[0])
        raise SettingsError(f"--profile: settings.toml, {worst}")
    known = ", ".join(entries) or "none"
    raise SettingsError(f"--profile: there is no profile {safe_text(name, 60)} (there are: {known})")
