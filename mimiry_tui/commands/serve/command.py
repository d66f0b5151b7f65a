"""`mimiry-tui serve`: its options. Light to import; the web server is loaded when it runs."""

from __future__ import annotations

import argparse
import sys

from mimiry_tui.commands.account_options import add_account_options
from mimiry_tui.commands.output import complain
from mimiry_tui.ui.in_browser import NOT_THERE


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Where it listens, and what it opens."""
    parser.description = (
        "Shows the dashboard in a browser on this machine, and to nobody else: it listens on the loopback "
        "address only, and lets in who has the link that it prints. "
        f"What does not work there: {'; '.join(NOT_THERE)}."
    )
    parser.add_argument("--port", type=_port, default=0, metavar="N", help="port (default: a free one)")
    add_account_options(parser, opens=True)
    parser.add_argument("--theme", metavar="NAME", help="mimiry-dark, mimiry-light, mimiry-contrast, …")


def run(options: argparse.Namespace) -> int:
    """Serve until a signal; returns the exit code, 2 for a wrong setting and without the `web` extra."""
    if not _is_usable(options):
        return 2
    try:
        from mimiry_tui.commands.serve.server import serve
    except ModuleNotFoundError as error:
        sys.stderr.write(f"mimiry-tui serve needs {error.name}: pip install 'mimiry-tui[web]'\n")
        return 2
    return serve(options, NOT_THERE)


def _is_usable(options: argparse.Namespace) -> bool:
    """Whether there is such an account; what is wrong is told here, not in a page."""
    from mimiry_tui.commands.account_options import EVERY_KIND, kind_called, profile_of, refuse_contradictions
    from mimiry_tui.settings import SettingsError

    try:
        refuse_contradictions(options)
        if not options.demo:
            profile_of(options)
        elif options.kind and options.kind != EVERY_KIND:
            kind_called(options.kind)
    except SettingsError as error:
        complain(str(error))
        return False
    return True


def _port(text: str) -> int:
    port = int(text) if text.isdecimal() else -1
    if not 0 <= port <= 65_535:
        raise argparse.ArgumentTypeError("must be a port number")
    return port
