"""Which account at which host, and where files go: decided once, before anything else starts.

Nothing heavy is imported here: this module is on the way to the first frame.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

DEFAULT_API_BASE = "https://softlaunch.mimiry.com"
_HOST_SUFFIX = ".mimiry.com"
_LOOPBACK_NAMES = frozenset({"localhost", "ip6-localhost"})
_APP = "mimiry-tui"


class SettingsError(ValueError):
    """A setting cannot be used; the text says which one and why."""


class OpeningError(RuntimeError):
    """An account cannot be made ready for use; the text says why, for the person who asked."""


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
    state_dir: Path | None = None
    """This account's own history, logs and host keys; None keeps nothing on disk."""
    config_dir: Path | None = None
    """Where templates are; None keeps none."""
    home: Path | None = None
    """Whose `.ssh` may learn the sessions' names; None is the user's own."""
    read_only: bool = False
    """Nothing that would change the account is ever sent."""
    warnings: tuple[str, ...] = ()
    """What was found but not used, in words for the user."""


@dataclass(frozen=True, slots=True)
class Paths:
    """Where this program's own files go."""

    config_dir: Path
    """Preferences and templates."""
    state_dir: Path
    """History, logs and reports."""
    cache_dir: Path
    """What can be deleted at any time."""


@dataclass(frozen=True, slots=True)
class SdkConfig:
    """What the Mimiry SDK's config file says; empty where there is none or it cannot be trusted."""

    path: Path
    key_path: str = ""
    api_base: str = ""
    warning: str = ""


def resolve_profile(
    *,
    key: str | None = None,
    api_base: str | None = None,
    instance: str | None = None,
    read_only: bool = False,
    env: Mapping[str, str] | None = None,
) -> Profile:
    """The profile that flags, environment and the SDK's config file add up to, in this order.

    The key comes from `--key`, `MIMIRY_SSH_KEY`, the SDK's config; the base from `--api-base`,
    `--instance`, `MIMIRY_API_BASE`, the SDK's config, or is `DEFAULT_API_BASE`. Empty values count
    as absent. Raises SettingsError for a base that is no http(s) origin.
    """
    env = os.environ if env is None else env
    sdk = read_sdk_config(env)
    base, base_source = _first(
        (api_base, "--api-base"),
        (_instance_base(instance), "--instance"),
        (env.get("MIMIRY_API_BASE"), "MIMIRY_API_BASE"),
        (sdk.api_base, str(sdk.path)),
        (DEFAULT_API_BASE, "default"),
    )
    key_text, key_source = _first(
        (key, "--key"), (env.get("MIMIRY_SSH_KEY"), "MIMIRY_SSH_KEY"), (sdk.key_path, str(sdk.path))
    )
    base = check_api_base(base, base_source)
    key_path = _expand(key_text, env) if key_text else None
    return Profile(
        name=name_of(base),
        api_base=base,
        api_base_source=base_source,
        key_path=key_path,
        key_source=key_source,
        token_dir=_xdg(env, "XDG_CACHE_HOME", ".cache") / "mimiry" / "tokens",
        read_only=read_only,
        warnings=(sdk.warning,) if sdk.warning else (),
    )


def resolve_paths(env: Mapping[str, str] | None = None) -> Paths:
    """This program's folders: XDG variables win on every system, else what the system prefers."""
    env = os.environ if env is None else env

    def xdg(variable: str) -> Path | None:
        root = env.get(variable, "").strip()
        return _expand(root, env) / _APP if root else None

    config, state, cache = xdg("XDG_CONFIG_HOME"), xdg("XDG_STATE_HOME"), xdg("XDG_CACHE_HOME")
    if config and state and cache:
        return Paths(config, state, cache)
    import platformdirs  # an import less on the way to the first frame for those who set all three

    dirs = platformdirs.PlatformDirs(_APP, appauthor=False)
    return Paths(
        config_dir=config or dirs.user_config_path,
        state_dir=state or dirs.user_state_path,
        cache_dir=cache or dirs.user_cache_path,
    )


def account_dir(state_dir: Path, api_base: str, key_path: Path | None) -> Path:
    """Where what is kept of one account goes: apart for each host and each key.

    The folder's name starts with the host, for people, and ends in a digest of both, for safety.
    """
    from hashlib import sha256

    key = str(key_path).removesuffix(".pub") if key_path else ""
    digest = sha256(f"{api_base}|{key}".encode()).hexdigest()[:12]
    host = "".join(sign if sign.isalnum() or sign in "-." else "_" for sign in name_of(api_base))
    return state_dir / "accounts" / f"{host.lstrip('.')[:60] or 'host'}-{digest}"


