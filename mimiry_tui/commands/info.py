"""`mimiry-tui info`: versions, folders and settings, for a bug report. Asks no service anything."""

from __future__ import annotations

import argparse
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from mimiry_tui.commands.account_options import add_account_options

if TYPE_CHECKING:
    from mimiry_tui.settings import Profile


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
    """Print it; returns the exit code, 2 where a setting is so wrong that there is no account."""
    import json
    import os

    from mimiry_tui.commands.account_options import profile_of
    from mimiry_tui.commands.output import say
    from mimiry_tui.settings import SettingsError
    from mimiry_tui.settings.paths import home_of

    if options.settings_schema:
        from mimiry_tui.settings.schema import schema_text

        say(schema_text())
        return 0
    profile, trouble = None, ""
    try:
        profile = profile_of(options)
    except SettingsError as error:
        trouble = str(error)
    report = gather(profile, os.environ, home_of(os.environ), trouble)
    text = json.dumps(report, indent=2, ensure_ascii=False) + "\n" if options.json else as_text(report)
    say(text)
    return 2 if trouble else 0


def gather(profile: Profile | None, env: Mapping[str, str], home: Path, trouble: str) -> dict[str, object]:
    """Everything that is told, in JSON's values. Reads the disk.

    `trouble` is why there is no profile.
    """
    from mimiry_tui import __version__
    from mimiry_tui.commands import info_facts as facts
    from mimiry_tui.commands.info_schema import VERSION
    from mimiry_tui.commands.plain_words import plain_words
    from mimiry_tui.settings import resolve_paths

    paths = resolve_paths(env)

    def plain(value: str | None) -> str | None:
        return None if value is None else plain_words(value, home)

    return {
        "version": VERSION,
        "program": __version__,
        **facts.python_and_system(),
        "trouble": plain(trouble or None),
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
        if name in {"version", "program"} or value is None:
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
