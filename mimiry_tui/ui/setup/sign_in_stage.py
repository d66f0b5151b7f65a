"""The trial: the key is exchanged for a token, and the balance is asked."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal
from textual.content import Content

from mimiry_tui.clouds.errors import (
    CloudError,
    KeyLocked,
    KeyNotRegistered,
    ServerTrouble,
    TooManyRequests,
    Unreachable,
)
from mimiry_tui.settings.hosts import name_of
from mimiry_tui.ui.key_of import key_of
from mimiry_tui.ui.setup.field import LONGEST_PASSPHRASE, Field
from mimiry_tui.ui.setup.finish_stage import FinishStage
from mimiry_tui.ui.setup.notes import Place
from mimiry_tui.ui.setup.stage import Flow, Stage, Words
from mimiry_tui.ui.setup.words import at_home, trouble, under_way
from mimiry_tui.ui.toned import toned

if TYPE_CHECKING:
    from mimiry_tui.live.setup.trial import Trial


class SignInStage(Stage, can_focus=True):
    """Goes on by itself: to the end, or to registering the key; stays where something is in the way."""

    TITLE: ClassVar[str] = "Signing in"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("r", "again", "try again", id="setup.again", tooltip="Try to sign in again"),
    ]

    def __init__(self, flow: Flow, *, registered: bool = False) -> None:
        """`registered`: the service said just now that it has the key."""
        super().__init__(flow)
        self._registered = registered
        # Until it is known to be registered, that is the part of the way one is on.
        self.PLACE = Place.DONE if registered else Place.REGISTER
        self._words = Words()
        self._phrase = Field(entered=self._entered, longest=LONGEST_PASSPHRASE, password=True, id="phrase")
        self._field = Horizontal(
            Words(toned("passphrase", "dim"), classes="label"), self._phrase, classes="field gap"
        )
        self._kept = Words(toned("enter signs in; the passphrase is kept nowhere", "dim"), classes="gap")
        self._trying = False

    def compose(self) -> ComposeResult:
        yield self._words
        yield self._field
        yield self._kept

    def on_mount(self) -> None:
        self._show_field(False)
        self.screen.set_focus(self)
        self.action_again()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        if action == "again":
            return not self._trying and not self._field.display
        return super().check_action(action, parameters)

    def action_again(self) -> None:
        """Try it (again)."""
        self._trying = True
        key = self.notes.key
        touch = "; touch the key if it blinks" if key is not None and key.wants_touch else ""
        self._words.say(under_way(f"signing in to {name_of(self.notes.api_base)}{touch}"))
        self.flow.told()
        self.start(self._try(), "signing in")

    async def _try(self) -> None:
        trial = await tried(self)
        self._trying = False
        if trial.ok:
            self.flow.show(lambda flow: FinishStage(flow, trial), instead=True)
        elif isinstance(trial.error, KeyLocked):
            self._ask(trial.error)
        elif isinstance(trial.error, KeyNotRegistered) and not self._registered:
            from mimiry_tui.ui.setup.register_stage import RegisterStage

            self.flow.show(RegisterStage, instead=True)
        elif trial.error is not None:
            again, back = key_of(self, "setup.again"), key_of(self, "setup.back")
            self._words.say(told(trial.error, again, back, just_registered=self._registered))
        self.flow.told()

    def _ask(self, error: KeyLocked) -> None:
        key = self.notes.key
        path = at_home(key.path, self.services.home) if key else "the key"
        words = toned("The passphrase of ", "text") + toned(path, "bright", bold=True)
        if self.notes.passphrase is not None:
            back = key_of(self, "setup.back")
            words = trouble(error.title, error.detail, f"type it again, or {back} for another key")
        self.notes.passphrase = None
        self._words.say(words)
        self._show_field(True)
        self._phrase.put("")
        self.screen.set_focus(self._phrase)

    def _show_field(self, shown: bool) -> None:
        self._field.display = self._kept.display = shown

    def _entered(self) -> None:
        if self._phrase.value:
            self.notes.passphrase = self._phrase.value
            self._phrase.put("")
            self._show_field(False)
            self.focus()
            self.action_again()


async def tried(stage: Stage) -> Trial:
    """Sign in with the chosen key; nobody asks again before the time that the service wants waited."""
    from mimiry_tui.live.setup.trial import Trial

    notes, now = stage.notes, stage.services.clock.monotonic
    assert notes.key is not None
    base, until = notes.told_to_wait or ("", 0.0)
    if base == notes.api_base and (left := until - now()) > 0:
        return Trial(False, error=TooManyRequests(retry_after=left))
    trial = await stage.services.sign_in(notes.api_base, notes.key.path, notes.passphrase)
    if not trial.ok and isinstance(trial.error, TooManyRequests) and trial.error.retry_after:
        notes.told_to_wait = (notes.api_base, now() + trial.error.retry_after)
    return trial


def told(error: CloudError, key: str, back: str, *, just_registered: bool = False) -> Content:
    """What is in the way of signing in, and the way out of it.

    `key` tries again, which nothing does by itself; `back` goes back.
    """
    if just_registered and isinstance(error, KeyNotRegistered):
        return trouble(
            "the service does not know the key yet",
            fix=f"it was registered just now and may take a moment: press {key}",
        )
    match error:
        case TooManyRequests():
            wait = f"{error.retry_after:.0f} s" if error.retry_after else "a minute or two"
            fix = f"only a few sign-ins are let in at a time: wait {wait}, then press {key}"
        case Unreachable():
            fix = f"check the network and the host, then press {key}"
        case ServerTrouble():
            fix = f"this is on the service's side: press {key} later"
        case _:
            fix = error.hint or f"press {key} to try again, or {back} to choose otherwise"
    return trouble(error.title, error.detail, fix)
