"""What the generated ssh config says: one `Host mimiry-<name>` for each session that can be entered.

Pure text. Several accounts share the file; each has a part of its own and leaves the others alone.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping
from pathlib import Path

from mimiry_tui.domain.frozen import dataclass
from mimiry_tui.domain.sessions import DEFAULT_SSH_PORT, SshEndpoint
from mimiry_tui.ssh.endpoint import checked
from mimiry_tui.ssh.known_hosts import file_name
from mimiry_tui.ssh.options import settings_for

PREFIX = "mimiry-"
_HEADER = "# Written by mimiry-tui, which writes it anew whenever a session starts or ends.\n"
_ACCOUNT = "# account "
_SESSION = "# session "
_SHORTEST_SUFFIX = 4
_LONGEST_NAME = 60


@dataclass(frozen=True, slots=True)
class Entry:
    """One session, as the file has it."""

    session_id: str
    alias: str
    endpoint: SshEndpoint
    key_path: Path | None
    known_hosts: Path | None


def alias_of(name: str, session_id: str) -> str:
    """The alias that a name asks for: "Train Llama" is "mimiry-train-llama"; a session without one its id."""
    return PREFIX + (_cleaned(name) or _cleaned(session_id) or file_name(session_id))


def choose_aliases(
    sessions: Iterable[tuple[str, str]], kept: Mapping[str, str], taken: Collection[str]
) -> dict[str, str]:
    """Session id → alias, for ids with their names, those first that have the better claim.

    What a session was called before (`kept`, by `file_name` of its id) it stays, so that a name never
    comes to mean another machine while somebody uses it. One that is `taken` gets the id's beginning
    added.
    """
    known = list(sessions)
    chosen = {
        session_id: kept[file_name(session_id)]
        for session_id, name in known
        if kept.get(file_name(session_id), "").startswith(alias_of(name, session_id))
    }
    used = set(taken) | set(chosen.values())
    for session_id, name in known:
        if session_id not in chosen:
            chosen[session_id] = _free(alias_of(name, session_id), session_id, used)
            used.add(chosen[session_id])
    return chosen


def render(entries: Iterable[Entry]) -> str:
    """The lines of one account's part. Raises UnsafeEndpointError for an endpoint that is none."""
    return "".join(_block(entry) for entry in entries)


def with_part(text: str, account: str, part: str) -> str:
    """The file's text with one account's part replaced, or taken out where it is empty."""
    parts = _parts(text)
    parts[account] = part
    return _HEADER + "".join(f"\n{_ACCOUNT}{name}\n{body}" for name, body in parts.items() if body)


def kept_aliases(text: str, account: str) -> dict[str, str]:
    """`file_name` of the session's id → alias, as the account's part has them."""
    found: dict[str, str] = {}
    session = ""
    for line in _parts(text).get(account, "").splitlines():
        if line.startswith(_SESSION):
            session = line.removeprefix(_SESSION).strip()
        elif line.startswith("Host ") and session:
            found[session] = line.split()[1] if len(line.split()) == 2 else ""
            session = ""
    return {session: alias for session, alias in found.items() if alias.startswith(PREFIX)}


def others_aliases(text: str, account: str) -> set[str]:
    """The aliases that other accounts' parts have."""
    return {
        alias for other in _parts(text) if other != account for alias in kept_aliases(text, other).values()
    }


def _parts(text: str) -> dict[str, str]:
    """Account → its lines, in the order of the file; what stands before the first is the header."""
    parts: dict[str, str] = {}
    account = None
    for line in text.splitlines(keepends=True):
        if line.startswith(_ACCOUNT):
            account = line.removeprefix(_ACCOUNT).strip()
            parts[account] = ""
        elif account is not None and line.strip():
            parts[account] += line
    return parts


def _block(entry: Entry) -> str:
    place = checked(entry.endpoint)
    settings = [("HostName", place.host)]
    if place.port != DEFAULT_SSH_PORT:
        settings.append(("Port", str(place.port)))
    if place.username:
        settings.append(("User", place.username))
    settings += settings_for(entry.key_path, entry.known_hosts)
    settings.append(("ServerAliveInterval", "30"))
    lines = [f"{_SESSION}{file_name(entry.session_id)}", f"Host {entry.alias}"]
    return "\n".join([*lines, *(f"    {name} {value}" for name, value in settings), ""])


def _free(wanted: str, session_id: str, used: Collection[str]) -> str:
    if wanted not in used:
        return wanted
    suffix = _cleaned(session_id) or file_name(session_id)
    for length in range(min(_SHORTEST_SUFFIX, len(suffix)), len(suffix) + 1):
        candidate = f"{wanted}-{suffix[:length]}".rstrip(".-")
        if candidate not in used:
            return candidate
    return f"{wanted}-{file_name(f'{session_id} ')}"


def _cleaned(name: str) -> str:
    """What of a name can stand in an alias: ssh compares small letters, and takes `*`, `?`, `!` for more."""
    return re.sub(r"[^a-z0-9._]+", "-", name.lower())[:_LONGEST_NAME].strip(".-_")
