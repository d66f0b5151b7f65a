"""What a deed needs to know, filled in; it stays until the service has answered, so that nothing is lost."""

from __future__ import annotations

from collections.abc import Callable
from typing import ClassVar

from textual import events, on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.content import Content
from textual.widgets import Button, Input, Static

from mimiry_tui.domain.doing.deeds import Deed, Target
from mimiry_tui.domain.doing.forms import Values
from mimiry_tui.domain.safe_text import safe_text
from mimiry_tui.live.deeds.doing import Doing, DoingState, refusal_words
from mimiry_tui.ui.deeds.lines import title_of
from mimiry_tui.ui.forms.form_view import FormView
from mimiry_tui.ui.glyphs import FAILED, MOVING, UNKNOWN
from mimiry_tui.ui.key_of import key_of
from mimiry_tui.ui.profile_mark import ProfileMark
from mimiry_tui.ui.safe import safe
from mimiry_tui.ui.screens.dialog import Dialog
from mimiry_tui.ui.toned import key_hints, toned

_AROUND_THE_FORM = 7
"""Lines of the dialog besides the form, its warning and its padding: frame, words, state, buttons."""
_LEAST_FORM = 3
_LOW = 24
"""Lines of a terminal below which the dialog goes without space above and below its text."""
_SIDES = 10
_LOOK_FIRST = "it may have been done: look before you try again"


