"""What `mimiry-tui info` tells: gathered from this process, its libraries and the disk."""

from __future__ import annotations

import platform
from collections.abc import Mapping
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from mimiry_tui.clouds.registry import kind_names, kind_of
from mimiry_tui.commands.sizes import size_of
from mimiry_tui.commands.what_is_drawn import problems_when_drawn
from mimiry_tui.domain.frozen import dataclass
from mimiry_tui.settings import Paths, Profile
from mimiry_tui.settings.file import SettingsFile
from mimiry_tui.settings.token_places import place_of, references_of

LIBRARIES = (
    "textual",
    "rich",
    "httpx",
    "msgspec",
    "asyncssh",
    "cryptography",
    "bcrypt",
    "humanize",
    "platformdirs",
    "tomlkit",
    "segno",
    "argcomplete",
    "regex",
    "cronsim",
    "sniffio",
    "starlette",
    "uvicorn",
    "python-multipart",
    "textual-serve",
    "keyring",
    "mimiry",
    "magpie-mags",
)
"""Distributions that a report is worth more with; the last ones are extras and peers."""


@dataclass(frozen=True, slots=True)
class Folder:
    """One of this program's places on disk."""

    path: Path
    size: int | None
    """Bytes of all files in it; None where there is nothing."""


def python_and_system() -> dict[str, str]:
    """What runs this."""
    return {
        "python": f"{platform.python_implementation()} {platform.python_version()}",
        "system": f"{platform.system()} {platform.release()} {platform.machine()}".strip(),
    }


def library_versions() -> dict[str, str | None]:
    """The version of each library, None for one that is not installed."""
    return {name: _version(name) for name in LIBRARIES}


def folders(paths: Paths, profile: Profile | None) -> dict[str, Folder]:
    """This program's places, and the account's, with their sizes. Reads the disk; what cannot be read
    counts nothing.
    """
    places = {"config": paths.config_dir, "state": paths.state_dir, "cache": paths.cache_dir}
    if profile is not None and profile.state_dir is not None:
        places["account"] = profile.state_dir
    if profile is not None and profile.token_dir is not None:
        places["tokens"] = profile.token_dir
    return {name: Folder(path, size_of(path)) for name, path in places.items()}


ACCOUNT = {
    "name": "as the header calls it",
    "cloud": "which service",
    "api_base": "its address",
    "api_base_source": "which option, variable or file named the address",
    "key": "the file of the key that signs in",
    "key_source": "which option, variable or file named the key",
    "token": "where a token is looked for, in this order",
}
"""What is told of an account."""


def account(profile: Profile | None) -> dict[str, str | None]:
    """Which account is opened with these options, and where each part of it was found; None throughout
    where there is none.
    """
    if profile is None:
        return dict.fromkeys(ACCOUNT)
    return {
        "name": profile.name,
        "cloud": profile.cloud,
        "api_base": profile.api_base,
        "api_base_source": profile.api_base_source,
        "key": str(profile.key_path) if profile.key_path else None,
        "key_source": profile.key_source or None,
        "token": _token(profile),
    }


def _token(profile: Profile) -> str | None:
    """Where it is looked for, never what is there; None where a key signs in."""
    kind = kind_of(profile.cloud)
    if not kind.signs_in_with_token:
        return None
    return ", ".join(place_of(one) for one in references_of(profile.token, kind))


def settings_problems(paths: Paths, profile: Profile | None) -> tuple[str, ...]:
    """What in the settings is not used, and why. Reads the disk."""
    file = SettingsFile(paths.config_dir, kind_names())
    settings = file.load()
    problems = (*settings.problems, *problems_when_drawn(settings, file))
    return (*(profile.warnings if profile is not None else ()), *map(str, problems))


def terminal(env: Mapping[str, str]) -> dict[str, str]:
    """What the environment says of the terminal, where it says anything."""
    names = ("TERM", "COLORTERM", "TERM_PROGRAM", "TERM_PROGRAM_VERSION", "LANG", "LC_ALL", "NO_COLOR")
    found = {name: env[name] for name in names if env.get(name)}
    # Only that they are there: their values name sockets and addresses.
    return found | {name: "set" for name in ("TMUX", "STY", "SSH_CONNECTION") if env.get(name)}


def _version(name: str) -> str | None:
    try:
        return version(name)
    except PackageNotFoundError:
        return None
