"""Which piece of a record to copy."""

from __future__ import annotations

import shlex
from contextlib import suppress
from pathlib import Path
from typing import ClassVar, NamedTuple

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import OptionList
from textual.widgets.option_list import Option

from mimiry_tui.domain.offers import Offer
from mimiry_tui.domain.safe_text import safe_text
from mimiry_tui.domain.sessions import Session
from mimiry_tui.domain.volumes import Volume
from mimiry_tui.ssh.command import UnsafeEndpointError, ssh_argv
from mimiry_tui.ui.toned import toned


class Choice(NamedTuple):
    """A key, what it copies in words, and the text itself, cleaned of anything a terminal obeys."""

    key: str
    label: str
    text: str


def yankable(record: Session | Offer | Volume, key_path: Path | None) -> list[Choice]:
    """What can be copied of a record."""
    choices = []
    if isinstance(record, Session) and record.ssh is not None:
        with suppress(UnsafeEndpointError):  # the overview says why there is no command
            choices.append(Choice("s", "ssh command", shlex.join(ssh_argv(record.ssh, key_path))))
    if isinstance(record, Offer):
        choices.append(Choice("i", "model name", _clean(record.model)))
    else:
        choices.append(Choice("i", "id", _clean(record.id)))
        choices.append(Choice("n", "name", _clean(record.name)))
    if isinstance(record, Session):
        choices.append(Choice("m", "image", _clean(record.image)))
    return [choice for choice in choices if choice.text]


def _clean(text: str) -> str:
    return safe_text(text, 4_000)


class YankScreen(ModalScreen[None]):
    """One key copies; the toast says what went where."""

    DEFAULT_CSS = """
    YankScreen {
        align: center middle;
        #yank { width: 76; max-width: 95%; height: auto; border: round $tone-accent; background: $surface;
                padding: 0 1; }
        OptionList {
            height: auto; max-height: 12; border: none; padding: 0; background: transparent;
            text-wrap: nowrap; text-overflow: ellipsis;
        }
        OptionList:focus { border: none; }
    }
    """
    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape,q,y", "dismiss", "back", tooltip="Copy nothing")]

    def __init__(self, choices: list[Choice]) -> None:
        super().__init__()
        self._choices = choices

    def compose(self) -> ComposeResult:
        with Vertical(id="yank") as box:
            box.border_title = "Copy"
            yield OptionList(*(Option(_line(choice), id=choice.key) for choice in self._choices))

    def on_key(self, event: events.Key) -> None:
        choice = next((choice for choice in self._choices if choice.key == event.key), None)
        if choice is not None:
            event.stop()
            self._copy(choice)

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        self._copy(self._choices[event.option_index])

    def _copy(self, choice: Choice) -> None:
        self.app.copy_to_clipboard(choice.text)
        self.app.notify(f"{choice.label} sent to the terminal's clipboard", markup=False)
        self.dismiss()


def _line(choice: Choice) -> Content:
    return (
        toned(f"{choice.key}  ", "accent", bold=True)
        + toned(f"{choice.label:<12} ", "text")
        + toned(choice.text, "dim")
    )
