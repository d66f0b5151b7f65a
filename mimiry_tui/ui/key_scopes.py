"""Every binding of the user interface, and which of them can be meant by one press of a key."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from importlib import import_module
from pkgutil import walk_packages
from typing import NamedTuple

from textual.app import App
from textual.binding import Binding
from textual.dom import DOMNode
from textual.screen import ModalScreen, Screen

import mimiry_tui.ui

_OURS = "mimiry_tui."

HOMES = (
    ("mimiry_tui.ui.launch.environment", ("LaunchScreen", "FormLaunchScreen", "DeedFormScreen")),
    ("mimiry_tui.ui.launch.form_input", ("LaunchScreen", "FormLaunchScreen", "DeedFormScreen")),
    ("mimiry_tui.ui.launch.", ("LaunchScreen",)),
    ("mimiry_tui.ui.forms.", ("FormLaunchScreen", "DeedFormScreen")),
    ("mimiry_tui.ui.setup.", ("SetupScreen",)),
    ("mimiry_tui.ui.watching.", ("WatchScreen",)),
    ("mimiry_tui.ui.settings.", ("SettingsScreen",)),
    ("mimiry_tui.ui.command_line.", ("CommandLineScreen",)),
    ("mimiry_tui.ui.columns.", ("ColumnsScreen",)),
    ("mimiry_tui.ui.widgets.log.", ("DashboardScreen", "SessionScreen")),
    (
        "mimiry_tui.ui.widgets.line_view",
        (
            "DashboardScreen",
            "SessionScreen",
            "OfferScreen",
            "AccountScreen",
            "CardScreen",
            "CollectionsScreen",
            "OutcomeScreen",
        ),
    ),
    (
        "mimiry_tui.ui.widgets.table.",
        ("DashboardScreen", "HistoryScreen", "AccountScreen", "FleetScreen", "CollectionsScreen"),
    ),
    ("mimiry_tui.ui.widgets.detail_pane", ("DashboardScreen",)),
    (
        "mimiry_tui.ui.widgets.filter_input",
        ("DashboardScreen", "HistoryScreen", "AccountScreen", "FleetScreen", "CollectionsScreen"),
    ),
    ("mimiry_tui.ui.widgets.spot_list", ("CreateVolumeScreen",)),
    ("mimiry_tui.ui.widgets.template_list", ("TemplatesScreen",)),
)
"""Where widgets are shown that are not declared beside their screen, by the modules they come from."""
ANYWHERE = frozenset({"undo.anywhere", "quit.alias"})
"""Keys of the app that work in dialogs, too."""
_AROUND = {"DashboardScreen": "DetailPane"}
"""A widget whose keys count for what is in it, too."""
_PLACES = {
    "DashboardScreen": "on the dashboard",
    "SessionScreen": "in a session",
    "OfferScreen": "on an offer",
    "LaunchScreen": "in the launch form",
    "FormLaunchScreen": "in the launch form",
    "SetupScreen": "in the set-up",
    "AccountScreen": "on the account",
    "HistoryScreen": "in the history",
    "CardScreen": "on a session's card",
    "CollectionsScreen": "among the account's lists",
    "FleetScreen": "among the sessions of all accounts",
}


class Bound(NamedTuple):
    """One binding as its class declares it."""

    id: str
    keys: tuple[str, ...]
    """In Textual's names, "slash"."""
    action: str
    meaning: str
    has_priority: bool
    """Whether it comes before what the widget with the focus would do."""
    owner: type[DOMNode]


class Chain(NamedTuple):
    """Bindings of which any may be meant by a key: those of a widget, its screen and the app."""

    place: str
    """In words, "on the dashboard"."""
    bound: tuple[Bound, ...]


@cache
def every_binding() -> tuple[Bound, ...]:
    """All bindings with an id, each once for every class that declares it. Imports the user interface."""
    return tuple(one for kind in _kinds() for one in declared(kind))


def declared(kind: type[DOMNode]) -> Iterator[Bound]:
    """The bindings with an id that a class declares itself."""
    keys: dict[str, list[str]] = {}
    binding_of: dict[str, Binding] = {}
    for binding in Binding.make_bindings(kind.__dict__.get("BINDINGS", ())):
        if binding.id is not None:
            keys.setdefault(binding.id, []).append(binding.key)
            binding_of[binding.id] = binding
    for name, binding in binding_of.items():
        meaning = binding.tooltip or binding.description
        action = binding.action.removeprefix("app.")
        yield Bound(name, tuple(keys[name]), action, meaning, binding.priority, kind)


@cache
def chains() -> tuple[Chain, ...]:
    """Which bindings meet: on every screen by itself, and with each widget that may have the focus there."""
    kinds = _kinds()
    apps = [kind for kind in kinds if issubclass(kind, App)]
    around = {kind.__name__: kind for kind in kinds}
    found = []
    screens = [kind for kind in kinds if issubclass(kind, Screen)]
    for screen in screens:
        if any(issubclass(other, screen) and other is not screen for other in screens):
            continue  # a part of others, never shown by itself
        name = screen.__name__
        under = [*_lineage(screen), *_lineage(around[_AROUND[name]] if name in _AROUND else None)]
        of_app = [kind for app in apps for kind in _lineage(app)]
        anywhere: list[Bound] = []
        if issubclass(screen, ModalScreen):
            # A dialog covers the keys of the app, but for those that come before all else.
            anywhere = [one for kind in of_app for one in declared(kind) if one.id in ANYWHERE]
        else:
            under += of_app
        place = _PLACES.get(name, "in a dialog")
        widgets = [kind for kind in kinds if name in homes_of(kind)]
        for widget in (None, *widgets):
            owners = dict.fromkeys([*_lineage(widget), *under])
            bound = [one for owner in owners for one in declared(owner)]
            found.append(Chain(place, (*bound, *anywhere)))
    return tuple(found)


def homes_of(kind: type[DOMNode]) -> tuple[str, ...]:
    """The names of the screens that a widget is shown on; none for screens and apps."""
    if issubclass(kind, (Screen, App)):
        return ()
    beside = tuple(one.__name__ for one in _kinds() if one.__module__ == kind.__module__ and _is_screen(one))
    return beside or next((screens for module, screens in HOMES if kind.__module__.startswith(module)), ())


def _is_screen(kind: type[DOMNode]) -> bool:
    return issubclass(kind, Screen)


def _lineage(kind: type[DOMNode] | None) -> list[type[DOMNode]]:
    """The class and what it inherits bindings from, as far as it is ours."""
    if kind is None:
        return []
    return [
        base for base in kind.__mro__ if base.__module__.startswith(_OURS) and "BINDINGS" in base.__dict__
    ]


@cache
def _kinds() -> tuple[type[DOMNode], ...]:
    """Our screens, and all other classes of ours that declare bindings."""
    for module in walk_packages(mimiry_tui.ui.__path__, f"{mimiry_tui.ui.__name__}."):
        import_module(module.name)
    ours = {kind for kind in _subclasses(DOMNode) if kind.__module__.startswith(_OURS)}
    found = [kind for kind in ours if issubclass(kind, Screen) or "BINDINGS" in kind.__dict__]
    return tuple(sorted(found, key=lambda kind: (kind.__module__, kind.__name__)))


def _subclasses(kind: type[DOMNode]) -> Iterator[type[DOMNode]]:
    for one in kind.__subclasses__():
        yield one
        yield from _subclasses(one)
