"""The last question before something is done: what is lost, and a name to type where it is for good."""

from __future__ import annotations

from typing import ClassVar

from textual import events, on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.widgets import Button, Input, Static

from mimiry_tui.domain.doing.collections import Item
from mimiry_tui.domain.doing.deeds import Asking, Deed, Target
from mimiry_tui.domain.doing.forms import Values
from mimiry_tui.domain.safe_text import safe_text
from mimiry_tui.domain.sessions import Session
from mimiry_tui.domain.volumes import Volume
from mimiry_tui.ui.deeds.lines import target_lines, value_lines
from mimiry_tui.ui.key_of import key_of
from mimiry_tui.ui.profile_mark import ProfileMark
from mimiry_tui.ui.screens.dialog import Dialog
from mimiry_tui.ui.toned import key_hints, toned
from mimiry_tui.ui.widgets.cells import Tone
from mimiry_tui.ui.widgets.orderly_input import OrderlyInput

_LOW = 20
"""Lines of a terminal below which the dialog goes without space above and below its text."""
_LONGEST_TYPED = 40
_SHORT_ID = 8


class DeedConfirmScreen(Dialog[bool]):
    """Dismissed with True to do it. It is bound to the target it was made with; the safe answer has focus."""

    DEFAULT_CSS = """
    DeedConfirmScreen {
        align: center middle;
        #deed-confirm { width: 72; max-width: 96%; height: auto; border: round $tone-warn;
                        background: $surface; padding: 1 2; }
        #deed-confirm.-for-good { border: round $tone-bad; }
        #deed-what { height: auto; }
        #deed-values { height: auto; margin-top: 1; }
        #deed-lost { height: auto; margin-top: 1; }
        .field { height: 1; margin-top: 1; }
        #deed-ask { width: auto; }
        Input { height: 1; width: 1fr; border: none; padding: 0 1; margin-left: 1;
                background: $row-cursor-blurred; }
        Input:focus { border: none; background: $row-cursor; }
        #deed-buttons { height: 1; align-horizontal: right; margin-top: 1; }
        Button { margin-left: 2; min-width: 0; }
        /* Else an ANSI theme draws a frame there, which has no room. */
        Button.-textual-compact:ansi:disabled { border: none !important; }
    }
    """
    AUTO_FOCUS = "#deed-word, #keep"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "answer(False)", "cancel", id="deed-confirm.cancel", tooltip="Leave all as it is"),
        Binding("n,q", "answer(False)", id="deed-confirm.no", show=False),
        Binding("y", "yes", "do it", id="deed-confirm.yes", tooltip="Do it, where no name has to be typed"),
        Binding("left,right", "app.focus_next", id="deed-confirm.other", show=False),
    ]

    def __init__(
        self, deed: Deed, target: Target, *, profile: ProfileMark, values: Values | None = None
    ) -> None:
        """`values` is what the deed's form was filled in with."""
        super().__init__()
        self._values = values or {}
        self._deed = deed
        self._target = target
        self._profile = profile
        self._word = word_to_type(target) or deed.id if deed.asking is Asking.TYPED_NAME else ""
        self._typed = OrderlyInput(id="deed-word") if self._word else None

    def compose(self) -> ComposeResult:
        tone: Tone = "bad" if self._typed is not None else "warn"
        label = safe_text(self._deed.label, 60)
        with Vertical(id="deed-confirm", classes="-for-good" if self._typed is not None else "") as box:
            asked = toned(f"{label[:1].upper()}{label[1:]} on ", tone, bold=True)
            box.border_title = asked + self._profile.content + toned("?", tone, bold=True)
            box.border_subtitle = self._hints()
            lines = target_lines(self._target)
            does = [toned(self._deed.words, "text")] if self._deed.words else []
            yield Static(Content("\n").join([*lines, *does]), id="deed-what")
            if self._deed.form is not None and self._values:
                filled_in = value_lines(self._deed.form, self._values)
                yield Static(Content("\n").join(filled_in), id="deed-values")
            if self._deed.warning:
                yield Static(toned(safe_text(self._deed.warning, 600), tone), id="deed-lost")
            if self._typed is not None:
                with Horizontal(classes="field"):
                    ask = toned("type ", "dim") + toned(self._word, "bright", bold=True)
                    yield Static(ask + toned(" to go on", "dim"), id="deed-ask")
                    yield self._typed
            with Horizontal(id="deed-buttons"):
                yield Button("Cancel", id="keep", compact=True)
                yield Button(
                    Content(label[:1].upper() + label[1:]),
                    id="do",
                    variant="error" if self._typed is not None else "warning",
                    compact=True,
                    disabled=self._typed is not None,
                )

    def on_resize(self, event: events.Resize) -> None:
        self.query_one("#deed-confirm").styles.padding = (0 if event.size.height < _LOW else 1, 2)

    @on(Input.Changed)
    def _word_typed(self, event: Input.Changed) -> None:
        event.stop()
        self.query_one("#do", Button).disabled = not self._is_sure()

    @on(Input.Submitted)
    def _word_given(self, event: Input.Submitted) -> None:
        event.stop()
        if self._is_sure():
            self.dismiss(True)

    def on_button_pressed(self, event: Button.Pressed) -> None:
        event.stop()
        self.dismiss(event.button.id == "do" and self._is_sure())

    def action_answer(self, yes: bool) -> None:
        """Close with that answer."""
        self.dismiss(yes)

    def action_yes(self) -> None:
        """Do it, unless a name has to be typed."""
        if self._typed is None:
            self.dismiss(True)

    def _is_sure(self) -> bool:
        return self._typed is None or self._typed.value.strip() == self._word

    def _hints(self) -> Content:
        back = (key_of(self, "deed-confirm.cancel"), "goes back")
        if self._typed is not None:
            return key_hints(("enter", "does it once it is typed"), back)
        return key_hints((key_of(self, "deed-confirm.yes"), "does it"), back)


def word_to_type(target: Target) -> str:
    """The name where it can be typed, else the beginning of the id; of the account or a list nothing."""
    if not isinstance(target, Session | Volume | Item):
        return ""
    name = target.name
    typeable = name.isascii() and name.isprintable() and name == name.strip()
    return name if typeable and 0 < len(name) <= _LONGEST_TYPED else target.id[:_SHORT_ID]
