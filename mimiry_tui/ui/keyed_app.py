"""An app with keys that mean the same wherever one is: command line, palette, help, settings, themes."""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial
from typing import ClassVar

from textual.actions import SkipAction
from textual.app import SystemCommand
from textual.binding import Binding, BindingType
from textual.screen import Screen

from mimiry_tui.ui.choosing_app import ChoosingApp
from mimiry_tui.ui.commands import ActionProvider, Palette


class KeyedApp(ChoosingApp):
    """Opens what goes for every account; each screen is imported when it is first wanted."""

    COMMANDS: ClassVar = ChoosingApp.COMMANDS | {ActionProvider}
    COMMAND_PALETTE_DISPLAY = "palette"
    BINDINGS: ClassVar[list[BindingType]] = [
        # Before all else, so that what is typed right after it lands in the line.
        Binding(
            "colon", "command_line", "command", id="command-line", priority=True, tooltip="Type a command"
        ),
        Binding(
            "ctrl+p", "command_palette", "palette", id="palette", show=False, tooltip="Every action by name"
        ),
        Binding("question_mark,f1", "help", "help", id="help", tooltip="The keys that work here"),
        Binding("q", "leave", "quit", id="quit", tooltip="Leave"),
        # Before all else: what counts down can be undone wherever one is, also while text is typed.
        Binding(
            "alt+u",
            "undo_anywhere",
            "undo",
            id="undo.anywhere",
            show=False,
            priority=True,
            tooltip="Undo what is about to be ended, wherever you are",
        ),
        Binding("ctrl+q", "leave", "quit", id="quit.alias", show=False, priority=True, tooltip="Leave"),
    ]

    async def action_command_line(self) -> None:
        """Type a command; where text is typed already, or a dialog is open, the key means what it says."""
        focused = self.screen.focused
        if self.screen.is_modal or (focused is not None and focused.check_consume_key("colon", ":")):
            raise SkipAction
        from mimiry_tui.ui.command_line.history import CommandHistory
        from mimiry_tui.ui.command_line.opening import open_command_line

        typed = self.services.commands if self.services is not None else CommandHistory(None)
        await open_command_line(self, self, typed)

    async def set_preference(self, name: str, value: object) -> None:
        await self.settings.set(name, value)

    def action_settings(self) -> None:
        """Show the settings that people change most."""
        from mimiry_tui.ui.screens.settings import SettingsScreen

        keeper = self.settings.keeper
        if keeper is None:
            self.notify("a demo keeps no settings", markup=False)
            return
        self.push_screen(SettingsScreen(self.settings.set, path=keeper.path, edit=self.settings.edit))

    def action_columns(self) -> None:
        """Choose the columns of the pane that was last looked at."""
        from mimiry_tui.ui.screens.columns import ColumnsScreen

        pane = self.dashboard.table_pane
        if pane is not None:
            self.push_screen(ColumnsScreen(pane, self.settings.set))

    def action_pause(self) -> None:
        """Ask for nothing until the next time, or go on."""
        if self.live is not None:
            self.live.set_paused(self.live.paused_since is None)
            self.dashboard.look_again()

    def action_themes(self) -> None:
        """Try themes on."""
        from mimiry_tui.ui.themes.screen import ThemeScreen

        async def save(name: str) -> None:
            await self.settings.set("look.theme", name)

        self.push_screen(ThemeScreen(save if self.settings.keeper is not None else None))

    def action_change_theme(self) -> None:
        self.action_themes()

    def action_command_palette(self) -> None:
        """Look for an action by its name."""
        if not isinstance(self.screen, Palette):
            self.push_screen(Palette(id="--command-palette"))

    def action_help(self) -> None:
        """Show the keys that work here."""
        from mimiry_tui.ui.screens.help import HelpScreen

        self.push_screen(HelpScreen(self.screen.active_bindings.values(), self.screen))

    def get_system_commands(self, screen: Screen[object]) -> Iterable[SystemCommand]:
        """What the palette has besides the actions that have keys.

        Textual's own would leave at once whatever goes on costing money, and have a second help and zoom.
        """
        yield SystemCommand("Theme", "Try themes on, and keep one", self.action_themes)
        yield SystemCommand("Accounts", "Go on with another account", self.action_profiles)
        yield SystemCommand("Set up", "Make or choose a key, and register it", self.action_set_up)
        if self.services is not None and self.services.unlocking.was_declined:
            ask = self.services.unlocking.ask_again
            yield SystemCommand("Unlock the key", "Ask for its passphrase again", ask)
        # Once the palette itself is out of the picture.
        picture = partial(self.call_after_refresh, self.deliver_screenshot)
        yield SystemCommand("Screenshot", "Keep this screen as a picture (SVG)", picture)

    def action_leave(self) -> None:
        """Leave, after saying what goes on costing money."""
        from mimiry_tui.ui.guarding.leaving import leave

        leave(self, self.services)
