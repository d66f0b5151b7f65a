"""What `settings.toml` may hold, for editors (JSON Schema) and for readers (a table)."""

from __future__ import annotations

import json
from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from mimiry_tui.settings.default_file import limits
from mimiry_tui.settings.options import KEYS, OPTIONS, PROFILE, TABLES
from mimiry_tui.settings.profile_options import PROFILE_OPTIONS
from mimiry_tui.settings.values import LONGEST_TEXT, MOST_WORDS, Kind, Option

DIALECT = "https://json-schema.org/draft/2020-12/schema"

Schema = dict[str, Any]


def json_schema() -> Schema:
    """The schema of the whole file; what only the program can check, it leaves open."""
    tables = {table: _table(words, _of(table)) for table, words in TABLES.items()}
    tables["keys"] = _described(f"{TABLES['keys']}.", type="object", additionalProperties=_bindings())
    profile = _table("An account", PROFILE_OPTIONS)
    return {
        "$schema": DIALECT,
        "title": "Settings of mimiry-tui",
        "type": "object",
        "additionalProperties": False,
        "properties": {
            PROFILE.name: _property(PROFILE),
            **tables,
            "profiles": _described(
                "Accounts to switch between, by name.", type="object", additionalProperties=profile
            ),
        },
    }


def schema_text() -> str:
    """The schema as the text of a file."""
    return json.dumps(json_schema(), indent=2, ensure_ascii=False) + "\n"


def docs_table() -> str:
    """Every setting in Markdown: name, default, what it does."""
    rows = ["| setting | default | what it does |", "| --- | --- | --- |", _row(PROFILE.name, PROFILE)]
    for table, words in TABLES.items():
        rows.append(f"| **{table}** | | {_cell(words)}. |")
        rows += [_row(option.name, option) for option in _of(table)]
    rows.append(f"| `{KEYS.name}` | | {_cell(KEYS.help)} |")
    rows.append("| **profiles** | | Accounts to switch between, a table for each. |")
    rows += [_row(f"profiles.NAME.{option.key}", option) for option in PROFILE_OPTIONS]
    return "\n".join(rows) + "\n"


def _of(table: str) -> Iterable[Option]:
    return (option for option in OPTIONS if option.table == table)


def _table(words: str, options: Iterable[Option]) -> Schema:
    properties = {option.key: _property(option) for option in options}
    return _described(f"{words}.", type="object", properties=properties, additionalProperties=False)


def _property(option: Option) -> Schema:
    return {**_described(option.help), **_type(option), "default": _plain(option)}


def _described(words: str, **schema: Any) -> Schema:
    return {"description": words, **schema}


def _type(option: Option) -> Schema:
    match option.kind:
        case Kind.SWITCH:
            return {"type": "boolean"}
        case Kind.WHOLE:
            return {"type": "integer", **_bounds(option)}
        case Kind.NUMBER:
            return {"type": "number", **_bounds(option)}
        case Kind.AMOUNT:
            return {"anyOf": [{"type": "number", **_bounds(option)}, {"type": "string"}]}
        case Kind.CHOICE:
            return {"enum": [*([""] if option.is_optional else []), *option.choices]}
        case Kind.WORDS:
            return {"type": "array", "maxItems": MOST_WORDS, "items": _text()}
        case Kind.LENGTH | Kind.TEXT:
            return _text()


def _text() -> Schema:
    return {"type": "string", "maxLength": LONGEST_TEXT}


def _bindings() -> Schema:
    """A key, or a table of them where the id of a binding has dots."""
    return {"anyOf": [_text(), {"type": "object"}]}


def _bounds(option: Option) -> Schema:
    ends = {"minimum": option.least, "maximum": option.most}
    return {name: end for name, end in ends.items() if end is not None}


def _plain(option: Option) -> object:
    """The default as JSON has it: what `literal` writes, read as data."""
    match option.default:
        case bool() | int() | float():
            return option.default
        case Decimal():
            return int(option.default) if option.default == int(option.default) else float(option.default)
        case tuple():
            return list(option.default)
    return option.show(option.default)


def _row(name: str, option: Option) -> str:
    may_be = limits(option)
    words = f"{option.help.removesuffix('.')}{f' ({may_be})' if may_be else ''}."
    return f"| `{name}` | `{option.literal(option.default)}` | {_cell(words)} |"


def _cell(text: str) -> str:
    return text.replace("|", "\\|")
