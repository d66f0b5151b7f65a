"""The options of OpenSSH's programs that every way into a session has in common."""

from __future__ import annotations

from pathlib import Path


def option_path(path: Path) -> str:
    """A path as the value of an option or of a line in a config file: quoted, nothing in it expanded.

    OpenSSH splits values at spaces and replaces `%` tokens in those of files.
    """
    escaped = str(path).replace("\\", "\\\\").replace('"', '\\"').replace("%", "%%")
    return f'"{escaped}"'


def private_path(key_path: Path) -> Path:
    """The key without `.pub`: OpenSSH looks for the public half beside it, also where there is only that."""
    return key_path.with_suffix("") if key_path.suffix == ".pub" else key_path


def settings_for(key_path: Path | None, known_hosts: Path | None) -> list[tuple[str, str]]:
    """Names and values, in the order they are written in.

    A session's host keys go to a file of its own: new ones are taken, changed ones refused. The
    agent answers for this key only and is never forwarded.
    """
    settings = []
    if key_path is not None:
        settings += [("IdentityFile", option_path(private_path(key_path))), ("IdentitiesOnly", "yes")]
    if known_hosts is not None:
        settings += [
            ("UserKnownHostsFile", option_path(known_hosts)),
            ("StrictHostKeyChecking", "accept-new"),
        ]
    return [*settings, ("ForwardAgent", "no")]


def short_options(key_path: Path | None) -> list[str]:
    """What a person types: the key, and that no other is offered."""
    if key_path is None:
        return []
    # `-i` expands `%` and can only name a file that is there.
    if key_path.suffix == ".pub" or "%" in str(key_path):
        named = ["-o", f"IdentityFile={option_path(private_path(key_path))}"]
    else:
        named = ["-i", str(key_path)]
    return [*named, "-o", "IdentitiesOnly=yes"]


def full_options(key_path: Path | None, known_hosts: Path) -> list[str]:
    """Everything that a connection made from here is to keep to, whatever the user's config says."""
    return [part for name, value in settings_for(key_path, known_hosts) for part in ("-o", f"{name}={value}")]
