"""The ways into the launch form and out of it, on the whole dashboard."""

from __future__ import annotations

from textual.events import Key

from mimiry_tui.domain.launching.draft import Draft
from mimiry_tui.domain.offers import Offer
from mimiry_tui.domain.sessions import Session
from mimiry_tui.ui.screens.launch import LaunchScreen
from tests.support.running_app import RunningApp

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
