"""The JSON that the program prints, as tables out of its own schemas."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

from mimiry_tui.commands.doctor.schema import SCHEMA
from mimiry_tui.commands.info_schema import SCHEMA as INFO
from mimiry_tui.commands.snapshot.schema import json_schema

Schema = Mapping[str, Any]


def snapshot_tables() -> str:
    """The document itself, then each kind of record in it."""
    schema = json_schema()
    parts = [_table(schema)]
    for name, kind in schema["$defs"].items():
        if not name.endswith("_or_null"):
            parts.append(f"`{name}`:\n\n{_table(_some(kind))}")
    return "\n\n".join(parts)


def doctor_tables() -> str:
    """The report with its findings."""
    return _table(SCHEMA)


def info_tables() -> str:
    """The report, by its headings."""
    return _table(INFO)


def _table(schema: Schema) -> str:
    rows = [f"| `{path}` | {kind} | {words} |" for path, kind, words in _fields(schema)]
    return "\n".join(["| field | is | |", "| --- | --- | --- |", *rows])


def _fields(schema: Schema, above: str = "") -> Iterator[tuple[str, str, str]]:
    """Dotted path, type and words of every field, with those of the objects in it."""
    for name, field in schema["properties"].items():
        path = f"{above}{name}"
        yield path, _kind(field), _cell(str(field.get("description", "")))
        if "properties" in (inner := _some(field)):
            yield from _fields(inner, f"{path}.")
        elif "properties" in (item := inner.get("items", {})):
            yield from _fields(item, f"{path}[].")


def _some(field: Schema) -> Schema:
    """What it is where it is not null."""
    told: Schema = next((one for one in field.get("anyOf", ()) if one.get("type") != "null"), field)
    return told


def _kind(field: Schema) -> str:
    if "$ref" in field:
        name = str(field["$ref"]).rpartition("/")[2]
        return f"{name.removesuffix('_or_null')}{', null' if name.endswith('_or_null') else ''}"
    if "anyOf" in field:
        return ", ".join(_kind(one) for one in field["anyOf"])
    if "const" in field:
        return f"`{json.dumps(field['const'])}`"
    if "enum" in field:
        return ", ".join(f"`{one}`" for one in field["enum"])
    told = field["type"]
    kinds = [told] if isinstance(told, str) else list(told)
    return ", ".join(_listed(field) if kind == "array" else str(kind) for kind in kinds)


def _listed(field: Schema) -> str:
    inner = field.get("items", {})
    return "array" if "properties" in inner else f"array of {_kind(inner)}"


def _cell(text: str) -> str:
    return text.replace("|", "\\|")
