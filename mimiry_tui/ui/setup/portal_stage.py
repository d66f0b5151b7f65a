"""Adding the key in the portal by hand, where the service offers no guided way or nobody wants it."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content

from mimiry_tui.clouds.errors import CloudError, KeyNotRegistered
from mimiry_tui.ui.clipboard import copy
from mimiry_tui.ui.key_of import key_of
from mimiry_tui.ui.setup.finish_stage import FinishStage
from mimiry_tui.ui.setup.notes import Place
from mimiry_tui.ui.setup.sign_in_stage import told, tried
from mimiry_tui.ui.setup.stage import Flow, Stage, Words
from mimiry_tui.ui.setup.words import lines, long, numbered, trouble, under_way
from mimiry_tui.ui.toned import toned


class PortalStage(Stage, can_focus=True):
    """Four steps for a person; the last one is checked."""

    TITLE: ClassVar[str] = "Register the key in the portal"
    PLACE = Place.REGISTER
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding(
            "enter", "check", "check again", id="setup.check", tooltip="See whether the service knows the key"
        ),
        Binding("y", "copy_key", "copy the key", id="setup.copy_key", tooltip="Copy the public key"),
        Binding(
            "o", "open_portal", "open the portal", id="setup.portal", tooltip="Open the portal in a browser"
        ),
    ]

    def __init__(self, flow: Flow, *, unsupported: bool = False) -> None:
        """`unsupported`: the service has no guided registration, which is why this is shown."""
        super().__init__(flow)
        self._unsupported = unsupported
        self._steps = Words()
        self._key = Words()
        self._result = Words(classes="gap")
        self._public_line = ""
        self._checking = False

    def compose(self) -> ComposeResult:
        yield self._steps
        yield self._key
        yield Words(
            numbered(
                4, "Come back, and see whether it is known", key_of(self, "setup.check"), "checks again"
            ),
            classes="gap",
        )
        yield self._result

    def on_mount(self) -> None:
        self.screen.set_focus(self)
        why = [
            toned("This service has no guided registration. It takes four steps by hand:", "text"),
            Content(""),
        ]
        self._steps.say(
            lines(
                *(why if self._unsupported else []),
                numbered(1, "Open the portal and sign in", key_of(self, "setup.portal"), "opens it"),
                toned(f"   {self.notes.api_base}", "text"),
                Content(""),
                numbered(2, "Go to Profile → SSH Keys → Add Key"),
                Content(""),
                numbered(3, "Paste the public key", key_of(self, "setup.copy_key"), "copies it"),
            )
        )
        self._result.say(Content(""))
        self.start(self._read(), "reading the public key")

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        if action == "copy_key":
            return bool(self._public_line)
        return super().check_action(action, parameters)

    def action_copy_key(self) -> None:
        """Copy the public half."""
        copy(self.app, self._public_line, "public key")

    async def action_open_portal(self) -> None:
        """Open the portal, or say that it cannot be done from here."""
        if not await self.services.browse(self.notes.api_base):
            self.notify("no browser can be opened from here", severity="warning", markup=False)

    def action_check(self) -> None:
        """Try to sign in."""
        if not self._checking:
            self._checking = True
            self._result.say(under_way("asking whether the key is known"))
            self.start(self._check(), "checking the key")

    async def _read(self) -> None:
        key = self.notes.key
        assert key is not None
        try:
            signer = await self.services.open_key(key.path, self.notes.passphrase)
        except CloudError as error:
            self._key.say(trouble(error.title, error.detail, error.hint))
            return
        self._public_line = signer.public_line
        self._key.say(long(f"   {self._public_line}", "text"))
        self.flow.told()

    async def _check(self) -> None:
        try:
            trial = await tried(self)
        finally:
            self._checking = False
        if trial.ok:
            self.flow.show(lambda flow: FinishStage(flow, trial), instead=True)
        elif isinstance(trial.error, KeyNotRegistered):
            fix = f"add it as in step 3, then press {key_of(self, 'setup.check')}"
            self._result.say(trouble("not yet", "the service does not know the key", fix))
        elif trial.error is not None:
            self._result.say(told(trial.error, key_of(self, "setup.check"), key_of(self, "setup.back")))
        self.call_after_refresh(self.scroll_end, animate=False)
