"""`mimiry-tui completion`: what a shell needs to complete this program's words, and the words themselves."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Iterable, Iterator

from mimiry_tui.commands.account_options import EVERY_KIND, DemoKind

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


def begins_with_option(line: str, program: str = "mimiry-tui") -> bool:
    """Whether an option stands before the word that is being typed and where a command would have to be."""
    words = line.split()
    own = next((at for at, word in reversed([*enumerate(words)]) if word.endswith(program)), 0)
    before = words[own + 1 :] if line[-1:].isspace() else words[own + 1 : -1]
    return bool(before) and before[0].startswith("-")


def answer(parser: argparse.ArgumentParser) -> None:
    """Answer the shell that asks for the words which fit where its cursor is. Ends the process."""
    import argcomplete

    # Commands come first: zsh shows what there is in this order.
    parser._actions.sort(key=lambda action: not isinstance(action, argparse._SubParsersAction))
    for action in _actions(parser):
        completer = _completer_of(action)
        if completer is not None:
            # argcomplete looks for this attribute, of which argparse itself knows nothing.
            action.completer = completer  # type: ignore[attr-defined]
    argcomplete.autocomplete(parser, always_complete_options="long")


def _actions(parser: argparse.ArgumentParser) -> Iterator[argparse.Action]:
    """Those of a parser and of all parsers in it."""
    for action in parser._actions:
        yield action
        if isinstance(action, argparse._SubParsersAction):
            for below in action.choices.values():
                yield from _actions(below)


def _completer_of(action: argparse.Action) -> Callable[..., list[str]] | None:
    """None where argcomplete does well by itself: of choices, and of names of files."""
    if action.choices is not None or action.metavar in _FILES:
        return None
    words = _WORDS.get(action.dest, _nothing)

    def complete(prefix: str, **around: object) -> list[str]:
        is_demo = getattr(around.get("parsed_args"), "demo", False)
        more = (EVERY_KIND,) if is_demo and isinstance(action, DemoKind) else ()
        before, comma, rest = prefix.rpartition(",") if action.dest == "scopes" else ("", "", prefix)
        return [f"{before}{comma}{word}" for word in (*words(), *more) if word.startswith(rest)]

    return complete


def _nothing() -> Iterable[str]:
    """A number, an address: nothing that could be guessed."""
    return ()


def _profiles() -> Iterable[str]:
    from mimiry_tui.clouds.registry import kind_names
    from mimiry_tui.settings import resolve_paths
    from mimiry_tui.settings.file import SettingsFile

    return (entry.name for entry in SettingsFile(resolve_paths().config_dir, kind_names()).load().profiles)


def _kinds() -> Iterable[str]:
    from mimiry_tui.clouds.registry import kind_names

    return kind_names()


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


def _scopes() -> Iterable[str]:
    from mimiry_tui.simulator.kinds import SCOPES

    return SCOPES


_FILES = frozenset({"PATH", "DIR", "FILE", "PUB"})
"""What options that take the name of a file or folder call it in the help."""
_WORDS: dict[str, Callable[[], Iterable[str]]] = {
    "profile": _profiles,
    "kind": _kinds,
    "instance": _instances,
    "theme": _themes,
    "scenario": _scenarios,
    "fault": _faults,
    "scopes": _scopes,
}
"""What an option takes, by its name, wherever it is."""
