"""The command line: reads it, and composes what was asked for. Imports nothing heavy before."""

from __future__ import annotations

import argparse
import sys
from collections.abc import AsyncIterator, Sequence
from contextlib import AbstractAsyncContextManager, asynccontextmanager, nullcontext
from dataclasses import replace
from typing import TYPE_CHECKING

from mimiry_tui.cli_parser import parse_dashboard, parse_setup, run_subcommand
from mimiry_tui.commands.table import find

if TYPE_CHECKING:
    from mimiry_tui.app import Opening
    from mimiry_tui.settings import Profile


def main(argv: Sequence[str] | None = None) -> int:
    """Run the program; returns its exit code."""
    arguments = list(sys.argv[1:] if argv is None else argv)
    subcommand = find(arguments[0]) if arguments else None
    if subcommand is None:
        return _dashboard(parse_dashboard(arguments))
    if not subcommand.module:
        return _dashboard(parse_setup(arguments[1:]))
    return run_subcommand(subcommand, arguments[1:])


def _dashboard(options: argparse.Namespace) -> int:
    if not _has_terminal():
        print("mimiry-tui: needs a terminal for its keys and its screen", file=sys.stderr)
        return 2
    import gc

    # Start-up makes much and drops nothing: the app collects once the first frame stands.
    gc.disable()

    from mimiry_tui.app import MimiryApp
    from mimiry_tui.settings import SettingsError
    from mimiry_tui.settings.preferences import Notify

    try:
        opening, name = _account(options)
        app = MimiryApp(
            opening, name, theme=options.theme, notify=Notify(options.notify), split=options.split
        )
    except SettingsError as error:
        print(f"mimiry-tui: {error}", file=sys.stderr)
        return 2
    last_words = app.run()
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
    return sys.stdin.isatty() and sys.stderr.isatty()


def _account(options: argparse.Namespace) -> tuple[Opening, str]:
    """What to open, and what to call it. Raises SettingsError."""
    if options.demo:
        return _demo(options.read_only), "demo"
    from mimiry_tui.settings import resolve_profile

    profile = resolve_profile(
        key=options.key,
        api_base=options.api_base,
        instance=options.instance,
        read_only=options.read_only,
    )
    return _known(profile), profile.name


def _demo(read_only: bool) -> Opening:
    """The account of a cloud that is started for it."""
    from mimiry_tui.simulator.demo_process import demo_account

    @asynccontextmanager
    async def opened() -> AsyncIterator[Profile]:
        async with demo_account() as profile:
            yield replace(profile, read_only=read_only)

    return opened


def _known(profile: Profile) -> Opening:
    """An account that needs nothing made ready but the name of its folder, after the first frame."""

    def opened() -> AbstractAsyncContextManager[Profile]:
        from mimiry_tui.settings import account_dir, resolve_paths

        paths = resolve_paths()
        folder = account_dir(paths.state_dir, profile.api_base, profile.key_path)
        return nullcontext(replace(profile, state_dir=folder, config_dir=paths.config_dir))

    return opened
