"""A name for a session: made from its task or its image, and free."""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import pairwise

from mimiry_tui.domain.launching.draft import Draft
from mimiry_tui.domain.launching.image_reference import parse_reference
from mimiry_tui.domain.plain_text import is_plain
from mimiry_tui.domain.sessions import Session

LONGEST_NAME = 64
"""Characters that the service allows (Mimiry compute API, POST /sessions)."""

_SCRIPT = re.compile(r"(?:.*/)?([^/]+)\.(?:py|sh|bash|ipynb|jl|r|lua|js|ts|rb|pl|go)", re.IGNORECASE)
_WORD = re.compile(r"[;&|()\n]+|[^\s;&|()'\"]+")
_ASSIGNMENT = re.compile(r"[A-Za-z_][A-Za-z0-9_]*=")
_WRAPPERS = frozenset({"bash", "sh", "zsh", "env", "exec", "sudo", "nohup", "time", "nice"})
"""Programs that only start the one that counts."""

_ERRANDS = frozenset(
    {"cd", "set", "export", "source", ".", "mkdir", "pip", "pip3", "uv", "apt", "apt-get", "conda", "echo"}
    | {"sleep", "git", "curl", "wget", "nvidia-smi", "true", ":"}
)
"""What is run before or beside the task."""

_MOST_COMMAND = 4_000
_FALLBACK = "session"


def suggest_name(draft: Draft, sessions: Iterable[Session]) -> str:
    """The script or program of the command, else the image's word; unique among the live sessions."""
    return unique_name(_task(draft) or _word_of_image(draft.image) or _FALLBACK, sessions)


def unique_name(wanted: str, sessions: Iterable[Session]) -> str:
    """`wanted`, or with -2, -3 … behind it, so that no live session is called so; at most 64 characters."""
    taken = {session.name for session in sessions if session.is_live}
    wanted = wanted[:LONGEST_NAME]
    if wanted not in taken:
        return wanted
    stem = re.sub(r"-[0-9]{1,4}$", "", wanted) or wanted
    number = 2
    while (name := f"{stem[: LONGEST_NAME - 1 - len(str(number))]}-{number}") in taken:
        number += 1
    return name


def taken_by(name: str, sessions: Iterable[Session]) -> Session | None:
    """The live session that is called so."""
    return next((one for one in sessions if one.is_live and one.name == name.strip()), None)


def session_name_trouble(name: str) -> str:
    """Why no session can be called so, or ""."""
    name = name.strip()
    if not name:
        return "a name is needed"
    if len(name) > LONGEST_NAME:
        return f"{len(name)} characters: at most {LONGEST_NAME}"
    return "" if is_plain(name) else "a name has no control characters"


def _task(draft: Draft) -> str:
    if not draft.has_command:
        return ""
    words = _words(draft.command[:_MOST_COMMAND])
    for word in words:
        if script := _SCRIPT.fullmatch(word):
            return _slug(script[1])
    for flag, module in pairwise(words):
        if flag == "-m":
            return _slug(module.removesuffix(".__main__").rpartition(".")[2])
    return _program(words)


def _program(words: list[str]) -> str:
    """The first program that is more than an errand."""
    starts = True
    for word in words:
        if not word.strip(";&|()\n"):
            starts = True
        elif word.startswith("#"):
            starts = False
        elif starts and not word.startswith("-") and not _ASSIGNMENT.match(word):
            name = word.rpartition("/")[2]
            if name not in _WRAPPERS | _ERRANDS:
                return _slug(name)
            starts = name in _WRAPPERS
    return ""


def _words(command: str) -> list[str]:
    """The words of a command and the separators between its parts; quotes only part words.

    A script inside quotes, as behind `bash -c`, has words of its own, and so has a quote that is
    still being typed.
    """
    return _WORD.findall(command)


def _word_of_image(image: str) -> str:
    reference = parse_reference(image)
    return _slug(reference.word) if reference else ""


def _slug(text: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", text.lower()).strip("-")[:LONGEST_NAME].strip("-")
