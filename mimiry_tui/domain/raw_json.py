"""A record's JSON as it came, made readable, with secrets masked."""

from __future__ import annotations

import json
import re

LONGEST = 1_000_000
"""Bytes of a record that are laid out; a longer one is shown as it came, cut there."""

MASK = "•••"
WITHHELD = "… the rest may hold secrets"
_SECRET_OBJECTS = frozenset({"environmentvars", "environment", "env"})
_SECRET_WORDS = (
    "token", "secret", "password", "passphrase", "privatekey", "apikey", "authorization", "credential",
)  # fmt: skip
_KEY = re.compile(r'"([^"\\]{1,100})"\s*:')
_NO_LETTER = re.compile(r"[^a-z]")


def pretty(raw: bytes) -> list[str]:
    """The lines of a record, indented, keys in the order they came; never raises.

    Values of environment variables and of anything named like a secret are masked. What is no JSON
    is shown as text, up to the first name of a secret: where its value ends is anybody's guess.
    """
    text = raw[:LONGEST].decode("utf-8", errors="replace")
    try:
        value = json.loads(text) if len(raw) <= LONGEST else None
    except (ValueError, RecursionError):
        value = None
    if value is None:
        return _as_text(text)
    try:
        # Not `splitlines`: a name with another kind of line end inside would draw lines of its own.
        return json.dumps(_masked(value), indent=2, ensure_ascii=False).split("\n")
    except (RecursionError, ValueError):
        return ["nested too deeply to be shown"]


def _as_text(text: str) -> list[str]:
    secret = next((found for found in _KEY.finditer(text) if _is_secret(found[1])), None)
    shown = text if secret is None else f"{text[: secret.end()]} {WITHHELD}"
    return shown.splitlines() or [""]


def _masked(value: object) -> object:
    if isinstance(value, dict):
        return {key: _hidden(child) if _is_secret(key) else _masked(child) for key, child in value.items()}
    return [_masked(child) for child in value] if isinstance(value, list) else value


def _hidden(value: object) -> object:
    """Names stay, values go."""
    if isinstance(value, dict):
        return {key: _hidden(child) for key, child in value.items()}
    if isinstance(value, list):
        return [_hidden(child) for child in value]
    return MASK if value not in (None, "") else value


def _is_secret(key: str) -> bool:
    name = _NO_LETTER.sub("", key.lower())
    return name in _SECRET_OBJECTS or any(word in name for word in _SECRET_WORDS)
