"""What the command line says of itself, at a width of its own."""

from __future__ import annotations

import os
from unittest.mock import patch

from mimiry_tui.cli_parser import add_dashboard_options, dashboard_parser, load, subcommand_parser
from mimiry_tui.commands.guide import GuideParser
from mimiry_tui.commands.table import SUBCOMMANDS, find

WIDTH = 100


def parser_of(name: str) -> GuideParser:
    """The parser of a subcommand as the program builds it; "" for that of the dashboard."""
    subcommand = find(name)
    if subcommand is None:
        return dashboard_parser(takes_words=False)
    parser = subcommand_parser(subcommand)
    if subcommand.module:
        load(subcommand).add_arguments(parser)
    else:
        add_dashboard_options(parser)
    return parser


def help_of(name: str) -> str:
    """The help as a terminal of that width without colours shows it."""
    with patch.dict(os.environ, {"COLUMNS": str(WIDTH), "NO_COLOR": "1"}):
        return parser_of(name).format_help()


def every_help() -> str:
    """The help of the program and of each subcommand."""
    parts = []
    for name in ("", *(one.name for one in SUBCOMMANDS)):
        text = "\n".join(line.rstrip() for line in help_of(name).rstrip().splitlines())
        parts.append(f"## mimiry-tui {name}".rstrip() + f"\n\n```text\n{text}\n```")
    return "\n\n".join(parts)


def subcommands_table() -> str:
    """Each subcommand with its summary and first example."""
    rows = [f"| `mimiry-tui {one.name}` | {one.summary} |" for one in SUBCOMMANDS]
    return "\n".join(["| command | does |", "| --- | --- |", *rows])