def read_sdk_config(env: Mapping[str, str] | None = None) -> SdkConfig:
    """The SDK's `$XDG_CONFIG_HOME/mimiry/config.toml` (Mimiry compute API, settings). Never raises.

    A file that group or others may write could redirect key and host: it is not read, and the
    warning says so, as for one that cannot be read.
    """
    env = os.environ if env is None else env
    path = _xdg(env, "XDG_CONFIG_HOME", ".config") / "mimiry" / "config.toml"
    try:
        mode = path.stat().st_mode
        if mode & (stat.S_IWGRP | stat.S_IWOTH):
            return SdkConfig(path, warning=f"{path} ignored: group or others may write it (chmod 600 it)")
        content = path.read_text(encoding="utf-8")
    except (FileNotFoundError, NotADirectoryError):
        return SdkConfig(path)
    except (OSError, UnicodeDecodeError) as error:
        return SdkConfig(
            path, warning=f"{path} ignored: {getattr(error, 'strerror', None) or 'not UTF-8 text'}"
        )
    import tomllib  # only those who have such a file pay for it

    try:
        fields = tomllib.loads(content)
    except tomllib.TOMLDecodeError:
        return SdkConfig(path, warning=f"{path} ignored: it is not valid TOML")
    key_path, api_base = fields.get("ssh_key_path"), fields.get("api_base")
    return SdkConfig(
        path,
        key_path=key_path.strip() if isinstance(key_path, str) else "",
        api_base=api_base.strip() if isinstance(api_base, str) else "",
    )


def check_api_base(text: str, source: str) -> str:
    """The base URL without trailing slashes; SettingsError names the source of an unusable one."""
    from urllib.parse import urlsplit

    base = text.strip().rstrip("/")
    try:
        parts = urlsplit(base)
        host, _ = parts.hostname, parts.port
    except ValueError:
        raise SettingsError(f"{source}: not a URL") from None
    if parts.username is not None or parts.password is not None:
        raise SettingsError(f"{source}: a URL with a user or password is not used")
    if parts.scheme not in {"http", "https"} or not host:
        raise SettingsError(f"{source}: not an http(s) URL: {base[:200]}")
    if parts.query or parts.fragment:
        raise SettingsError(f"{source}: a base URL has no query and no fragment: {base[:200]}")
    if not base.isascii() or not base.isprintable() or any(sign in base for sign in ' <>"\\^`{|}'):
        raise SettingsError(f"{source}: the URL has characters that no URL has")
    return f"{parts.scheme}://{parts.netloc}{parts.path}"


def name_of(api_base: str) -> str:
    """What to call a base: "softlaunch", else the host, with its port where one is given."""
    netloc = api_base.split("://", 1)[-1].split("/", 1)[0]
    return netloc.removesuffix(_HOST_SUFFIX) or netloc


def is_loopback(host: str) -> bool:
    """Whether a host name or address can only be this machine."""
    import ipaddress

    if host.lower() in _LOOPBACK_NAMES:
        return True
    try:
        return ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return False


def _instance_base(instance: str | None) -> str:
    word = (instance or "").strip().lower()
    if word and not (word.isascii() and word.replace("-", "").isalnum() and word.strip("-") == word):
        raise SettingsError(f"--instance: not an instance name: {word[:60]}")
    return f"https://{word}{_HOST_SUFFIX}" if word else ""


def _first(*candidates: tuple[str | None, str]) -> tuple[str, str]:
    for value, source in candidates:
        if value and value.strip():
            return value.strip(), source
    return "", ""


def _xdg(env: Mapping[str, str], variable: str, default: str) -> Path:
    root = env.get(variable, "")
    return _expand(root, env) if root else _home(env) / default


def _expand(text: str, env: Mapping[str, str]) -> Path:
    """`~` by the given environment's HOME, so that a test's environment is the whole truth."""
    if text == "~" or text.startswith("~/"):
        return _home(env) / text[2:]
    return Path(text).expanduser() if text.startswith("~") else Path(text)


def _home(env: Mapping[str, str]) -> Path:
    return Path(env["HOME"]) if env.get("HOME") else Path.home()
