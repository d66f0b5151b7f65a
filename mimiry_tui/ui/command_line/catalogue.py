"""All commands that a screen has."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import TYPE_CHECKING

from mimiry_tui.ui.command_line.actions import action_commands
from mimiry_tui.ui.command_line.command import Command
from mimiry_tui.ui.command_line.doing import do_commands
from mimiry_tui.ui.command_line.elsewhere import app_commands, dashboard_commands
from mimiry_tui.ui.command_line.launching import launch_command
from mimiry_tui.ui.command_line.own_launching import own_launch_command
from mimiry_tui.ui.command_line.scope import Scope
from mimiry_tui.ui.command_line.sessions import session_commands
from mimiry_tui.ui.command_line.tables import table_commands
from mimiry_tui.ui.command_line.views import view_commands
from mimiry_tui.ui.launch_ways import launches_containers

if TYPE_CHECKING:
    from mimiry_tui.ui.services import Services

_LAUNCHES = "launch.launch"
"""The key of a launch form: whoever is in one needs no other."""


def commands_of(scope: Scope) -> tuple[Command, ...]:
    """Those that take words first, then one for every key that works here, then what works everywhere."""
    spoken: list[Command] = []
    if scope.services is not None and scope.dashboard is not None:
        if not scope.key_of(_LAUNCHES):
            spoken.append(_launching(scope, scope.services))
        spoken += session_commands(scope)
        spoken += do_commands(scope)
    spoken += [*table_commands(scope), *view_commands(scope)]
    named = [replace(one, said=scope.words_of(one.name)) for one in spoken]
    found = [*named, *action_commands(scope, [one.name for one in spoken])]
    found += dashboard_commands(scope, _names(found))
    return (*found, *app_commands(scope, _names(found)))


def _launching(scope: Scope, services: Services) -> Command:
    """By the form of containers, or by those that the service has of its own."""
    if launches_containers(services.account.cloud):
        return launch_command(scope)
    return own_launch_command(scope, services)


def _names(commands: Iterable[Command]) -> set[str]:
    return {name for one in commands for name in (one.name, *one.aliases)}
