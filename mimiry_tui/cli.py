"""The command line: reads it, and composes what was asked for. Imports nothing heavy before."""

from __future__ import annotations

import argparse
import sys
from collections.abc import AsyncIterator, Sequence
from contextlib import AbstractAsyncContextManager, asynccontextmanager, nullcontext
from dataclasses import replace
from typing import TYPE_CHECKING

from mimiry_tui import __version__

if TYPE_CHECKING:
    from mimiry_tui.app import Opening
    from mimiry_tui.settings import Profile

_DESCRIPTION = "A full-screen terminal dashboard for the Mimiry GPU cloud."
_EPILOG = (
    "`mimiry-tui ssh-config --help` tells how ssh, scp and editors learn the names of sessions, "
    "`mimiry-tui simulate --help` about the simulated cloud for clients and tests."
)


def main(argv: Sequence[str] | None = None) -> int:
    """Run the program; returns its exit code."""
    arguments = list(sys.argv[1:] if argv is None else argv)
    if arguments[:1] == ["simulate"]:
        return _simulate(arguments[1:])
    if arguments[:1] == ["ssh-config"]:
        return _ssh_config(arguments[1:])
    options = _parser().parse_args(arguments)
    return _dashboard(options)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="mimiry-tui", description=_DESCRIPTION, epilog=_EPILOG)
    parser.add_argument("--version", action="version", version=f"mimiry-tui {__version__}")
    parser.add_argument("--demo", action="store_true", help="use a simulated cloud; costs and keeps nothing")
    parser.add_argument("--key", metavar="PATH", help="SSH key of the account, with or without .pub")
    parser.add_argument("--instance", metavar="NAME", help="which instance: softlaunch, alpha, …")
    parser.add_argument("--api-base", metavar="URL", help="base URL of the service, instead of --instance")
    parser.add_argument("--read-only", action="store_true", help="only look: nothing is ended or changed")
    parser.add_argument(
        "--notify",
        default="auto",
        choices=["auto", "bell", "osc9", "osc777", "off"],
        help="how the terminal is told that a session became ready, failed or ended",
    )
    parser.add_argument(
        "--split", action="store_true", help="inside tmux, S splits the window instead of opening one"
    )
    parser.add_argument(
        "--theme", metavar="NAME", help="mimiry-dark, mimiry-light, mimiry-contrast, or any of Textual's"
    )
    return parser


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


def _simulate(arguments: Sequence[str]) -> int:
    from mimiry_tui.simulator.command import add_arguments, run

    parser = argparse.ArgumentParser(prog="mimiry-tui simulate")
    add_arguments(parser)
    return run(parser.parse_args(arguments))


def _ssh_config(arguments: Sequence[str]) -> int:
    from mimiry_tui.live.ssh_config_command import add_arguments, run

    parser = argparse.ArgumentParser(prog="mimiry-tui ssh-config")
    add_arguments(parser)
    return run(parser.parse_args(arguments))
