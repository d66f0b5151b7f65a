"""Opens the session screen for an account."""

from __future__ import annotations

from collections.abc import Callable

from mimiry_tui.ui.screens.session import SessionScreen
from mimiry_tui.ui.services import Services
from mimiry_tui.ui.widgets.header import Header


def session_screen(
    services: Services, session_id: str, tab: str, neighbours: Callable[[], list[str]]
) -> SessionScreen:
    """The screen of that session, ready to be pushed; `neighbours` gives ids in the order of the pane."""
    from mimiry_tui.ui.lacking import no_address, no_events  # there once an account is

    account = services.account
    screen = SessionScreen(
        session_id,
        tab,
        store=account.store,
        timelines=services.insights.timelines,
        clock=services.clock,
        header=Header(services.profile, services.clock),
        history=account.history,
        logs=account.logs,
        endings=account.endings,
        key_path=account.profile.key_path,
        alias=account.ssh_entries.alias,
        neighbours=neighbours,
        guarded=lambda session: services.insights.guarded(session, services.clock.now()),
        no_address=no_address(account.cloud),
        no_events=no_events(account.cloud),
    )
    screen.services = services
    screen.header.read_only = account.cloud.read_only
    return screen
