"""What the command line offers: the parsers of the dashboard and of each subcommand."""

from __future__ import annotations

import argparse
import os
from importlib import import_module
from types import ModuleType

from mimiry_tui import __version__
from mimiry_tui.commands.account_options import add_account_options
from mimiry_tui.commands.guide import GuideParser
from mimiry_tui.commands.table import DASHBOARD_EXAMPLES, SUBCOMMANDS, Subcommand, find

_DESCRIPTION = (
    "A full-screen terminal dashboard for the Mimiry GPU cloud: sessions, prices, volumes and money, live. "
    "Without a command it opens."
)


def dashboard_parser(*, takes_words: bool = True) -> GuideParser:
    """The parser for everything that is no subcommand; with `takes_words` it collects what is misplaced."""
    parser = GuideParser(
        prog="mimiry-tui",
        usage="mimiry-tui [options]\n       mimiry-tui COMMAND [options]",
        description=_DESCRIPTION,
        lists=[
            ("commands, each with its own --help", [(one.name, one.summary) for one in SUBCOMMANDS]),
            ("examples", DASHBOARD_EXAMPLES),
        ],
    )
    parser.add_argument("--version", action="version", version=f"mimiry-tui {__version__}")
    add_dashboard_options(parser)
    if takes_words:
        parser.add_argument("misplaced", nargs="*", help=argparse.SUPPRESS)
    return parser


def add_dashboard_options(parser: argparse.ArgumentParser) -> None:
    """What may be said of the dashboard wherever it is opened: here, by `setup`, by `serve`."""
    add_account_options(parser, opens=True)
    look = parser.add_argument_group("how it looks and tells")
    look.add_argument(
        "--theme", metavar="NAME", help="mimiry-dark, mimiry-light, mimiry-contrast, or any of Textual's"
    )
    look.add_argument(
        "--notify",
        choices=["auto", "bell", "osc9", "osc777", "off"],
        help="how the terminal is told that a session became ready, failed or ended",
    )
    look.add_argument(
        "--split", action="store_true", help="inside tmux, S splits the window instead of opening one"
    )


def parse_dashboard(arguments: list[str]) -> argparse.Namespace:
    """The options of a call without a subcommand; ends the program for what is not understood."""
    if "_ARGCOMPLETE" in os.environ:  # a shell that completes runs the program without any arguments
        complete(os.environ.get("COMP_LINE", ""))
    parser = dashboard_parser()
    options = parser.parse_args(arguments)
    if options.misplaced:
        parser.error(_no_such_command(options.misplaced[0]))
    return options


def parse_setup(arguments: list[str]) -> argparse.Namespace:
    """The options of `setup`: those of the dashboard, which it opens."""
    subcommand = find("setup")
    assert subcommand is not None
    parser = subcommand_parser(subcommand)
    add_dashboard_options(parser)
    return parser.parse_args(arguments)


def complete(line: str) -> None:
    """Answer a shell that completes this line. Ends the process.

    Of the subcommands only one that is in the line is loaded: completing must feel like nothing.
    """
    from mimiry_tui.commands.completion import answer, begins_with_option

    parser = dashboard_parser(takes_words=False)
    if begins_with_option(line):  # a command comes first or not at all
        answer(parser)
    commands = parser.add_subparsers()
    words = line.split()
    for subcommand in SUBCOMMANDS:
        below = commands.add_parser(subcommand.name, help=subcommand.summary)
        if not subcommand.module:
            add_dashboard_options(below)
        elif subcommand.name in words[1:]:
            load(subcommand).add_arguments(below)
    answer(parser)


def load(subcommand: Subcommand) -> ModuleType:
    """The module behind a subcommand, which has `add_arguments` and `run`."""
    return import_module(subcommand.module)


def run_subcommand(subcommand: Subcommand, arguments: list[str]) -> int:
    """Parse and run; returns the exit code, ends the program for what is not understood."""
    module = load(subcommand)
    parser = subcommand_parser(subcommand)
    module.add_arguments(parser)
    code: int = module.run(parser.parse_args(arguments))
    return code


def subcommand_parser(subcommand: Subcommand) -> GuideParser:
    """The parser of one, still without its arguments."""
    summary = subcommand.summary
    return GuideParser(
        prog=f"mimiry-tui {subcommand.name}",
        description=f"{summary[0].upper()}{summary[1:]}.",
        lists=[("examples", subcommand.examples)],
    )


def _no_such_command(word: str) -> str:
    from difflib import get_close_matches

    from mimiry_tui.domain.safe_text import safe_text

    if find(word) is not None:
        return f"the command comes first: mimiry-tui {word} …"
    near = get_close_matches(word, [one.name for one in SUBCOMMANDS], n=1)
    return f"no such command: {safe_text(word)}" + (f"; did you mean {near[0]}?" if near else "")
