"""One account at one service: what is opened, and where each part of it was found."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from mimiry_tui.settings.hosts import DEFAULT_API_BASE, check_api_base, instance_base, name_of
from mimiry_tui.settings.paths import expand, sdk_token_dir
from mimiry_tui.settings.preferences import CurrencyStyle
from mimiry_tui.settings.profiles import ProfileColour, ProfileEntry
from mimiry_tui.settings.sdk_config import read_sdk_config


@dataclass(frozen=True, slots=True)
class Profile:
    """One account at one service, and where each part of it was found."""

    name: str
    """What the header shows: the instance ("softlaunch"), else the host, with a port if it has one."""
    api_base: str
    """Scheme, host, port and path prefix without a trailing slash."""
    api_base_source: str
    """"--api-base", "--instance", "MIMIRY_API_BASE", the SDK's config file, or "default"."""
    key_path: Path | None
    """The key as it was given, with or without `.pub`, `~` expanded; None without one."""
    key_source: str
    """"--key", "MIMIRY_SSH_KEY", the SDK's config file, or ""."""
    token_dir: Path | None = None
    """The SDK's token cache, shared with it; None keeps tokens in memory only."""
    cloud: str = "mimiry"
    """Which adapter speaks to it."""
    token: str = ""
    """Where a token is, never the token: a reference as in a profile. Empty: the service's usual places."""
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
    env: Mapping[str, str] | None = None,
) -> Profile:
    """What flags, a named profile's entry, environment and the SDK's config file add up to, in this order.

    The key comes from `--key`, the entry, `MIMIRY_SSH_KEY`, the SDK's config; the base from
    `--api-base`, `--instance`, the entry, `MIMIRY_API_BASE`, the SDK's config, or is
    `DEFAULT_API_BASE`. Empty values count as absent. Raises SettingsError for a base that is no
    http(s) origin.
    """
    env = os.environ if env is None else env
    sdk = read_sdk_config(env)
    entry = entry or ProfileEntry("", colour=ProfileColour.GREY)
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
    key_path = expand(key_text, env) if key_text else None
    return Profile(
        name=entry.name or name_of(base),
        api_base=base,
        api_base_source=base_source,
        key_path=key_path,
        key_source=key_source,
        token_dir=sdk_token_dir(env),
        cloud=entry.kind,
        token=entry.token,
        read_only=read_only or entry.read_only,
        colour=entry.colour,
        currency=entry.currency,
        warnings=(sdk.warning,) if sdk.warning else (),
    )


def _first(*candidates: tuple[str | None, str]) -> tuple[str, str]:
    for value, source in candidates:
        if value and value.strip():
            return value.strip(), source
    return "", ""
