"""From one account's dashboard to the view of all accounts, and on to a session of any of them."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from importlib import import_module
from typing import TYPE_CHECKING

from mimiry_tui.live.store import Change, Resource, Store
from mimiry_tui.ui.accounts import Choice

if TYPE_CHECKING:
    from mimiry_tui.ui.choosing_app import ChoosingApp


def shown_together(here: Choice, choices: Sequence[Choice]) -> tuple[Choice, ...]:
    """The accounts of the view: the open one first, and none twice.

    A demo stands only beside demos: among real accounts nobody asked for a simulated one.
    """
    is_demo = here.profile is None
    together = [here]
    for one in choices:
        is_there = any(one.name == other.name or one.is_same_account(other) for other in together)
        if (one.profile is None) == is_demo and not is_there:
            together.append(one)
    return tuple(together)


async def show_fleet(app: ChoosingApp) -> None:
    """Show the sessions of all accounts; the account that is open is read off its own picture."""
    account = app.account
    if account is None:
        return
    # When it is first wanted: in a thread, since that takes its time.
    await asyncio.to_thread(import_module, "mimiry_tui.ui.screens.fleet")
    from mimiry_tui.clouds.registry import open_cloud
    from mimiry_tui.live.fleet.fleet import Fleet
    from mimiry_tui.live.fleet.member import Joining, place_of
    from mimiry_tui.ui.screens.fleet import FleetScreen

    if app.account is not account or any(isinstance(screen, FleetScreen) for screen in app.screen_stack):
        return  # another one was chosen meanwhile, or the key was pressed twice
    here, *others = choices = shown_together(app.choice, app.choices())
    fleet = Fleet(
        [Joining(one.name, one.opening) for one in others],
        app.clock,
        open_cloud,
        here=here.name,
        place=place_of(account.profile),
        cloud=account.cloud,
        store=account.store,
    )

    def chosen(target: tuple[str, str] | None) -> None:
        if target is not None:
            app.go_to(*target)

    # Whatever key comes next is meant for it.
    await app.push_screen(
        FleetScreen(fleet, choices, app.clock, here=here.name, endings=account.endings), chosen
    )


def arrive(store: Store, session_id: str, show: Callable[[str], None], missed: Callable[[], None]) -> None:
    """Show a session as soon as the account's first picture has it, or tell that it has not."""

    def look() -> bool:
        """Whether there is nothing to wait for any more."""
        if store.health(Resource.SESSIONS).as_of is None:
            return False
        if session_id in store.sessions:
            show(session_id)
        else:
            missed()
        return True

    def take(change: Change) -> None:
        if change.resource is Resource.SESSIONS and look():
            unsubscribe()

    if not look():
        unsubscribe = store.subscribe(take)
