"""`mimiry-tui completion`: what a shell needs to complete this program's words, and the words themselves."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Iterable, Iterator

from mimiry_tui.commands.account_options import EVERY_KIND

_SHELLS = ("bash", "zsh", "fish")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """For which shell."""
    parser.description = (
        "Prints what makes tab complete commands, options, profiles, instances and themes. "
        "It asks no service for anything."
    )
    parser.add_argument("shell", choices=_SHELLS, help="the shell to print it for")


def run(options: argparse.Namespace) -> int:
    """Print the shell's code; returns the exit code."""
    from argcomplete.shell_integration import shellcode

    from mimiry_tui.commands.output import say

    say(shellcode(["mimiry-tui"], shell=options.shell))
    return 0


def answer(parser: argparse.ArgumentParser) -> None:
    """Answer the shell that asks for the words which fit where its cursor is. Ends the process."""
    import argcomplete

    for action in _actions(parser):
        words = _WORDS.get(action.dest)
        if words is not None:
            # argcomplete looks for this attribute, of which argparse itself knows nothing.
            action.completer = _completer(words)  # type: ignore[attr-defined]
    argcomplete.autocomplete(parser, always_complete_options="long")


def _actions(parser: argparse.ArgumentParser) -> Iterator[argparse.Action]:
    """Those of a parser and of all parsers in it."""
    for action in parser._actions:
        yield action
        if isinstance(action, argparse._SubParsersAction):
            for below in action.choices.values():
                yield from _actions(below)


def _completer(words: Callable[[], Iterable[str]]) -> Callable[..., list[str]]:
    def complete(prefix: str, **_: object) -> list[str]:
        return [word for word in words() if word.startswith(prefix)]

    return complete


def _profiles() -> Iterable[str]:
    from mimiry_tui.clouds.registry import kind_names
    from mimiry_tui.settings import resolve_paths
    from mimiry_tui.settings.file import SettingsFile

    return (entry.name for entry in SettingsFile(resolve_paths().config_dir, kind_names()).load().profiles)


def _kinds() -> Iterable[str]:
    from mimiry_tui.clouds.registry import kind_names

    return (*kind_names(), EVERY_KIND)


def _instances() -> Iterable[str]:
    from mimiry_tui.clouds.registry import known_instances

    return (instance.name for instance in known_instances("mimiry"))


def _themes() -> Iterable[str]:
    from textual.theme import BUILTIN_THEMES

    from mimiry_tui.ui.theme import THEMES

    return (*(theme.name for theme in THEMES), *BUILTIN_THEMES)


def _scenarios() -> Iterable[str]:
    from mimiry_tui.simulator.scenarios import Scenario

    return (scenario.value for scenario in Scenario)


def _faults() -> Iterable[str]:
    from mimiry_tui.simulator.faults import FaultKind

    return (kind.value for kind in FaultKind)


_WORDS: dict[str, Callable[[], Iterable[str]]] = {
    "profile": _profiles,
    "kind": _kinds,
    "instance": _instances,
    "theme": _themes,
    "scenario": _scenarios,
    "fault": _faults,
}
"""What an option takes, by its name, wherever it is. Where nothing is said the shell offers files."""