class DeedFormScreen(Dialog[None]):
    """Hands what is filled in to `submit`, and is told by `take` what becomes of it."""

    DEFAULT_CSS = """
    DeedFormScreen {
        align: center middle;
        #deed-form { width: 88; max-width: 96%; height: auto; border: round $tone-accent;
                     background: $surface; padding: 1 2; }
        #deed-words { height: auto; margin-bottom: 1; }
        #deed-warning { height: auto; margin-bottom: 1; }
        #deed-scroll { height: auto; background: $surface; }
        #deed-state { height: auto; margin-top: 1; }
        #deed-form-buttons { height: 1; align-horizontal: right; margin-top: 1; }
        #deed-form-buttons Button { margin-left: 2; min-width: 0; }
        Button.-textual-compact:ansi:disabled { border: none !important; }
    }
    """
    AUTO_FOCUS = ""
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "leave", "cancel", id="deed-form.leave", tooltip="Go back; what is sent goes on"),
        # No priority: it would overtake the letters before it, and half a command would be sent.
        Binding("ctrl+s", "submit", "do it", id="deed-form.submit", tooltip="Do it as filled in"),
    ]

    def __init__(
        self,
        deed: Deed,
        target: Target,
        view: FormView,
        *,
        profile: ProfileMark,
        submit: Callable[[Values], None],
    ) -> None:
        super().__init__()
        self._deed = deed
        self._target = target
        self._profile = profile
        self._submit = submit
        self.view = view
        self.doing: Doing | None = None
        """What it became, once it was sent."""

    def compose(self) -> ComposeResult:
        with Vertical(id="deed-form") as box:
            label = safe_text(self._deed.label, 60)
            asked = toned(label[:1].upper() + label[1:], "bright", bold=True)
            box.border_title = asked + self._profile.after_on
            box.border_subtitle = key_hints(
                ("tab", "next field"),
                (key_of(self, "deed-form.submit"), self._verb),
                (key_of(self, "deed-form.leave"), "goes back"),
            )
            yield Static(self._words(), id="deed-words")
            if self._deed.warning:
                yield Static(toned(safe_text(self._deed.warning, 600), "warn"), id="deed-warning")
            with VerticalScroll(id="deed-scroll", can_focus=False):
                yield self.view
            yield Static(id="deed-state")
            with Horizontal(id="deed-form-buttons"):
                yield Button("Cancel", id="keep", compact=True)
                yield Button(
                    Content(self._verb[:1].upper() + self._verb[1:]),
                    id="do",
                    variant="primary",
                    compact=True,
                )

    def on_mount(self) -> None:
        self.query_one("#deed-state").display = False
        self.view.focus_first()

    def on_resize(self, event: events.Resize) -> None:
        width, height = event.size
        padding = 0 if height < _LOW else 1
        self.query_one("#deed-form").styles.padding = (padding, 2)
        rest = _AROUND_THE_FORM + 2 * padding
        if self._deed.warning:
            room = max(20, min(88, width * 96 // 100) - _SIDES)
            rest += 2 + len(self._deed.warning) // room
        self.query_one("#deed-scroll").styles.max_height = max(_LEAST_FORM, height - rest)

    @property
    def _is_busy(self) -> bool:
        return self.doing is not None and self.doing.is_pending

    @property
    def _verb(self) -> str:
        return safe_text(self._deed.form.verb, 30) if self._deed.form is not None else "do it"

    def _words(self) -> Content:
        words = self._deed.words or (self._deed.form.words if self._deed.form is not None else "")
        said = toned(f"  {safe_text(words, 300)}", "dim") if words else Content("")
        return title_of(self._target) + said

    # What comes of it

    def take(self, doing: Doing) -> None:
        """Say how it stands; where it was not done, all can be changed and tried again."""
        self.doing = doing
        if not self.is_mounted:
            return
        self.view.disabled = self._is_busy
        button = self.query_one("#do", Button)
        button.disabled = self._is_busy
        keep = self.query_one("#keep", Button)
        keep.label = "Leave it to itself" if self._is_busy else "Cancel"
        keep.refresh(layout=True)  # its label alone does not make it wider
        match doing.state:
            case DoingState.UNDER_WAY:
                self._say(toned(f"{MOVING} {safe_text(doing.step, 300) or 'asked for'}…", "warn"))
                self.query_one("#keep", Button).focus()
            case DoingState.REFUSED:
                self._refused(doing)
            case DoingState.UNSURE:
                self._say(
                    toned(f"{UNKNOWN} {refusal_words(doing.error, with_hint=False)} · {_LOOK_FIRST}", "warn")
                )
                self.query_one("#keep", Button).focus()
            case DoingState.DONE:
                self.dismiss()

    @on(events.ScreenResume)
    def _gone_on(self) -> None:
        """Done while something stood before it."""
        if self.doing is not None and self.doing.state is DoingState.DONE:
            self.dismiss()

    def _refused(self, doing: Doing) -> None:
        error = doing.error
        said_there = error is not None and self.view.refuse(error.detail)
        words = safe_text(error.said) if error is not None and said_there else refusal_words(error)
        self._say(toned(f"{FAILED} {words}", "bad"))
        if not said_there and not self.view.focus_wrong():
            self.view.focus_first()

    def _say(self, words: Content | None) -> None:
        state = self.query_one("#deed-state", Static)
        state.update(words or Content(""))
        state.display = words is not None

    # Keys

    @on(FormView.Changed)
    def _edited(self, event: FormView.Changed) -> None:
        event.stop()
        if not self._is_busy:
            self._say(self._against())

    def _against(self) -> Content | None:
        """What speaks against the form as a whole, where that is said of no field."""
        note = self.view.notes.get("")
        return safe(note.words, "$tone-warn") if note is not None else None

    @on(Input.Submitted)
    def _on_line(self, event: Input.Submitted) -> None:
        event.stop()
        if not self.view.focus_wrong():
            self.query_one("#do", Button).focus()

    def on_button_pressed(self, event: Button.Pressed) -> None:
        event.stop()
        if event.button.id == "do":
            self.action_submit()
        else:
            self.action_leave()

    def action_submit(self) -> None:
        """Have it done, unless something is wrong with it."""
        if self._is_busy:
            return
        if self.view.sendable:
            self._submit(self.view.values)
        elif not self.view.focus_wrong():
            self.view.focus_first()

    def action_leave(self) -> None:
        """Go back; what was sent is told when its answer comes."""
        self.dismiss()
