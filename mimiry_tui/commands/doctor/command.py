"""`mimiry-tui doctor`: the command line of it. Imports nothing heavy before it is run."""

from __future__ import annotations

import argparse

from mimiry_tui import __version__
from mimiry_tui.commands.account_options import add_account_options

_INTERRUPTED = 130


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What to look at, and how to tell it."""
    parser.description = (
        "Looks at everything the dashboard needs: settings, key, network, sign-in, programs, terminal, "
        "disk. Says what is wrong and what helps. Nothing secret is in what it prints, so it can be "
        "put into a bug report as it is."
    )
    parser.epilog = "Exit code: 0 all is well, 1 with warnings, 2 where something does not work."
    parser.add_argument("--json", action="store_true", help="print the findings as JSON, for scripts")
    parser.add_argument(
        "--no-sign-in",
        action="store_true",
        help="ask for no token, of which there are only a few per minute: use a cached one or none",
    )
    add_account_options(parser)


def run(options: argparse.Namespace) -> int:
    """Look, print, and return the exit code: 0 all well, 1 warnings, 2 failures, 130 interrupted."""
    try:
        return _examine_and_tell(options)
    except KeyboardInterrupt:
        return _INTERRUPTED


def _examine_and_tell(options: argparse.Namespace) -> int:
    import os
    import shutil
    import sys
    from functools import partial

    from mimiry_tui.clock import SystemClock
    from mimiry_tui.commands.account_options import profile_of
    from mimiry_tui.commands.doctor.examination import examine
    from mimiry_tui.commands.doctor.findings import exit_code
    from mimiry_tui.commands.doctor.printing import as_json, as_text, can_print_signs, is_coloured, summary
    from mimiry_tui.commands.doctor.surroundings import Surroundings
    from mimiry_tui.commands.doctor.terminal_check import terminal_here
    from mimiry_tui.commands.doctor.waiting import Waiting
    from mimiry_tui.commands.nobody_waits import run_unheld
    from mimiry_tui.commands.output import say
    from mimiry_tui.settings import SettingsError, resolve_paths
    from mimiry_tui.settings.paths import home_of

    profile, trouble = None, ""
    try:
        profile = profile_of(options)
    except SettingsError as error:
        trouble = str(error)
    around = Surroundings(
        profile=profile,
        paths=resolve_paths(),
        env=os.environ,
        home=home_of(os.environ),
        platform=sys.platform,
        clock=SystemClock(),
        profile_trouble=trouble,
        terminal=terminal_here(),
        may_sign_in=not options.no_sign_in,
    )
    if options.json:
        findings = run_unheld(examine(around))
        say(as_json(findings, around.home))
        return exit_code(findings)
    is_tty = sys.stdout is not None and sys.stdout.isatty()
    show = partial(
        as_text,
        home=around.home,
        coloured=is_coloured(is_tty, os.environ),
        width=shutil.get_terminal_size().columns if is_tty else None,
        has_signs=can_print_signs(getattr(sys.stdout, "encoding", None)),
    )
    can_wipe = is_tty and os.environ.get("TERM") not in {None, "", "dumb"}
    waiting = Waiting(say, profile.api_base if can_wipe and profile is not None else "")
    say(f"mimiry-tui {__version__}\n")
    try:
        findings = run_unheld(examine(around, lambda some: waiting.say(show(some))))
    finally:
        waiting.end()
    say(f"\n{summary(findings)}\n")
    return exit_code(findings)
