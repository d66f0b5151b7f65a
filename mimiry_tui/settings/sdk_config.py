"""The Mimiry SDK's own configuration: who ran its set-up is set up here too."""

from __future__ import annotations

import os
import stat
from collections.abc import Mapping
from pathlib import Path

from mimiry_tui.domain.frozen import dataclass
from mimiry_tui.settings.errors import SettingsError
from mimiry_tui.settings.hosts import check_api_base
from mimiry_tui.settings.paths import xdg_path

_OTHERS_MAY_WRITE = stat.S_IWGRP | stat.S_IWOTH
_HEADING = (
    "Which SSH key signs in to Mimiry, and at which host: read by its SDK and by mimiry-tui.",
    "Only the key's path is here, never the key.",
)


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
    path = _config_path(env)
    try:
        mode = path.stat().st_mode
        if mode & _OTHERS_MAY_WRITE:
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

    Its other keys and comments stay; a link to it stays one. The file is replaced whole or not at all,
    at 0600. Blocks on the disk. Raises SettingsError where others may write it or its folder, where it
    is somebody else's, where it is no TOML, or where the disk refuses.
    """
    from mimiry_tui.settings.private_file import reason, write_private

    path = _config_path(os.environ if env is None else env)
    base = check_api_base(api_base, "the host")
    key = str(key_path.absolute())
    if not key.isprintable():
        raise SettingsError("a key whose path has signs that do not show cannot be saved")
    try:
        target = path.resolve()
        _check_own(path.parent)
        _check_own(target.parent)
        _check_own(target)
        written = _with_fields(_text_of(target), path, {"ssh_key_path": key, "api_base": base})
        write_private(path, written)
    except OSError as error:
        raise SettingsError(f"{path} cannot be written: {reason(error)}") from None
    except RuntimeError:
        raise SettingsError(f"{path} cannot be written: it is a link that leads to itself") from None
    return path


def _config_path(env: Mapping[str, str]) -> Path:
    return xdg_path(env, "XDG_CONFIG_HOME", ".config") / "mimiry" / "config.toml"


def _check_own(path: Path) -> None:
    """Raise SettingsError for a file or folder that is there and that anybody else may write."""
    try:
        status = path.stat()
    except (FileNotFoundError, NotADirectoryError):
        return
    if status.st_uid != os.geteuid():
        raise SettingsError(f"{path} belongs to somebody else: nothing is written there")
    if status.st_mode & _OTHERS_MAY_WRITE:
        mode = "700" if stat.S_ISDIR(status.st_mode) else "600"
        raise SettingsError(f"group or others may write {path} (chmod {mode} it): nothing is written there")


def _text_of(path: Path) -> str:
    """What the file says; "" where there is none. Raises OSError, SettingsError."""
    try:
        if path.exists() and not path.is_file():
            raise SettingsError(f"{path} is no file")
        return path.read_text(encoding="utf-8")
    except FileNotFoundError:
        return ""
    except UnicodeDecodeError:
        raise SettingsError(f"{path} is not UTF-8 text: mend it or move it away") from None


def _with_fields(text: str, path: Path, fields: Mapping[str, str]) -> str:
    """The same TOML with these fields at its top level, everything else as it was."""
    import tomlkit
    from tomlkit.exceptions import ParseError

    try:
        document = tomlkit.parse(text)
    except ParseError:
        raise SettingsError(f"{path} is not valid TOML: mend it or move it away") from None
    if not text:
        for line in _HEADING:
            document.add(tomlkit.comment(line))
    for name, value in fields.items():
        document[name] = value
    return tomlkit.dumps(document)
