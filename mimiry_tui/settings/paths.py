"""Where this program's own files go, and how paths in settings are read."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path

from mimiry_tui.domain.frozen import dataclass
from mimiry_tui.settings.hosts import name_of

SDK_KIND = "mimiry"
"""The service that the SDK is for: what it has configured counts there."""

_APP = "mimiry-tui"


@dataclass(frozen=True, slots=True)
class Paths:
    """Where this program's own files go."""

    config_dir: Path
    """Preferences and templates."""
    state_dir: Path
    """History, logs and reports."""
    cache_dir: Path
    """What can be deleted at any time."""


def resolve_paths(env: Mapping[str, str] | None = None) -> Paths:
    """This program's folders: XDG variables win on every system, else what the system prefers."""
    env = os.environ if env is None else env

    def xdg(variable: str) -> Path | None:
        root = env.get(variable, "").strip()
        return expand(root, env) / _APP if root else None

    config, state, cache = xdg("XDG_CONFIG_HOME"), xdg("XDG_STATE_HOME"), xdg("XDG_CACHE_HOME")
    if config and state and cache:
        return Paths(config, state, cache)
    import platformdirs  # an import less on the way to the first frame for those who set all three

    dirs = platformdirs.PlatformDirs(_APP, appauthor=False)
    try:
        return Paths(
            config_dir=config or dirs.user_config_path,
            state_dir=state or dirs.user_state_path,
            cache_dir=cache or dirs.user_cache_path,
        )
    except RuntimeError:  # no HOME, and nobody of this number: nothing can be kept, and all else works
        home = home_of(env)
        return Paths(
            config or home / ".config" / _APP,
            state or home / ".local" / "state" / _APP,
            cache or home / ".cache" / _APP,
        )


def account_dir(
    state_dir: Path, api_base: str, key_path: Path | None, *, cloud: str = SDK_KIND, token: str = ""
) -> Path:
    """Where what is kept of one account goes: apart for each service, host, key and place of a token.

    The folder's name starts with the host, for people, and ends in a digest of them all, for safety.
    """
    from hashlib import sha256

    key = str(key_path).removesuffix(".pub") if key_path else ""
    # Folders of the first service were there before there were others.
    whose = f"{api_base}|{key}" if cloud == SDK_KIND else f"{api_base}|{key}|{cloud}|{token}"
    digest = sha256(whose.encode()).hexdigest()[:12]
    host = "".join(sign if sign.isalnum() or sign in "-." else "_" for sign in name_of(api_base))
    return state_dir / "accounts" / f"{host.lstrip('.')[:60] or 'host'}-{digest}"


def sdk_token_dir(env: Mapping[str, str]) -> Path:
    """Where the Mimiry SDK keeps its tokens."""
    return xdg_path(env, "XDG_CACHE_HOME", ".cache") / "mimiry" / "tokens"


def xdg_path(env: Mapping[str, str], variable: str, default: str) -> Path:
    root = env.get(variable, "")
    return expand(root, env) if root else home_of(env) / default


def expand(text: str, env: Mapping[str, str]) -> Path:
    """`~` by the given environment's HOME, so that a test's environment is the whole truth."""
    if text == "~" or text.startswith("~/"):
        return home_of(env) / text[2:]
    if not text.startswith("~"):
        return Path(text)
    try:
        return Path(text).expanduser()
    except RuntimeError:
        return Path(text)  # as a shell takes it: nobody is called so, and it is a name like any other


def made_absolute(path: Path) -> Path:
    """From the folder the program was started in: what is meant must not hang on where it is next time."""
    try:
        return path.absolute()
    except FileNotFoundError:  # that folder is gone
        return path


def home_of(env: Mapping[str, str]) -> Path:
    """HOME; where it names no place, what the system says, and the root for one whom it does not know."""
    told = env.get("HOME", "")
    if told.startswith("/"):
        return Path(told)
    import pwd  # hardly ever needed

    try:
        return Path(pwd.getpwuid(os.getuid()).pw_dir)
    except KeyError:  # a container may run as a number that has no name
        return Path("/")
