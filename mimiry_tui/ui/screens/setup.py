"""First run: from no key to an account that answers. One stage at a time stands in the frame."""

from __future__ import annotations

import asyncio
from typing import Any, ClassVar

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.widgets import Static

from mimiry_tui.settings.hosts import name_of
from mimiry_tui.ui.screens.dismissed_once import DismissedOnce
from mimiry_tui.ui.setup.key_stage import KeyStage
from mimiry_tui.ui.setup.notes import Notes, Place
from mimiry_tui.ui.setup.rail import Rail
from mimiry_tui.ui.setup.services import SetupResult, SetupServices, setup_services
from mimiry_tui.ui.setup.stage import Make, Stage, Words
from mimiry_tui.ui.toned import toned
from mimiry_tui.ui.widgets.key_bar import KeyBar

__all__ = ["SetupResult", "SetupScreen", "SetupServices", "setup_services"]

SMALLEST = (60, 16)
"""Columns and lines below which nothing useful fits."""
LOW = 30
"""Lines below which it goes without empty ones."""
FAREWELL_SECONDS = 6.0
"""How long leaving waits for a registration that is being taken back."""


class SetupScreen(DismissedOnce[SetupResult | None]):
    """Dismissed with what was set up, or None when it was left."""

    BINDING_GROUP_TITLE = "Setup"
    CSS_PATH = "setup.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "back", "back", id="setup.back", tooltip="One step back"),
        Binding("escape", "leave", "leave", id="setup.leave", tooltip="Leave without setting up"),
    ]

    def __init__(self, services: SetupServices) -> None:
        super().__init__()
        self.services = services
        self.notes = Notes(services.api_base)
        self._trail: list[Make] = []
        """The stages that esc leads back through, the present one last."""
        self._stage: Stage | None = None
        self._rail = Rail()
        self._frame = Vertical(id="setup-frame")
        self._held: set[asyncio.Task[Any]] = set()
        self._is_leaving = False
        """Whether the stage has done its part."""
        self._ahead: list[events.Key] | None = None
        """While a stage gives way to another one: the keys pressed meanwhile, for the other one."""

    def compose(self) -> ComposeResult:
        yield Words(toned(" ◆ ", "accent") + toned("mimiry", "accent", bold=True) + toned(" set-up", "dim"),
                    id="setup-head")  # fmt: skip
        yield self._rail
        yield self._frame
        yield Static("", id="too-small", markup=False)
        yield KeyBar()

    async def on_mount(self) -> None:
        await self._put(KeyStage)

    async def on_unmount(self) -> None:
        if self._stage is not None:
            self._stage.leave()
        if self._held:
            await asyncio.wait(self._held, timeout=FAREWELL_SECONDS)
        self.notes.passphrase = None

    def on_resize(self, event: events.Resize) -> None:
        width, height = event.size
        self.set_class(height < LOW, "-low")
        too_small = width < SMALLEST[0] or height < SMALLEST[1]
        self.set_class(too_small, "-too-small")
        if too_small:
            words = f"{width}×{height} is too small\n{SMALLEST[0]}×{SMALLEST[1]} or more is needed"
            self.query_one("#too-small", Static).update(words)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        if action == "back":
            return len(self._trail) > 1 and self._stage is not None and not self._stage.IS_LAST
        if action == "leave":
            return len(self._trail) <= 1
        return super().check_action(action, parameters)

    # The way

    def show(self, make: Make, *, instead: bool = False) -> None:
        """Go on to that stage; see `Flow`. Whoever is on the way to one already gets there."""
        if not self._is_leaving:
            self._begin_to_leave()
            self.call_next(self._go, make, instead)

    def keeps(self, event: events.Key) -> bool:
        """Whether that key was meant for the stage that is about to come; then it gets it."""
        if self._ahead is not None:
            self._ahead.append(event)
        return self._ahead is not None

    def on_key(self, event: events.Key) -> None:
        if self.keeps(event):
            event.stop()
            event.prevent_default()

    def finish(self, result: SetupResult) -> None:
        """Close with that."""
        self.dismiss(result)

    def hold(self, task: asyncio.Task[Any]) -> None:
        """Let that come to its end before the screen does."""
        self._held.add(task)
        task.add_done_callback(self._held.discard)

    def told(self) -> None:
        """The stage's words, keys or facts have changed."""
        stage = self._stage
        if stage is None:
            return
        key = self.notes.key
        facts = {
            Place.KEY: key.path.name if key and stage.PLACE > Place.KEY else "",
            Place.REGISTER: self.notes.registered_by or ("known already" if stage.IS_LAST else ""),
            Place.SERVICE: name_of(self.notes.api_base) if self._service_is_settled(stage) else "",
        }
        self._rail.show(stage.PLACE, facts, all_done=stage.IS_LAST)
        self.refresh_bindings()

    async def action_back(self) -> None:
        """One step back."""
        if not self._is_leaving:
            self._begin_to_leave()
            self._trail.pop()
            await self._put(self._trail.pop())

    def action_leave(self) -> None:
        """Close without having set anything up."""
        self.dismiss(None)

    def _service_is_settled(self, stage: Stage) -> bool:
        return bool(self.services.api_base) or (stage.PLACE > Place.SERVICE and bool(self.notes.api_base))

    def _begin_to_leave(self) -> None:
        self._is_leaving = True
        self._ahead = self._ahead or []

    async def _go(self, make: Make, instead: bool) -> None:
        if instead and self._trail:
            self._trail.pop()
        await self._put(make)

    async def _put(self, make: Make) -> None:
        self._trail.append(make)
        if self._stage is not None:
            self._stage.leave()
        self._stage = stage = make(self)
        self._is_leaving = False
        self._frame.border_title = toned(stage.TITLE, "bright", bold=True)
        with self.app.batch_update():
            await self._frame.remove_children()
            await self._frame.mount(stage)
        self.told()
        # Only then all of its fields can have the focus.
        self.call_after_refresh(self._hand_over)

    def _hand_over(self) -> None:
        """Give the keys that were pressed meanwhile to the stage that is there now."""
        if not self._is_leaving:
            ahead, self._ahead = self._ahead or [], None
            for event in ahead:
                (self.focused or self)._forward_event(events.Key(event.key, event.character))
