"""The tables of keys in the documents, from the bindings as the classes declare them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from types import MappingProxyType

from mimiry_tui.ui.key_scopes import Bound, declared, every_binding
from mimiry_tui.ui.keyed_app import KeyedApp
from mimiry_tui.ui.widgets.key_bar import key_label

DASHBOARD = (
    "KeyedApp",
    "DashboardScreen",
    "SessionCommands",
    "LaunchCommands",
    "VolumeCommands",
    "TableCanvas",
    "DetailPane",
)
"""The classes whose keys count on the dashboard while a table or the detail has the focus."""

ROWS = (
    ("pane.1", "pane.2", "pane.3", "pane.4"),
    ("pane.next", "pane.previous"),
    ("table.up", "table.down", "table.first", "table.last", "table.page-up", "table.page-down"),
    ("detail.previous", "detail.next"),
    ("table.open", "back"),
    ("launch", "launch.copy", "launch.copy.elsewhere"),
    ("ssh", "ssh.tmux"),
    ("logs", "events"),
    ("terminate", "terminate.soon", "terminate.undo"),
    ("volume.create", "volume.extend", "volume.delete", "volume.deleted"),
    ("offer.watch",),
    ("table.mark",),
    ("filter",),
    ("table.sort-before", "table.sort-next", "table.reverse"),
    ("zoom", "columns"),
    ("copy", "portal"),
    ("refresh", "pause"),
    ("profiles", "set_up", "settings"),
    ("command-line", "palette"),
    ("help", "quit", "quit.alias"),
)
"""Keys of the dashboard that belong together, by their ids; one that is in none gets a row of its own."""

_HEADINGS = (
    ("Everywhere", ("KeyedApp",)),
    ("On the dashboard", ("DashboardScreen",)),
    ("On a session, on the dashboard and its own screen", ("SessionCommands",)),
    ("Launching", ("LaunchCommands",)),
    ("On volumes", ("VolumeCommands",)),
    ("In a table", ("TableCanvas", "FilterInput")),
    ("In the detail pane", ("DetailPane", "LineView")),
    ("On the session screen", ("SessionScreen",)),
    ("In a log", ("LogFrame", "LogPrompt")),
    ("In the launch form", ("LaunchScreen", "FormInput")),
    ("Launch form: GPU", ("GpuSection", "OfferTable", "OfferFilter")),
    ("Launch form: image", ("ImageInput",)),
    ("Launch form: environment", ("EnvironmentRows", "EnvironmentInput")),
    ("Launch form: storage", ("Tick", "PathInput", "NewVolumeLine")),
    ("Launch form: choices and figures", ("Chips", "Choices", "Stepper")),
    ("Templates", ("TemplatesScreen", "TemplateList", "TemplateNameScreen")),
    ("Copying", ("YankScreen",)),
    ("Ending sessions", ("TerminateScreen",)),
    ("Volume dialogs", ("CreateVolumeScreen", "SpotList", "ExtendVolumeScreen", "DeleteVolumeScreen")),
    ("Waiting for ssh, and after it", ("WaitingScreen", "WayInScreen", "LastWordsScreen")),
    ("Set-up", ("SetupScreen", "CodeScreen")),
    ("Command line", ("CommandPrompt",)),
    ("Profiles", ("ProfilesScreen",)),
    ("Settings", ("SettingsScreen", "SettingList")),
    ("Columns", ("ColumnsScreen", "ColumnList")),
    ("Themes", ("ThemeScreen", "ThemeFilter")),
    ("Help", ("HelpScreen",)),
    ("Questions", ("QuestionScreen", "FarewellScreen", "AliasesScreen", "PassphraseScreen")),
)
"""Which classes' keys stand under which heading; all others under the name of their class."""
_SET_UP = "mimiry_tui.ui.setup"
_SILENT: Mapping[str, str] = MappingProxyType(
    {
        "up": "Up",
        "down": "Down",
        "first": "To the start",
        "last": "To the end",
        "page-up": "A page up",
        "page-down": "A page down",
        "previous": "The field before",
        "next": "The next field",
        "other": "The other button",
        "no": "No",
    }
)
"""What bindings do that say nothing of it, since everybody knows, by the last part of their ids."""


def dashboard_bindings() -> dict[str, Bound]:
    """The bindings that work on the dashboard, by id."""
    return {one.id: one for one in bindings() if one.owner.__name__ in DASHBOARD}


def bindings() -> list[Bound]:
    """Every binding of the program; those of the application first."""
    return list(dict.fromkeys([*declared(KeyedApp), *every_binding()]))


def dashboard_table() -> str:
    """The keys of the dashboard, a row for what belongs together."""
    known = dashboard_bindings()
    rows = [*ROWS, *((one,) for one in known if one not in {name for row in ROWS for name in row})]
    lines = ["| key | does |", "| --- | --- |"]
    for row in rows:
        found = [known[name] for name in row if name in known]
        if found:
            keys = shown(key for one in found for key in one.keys)
            lines.append(f"| {keys} | {_cell(together([meaning(one) for one in found]))} |")
    return "\n".join(lines)


def every_table() -> str:
    """Every binding of every screen with its keys, what it does, and its id."""
    sections: dict[str, list[Bound]] = {heading: [] for heading, _ in _HEADINGS}
    for one in bindings():
        sections.setdefault(_heading(one.owner), []).append(one)
    return "\n\n".join(_section(heading, found) for heading, found in sections.items() if found)


def meaning(one: Bound) -> str:
    """What a binding does. KeyError for one that neither says it nor is known to everybody."""
    words = one.meaning or _SILENT[one.id.rpartition(".")[2]]
    return f"{words[0].upper()}{words[1:]}"


def _section(heading: str, found: Sequence[Bound]) -> str:
    lines = [f"## {heading}", "", "| key | does | id |", "| --- | --- | --- |"]
    rows = [f"| {shown(one.keys)} | {_cell(meaning(one))} | `{one.id}` |" for one in found]
    return "\n".join([*lines, *dict.fromkeys(rows)])


def _heading(owner: type[object]) -> str:
    for heading, names in _HEADINGS:
        if owner.__name__ in names:
            return heading
    if owner.__module__.startswith(_SET_UP):
        return "Set-up"
    words = re.findall(r"[A-Z][a-z]+", owner.__name__.removesuffix("Screen"))
    return " ".join([words[0], *map(str.lower, words[1:])])


def shown(keys: Iterable[str]) -> str:
    return " ".join(f"`{_cell(label)}`" for label in dict.fromkeys(map(key_label, keys)))


def _cell(text: str) -> str:
    return text.replace("|", "\\|")


def together(meanings: Sequence[str]) -> str:
    """One sentence out of several, in which nothing is said twice: "The session's log; events"."""
    first, *others = dict.fromkeys(meanings)
    parts = [first]
    for other in others:
        words = other.split()
        rest = " ".join(words[_shared(first.split(), words) :])
        parts.append(rest if rest[:2].isupper() else f"{rest[0].lower()}{rest[1:]}")
    return "; ".join(parts)


def _shared(first: Sequence[str], other: Sequence[str]) -> int:
    """How many words at its begin can be left out of the second text, as they were in the first."""
    same = 0
    while same < min(len(first), len(other) - 1) and first[same] == other[same]:
        same += 1
    if same and first[same - 1] in {"a", "an", "in"}:
        same -= 1
    return same if same > 1 else 0
