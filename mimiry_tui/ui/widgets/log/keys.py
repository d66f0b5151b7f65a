"""The keys of a log view."""

from __future__ import annotations

from textual.binding import Binding, BindingType


def _binding(keys: str, action: str, name: str, tooltip: str, label: str = "") -> Binding:
    return Binding(keys, action, label or tooltip, id=f"log.{name}", tooltip=tooltip, show=bool(label))


LOG_BINDINGS: list[BindingType] = [
    _binding("slash", "search", "search", "Search the log", "search"),
    _binding("n", "next_match(1)", "next", "To the next match", "next"),
    _binding("N", "next_match(-1)", "previous", "To the match before"),
    _binding("ampersand", "filter", "filter", "Only the matching lines, and all again", "filter"),
    _binding("alt+c", "toggle_case", "case", "Tell capital letters from small ones when searching"),
    _binding("alt+r", "toggle_regex", "regex", "Search for a regular expression"),
    _binding("w", "wrap", "wrap", "Wrap long lines, or not", "wrap"),
    _binding("t", "time", "time", "Times: none, since the start, local, UTC", "time"),
    _binding("at", "jump", "jump", "Go to a time"),
    _binding("F", "follow", "follow", "Follow the end of the log, or stop"),
    _binding("v", "select", "select", "Select lines, then move to extend"),
    _binding("y,ctrl+c,super+c", "copy", "copy", "Copy what is selected"),
    _binding("ctrl+s", "save", "save", "Save to a file", "save"),
    _binding("m", "mark", "mark", "Draw a line below what there is now"),
    _binding("up,k", "move(-1)", "up", "One row up"),
    _binding("down,j", "move(1)", "down", "One row down"),
    _binding("pageup,ctrl+b", "page(-1)", "page-up", "One page up"),
    _binding("pagedown,space,ctrl+f", "page(1)", "page-down", "One page down"),
    _binding("home,g", "first", "first", "To the start of the log"),
    _binding("end,G", "last", "last", "To the end of the log, and follow it"),
    _binding("left", "sideways(-1)", "left", "Move to the left"),
    _binding("right", "sideways(1)", "right", "Move to the right"),
    _binding("escape", "back", "back", "Drop the selection, the filter, the search", "back"),
]
