"""What `mimiry-tui info --json` prints: the shape that scripts may rely on."""

from __future__ import annotations

from mimiry_tui.commands.info_facts import ACCOUNT

VERSION = 1
"""Counts up when something is taken away or means something else; new members leave it."""

_TEXT_OR_NULL = {"type": ["string", "null"]}
_FOLDER = {
    "type": "object",
    "required": ["path", "bytes"],
    "properties": {
        "path": {"type": "string"},
        "bytes": {"type": ["integer", "null"], "description": "of all files in it; null: not there yet"},
    },
}
SCHEMA: dict[str, object] = {
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "title": "mimiry-tui info --json",
    "type": "object",
    "required": [
        *("version", "program", "python", "system", "trouble", "account", "folders"),
        *("settings_problems", "terminal", "libraries"),
    ],
    "properties": {
        "version": {"const": VERSION, "description": "of this shape"},
        "program": {"type": "string", "description": "the version of mimiry-tui"},
        "python": {"type": "string"},
        "system": {"type": "string"},
        "trouble": {**_TEXT_OR_NULL, "description": "why there is no account to tell of, else null"},
        "account": {
            "type": "object",
            "required": list(ACCOUNT),
            "properties": {name: {**_TEXT_OR_NULL, "description": words} for name, words in ACCOUNT.items()},
        },
        "folders": {
            "type": "object",
            "required": ["config", "state", "cache"],
            "properties": {
                "config": {**_FOLDER, "description": "settings and templates"},
                "state": {**_FOLDER, "description": "history, logs, reports"},
                "cache": {**_FOLDER, "description": "for what may be deleted: nothing so far"},
                "account": {**_FOLDER, "description": "what is kept of this account; not always there"},
                "tokens": {**_FOLDER, "description": "shared with the SDK; not always there"},
            },
        },
        "settings_problems": {"type": "array", "items": {"type": "string"}},
        "terminal": {
            "type": "object",
            "additionalProperties": {"type": "string"},
            "description": "variables that are set, by their names",
        },
        "libraries": {
            "type": "object",
            "additionalProperties": _TEXT_OR_NULL,
            "description": "the version of each, by its name; null: not installed",
        },
    },
}
