"""The way out of the dashboard, past what goes on costing money."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.app import App

from mimiry_tui.clock import Clock
from mimiry_tui.live.guards.trust import trouble_with
from mimiry_tui.live.store import Resource
from mimiry_tui.ui.guarding.left_running import LeftBehind, left_running, limits_of, summary
from mimiry_tui.ui.preference_desk import PreferenceDesk

if TYPE_CHECKING:
    from mimiry_tui.live.account import Account
    from mimiry_tui.ui.services import Services


def left_by(account: Account, clock: Clock) -> LeftBehind:
    """What goes on at the service once the dashboard is left now."""
    store, now = account.store, clock.now()
    running = left_running(store.sessions.values())
    guarded = set(account.guards.guarded)
    launching = account.launches.current
    health = store.health(Resource.SESSIONS)
    return LeftBehind(
        running,
        store.balance.money if store.balance is not None else None,
        now,
        limits_of(running, {one.id: store.observations(one.id) for one in running}),
        sum(1 for session in running if session.id in guarded),
        len(account.endings.armed),
        launching.name if launching is not None and launching.is_pending else "",
        health.sure_age(clock) if trouble_with(health, clock, "") else None,
        tuple(one.words for one in account.deeds.all if one.is_pending and one.deed.changes),
        len(account.watches.armed),
    )


def is_worth_asking(left: LeftBehind, wanted: bool) -> bool:
    """What is half done is asked about whatever the settings say: only that cannot be looked up later."""
    return bool(left.doing) or (wanted and bool(left.sessions or left.watches))


def leave(app: App[str], services: Services | None) -> None:
    """Leave, after saying what goes on costing money; with one line about that for the terminal."""
    if services is None:
        app.exit()
        return
    from mimiry_tui.ui.screens.farewell import FarewellScreen

    account, clock = services.account, services.clock

    def go(screen: FarewellScreen | None) -> None:
        app.exit(summary(left_by(account, clock), screen.gone if screen is not None else 0) or None)

    if isinstance(app.screen, FarewellScreen):
        go(app.screen)
    elif not is_worth_asking(left_by(account, clock), PreferenceDesk.of(app).now.confirm.quit):
        go(None)
    else:
        screen = FarewellScreen(
            lambda: left_by(account, clock), account.endings, account.store, clock, services.profile
        )
        app.push_screen(screen, lambda leaves: go(screen) if leaves else None)
