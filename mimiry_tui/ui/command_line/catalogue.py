"""All commands that a screen has."""

from __future__ import annotations

from dataclasses import replace

from mimiry_tui.ui.command_line.actions import action_commands
from mimiry_tui.ui.command_line.command import Command
from mimiry_tui.ui.command_line.doing import do_command
from mimiry_tui.ui.command_line.launching import launch_command
from mimiry_tui.ui.command_line.scope import Scope
from mimiry_tui.ui.command_line.sessions import session_commands
from mimiry_tui.ui.command_line.views import view_commands
from mimiry_tui.ui.launch_commands import LaunchCommands
from mimiry_tui.ui.session_commands import SessionCommands


def commands_of(scope: Scope) -> tuple[Command, ...]:
    """Those that take words first, then one for every key that works here."""
    spoken: list[Command] = []
    if isinstance(scope.screen, LaunchCommands) and scope.services is not None:
        spoken.append(launch_command(scope))
    if isinstance(scope.screen, SessionCommands) and scope.services is not None:
        spoken += session_commands(scope)
        if scope.key_of("actions"):
            spoken.append(do_command(scope))
    spoken += view_commands(scope)
    named = [replace(one, said=scope.words_of(one.name)) for one in spoken]
    return (*named, *action_commands(scope, [one.name for one in spoken]))
