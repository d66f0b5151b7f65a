"""API tokens, read from where a profile says they are. Nothing here writes one, nor repeats one in words."""

from __future__ import annotations

import os
import stat
import sys
from collections.abc import Mapping, Sequence
from dataclasses import field
from importlib import import_module
from pathlib import Path
from typing import Any

from mimiry_tui.domain.frozen import dataclass
from mimiry_tui.settings.paths import expand
from mimiry_tui.settings.token_places import place_of

KEYRING_SERVICE = "mimiry-tui"
"""Under which service the system keyring has them."""
LONGEST = 4096
"""Signs of a token; real ones have fewer than a hundred, signed ones some hundreds."""

_LARGEST_FILE = 64 * 1024
_OTHERS = stat.S_IRWXG | stat.S_IRWXO
_JSON_KEYS = ("token", "api_token", "apiToken")
_DEEPEST = 3


class TokenTrouble(Exception):
    """No token can be had; the text says why, for people, and never holds what was found."""


@dataclass(frozen=True, slots=True)
class FoundToken:
    """A token and where it was found."""

    token: str = field(repr=False)
    source: str
    """As people call the place: "env MAGS_API_TOKEN"."""


class TokenMissing(TokenTrouble):
    """There is nothing there, which is no fault where other places are left to look at."""


def read_token(references: Sequence[str], env: Mapping[str, str], *, prefix: str = "") -> FoundToken:
    """The first token at these places, in their order. Blocks on the disk and on the system's keyring.

    A place that has none is passed over; one that has something unusable is where the search ends, as
    another account's token further on would be the wrong one. Raises TokenTrouble, TokenMissing where
    all were passed over.
    """
    missed = []
    for reference in references:
        try:
            token = _checked(_read(reference, env), place_of(reference), prefix)
        except TokenMissing as trouble:
            missed.append(str(trouble))
        else:
            return FoundToken(token, place_of(reference))
    raise TokenMissing("; ".join(missed) or "no place for a token is known")


def _read(reference: str, env: Mapping[str, str]) -> str:
    """What is at a place, not empty. Raises TokenTrouble."""
    source, _, where = reference.partition(":")
    where = where.strip()
    match source:
        case "env":
            if text := env.get(where, "").strip():
                return text
            raise TokenMissing(f"{place_of(reference)} is not set")
        case "file":
            return _from_file(expand(where, env), place_of(reference))
        case "json":
            return _from_json(expand(where, env), place_of(reference))
        case "keyring":
            return _from_keyring(where, place_of(reference))
    raise TokenTrouble("the profile's token has to be a place: env:NAME, keyring:NAME or file:PATH")


def _checked(token: str, place: str, prefix: str) -> str:
    """The token, if it can be one. Raises TokenTrouble."""
    if len(token.splitlines()) > 1:
        raise TokenTrouble(f"{place} has more than one line, and a token is one")
    if not token.isascii() or not token.isprintable() or " " in token:
        raise TokenTrouble(f"{place} has signs that no token has")
    if len(token) > LONGEST:
        raise TokenTrouble(f"{place} is too long for a token")
    if not token.startswith(prefix):
        raise TokenTrouble(f"what is in {place} does not begin with {prefix}, as every token there does")
    return token


def _from_file(path: Path, place: str) -> str:
    text, mode = _text_of(path, place)
    if mode & _OTHERS:
        raise TokenTrouble(f"others may read {place}: chmod 600 it, or it is not used")
    if stripped := text.strip():
        return stripped
    raise TokenMissing(f"{place} is empty")


def _from_json(path: Path, place: str) -> str:
    """What another program keeps there, in whichever of its shapes; one that is none is as good as empty."""
    import json

    text, _ = _text_of(path, place)
    try:
        found = _token_in(json.loads(text), _DEEPEST)
    except (ValueError, RecursionError):
        found = ""
    if found:
        return found
    raise TokenMissing(f"{place} holds no token")


def _token_in(value: Any, depth: int) -> str:
    """The token of an object or of one in it; empty where there is none."""
    if not isinstance(value, dict) or depth == 0:
        return ""
    for key in _JSON_KEYS:
        token = value.get(key)
        if isinstance(token, str) and token.strip():
            return token.strip()
    return next((found for below in value.values() if (found := _token_in(below, depth - 1))), "")


def _text_of(path: Path, place: str) -> tuple[str, int]:
    """What a file says, and its mode. Raises TokenTrouble."""
    from mimiry_tui.settings.private_file import reason

    try:
        # A pipe of that name would keep the caller waiting for somebody who writes.
        handle = os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC)
        with os.fdopen(handle, "rb") as file:
            mode = os.fstat(handle).st_mode
            if not stat.S_ISREG(mode):
                raise TokenTrouble(f"{place} is not a file")
            content = file.read(_LARGEST_FILE + 1)
    except (FileNotFoundError, NotADirectoryError):
        raise TokenMissing(f"there is no {place}") from None
    except OSError as error:
        raise TokenTrouble(f"{place} cannot be read: {reason(error)}") from None
    except ValueError:
        raise TokenTrouble(f"{place} is not the name of a file") from None
    if len(content) > _LARGEST_FILE:
        raise TokenTrouble(f"{place} is too large to hold a token")
    return content.decode("utf-8-sig", errors="replace"), mode


def _from_keyring(name: str, place: str) -> str:
    try:
        keyring = import_module("keyring")
        errors = import_module("keyring.errors")
    except ImportError:
        raise TokenTrouble(f'{place} needs the keyring extra: pip install "mimiry-tui[keyring]"') from None
    try:
        found: str | None = keyring.get_password(KEYRING_SERVICE, name)
    except errors.NoKeyringError:
        raise TokenTrouble(f"{place} cannot be asked: this system has no keyring") from None
    except _faults_of(errors.KeyringError):
        raise TokenTrouble(f"{place} cannot be asked: the system's keyring is locked or refuses") from None
    if found and found.strip():
        return found.strip()
    raise TokenMissing(f"{place} holds no token: keyring set {KEYRING_SERVICE} {name}")


def _faults_of(own: type[Exception]) -> tuple[type[Exception], ...]:
    """The library's own errors, and those of the bus behind it that its backends let through."""
    bus = (("secretstorage.exceptions", "SecretStorageException"), ("jeepney", "DBusErrorResponse"))
    loaded = [(sys.modules[module], name) for module, name in bus if module in sys.modules]
    return (own, OSError, RuntimeError, *(getattr(module, name) for module, name in loaded))
