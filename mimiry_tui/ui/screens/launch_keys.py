"""The launch form's own keys. They work from every field, also while text is typed there."""

from __future__ import annotations

from textual.binding import Binding, BindingType

from mimiry_tui.ui.launch.preflight_list import FIX_KEYS

SECTIONS = ("GPU", "Image", "Run", "Storage", "Guards")


def _key(
    keys: str, action: str, name: str, verb: str, tooltip: str, *, show: bool = False, priority: bool = True
) -> Binding:
    # Before what is focused: an editor would take some of them for commands of its own.
    return Binding(keys, action, verb, id=f"launch.{name}", show=show, priority=priority, tooltip=tooltip)


def _way(keys: str, action: str, name: str, verb: str, tooltip: str) -> Binding:
    # In its turn behind what was typed before: that is meant for the field one comes from.
    return _key(keys, action, name, verb, tooltip, priority=False)


LAUNCH_BINDINGS: list[BindingType] = [
    _key("ctrl+l", "launch", "launch", "launch", "Launch the session", show=True),
    _key("ctrl+r", "review", "review", "review", "What speaks against it, cost and request", show=True),
    _key("ctrl+t", "templates", "templates", "templates", "Templates and recent launches", show=True),
    _key("ctrl+n", "new_volume", "volume", "new volume", "A new volume where the session runs", show=True),
    _key("ctrl+g", "turn", "request", "request as", "The request in its next form", show=True),
    _key("ctrl+y", "copy_request", "request.copy", "copy it", "Copy the request as shown", show=True),
    _key(
        "alt+y",
        "copy_request(False)",
        "request.copy.whole",
        "copy with values",
        "Copy the request with the values of the environment",
    ),
    _way("ctrl+down", "section(1)", "section.next", "section", "The next section"),
    _way("ctrl+up", "section(-1)", "section.previous", "section", "The section before"),
    *(
        _way(f"alt+{number}", f"go_to_section({number})", f"section.{number}", name, f"Go to {name}")
        for number, name in enumerate(SECTIONS, start=1)
    ),
    _key("alt+0", "start_afresh", "afresh", "empty form", "Empty the form"),
    *(
        _key(key, f"fix('{key}')", f"fix.{number}", "fix", f"Take the way out that is number {number}")
        for number, key in enumerate(FIX_KEYS, start=1)
    ),
    Binding(
        "ctrl+p",
        "app.command_palette",
        "command",
        id="launch.palette",
        show=False,
        priority=True,
        tooltip="Every action by name",
    ),
    Binding("tab", "app.focus_next", "next", id="launch.field.next", show=False, tooltip="The next field"),
    Binding(
        "shift+tab",
        "app.focus_previous",
        "before",
        id="launch.field.previous",
        show=False,
        tooltip="The field before",
    ),
    # In the dashboard it ends the program: pressed here, it was meant for a field, or for the form.
    Binding("q", "not_here", "stay", id="launch.not_here", show=False, tooltip="Says which key leaves"),
    Binding("escape", "leave", "keep as draft", id="launch.leave", tooltip="Leave, keeping this as a draft"),
]
