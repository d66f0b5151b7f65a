"""Before a registration begins: what the key is called, and how the right account is known."""

from __future__ import annotations

from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal
from textual.content import Content
from textual.widgets import Button

from mimiry_tui.clouds.registration import pairing_code_of
from mimiry_tui.settings.hosts import name_of
from mimiry_tui.ui.setup.field import FIELD_KEYS, Field
from mimiry_tui.ui.setup.guided_stage import GuidedStage
from mimiry_tui.ui.setup.notes import Place
from mimiry_tui.ui.setup.portal_stage import PortalStage
from mimiry_tui.ui.setup.services import RegistrationWish
from mimiry_tui.ui.setup.stage import Flow, Stage, Words
from mimiry_tui.ui.toned import toned

LONGEST_TITLE, LONGEST_CODE, LONGEST_EMAIL = 60, 16, 200


class RegisterStage(Stage):
    """Nothing is sent before `Register`."""

    TITLE: ClassVar[str] = "Register the key"
    PLACE = Place.REGISTER
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+s", "begin", "register", id="setup.register", tooltip="Begin the registration"),
        Binding(
            "ctrl+o", "by_hand", "by hand", id="setup.by_hand", tooltip="Add the key in the portal yourself"
        ),
        *FIELD_KEYS,
    ]

    def __init__(self, flow: Flow) -> None:
        super().__init__(flow)
        notes = self.notes
        self._called = Field(
            notes.title or self.services.machine,
            typed=self._typed,
            entered=self._next,
            longest=LONGEST_TITLE,
            id="key-title",
        )
        self._email = Field(
            notes.email,
            typed=self._typed,
            entered=self._next,
            longest=LONGEST_EMAIL,
            placeholder="any; you confirm it",
            id="account-email",
        )
        self._code = Field(
            notes.pairing_code,
            typed=self._typed,
            entered=self.action_begin,
            longest=LONGEST_CODE,
            placeholder="none",
            id="pairing-code",
        )
        self._problem = Words(classes="gap")

    def compose(self) -> ComposeResult:
        service = name_of(self.notes.api_base)
        yield Words(
            toned(f"{service} does not know this key yet. ", "bright")
            + toned(
                "You get the address of a page, and sign in there with your second factor. Then you are ",
                "text",
            )
            + toned(
                "shown whose account that was; only when you have confirmed it, the public half is sent.",
                "text",
            )
        )
        with Horizontal(classes="field gap"):
            yield Words(toned("name the key", "dim"), classes="label")
            yield self._called
        with Horizontal(classes="field"):
            yield Words(toned("account", "dim"), classes="label")
            yield self._email
        with Horizontal(classes="field"):
            yield Words(toned("pairing code", "dim"), classes="label")
            yield self._code
        yield self._problem
        yield Words(
            toned(
                "account: the e-mail of the only one to accept. pairing code: if the portal shows you one; ",
                "dim",
            )
            + toned("then there is nothing to confirm.", "dim"),
            classes="gap",
        )
        with Horizontal(classes="buttons"):
            yield Button("Register", id="begin", variant="primary", compact=True)
            yield Button("By hand in the portal", id="by-hand", compact=True)

    def on_mount(self) -> None:
        self.screen.set_focus(self._called)
        self._problem.say(Content(""))

    def _typed(self) -> None:
        self.notes.title = self._called.value
        self.notes.email = self._email.value
        self.notes.pairing_code = self._code.value
        self._problem.say(Content(""))

    def _next(self) -> None:
        self.screen.focus_next()

    @on(Button.Pressed)
    def _pressed(self, event: Button.Pressed) -> None:
        event.stop()
        if event.button.id == "begin":
            self.action_begin()
        else:
            self.action_by_hand()

    def action_by_hand(self) -> None:
        """Show the steps to take in the portal."""
        self.flow.show(PortalStage)

    def action_begin(self) -> None:
        """Begin, or go to the field that is not right."""
        problem, field = self._wrong()
        if field is not None:
            self._problem.say(toned(f"⚠ {problem}", "warn"))
            self.screen.set_focus(field)
        else:
            wish = RegistrationWish(
                self._called.value.strip(), pairing_code_of(self._code.value), self._email.value.strip()
            )
            self.flow.show(lambda flow: GuidedStage(flow, wish))

    def _wrong(self) -> tuple[str, Field | None]:
        title, email, code = self._called.value.strip(), self._email.value.strip(), self._code.value.strip()
        if not title or "<" in title or ">" in title:
            return "the key needs a name, without < and >", self._called
        if email and ("@" not in email[1:-1] or " " in email):
            return (
                "that is no e-mail address; leave it empty to confirm the account when it is known",
                self._email,
            )
        if code and not pairing_code_of(code):
            return "a pairing code has eight letters and digits: ABCD-1234", self._code
        return "", None
