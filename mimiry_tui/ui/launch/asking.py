"""Lines whose parts can be clicked to ask the section they stand in for something."""

from __future__ import annotations

from textual.message import Message

from mimiry_tui.ui.widgets.pane_edge import PaneEdge


class Asked(Message):
    """Someone clicked on a part of a line; what it stands for is up to whoever drew the line."""

    def __init__(self, what: str) -> None:
        super().__init__()
        self.what = what


def asking(what: str) -> str:
    """The action that a part of a line gets so that a click on it posts `Asked(what)`."""
    return f"ask({what!r})"


class AskingEdge(PaneEdge):
    """A frame line whose parts can be clicked."""

    def action_ask(self, what: str) -> None:
        self.post_message(Asked(what))
