"""The command line: reads it, and composes what was asked for. Imports nothing heavy before."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING

from mimiry_tui.cli_parser import parse_dashboard, parse_setup, run_subcommand
from mimiry_tui.commands.output import print_what_it_can
from mimiry_tui.commands.table import find

if TYPE_CHECKING:
    from mimiry_tui.app import MimiryApp
    from mimiry_tui.settings.preferences import Preferences


def main(argv: Sequence[str] | None = None) -> int:
    """Run the program; returns its exit code."""
    print_what_it_can()
    arguments = list(sys.argv[1:] if argv is None else argv)
    subcommand = find(arguments[0]) if arguments else None
    if subcommand is None:
        return _dashboard(parse_dashboard(arguments))
    if not subcommand.module:
        return _dashboard(parse_setup(arguments[1:]), set_up=True)
    return run_subcommand(subcommand, arguments[1:])


def _dashboard(options: argparse.Namespace, *, set_up: bool = False) -> int:
    if not _has_terminal():
        print("mimiry-tui: needs a terminal for its keys and its screen", file=sys.stderr)
        return 2
    import gc

    from mimiry_tui.commands.nobody_waits import run_unheld

    # Start-up makes much and drops nothing: the app collects once the first frame stands.
    gc.disable()

    from mimiry_tui.settings import SettingsError

    try:
        app = _app(options, set_up=set_up)
    except SettingsError as error:
        print(f"mimiry-tui: {error}", file=sys.stderr)
        return 2
    last_words = run_unheld(app.run_async())
    if sys.stderr.isatty():
        sys.stderr.write("\x1b[?1016l")  # Textual turns mouse positions in pixels on and leaves them so
    if app.return_code:
        where = f"; a report is in {app.crash_report}" if app.crash_report else ""
        print(f"mimiry-tui: {app.failure}" if app.failure else f"mimiry-tui broke{where}", file=sys.stderr)
        return app.return_code
    if last_words:
        print(last_words)
    return 0


def _has_terminal() -> bool:
    """Keys come from the one, the screen goes to the other; without them it would paint for nobody."""
    if "TEXTUAL_DRIVER" in os.environ:  # `serve` runs it for a browser, which has both
        return True
    return sys.stdin.isatty() and sys.stderr.isatty()


def _app(options: argparse.Namespace, *, set_up: bool) -> MimiryApp:
    """The dashboard, with what settings, flags and environment say. Raises SettingsError."""
    from mimiry_tui.app import MimiryApp
    from mimiry_tui.clock import SystemClock
    from mimiry_tui.clouds.registry import kind_names
    from mimiry_tui.commands.account_options import refuse_contradictions
    from mimiry_tui.commands.accounts import Book, Flags
    from mimiry_tui.live.settings_keeper import SettingsKeeper
    from mimiry_tui.settings import resolve_paths
    from mimiry_tui.settings.file import SettingsFile
    from mimiry_tui.ui.themes import FOLDER

    refuse_contradictions(options)
    paths = resolve_paths()
    file = SettingsFile(paths.config_dir, kind_names())
    settings = file.load()
    flags = Flags(
        profile=options.profile or "",
        kind=options.kind or "",
        key=options.key,
        api_base=options.api_base,
        instance=options.instance,
        read_only=options.read_only,
        demo=options.demo,
    )
    book, clock = Book(flags), SystemClock()
    return MimiryApp(
        book.start(settings),
        clock=clock,
        theme=options.theme,
        settings=settings,
        adjust=lambda preferences: _with_flags(preferences, options),
        keeper=SettingsKeeper(file, settings, clock),
        book=book,
        themes=paths.config_dir / FOLDER,
        set_up=set_up,
    )


def _with_flags(preferences: Preferences, options: argparse.Namespace) -> Preferences:
    """What the command line says wins for as long as the program runs."""
    from dataclasses import replace  # it takes its share of the time that --help has

    from mimiry_tui.settings.preferences import Notify, TmuxPlace

    if options.notify is not None:
        by = replace(preferences.notifications, by=Notify(options.notify))
        preferences = replace(preferences, notifications=by)
    if options.split:
        preferences = replace(preferences, ssh=replace(preferences.ssh, tmux=TmuxPlace.SPLIT))
    return preferences
