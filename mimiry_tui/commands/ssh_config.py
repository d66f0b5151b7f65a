"""`mimiry-tui ssh-config`: its options. Light to import; what does it is loaded when it runs."""

from __future__ import annotations

import argparse

from mimiry_tui.commands.account_options import add_account_options


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """One of three deeds, and the account that it is for."""
    parser.description = (
        "Names every live session for ssh, scp, rsync and editors: `ssh mimiry-NAME`. "
        "While a dashboard runs, it keeps the names up to date."
    )
    deeds = parser.add_mutually_exclusive_group(required=True)
    deeds.add_argument("--print", action="store_true", help="print the entries and change nothing")
    deeds.add_argument(
        "--install",
        action="store_true",
        help="write ~/.ssh/mimiry_config and have ~/.ssh/config read it (one line, after a backup)",
    )
    deeds.add_argument("--remove", action="store_true", help="take the line and the file away again")
    add_account_options(parser)


def run(options: argparse.Namespace) -> int:
    """Do it; returns the exit code: 1 where it could not be done, 2 for a setting that is wrong."""
    from mimiry_tui.commands import ssh_config_deeds

    return ssh_config_deeds.run(options)
