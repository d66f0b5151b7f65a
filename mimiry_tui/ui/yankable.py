"""What of a record is worth copying: names, command lines with every value in them, the record itself."""

from __future__ import annotations

import shlex
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

from mimiry_tui.clouds.base import Recipe
from mimiry_tui.domain.offers import Offer
from mimiry_tui.domain.raw_json import pretty
from mimiry_tui.domain.safe_text import safe_text
from mimiry_tui.domain.scripts import gist
from mimiry_tui.domain.sessions import Session
from mimiry_tui.domain.volumes import Volume
from mimiry_tui.ssh.command import remote_uri, rsync_argv, scp_argv, ssh_argv
from mimiry_tui.ssh.endpoint import UnsafeEndpointError
from mimiry_tui.ui.clipboard import without_controls

CLOSING_KEYS = frozenset("qy")
"""Keys of the menu itself."""


class Choice(NamedTuple):
    """A key (empty for none), what it copies in words, and the text itself, without control characters."""

    key: str
    label: str
    text: str
    shown: str = ""
    """How it reads in the menu, where that is not the text."""


def yankable(
    record: Session | Offer | Volume,
    key_path: Path | None,
    *,
    recipes: Sequence[Recipe] = (),
    log_path: Path | None = None,
    alias: str = "",
) -> list[Choice]:
    """What can be copied of a record; of a session also `recipes` of its cloud and where its log is kept.

    `alias` is the session's name in the generated ssh configuration, if there is one.
    """
    choices = _shell(record, key_path, alias) if isinstance(record, Session) else []
    if isinstance(record, Offer):
        choices.append(Choice("i", "model name", _clean(record.model)))
    else:
        choices += [Choice("i", "id", _clean(record.id)), Choice("n", "name", _clean(record.name))]
    if isinstance(record, Session):
        choices.append(Choice("m", "image", _clean(record.image)))
        choices.append(Choice("p", "public URL", _clean(record.url)))
        choices.append(
            Choice("w", "what it runs", _clean_lines(record.command), safe_text(gist(record.command)))
        )
        choices += [Choice(one.key, safe_text(one.label, 40), _clean_lines(one.text)) for one in recipes]
        if log_path is not None:
            choices.append(Choice("l", "log file path", str(log_path)))
    lines = pretty(record.raw) if record.raw else []
    count = f"{len(lines)} line{'s' if len(lines) != 1 else ''}, secrets masked"
    choices.append(Choice("j", "raw JSON", without_controls("\n".join(lines)), count))
    return _with_own_keys([choice for choice in choices if choice.text])


def _shell(session: Session, key_path: Path | None, alias: str) -> list[Choice]:
    """The ways into a session; none where its endpoint is none: the overview says why."""
    found: list[Choice] = []
    if session.ssh is not None:
        with suppress(UnsafeEndpointError):
            found = [
                Choice("s", "ssh command", shlex.join(ssh_argv(session.ssh, key_path))),
                Choice("u", "scp command", shlex.join(scp_argv(session.ssh, key_path))),
                Choice("r", "rsync command", shlex.join(rsync_argv(session.ssh, key_path))),
                Choice("v", "editor's remote URI", remote_uri(session.ssh, alias=alias)),
            ]
    return found


def _with_own_keys(choices: list[Choice]) -> list[Choice]:
    """Each key once, the first that wants it: a cloud's recipe may ask for one that is taken."""
    taken = set(CLOSING_KEYS)
    told = []
    for choice in choices:
        told.append(choice._replace(key="") if choice.key in taken else choice)
        taken.add(choice.key)
    return told


def _clean(text: str) -> str:
    return safe_text(text, 4_000)


def _clean_lines(text: str) -> str:
    return "\n".join(map(_clean, text.split("\n")))
