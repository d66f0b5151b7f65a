"""The keys of a launch form of a cloud's own: those of the launch form, and one for the other forms."""

from __future__ import annotations

from textual.binding import Binding, BindingType

from mimiry_tui.ui.screens.launch_keys import LAUNCH_BINDINGS

_SAME = (
    "launch.launch",
    "launch.review",
    "launch.request",
    "launch.request.copy",
    "launch.request.copy.whole",
    "launch.afresh",
    "launch.palette",
    "launch.field.next",
    "launch.field.previous",
    "launch.not_here",
    "launch.leave",
)

FORM_LAUNCH_BINDINGS: list[BindingType] = [
    Binding(
        "ctrl+o",
        "turn_form",
        "other form",
        id="launch.form",
        priority=True,
        tooltip="Another way to launch: the next form of this service",
    ),
    *(one for one in LAUNCH_BINDINGS if isinstance(one, Binding) and one.id in _SAME),
]
