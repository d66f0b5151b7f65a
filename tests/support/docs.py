"""`make docs`: the parts of the documents that the program itself knows, put between their marks.

A generated part stands between `<!-- generated: NAME -->` and `<!-- end -->`; all else is left as it is.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from types import MappingProxyType

from mimiry_tui.settings.default_file import default_file
from mimiry_tui.settings.schema import docs_table, schema_text
from tests.support import docs_commands, docs_json, docs_keys, docs_layers, docs_screens

ROOT = Path(__file__).parents[2]
SCHEMA_FILE = ROOT / "docs" / "settings.schema.json"

_PART = re.compile(r"(<!-- generated: (?P<name>[a-z-]+) -->\n).*?(<!-- end -->)", re.DOTALL)


def _fenced(text: str, language: str) -> str:
    return f"```{language}\n{text.strip()}\n```"


PARTS: Mapping[str, Callable[[], str]] = MappingProxyType(
    {
        "dashboard-keys": docs_keys.dashboard_table,
        "keys": docs_keys.every_table,
        "settings": docs_table,
        "default-file": lambda: _fenced(default_file(), "toml"),
        "subcommands": docs_commands.subcommands_table,
        "help": docs_commands.every_help,
        "snapshot-json": docs_json.snapshot_tables,
        "doctor-json": docs_json.doctor_tables,
        "info-json": docs_json.info_tables,
        "screens": docs_screens.gallery,
        "layers": docs_layers.picture,
    }
)
"""What can be generated, by the names in the marks."""


def documents() -> tuple[Path, ...]:
    """Every document that people read, as far as it is ours to keep true."""
    return (*sorted(ROOT.glob("*.md")), *sorted((ROOT / "docs").glob("*.md")))


def filled(text: str) -> str:
    """The document with its generated parts as they are now. KeyError for a part that nobody generates."""
    return _PART.sub(lambda part: f"{part[1]}\n{PARTS[part['name']]().strip()}\n\n{part[3]}", text)


def main() -> None:
    """Bring every document up to date, and name those that changed."""
    wanted = {path: filled(path.read_text("utf-8")) for path in documents()}
    wanted[SCHEMA_FILE] = schema_text()
    for path, text in wanted.items():
        if not path.exists() or path.read_text("utf-8") != text:
            path.write_text(text, "utf-8")
            sys.stdout.write(f"{path.relative_to(ROOT)}\n")


if __name__ == "__main__":
    main()
