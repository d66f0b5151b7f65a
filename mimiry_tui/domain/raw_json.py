"""A record's JSON as it came, made readable, with secrets masked."""

from __future__ import annotations

import json

LONGEST = 1_000_000
"""Bytes of a record that are laid out; a longer one is shown as it came, cut there."""

MASK = "•••"
_SECRET_OBJECTS = frozenset({"environment_vars", "environment", "env"})
_SECRET_WORDS = ("token", "secret", "password", "passphrase", "private_key", "api_key", "authorization")


def pretty(raw: bytes) -> list[str]:
    """The lines of a record, indented, keys in the order they came; never raises.

    Values of environment variables and of anything named like a secret are masked. What is no JSON
    is shown as text.
    """
    text = raw[:LONGEST].decode("utf-8", errors="replace")
    try:
        value = json.loads(text) if len(raw) <= LONGEST else None
    except (ValueError, RecursionError):
        value = None
    if value is None:
        return text.splitlines() or [""]
    try:
        return json.dumps(_masked(value), indent=2, ensure_ascii=False).splitlines()
    except (RecursionError, ValueError):
        return ["nested too deeply to be shown"]


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
    name = key.lower()
    return name in _SECRET_OBJECTS or any(word in name for word in _SECRET_WORDS)
