"""How a cloud lets one launch: by the launch form of containers, by forms of its own, or not at all."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping
from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from textual.app import App

    from mimiry_tui.clouds.base import Cloud
    from mimiry_tui.domain.offers import Offer
    from mimiry_tui.domain.records import Unreadable
    from mimiry_tui.domain.sessions import Session
    from mimiry_tui.domain.volumes import Volume
    from mimiry_tui.ui.services import Services


def launches_containers(cloud: Cloud) -> bool:
    """Whether the launch form of containers is the one; else the cloud has forms of its own."""
    from mimiry_tui.clouds.base import Capability  # there once an account is

    return Capability.CONTAINERS in cloud.capabilities


def why_no_launch(cloud: Cloud) -> str:
    """Why nothing can be launched here, in one line; empty where something can."""
    from mimiry_tui.clouds.base import Capability  # there once an account is

    why = cloud.why_not(Capability.LAUNCH)
    if not why and not launches_containers(cloud) and not cloud.extras.launch_forms:
        return "this service has no form to launch by"
    return why


async def open_own(
    app: App[Any],
    services: Services,
    record: Session | Offer | Volume | Unreadable | None,
    launched: Callable[[str], None],
    *,
    copy: bool = False,
) -> None:
    """Open the cloud's own launch form with what the cursor is on in it; `launched` hears of a session."""
    # Imported when it is first wanted: in a thread, since that takes its time.
    await asyncio.to_thread(import_module, "mimiry_tui.ui.forms.own_form")
    from mimiry_tui.ui.forms.own_form import open_own_form, start_with

    start = start_with(services.account, record, copy=copy)
    if start is None:
        app.notify("how it was launched is not known", severity="warning", markup=False)
        return
    # Whatever key comes next is meant for the form.
    await open_own_form(app, services, start, launched)


async def open_filled(
    app: App[Any], services: Services, form: str, values: Mapping[str, str], launched: Callable[[str], None]
) -> None:
    """Open that launch form of the cloud's own with these values in it."""
    await asyncio.to_thread(import_module, "mimiry_tui.ui.forms.own_form")
    from mimiry_tui.ui.forms.form_start import Start
    from mimiry_tui.ui.forms.own_form import open_own_form

    await open_own_form(app, services, Start(form, values), launched)
