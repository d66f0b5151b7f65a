"""The picture of the architecture: the layers that the import linter holds, and what each is for."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType

PYPROJECT = Path(__file__).parents[2] / "pyproject.toml"

WORDS: Mapping[str, str] = MappingProxyType(
    {
        "cli": "reads the command line, composes everything else",
        "cli_parser": "what can be typed, and its help",
        "commands": "doctor, info, snapshot, completion, serve: one module each",
        "app": "the application: screens, settings, the way out",
        "simulator": "the simulated cloud, over real sockets",
        "ui": "what is seen: screens, panes, dialogs, themes, keys",
        "live": "the present picture: pollers, store, logs, history, launches, endings",
        "clouds": "adapters, JSON ⇄ domain; one HTTP transport",
        "ssh": "keys, host keys, ssh's config, the way into a session",
        "settings": "paths, profiles, settings.toml",
        "crash": "the report of a crash, without secrets",
        "clock": "wall time and waiting, so that tests can turn it",
        "domain": "sessions, offers, money, time: frozen, pure, no I/O",
    }
)
"""What each module or package directly below `mimiry_tui` is for."""

_LEFT, _RIGHT = 22, 74


def layers() -> tuple[tuple[str, ...], ...]:
    """From the top; those of one layer know nothing of each other."""
    contracts = tomllib.loads(PYPROJECT.read_text("utf-8"))["tool"]["importlinter"]["contracts"]
    listed = next(one["layers"] for one in contracts if one["type"] == "layers")
    return tuple(tuple(name.strip(" ()") for name in layer.split("|")) for layer in listed)


def picture() -> str:
    """A box for each layer; imports go down only."""
    rule = f"{'─' * _LEFT}┬{'─' * _RIGHT}"
    lines = [f"┌{rule}┐"]
    for layer in layers():
        lines += [f"│ {name:<{_LEFT - 1}}│ {WORDS[name]:<{_RIGHT - 1}}│" for name in layer]
        lines.append(f"├{rule.replace('┬', '┼')}┤")
    lines[-1] = f"└{rule.replace('┬', '┴')}┘"
    return "\n".join(["```text", *lines, "```"])
