"""One account at one service: what is opened, and where each part of it was found."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from mimiry_tui.domain.frozen import dataclass
from mimiry_tui.settings.errors import SettingsError
from mimiry_tui.settings.hosts import DEFAULT_API_BASE, check_api_base, instance_base, name_of
from mimiry_tui.settings.kind import Kind
from mimiry_tui.settings.paths import SDK_KIND, Paths, account_dir, expand, made_absolute, sdk_token_dir
from mimiry_tui.settings.preferences import CurrencyStyle
from mimiry_tui.settings.profiles import ProfileColour, ProfileEntry
from mimiry_tui.settings.sdk_config import read_sdk_config
from mimiry_tui.settings.token_places import place_meant


@dataclass(frozen=True, slots=True)
class Profile:
    """One account at one service, and where each part of it was found."""

    name: str
    """What the header shows: the instance ("softlaunch"), else the host, with a port if it has one."""
    api_base: str
    """Scheme, host, port and path prefix without a trailing slash."""
    api_base_source: str
    """"--api-base", "--instance", "MIMIRY_API_BASE" and the like, the SDK's config file, or "default"."""
    key_path: Path | None
    """The key as it was given, with or without `.pub`, as an absolute path; None without one."""
    key_source: str
    """"--key", "MIMIRY_SSH_KEY", the SDK's config file, or ""."""
    token_dir: Path | None = None
    """The SDK's token cache, shared with it; None keeps tokens in memory only."""
    cloud: str = "mimiry"
    """Which adapter speaks to it."""
    token: str = ""
    """Where a token is, never the token: a reference as in a profile. Empty: the service's usual places."""
    token_place: str = ""
    """The one of those places that is meant, for telling accounts apart; "" is the first usual one."""
    state_dir: Path | None = None
    """This account's own history, logs and host keys; None keeps nothing on disk."""
    config_dir: Path | None = None
    """Where templates are; None keeps none."""
    home: Path | None = None
    """Whose `.ssh` may learn the sessions' names; None is the user's own."""
    read_only: bool = False
    """Nothing that would change the account is ever sent."""
    colour: ProfileColour = ProfileColour.GREY
    """How it is told from others at a glance."""
    currency: CurrencyStyle = CurrencyStyle.SIGN
    warnings: tuple[str, ...] = ()
    """What was found but not used, in words for the user."""


def resolve_profile(
    *,
    key: str | None = None,
    api_base: str | None = None,
    instance: str | None = None,
    read_only: bool = False,
    entry: ProfileEntry | None = None,
    kind: Kind | None = None,
    env: Mapping[str, str] | None = None,
) -> Profile:
    """What flags, a named profile's entry, environment and the SDK's config file add up to, in this order.

    `kind` is that of the entry, or the one asked for without an entry; None is the service that the SDK
    is for, and only there do `MIMIRY_SSH_KEY` and the SDK's config count. The key comes from `--key`,
    the entry, `MIMIRY_SSH_KEY`, the SDK's config; the base from `--api-base`, `--instance`, the entry,
    the service's own variables, the SDK's config, or is the service's own. Empty values count as
    absent. Raises SettingsError for a base that is no http(s) origin, and for what the service has not.
    """
    env = os.environ if env is None else env
    entry = entry or ProfileEntry("", kind=kind.name if kind else SDK_KIND, colour=ProfileColour.GREY)
    if kind is not None and kind.signs_in_with_token:
        return _with_token(kind, entry, key, api_base, instance, read_only, env)
    sdk = read_sdk_config(env)
    named = f"profile {entry.name}"
    base, base_source = _first(
        (api_base, "--api-base"),
        (instance_base(instance), "--instance"),
        (entry.api_base, named),
        (instance_base(entry.instance), named),
        (env.get("MIMIRY_API_BASE"), "MIMIRY_API_BASE"),
        (sdk.api_base, str(sdk.path)),
        (DEFAULT_API_BASE, "default"),
    )
    key_text, key_source = _first(
        (key, "--key"),
        (entry.key, named),
        (env.get("MIMIRY_SSH_KEY"), "MIMIRY_SSH_KEY"),
        (sdk.key_path, str(sdk.path)),
    )
    base = check_api_base(base, base_source)
    key_path = made_absolute(expand(key_text, env)) if key_text else None
    return Profile(
        name=entry.name or name_of(base),
        api_base=base,
        api_base_source=base_source,
        key_path=key_path,
        key_source=key_source,
        token_dir=sdk_token_dir(env),
        cloud=entry.kind,
        read_only=read_only or entry.read_only,
        colour=entry.colour,
        currency=entry.currency,
        warnings=(sdk.warning,) if sdk.warning else (),
    )


def _with_token(
    kind: Kind,
    entry: ProfileEntry,
    key: str | None,
    api_base: str | None,
    instance: str | None,
    read_only: bool,
    env: Mapping[str, str],
) -> Profile:
    """An account at a service that knows tokens and no SSH keys. Raises SettingsError."""
    named = f"profile {entry.name}"
    if key:
        raise SettingsError(f"--key: {kind.title} signs in with an API token, not with an SSH key")
    if instance or entry.instance:
        source = "--instance" if instance else named
        raise SettingsError(f"{source}: {kind.title} has no instances: give a base URL, or nothing")
    base, base_source = _first(
        (api_base, "--api-base"),
        (entry.api_base, named),
        *((env.get(name), name) for name in kind.base_variables),
        (kind.default_base, "default"),
    )
    base = check_api_base(base, base_source)
    ignored = f"{named}: its SSH key is not used: {kind.title} signs in with an API token"
    return Profile(
        name=entry.name or (kind.name if base == kind.default_base else name_of(base)),
        api_base=base,
        api_base_source=base_source,
        key_path=None,
        key_source="",
        cloud=kind.name,
        token=entry.token,
        token_place=place_meant(entry.token, kind, env),
        read_only=read_only or entry.read_only,
        colour=entry.colour,
        currency=entry.currency,
        warnings=(ignored,) if entry.key else (),
    )


def with_folders(profile: Profile, paths: Paths) -> Profile:
    """The same, with the folders that are its own."""
    folder = account_dir(
        paths.state_dir, profile.api_base, profile.key_path, cloud=profile.cloud, token=profile.token_place
    )
    return replace(profile, state_dir=folder, config_dir=paths.config_dir)


def _first(*candidates: tuple[str | None, str]) -> tuple[str, str]:
    for value, source in candidates:
        if value and value.strip():
            return value.strip(), source
    return "", ""
