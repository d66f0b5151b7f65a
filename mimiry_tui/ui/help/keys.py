"""The live keys in groups: what works in the pane, on the screen, and everywhere."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from textual.app import App
from textual.binding import ActiveBinding, Binding
from textual.dom import DOMNode

from mimiry_tui.ui.help.topic import Entry
from mimiry_tui.ui.widgets.key_bar import key_label

EVERYWHERE = "Everywhere"
_TITLES: Mapping[str, str] = {
    "SessionCommands": "Sessions",
    "GuardCommands": "Sessions",
    "CheaperCommands": "Sessions",
    "LaunchCommands": "Launching",
    "VolumeCommands": "Volumes",
    "DashboardScreen": "Dashboard",
    "LaunchScreen": "Launch form",
    "FormLaunchScreen": "Launch form",
    "SectionKeys": "Form",
    "DetailPane": "Detail",
    "DeedCommands": "What this service can do besides",
}
"""What the keys are about that a class of that name brings along; else its own title says it."""


def key_groups(bindings: Iterable[ActiveBinding]) -> list[tuple[str, list[Entry]]]:
    """Each action once, with all its keys; from the inside out."""
    groups: dict[str, dict[tuple[int, str], tuple[list[str], str]]] = {}
    for active in bindings:
        binding = active.binding
        meaning = active.tooltip or binding.tooltip or binding.description.capitalize()
        if not meaning or not active.enabled:
            continue
        group = groups.setdefault(_group(active.node, binding), {})
        keys, _ = group.setdefault((id(active.node), binding.action), ([], meaning))
        keys.append(key_label(binding.key))
    ordered = sorted(groups, key=lambda title: title == EVERYWHERE)
    return [
        (title, [(" ".join(dict.fromkeys(keys)), meaning) for keys, meaning in groups[title].values()])
        for title in ordered
    ]


def _group(node: DOMNode, binding: Binding) -> str:
    """By the class that brings the binding along: a screen gathers those of several."""
    if isinstance(node, App):
        return EVERYWHERE
    for kind in type(node).__mro__:
        own = kind.__dict__.get("BINDINGS", ())
        if any(isinstance(one, Binding) and one.id and one.id == binding.id for one in own):
            title = _TITLES.get(kind.__name__) or kind.__dict__.get("BINDING_GROUP_TITLE")
            return str(title) if title else str(node.BINDING_GROUP_TITLE or "Here")
    return EVERYWHERE
