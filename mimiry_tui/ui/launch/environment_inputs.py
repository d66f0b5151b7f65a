"""The lines in which a variable, or the file to read variables from, is typed."""

from __future__ import annotations

from collections.abc import Callable
from typing import ClassVar, Literal, NamedTuple

from textual import events
from textual.binding import Binding, BindingType

from mimiry_tui.domain.launching.environment_text import read_assignments
from mimiry_tui.ui.key_of import key_now
from mimiry_tui.ui.launch.form_input import FormInput


def hints(where: Literal["variable", "last", "edit", "file"]) -> tuple[tuple[str, str], ...]:
    """What keys do where the focus is: on a "variable", on the "last" line, in an "edit", in a "file"."""
    leave, edit = key_now("env.leave", "esc"), key_now("env.edit", "enter")
    match where:
        case "variable":
            return (
                (edit, "edits"),
                (key_now("env.remove", "d"), "removes"),
                (key_now("env.reveal", "v"), "shows"),
                (key_now("env.add", "a"), "adds"),
            )
        case "last":
            keep = (key_now("env.keep", "s"), "saves values, or not")
            return (edit, "adds"), (key_now("env.file", "f"), "file"), keep
        case "edit":
            return (key_now("env.done", "enter"), "done"), (leave, "as it was")
        case "file":
            return (key_now("env.done", "enter"), "reads"), (leave, "back")


class Listener(NamedTuple):
    """Who hears at once, and not in its turn: the next key may be waiting already."""

    typed: Callable[[str], None]
    done: Callable[[], None]
    left: Callable[[], None]


class EnvironmentInput(FormInput):
    """`enter` is done with it, `esc` takes back what was typed since it was opened."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "submit", "done", id="env.done", show=False, tooltip="Done with this"),
        Binding("escape", "leave", "undo", id="env.leave", show=False, tooltip="Leave it as it was"),
    ]

    def __init__(
        self, heard: Listener, *, placeholder: str = "", password: bool = False, id: str | None = None
    ) -> None:
        super().__init__(heard.typed, placeholder=placeholder, password=password, id=id)
        self._heard = heard

    async def action_submit(self) -> None:
        self._heard.done()

    def action_leave(self) -> None:
        self._heard.left()

    def action_paste(self) -> None:
        self.take(self.app.clipboard)

    def _on_paste(self, event: events.Paste) -> None:
        event.stop()
        event.prevent_default()
        self.take(event.text)

    def take(self, text: str) -> None:
        """Put that in at the cursor, in place of what is selected."""
        lines = text.strip("\r\n").splitlines()
        if lines:
            self.replace(lines[0], *self.selection)


class AssignmentInput(EnvironmentInput):
    """A line that hands on whole assignments that are pasted into it."""

    def __init__(
        self,
        heard: Listener,
        pasted: Callable[[str], None],
        *,
        is_value: bool = False,
        placeholder: str = "",
        id: str | None = None,
    ) -> None:
        super().__init__(heard, placeholder=placeholder, password=is_value, id=id)
        self._pasted = pasted
        self._is_value = is_value

    def action_copy(self) -> None:
        """What is masked does not leave the field."""
        if not self.password:
            super().action_copy()

    def action_cut(self) -> None:
        if not self.password:
            super().action_cut()

    def take(self, text: str) -> None:
        if self._holds_assignments(text):
            self._pasted(text)
        elif self._is_value:
            # A key of several lines is one value, and stays whole.
            self.replace(text.strip("\r\n"), *self.selection)
        else:
            super().take(text)

    def _holds_assignments(self, text: str) -> bool:
        """In the place of a value only several assignments count: a token may well end in "="."""
        found = read_assignments(text)
        if self._is_value:
            return len(found.variables) > 1 and not found.troubles
        return bool(found.variables)
