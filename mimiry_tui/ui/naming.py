"""After the first visit, once and for all: may ssh know the sessions by their names?"""

from __future__ import annotations

import asyncio
import shutil
from typing import TYPE_CHECKING, Any

from textual.app import App

from mimiry_tui.domain.sessions import Session
from mimiry_tui.ssh.config_entries import alias_of
from mimiry_tui.ui.screens.aliases import AliasesScreen

if TYPE_CHECKING:
    from mimiry_tui.live.account import Account


async def offer_names(app: App[Any], account: Account, session: Session) -> None:
    """Ask, unless it was asked before, is so already, or there is no ssh.

    What a demo keeps is no business of ssh's.
    """
    entries = account.ssh_entries
    if account.profile.home is not None or not await entries.should_ask():
        return
    if await asyncio.to_thread(shutil.which, "ssh") is None:
        return
    wanted = await app.push_screen_wait(AliasesScreen(alias_of(session.name, session.id)))
    await entries.asked()
    if not wanted:
        return
    try:
        backup = await entries.install()
    except OSError as error:
        app.notify(f"ssh's config was not changed: {error.strerror}", severity="error", markup=False)
        return
    kept = f" (as it was: {backup})" if backup is not None else ""
    app.notify(f"ssh knows it as {entries.alias(session.id)}{kept}", markup=False)
