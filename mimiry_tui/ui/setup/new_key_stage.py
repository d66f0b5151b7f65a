"""Making a key: what it is called, and whether it has a passphrase."""

from __future__ import annotations

from collections.abc import Callable
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal
from textual.content import Content
from textual.widgets import Button

from mimiry_tui.settings.hosts import name_of
from mimiry_tui.ssh.key_making import KeyMakingError
from mimiry_tui.ui.setup.field import FIELD_KEYS, LONGEST_PASSPHRASE, Field
from mimiry_tui.ui.setup.notes import ChosenKey, Place
from mimiry_tui.ui.setup.on_the_way import after_key
from mimiry_tui.ui.setup.stage import Flow, Stage, Words
from mimiry_tui.ui.setup.words import at_home, trouble, under_way
from mimiry_tui.ui.toned import toned

LONGEST_NAME = 40


class NewKeyStage(Stage):
    """Makes the key when enter is pressed in the last field; nothing that exists is ever overwritten."""

    TITLE: ClassVar[str] = "A new ed25519 key"
    PLACE = Place.KEY
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+s", "make", "make the key", id="setup.make", tooltip="Make the key and go on"),
        *FIELD_KEYS,
    ]

    def __init__(self, flow: Flow) -> None:
        super().__init__(flow)
        self._called = Field(
            self.notes.slug or self._suggestion(),
            typed=self._typed,
            entered=self._next,
            longest=LONGEST_NAME,
            id="key-name",
        )
        self._where = Words(classes="aside")
        self._phrase = self._secret(self._phrase_entered, "phrase", "none")
        self._again = self._secret(self.action_make, "phrase-again")
        self._problem = Words(classes="gap")
        self._making = False

    def compose(self) -> ComposeResult:
        with Horizontal(classes="field"):
            yield Words(toned("name", "dim"), classes="label")
            yield self._called
        with Horizontal(classes="field"):
            yield Words(toned("kept at", "dim"), classes="label")
            yield self._where
        with Horizontal(classes="field gap"):
            yield Words(toned("passphrase", "dim"), classes="label")
            yield self._phrase
        with Horizontal(classes="field"):
            yield Words(toned("once more", "dim"), classes="label")
            yield self._again
        yield self._problem
        yield Words(
            toned(
                "With a passphrase the file alone is of no use to anybody. It is asked for once a run, or ",
                "dim",
            )
            + toned("never where ssh-agent holds the key; this program keeps it nowhere.", "dim"),
            classes="gap",
        )
        with Horizontal(classes="buttons"):
            yield Button("Make the key", id="make", variant="primary", compact=True)

    def on_mount(self) -> None:
        self.screen.set_focus(self._called)
        self._show()

    def _typed(self) -> None:
        self.notes.slug = self._called.value
        self._show()

    def _next(self) -> None:
        self.screen.focus_next()

    def _phrase_entered(self) -> None:
        """Without a passphrase there is nothing to type once more."""
        if self._phrase.value:
            self._next()
        else:
            self.action_make()

    @on(Button.Pressed)
    def _pressed(self, event: Button.Pressed) -> None:
        event.stop()
        self.action_make()

    def action_make(self) -> None:
        """Make the key, or say what keeps it from being made."""
        if self._phrase.value != self._again.value:
            self._problem.say(
                trouble("the passphrases differ", fix="type the same in both fields, or nothing")
            )
            self.screen.set_focus(self._again)
        elif not self._making:
            self._making = True
            self._problem.say(under_way("making the key"))
            self.start(self._make(self._phrase.value or None), "making a key")

    async def _make(self, passphrase: str | None) -> None:
        try:
            path = self.services.new_key_path(self._called.value)
            made = await self.services.make_key(path, passphrase, self.services.machine)
        except KeyMakingError as error:
            self._problem.say(trouble("no key was made", str(error)))
            self._called.focus()
            return
        finally:
            self._making = False
        self.notes.choose(ChosenKey(made.path, made.fingerprint, is_new=True), passphrase)
        self.notes.found = None  # it is one of them by now
        after_key(self.flow)

    def _show(self) -> None:
        self._problem.say(Content(""))
        try:
            path = self.services.new_key_path(self._called.value)
        except KeyMakingError as error:
            self._where.say(toned(str(error), "warn"))
        else:
            self._where.say(toned(at_home(path, self.services.home), "bright"))

    def _secret(self, entered: Callable[[], None], id: str, placeholder: str = "") -> Field:
        return Field(
            typed=lambda: self._problem.say(Content("")),
            entered=entered,
            longest=LONGEST_PASSPHRASE,
            placeholder=placeholder,
            password=True,
            id=id,
        )

    def _suggestion(self) -> str:
        """What tells keys apart that a person has: the machine they are on."""
        base = self.notes.api_base
        wished = self.services.machine or (name_of(base) if base else "")
        return (
            "".join(sign if sign.isascii() and sign.isalnum() else "-" for sign in wished).strip("-").lower()
        )
