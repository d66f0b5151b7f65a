"""`mimiry-tui snapshot`: its options. Light to import; what does it is loaded when it runs."""

from __future__ import annotations

import argparse

from mimiry_tui.commands.account_options import add_account_options

_EXIT_CODES = "exit codes: 0 everything was read, 1 nothing was, 2 a setting or option is wrong, 3 some was."


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """How it is to be shown, and the account that it is of."""
    parser.description = (
        "One look at the account without a terminal, for cron, status bars and scripts. It changes nothing, "
        "and after a refused sign-in it asks for no token for a minute, however often it runs."
    )
    parser.epilog = _EXIT_CODES
    shapes = parser.add_mutually_exclusive_group()
    shapes.add_argument("--text", action="store_true", help="plain sentences (the default)")
    shapes.add_argument("--json", action="store_true", help="everything that was read, for scripts")
    shapes.add_argument("--line", action="store_true", help="one short line, for a status bar")
    shapes.add_argument("--svg", metavar="FILE", help="write a picture of the dashboard to this file")
    shapes.add_argument("--schema", action="store_true", help="describe --json as a JSON schema, and end")
    parser.add_argument(
        "--timeout", type=_seconds, default=20.0, metavar="S", help="seconds to wait for answers (default 20)"
    )
    parser.add_argument(
        "--size", type=_size, default=(120, 36), metavar="WxH", help="of --svg, in cells (default 120x36)"
    )
    parser.add_argument("--theme", metavar="NAME", help="of --svg")
    add_account_options(parser)
    parser.add_argument("--demo", action="store_true", help="of a simulated cloud instead of an account")


def run(options: argparse.Namespace) -> int:
    """Look and print; returns the exit code."""
    from mimiry_tui.commands.snapshot.taking import describe, take

    return describe() if options.schema else take(options)


def _seconds(text: str) -> float:
    try:
        seconds = float(text)
    except ValueError:
        seconds = 0.0
    if not 0.1 <= seconds <= 600:
        raise argparse.ArgumentTypeError("must be between 0.1 and 600 seconds")
    return seconds


def _size(text: str) -> tuple[int, int]:
    width, _, height = text.lower().partition("x")
    if not (
        width.isdecimal() and height.isdecimal() and 40 <= int(width) <= 500 and 10 <= int(height) <= 200
    ):
        raise argparse.ArgumentTypeError("must be like 120x36, from 40x10 to 500x200")
    return int(width), int(height)
