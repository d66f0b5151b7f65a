"""What a template is to be called."""

from __future__ import annotations

from collections.abc import Callable
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.widgets import Input, Static

from mimiry_tui.live.drafts.templates import LONGEST_NAME
from mimiry_tui.ui.key_of import key_of
from mimiry_tui.ui.screens.dialog import Dialog
from mimiry_tui.ui.toned import key_hints, toned
from mimiry_tui.ui.widgets.orderly_input import OrderlyInput


class TemplateNameScreen(Dialog[str | None]):
    """Dismissed with a name that can be used, or None when it was not given."""

    DEFAULT_CSS = """
    TemplateNameScreen {
        align: center middle;
        #template-name { width: 60; max-width: 95%; height: auto; border: round $tone-accent;
                         background: $surface; padding: 0 2; }
        Input { height: 1; border: none; padding: 0 1; margin: 1 0; background: $row-cursor-blurred; }
        Input:focus { border: none; }
        #why { height: 1; }
    }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "dismiss(None)", "cancel", id="template-name.cancel", tooltip="Give no name")
    ]

    def __init__(self, title: str, initial: str, why_not: Callable[[str], str]) -> None:
        """`why_not` says of a name what speaks against it, or ""."""
        super().__init__()
        self._heading = title
        self._initial = initial
        self._why_not = why_not

    def compose(self) -> ComposeResult:
        with Vertical(id="template-name") as box:
            box.border_title = toned(self._heading, "bright", bold=True)
            box.border_subtitle = key_hints(
                ("enter", "accepts"), (key_of(self, "template-name.cancel"), "goes back")
            )
            yield OrderlyInput(self._initial, placeholder="a name", max_length=LONGEST_NAME)
            yield Static(id="why")

    @on(Input.Changed)
    def _typed(self, event: Input.Changed) -> None:
        """What speaks against a name is said at once, except of one that was not begun."""
        self._say(self._why_not(event.value) if event.value else "")

    @on(Input.Submitted)
    def _accepted(self, event: Input.Submitted) -> None:
        why = self._why_not(event.value)
        self._say(why)
        if not why:
            self.dismiss(event.value.strip())

    def _say(self, why: str) -> None:
        self.query_one("#why", Static).update(toned(why, "bad"))
