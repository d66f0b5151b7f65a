"""How an app opens its command line."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from textual.app import App

if TYPE_CHECKING:
    from mimiry_tui.ui.command_line.command import Deed
    from mimiry_tui.ui.command_line.history import CommandHistory
    from mimiry_tui.ui.command_line.host import CommandHost


async def open_command_line(
    app: App[Any], host: CommandHost, history: CommandHistory, text: str = ""
) -> None:
    """Open it over the app's screen, with `text` in it. To be awaited: what is typed next belongs in it."""
    from mimiry_tui.ui.command_line.scope import Scope
    from mimiry_tui.ui.command_line.screen import CommandLineScreen

    async def run(deed: Deed | None) -> None:
        if deed is not None:
            await deed()

    screen = app.screen
    scope = Scope(screen, tuple(screen.active_bindings.values()), host)
    await app.push_screen(CommandLineScreen(scope, history, text), run)
