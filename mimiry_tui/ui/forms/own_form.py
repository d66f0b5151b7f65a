"""Opening the launch form of a cloud's own, filled by what one launches upon."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from textual.app import App

from mimiry_tui.domain.doing.forms import Role, Values
from mimiry_tui.domain.launching.session_name import unique_name
from mimiry_tui.domain.offers import Offer
from mimiry_tui.domain.records import Unreadable
from mimiry_tui.domain.safe_text import safe_text
from mimiry_tui.domain.sessions import Session
from mimiry_tui.domain.volumes import Volume, VolumeStatus
from mimiry_tui.live.account import Account
from mimiry_tui.ui.forms.form_start import Start
from mimiry_tui.ui.screens.form_launch import FormLaunchScreen
from mimiry_tui.ui.services import Services
from mimiry_tui.ui.widgets.header import Header


def start_with(
    account: Account, record: Session | Offer | Volume | Unreadable | None, *, copy: bool = False
) -> Start | None:
    """What the form begins with; None where a copy is wanted of a session of which nothing is known.

    A copy has what the form said that launched it, if it was launched from here: that knows more than
    records tell.
    """
    if isinstance(record, Session) and copy:
        forms = {form.id: form for form in account.cloud.extras.launch_forms}
        found = account.launches.form_of(record.id)
        if found is None or found[0] not in forms:
            found = _told(account.cloud.extras.values_of(record))
        if found is None or found[0] not in forms:
            return None
        form, values = forms[found[0]], dict(found[1])
        called = form.of_role(Role.NAME)
        if called is not None and values.get(called.key):
            taken = [one for one in account.store.sessions.values() if isinstance(one, Session)]
            values[called.key] = unique_name(values[called.key], taken)
        return Start(form.id, values, words=f"a copy of {safe_text(record.name or record.id, 60)}")
    if isinstance(record, Offer) and record.has_gpu:
        return Start(offer=record.id)
    if isinstance(record, Volume) and record.status is not VolumeStatus.DELETED:
        return Start(volume=record.id)
    return Start()


async def open_own_form(
    app: App[Any], services: Services, start: Start, launched: Callable[[str], None]
) -> None:
    """Open it, unless it is open: a key and a click at once, say. `launched` hears of the session."""
    if any(isinstance(screen, FormLaunchScreen) for screen in app.screen_stack):
        return
    header = Header(services.profile, services.clock)
    header.read_only = services.account.cloud.read_only
    screen = FormLaunchScreen(services, header, start)
    await app.push_screen(screen, lambda session_id: launched(session_id) if session_id else None)


def _told(found: tuple[str, Values] | None) -> tuple[str, dict[str, str]] | None:
    return (found[0], dict(found[1])) if found is not None else None
