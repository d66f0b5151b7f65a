"""What can be done beyond what every service can, by the same keys wherever a record is shown."""

from __future__ import annotations

import asyncio
from importlib import import_module
from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding, BindingType

from mimiry_tui.domain.sessions import Session
from mimiry_tui.domain.volumes import Volume
from mimiry_tui.ui.launch_commands import LaunchCommands

if TYPE_CHECKING:
    from mimiry_tui.domain.doing.deeds import Target


class DeedCommands(LaunchCommands):
    """A screen from which the service's own deeds and lists are reached."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("a", "actions", "actions", id="actions", tooltip="What else can be done with it"),
        Binding(
            "A",
            "collections",
            "lists",
            id="collections",
            show=False,
            tooltip="What else the account has: keys, schedules, addresses",
        ),
    ]

    @property
    def target(self) -> Target:
        """What deeds are done to: the record under the cursor, else the account."""
        return self.record if isinstance(self.record, Session | Volume) else None

    @property
    def targets(self) -> tuple[Target, ...]:
        """The same, as the only one."""
        return (self.target,)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offered where the service has any."""
        services = self.services
        if action == "actions":
            return services is not None and bool(services.account.deeds.possible(self.target))
        if action == "collections":
            return services is not None and bool(services.account.cloud.extras.collections)
        return super().check_action(action, parameters)

    def action_actions(self) -> None:
        """Choose among what can be done with what is under the cursor."""
        services = self.services
        if services is None:
            return
        services.deeds.menu(self.target, services.profile)

    async def action_collections(self) -> None:
        """The lists that only this service has, with the whole screen."""
        if self.services is None:
            return
        # When it is first wanted: in a thread, since that takes its time.
        await asyncio.to_thread(import_module, "mimiry_tui.ui.screens.collections")
        from mimiry_tui.ui.screens.collections import CollectionsScreen

        if not any(isinstance(screen, CollectionsScreen) for screen in self.app.screen_stack):
            # Whatever key comes next is meant for it.
            await self.app.push_screen(CollectionsScreen(self.services))
