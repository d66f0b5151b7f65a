"""The ways into the launch form and out of it, on the whole dashboard."""

from __future__ import annotations

import asyncio
from dataclasses import replace

from textual.events import Key

from mimiry_tui.domain.launching.draft import Draft, Pick
from mimiry_tui.domain.offers import Offer
from mimiry_tui.domain.sessions import Session
from mimiry_tui.simulator.faults import Fault
from mimiry_tui.ui.screens.launch import LaunchScreen
from tests.support.keys_desk import KeysDesk
from tests.support.running_app import RunningApp

LOST_LIST = Fault.parse("error503:GET /api/compute/v1/sessions")
CREATE = "POST /api/compute/v1/sessions"


async def form_on(shown: RunningApp) -> LaunchScreen:
    """The form, once it is in front and has read what is on disk."""
    await shown.until(lambda: isinstance(shown.app.screen, LaunchScreen))
    form = shown.app.screen
    assert isinstance(form, LaunchScreen)
    key = form.services.account.key
    await shown.until(lambda: form.focused is not None and bool(key.facts.line or key.facts.trouble))
    return form


async def form_by(shown: RunningApp, *keys: str) -> Draft:
    """What the form that these keys open begins with."""
    await shown.press(*keys)
    return (await form_on(shown)).desk.draft


async def leave_form(shown: RunningApp) -> None:
    """By key, back to where it was opened."""
    form = shown.app.screen
    await shown.press("escape")
    await shown.until(lambda: form not in shown.app.screen_stack)


def key_behind(shown: RunningApp, *keys: str) -> None:
    """Press these without waiting for anything, as an impatient person does."""
    for key in keys:
        shown.app.post_message(Key(key, " " if key == "space" else key if len(key) == 1 else None))


def offers(shown: RunningApp) -> list[Offer]:
    """All that have GPUs, in the order of the pane."""
    found = (shown.store.offers.get(one) for one in shown.screen.offers.table.visible_ids)
    return [one for one in found if isinstance(one, Offer)]


async def at_offer(shown: RunningApp, offer: Offer) -> None:
    """Put the cursor on it, in its pane."""
    shown.screen.action_focus_pane(2)
    assert shown.screen.offers.table.move_to(offer.id)
    await shown.pilot.pause()


def session_named(shown: RunningApp, name: str) -> Session | None:
    """The newest of that name, as the dashboard knows it."""
    known = [one for one in shown.store.sessions.values() if isinstance(one, Session) and one.name == name]
    return max(known, key=lambda one: str(one.created_at), default=None)


async def filled_form(desk: KeysDesk, name: str) -> LaunchScreen:
    """A form with nothing wrong in it."""
    await desk.press("n")
    form = await form_on(desk)
    picks = (Pick.of(offers(desk)[0]),)
    form.put(replace(Draft(), picks=picks, image="ubuntu:24.04", name=name, max_duration="4h"))
    await desk.until(lambda: form.desk.view.preflight.may_launch)
    return form


async def launched(desk: KeysDesk, name: str) -> Session:
    """Launch it from the form, and be back where that was opened."""
    form = await filled_form(desk, name)
    await desk.press("ctrl+l")
    await desk.until(lambda: form not in desk.app.screen_stack)
    session = session_named(desk, name)
    assert session is not None
    return session


async def told(desk: KeysDesk, words: str, *, seconds: int = 90) -> str:
    """Until a toast says that; it."""
    with desk.app.batch_update():
        for _ in range(seconds):
            found = next((one for one in desk.toasts if words in one), None)
            if found is not None:
                break
            await desk.clock.advance(1)
            await asyncio.sleep(0.01)
    if found is not None:
        await desk.pilot.pause()
        return found
    raise AssertionError(f"{words!r} was not told, but {desk.toasts}")


async def left_under_way(desk: KeysDesk, name: str) -> None:
    """Launch, lose the answer, and leave the form while the list cannot be read either."""
    await filled_form(desk, name)
    desk.cloud.service.faults.order(LOST_LIST)
    await desk.press("ctrl+l")
    await desk.until(lambda: desk.shows("may exist"))
    await leave_form(desk)
