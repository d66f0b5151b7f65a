"""The Mimiry SDK's own configuration: who ran its set-up is set up here too."""

from __future__ import annotations

import os
import stat
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from mimiry_tui.settings.paths import xdg_path


@dataclass(frozen=True, slots=True)
class SdkConfig:
    """What the Mimiry SDK's config file says; empty where there is none or it cannot be trusted."""

    path: Path
    key_path: str = ""
    api_base: str = ""
    warning: str = ""


def read_sdk_config(env: Mapping[str, str] | None = None) -> SdkConfig:
    """The SDK's `$XDG_CONFIG_HOME/mimiry/config.toml` (Mimiry compute API, settings). Never raises.

    A file that group or others may write could redirect key and host: it is not read, and the
    warning says so, as for one that cannot be read.
    """
    env = os.environ if env is None else env
    path = xdg_path(env, "XDG_CONFIG_HOME", ".config") / "mimiry" / "config.toml"
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


def save_sdk_config(env: Mapping[str, str] | None = None, *, key_path: Path, api_base: str) -> Path:
    """Write path and base into the SDK's config file, so that the SDK and later starts find them.

    Its other keys and comments stay. The file is replaced whole or not at all, at 0600. Blocks on the
    disk. Raises SettingsError where others may write it or its folder, where it leads to somebody
    else's file, where it is no TOML, or where the disk refuses.
    """
    raise NotImplementedError(env, key_path, api_base)
