"""What has no key on this screen and yet means the same wherever one is."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterable
from inspect import isawaitable
from typing import Any

from textual.actions import parse
from textual.binding import Binding
from textual.screen import Screen

from mimiry_tui.ui.command_line.command import Command, Deed, Given
from mimiry_tui.ui.command_line.scope import Scope
from mimiry_tui.ui.keymap import bindings_of

_EVERYWHERE = (
    "account",
    "history",
    "collections",
    "fleet",
    "watches",
    "digest",
    "profiles",
    "settings",
    "pause",
    "portal",
    "set_up",
)
"""Keys of the dashboard that are not about what its cursor is on."""


def dashboard_commands(scope: Scope, taken: Iterable[str]) -> tuple[Command, ...]:
    """What the dashboard's keys open, from any screen over it of an account that is open."""
    under, names = scope.dashboard, set(taken)
    if under is None or under is scope.screen or scope.services is None:
        return ()
    known = {one.id: one for bound in bindings_of(under).values() for one in bound}
    # A screen with keys of that name is the one that it would open.
    around = {name.partition(".")[0] for name in names}
    found = (known.get(name) for name in _EVERYWHERE if name not in around)
    return tuple(
        Command(one.id or "", one.tooltip or one.description, _pressing(under, one))
        for one in found
        if one is not None and _is_possible(under, one)
    )


def app_commands(scope: Scope, taken: Iterable[str]) -> tuple[Command, ...]:
    """What the palette has besides that no key does: "screenshot"."""
    screen, names = scope.screen, set(taken)
    offered = screen.app.get_system_commands(screen)
    named = ((one.title.casefold().replace(" ", "_"), one) for one in offered)
    return tuple(Command(name, one.help, _calling(one.callback)) for name, one in named if name not in names)


def _is_possible(under: Screen[Any], binding: Binding) -> bool:
    _, action, parameters = parse(binding.action)
    return bool(under.check_action(action, parameters))


def _pressing(under: Screen[Any], binding: Binding) -> Callable[[Given], Deed]:
    async def deed() -> None:
        await under.app.run_action(binding.action, under)

    return lambda _: deed


def _calling(call: Callable[[], Awaitable[object] | object]) -> Callable[[Given], Deed]:
    async def deed() -> None:
        result = call()
        if isawaitable(result):
            await result

    return lambda _: deed
