"""`mimiry-tui info`: versions, folders and settings, for a bug report. Asks no service anything."""

from __future__ import annotations

import argparse
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from mimiry_tui.commands.account_options import add_account_options

if TYPE_CHECKING:
    from mimiry_tui.settings import Profile

JSON_VERSION = 1
"""Of the shape that `--json` prints; counts up when something is taken away or means something else."""

_TEXT_OR_NULL = {"type": ["string", "null"]}
SCHEMA: dict[str, object] = {
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "title": "mimiry-tui info --json",
    "type": "object",
    "required": [
        *("version", "program", "python", "system", "account", "folders"),
        *("settings_problems", "terminal", "libraries"),
    ],
    "properties": {
        "version": {"const": JSON_VERSION, "description": "of this shape"},
        "program": {"type": "string", "description": "the version of mimiry-tui"},
        "python": {"type": "string"},
        "system": {"type": "string"},
        "account": {"type": "object", "additionalProperties": _TEXT_OR_NULL},
        "folders": {
            "type": "object",
            "additionalProperties": {
                "type": "object",
                "required": ["path", "bytes"],
                "properties": {
                    "path": {"type": "string"},
                    "bytes": {"type": ["integer", "null"], "description": "null: not there yet"},
                },
            },
        },
        "settings_problems": {"type": "array", "items": {"type": "string"}},
        "terminal": {"type": "object", "additionalProperties": {"type": "string"}},
        "libraries": {
            "type": "object",
            "additionalProperties": {**_TEXT_OR_NULL, "description": "null: not installed"},
        },
    },
}
"""What `--json` prints, for scripts to rely on."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """How to tell it, and for which account."""
    parser.description = (
        "Tells versions, folders with their sizes, and what the settings come to. Asks no service "
        "anything, and prints nothing secret."
    )
    parser.add_argument("--json", action="store_true", help="print it as JSON, for scripts")
    parser.add_argument(
        "--settings-schema", action="store_true", help="print the JSON schema of settings.toml, for editors"
    )
    add_account_options(parser)


def run(options: argparse.Namespace) -> int:
    """Print it; returns the exit code, 2 for a setting that is wrong."""
    import json
    import os

    from mimiry_tui.commands.account_options import profile_of
    from mimiry_tui.commands.output import complain, say
    from mimiry_tui.settings import SettingsError
    from mimiry_tui.settings.paths import home_of

    if options.settings_schema:
        from mimiry_tui.settings.schema import schema_text

        say(schema_text())
        return 0
    try:
        profile = profile_of(options)
    except SettingsError as error:
        complain(str(error))
        return 2
    home = home_of(os.environ)
    report = gather(profile, os.environ, home)
    text = json.dumps(report, indent=2, ensure_ascii=False) + "\n" if options.json else as_text(report)
    say(text)
    return 0


def gather(profile: Profile, env: Mapping[str, str], home: Path) -> dict[str, object]:
    """Everything that is told, in JSON's values. Reads the disk."""
    from mimiry_tui import __version__
    from mimiry_tui.commands import info_facts as facts
    from mimiry_tui.commands.plain_words import plain_words
    from mimiry_tui.settings import resolve_paths

    paths = resolve_paths(env)

    def plain(value: str | None) -> str | None:
        return None if value is None else plain_words(value, home)

    return {
        "version": JSON_VERSION,
        "program": __version__,
        **facts.python_and_system(),
        "account": {name: plain(value) for name, value in facts.account(profile).items()},
        "folders": {
            name: {"path": plain(str(folder.path)), "bytes": folder.size}
            for name, folder in facts.folders(paths, profile).items()
        },
        "settings_problems": [plain(words) for words in facts.settings_problems(paths, profile)],
        "terminal": {name: plain(value) for name, value in facts.terminal(env).items()},
        "libraries": facts.library_versions(),
    }


def as_text(report: Mapping[str, object]) -> str:
    """The report for people: one line per fact, tables under their headings."""
    lines: list[str] = [f"mimiry-tui {report['program']}"]
    for name, value in report.items():
        if name in {"version", "program"}:
            continue
        heading = name.replace("_", " ")
        if isinstance(value, Mapping):
            lines += ["", heading, *_table(value)]
        elif isinstance(value, Sequence) and not isinstance(value, str):
            lines += ["", heading, *(f"  {item}" for item in value or ["none"])]
        else:
            lines.append(f"{heading}: {value}")
    return "\n".join([*lines, ""])


def _table(rows: Mapping[str, object]) -> list[str]:
    width = max(map(len, rows), default=0)
    return [f"  {name.replace('_', ' '):<{width}}  {_shown(value)}".rstrip() for name, value in rows.items()]


def _shown(value: object) -> str:
    """A folder with its size; "—" for what is not there."""
    if not isinstance(value, Mapping):
        return "—" if value is None else str(value)
    from mimiry_tui.commands.sizes import size_words

    size = value["bytes"]
    return f"{value['path']}  {size_words(size) if isinstance(size, int) else 'not there yet'}"
