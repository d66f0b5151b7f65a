"""The guided registration while it runs: the page to open, the account to confirm, the steps after it."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, ClassVar

from textual import events, on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal
from textual.content import Content
from textual.geometry import Size
from textual.widgets import Button

from mimiry_tui.clouds.errors import CloudError
from mimiry_tui.domain.durations import age
from mimiry_tui.live.setup.steps import Step, StepKind
from mimiry_tui.ui.clipboard import copy
from mimiry_tui.ui.key_of import key_of
from mimiry_tui.ui.setup.guided_words import ended, way
from mimiry_tui.ui.setup.notes import Place
from mimiry_tui.ui.setup.portal_stage import PortalStage
from mimiry_tui.ui.setup.qr_view import QrView
from mimiry_tui.ui.setup.services import RegistrationWish
from mimiry_tui.ui.setup.sign_in_stage import SignInStage
from mimiry_tui.ui.setup.stage import Flow, Stage, Words
from mimiry_tui.ui.ticker import Ticker
from mimiry_tui.ui.toned import key_hints, toned

if TYPE_CHECKING:
    from mimiry_tui.live.setup.registering import Registering

BESIDE = 44
"""Columns that the words need beside a code."""
THOUGHT = 1.0
"""Seconds for which nothing confirms an account that has just come up: the key was meant for the page."""
_GOES_ON = frozenset({StepKind.DONE, StepKind.ALREADY_REGISTERED, StepKind.UNSUPPORTED})


class GuidedStage(Stage, can_focus=True):
    """Runs one registration; leaving the stage takes it back."""

    TITLE: ClassVar[str] = "Register the key"
    PLACE = Place.REGISTER
    DEFAULT_CSS = """
    GuidedStage {
        #guided { height: auto; }
        QrView { margin-left: 3; }
    }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("o", "open_page", "open the page", id="setup.page", tooltip="Open it in a browser"),
        Binding("y", "copy_page", "copy its address", id="setup.copy_page", tooltip="Copy the address"),
        Binding("c", "code", "QR code", id="setup.code", tooltip="The address as a code for a camera"),
        Binding("y", "confirm", "it is mine", id="setup.confirm", tooltip="The account is yours"),
        Binding("r", "anew", "begin anew", id="setup.anew", tooltip="Begin another registration"),
        Binding("left,right", "app.focus_next", "other button", id="setup.button", show=False,
                tooltip="The other button"),
    ]  # fmt: skip

    def __init__(self, flow: Flow, wish: RegistrationWish) -> None:
        super().__init__(flow)
        self._wish = wish
        self._registering: Registering | None = None
        self._step = Step(StepKind.STARTING)
        self._since = self.services.clock.now()
        self._asked_at = 0.0
        self._left = False
        self._words = Words()
        self._qr = QrView()
        self._buttons = Horizontal(
            Button("Cancel", id="not-mine", compact=True),
            Button("Yes, it is mine", id="mine", variant="primary", compact=True),
            classes="buttons",
        )

    def compose(self) -> ComposeResult:
        with Horizontal(id="guided"):
            yield self._words
            yield self._qr
        yield self._buttons

    def on_mount(self) -> None:
        self.screen.set_focus(self)
        self.start(self._register(), "registration")
        self._show()

    def leave(self) -> None:
        self._left = True
        if self._registering is not None:
            self._registering.cancel()

    @property
    def is_asking(self) -> bool:
        """Whether somebody has to say whose account it is."""
        return self._step.kind is StepKind.CONFIRM_ACCOUNT

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        at_portal = self._step.kind is StepKind.AT_PORTAL
        if action in {"open_page", "copy_page"}:
            return at_portal
        if action == "code":
            return at_portal and not self._qr.display and self._code_fits()
        if action == "confirm":
            return self.is_asking
        if action == "anew":
            return self._step.is_final
        return super().check_action(action, parameters)

    # What is done

    async def action_open_page(self) -> None:
        """Open the page, or say that it cannot be done from here."""
        if not await self.services.browse(self._step.verify_url):
            self.notify(
                "no browser can be opened from here: copy the address", severity="warning", markup=False
            )

    def action_copy_page(self) -> None:
        """Copy the page's address."""
        copy(self.app, self._step.verify_url, "address")

    def action_code(self) -> None:
        """Show the code on the whole screen."""
        from mimiry_tui.ui.screens.setup_code import CodeScreen

        self.app.push_screen(CodeScreen(self._step.verify_url))

    def action_confirm(self) -> None:
        """The account is the person's own; not before there was time to read which one it is."""
        if self._registering and self.services.clock.monotonic() - self._asked_at >= THOUGHT:
            self._registering.confirm()

    def action_anew(self) -> None:
        """Begin another registration with the same wishes."""
        self.flow.show(lambda flow: GuidedStage(flow, self._wish), instead=True)

    @on(Button.Pressed)
    def _answered(self, event: Button.Pressed) -> None:
        event.stop()
        if event.button.id == "mine":
            self.action_confirm()
        elif self._registering is not None:
            self._registering.refuse()

    # What is seen

    def on_resize(self, event: events.Resize) -> None:
        self._show()

    async def _carried_through(self) -> Step:
        """The registration from opening the key to its final step."""
        key, notes = self.notes.key, self.notes
        assert key is not None
        try:
            signer = await self.services.open_key(key.path, notes.passphrase)
            async with self.services.register(notes.api_base, signer, self._wish) as registering:
                self._registering = registering
                unsubscribe = registering.subscribe(self._news)
                try:
                    return await registering.run()
                finally:
                    unsubscribe()
        except CloudError as error:
            failed = Step(StepKind.FAILED, words=str(error), hint=error.hint)
            self._news(failed)
            return failed

    async def _register(self) -> None:
        # Left in the middle it goes on by itself, to take the registration back.
        task = asyncio.create_task(self._carried_through(), name="registration")
        self.flow.hold(task)
        self._go_on(await asyncio.shield(task))

    def _go_on(self, step: Step) -> None:
        if step.kind is StepKind.DONE:
            self.notes.registered_by = step.email
            self.flow.show(lambda flow: SignInStage(flow, registered=True), instead=True)
        elif step.kind is StepKind.ALREADY_REGISTERED:
            self.flow.show(SignInStage, instead=True)
        elif step.kind is StepKind.UNSUPPORTED:
            self.flow.show(lambda flow: PortalStage(flow, unsupported=True), instead=True)

    def _news(self, step: Step) -> None:
        if self._left:
            return
        is_another, self._step = step.kind is not self._step.kind, step
        self._buttons.display = self.is_asking
        if is_another:
            self._since = self.services.clock.now()
            self._asked_at = self.services.clock.monotonic()
            (self.query_one("#not-mine") if self.is_asking else self).focus()
        self._show()
        self.flow.told()

    def _show(self) -> None:
        step, clock = self._step, self.services.clock
        self._buttons.display = self.is_asking
        self._show_code()
        if step.is_final:
            again, back = key_of(self, "setup.anew"), key_of(self, "setup.back")
            goes_on = step.kind in _GOES_ON
            self._words.say(Content("") if goes_on else ended(step, again=again, back=back))
            return
        now = clock.now()
        self._words.say(
            way(
                step,
                with_code=bool(self._wish.pairing_code),
                since=self._since,
                now=now,
                hints=self._hints(),
                is_low=self.screen.has_class("-low"),
                wants_touch=self.notes.key is not None and self.notes.key.wants_touch,
            )
        )
        if step.kind is StepKind.AT_PORTAL:
            changes_in = age(now - self._since).changes_in
            Ticker.of(self.app, clock).wake(self._words, clock.monotonic() + changes_in, self._show)

    def _show_code(self) -> None:
        """The code stands beside the words where both have room."""
        room = self.container_size - Size(BESIDE, 0)
        at_portal = self._step.kind is StepKind.AT_PORTAL
        self._qr.display = at_portal and self._qr.fits(self._step.verify_url, room)

    def _code_fits(self) -> bool:
        return self._qr.fits(self._step.verify_url, self.app.size)

    def _hints(self) -> Content:
        keys = [(key_of(self, "setup.page"), "opens it"), (key_of(self, "setup.copy_page"), "copies it")]
        if self._qr.display:
            return key_hints(*keys) + toned(" · a camera reads the code", "dim")
        code = [(key_of(self, "setup.code"), "shows a QR code")] if self._code_fits() else []
        return key_hints(*keys, *code)
