"""What a session could run on for less, as a dialog."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from mimiry_tui.domain.offers import Offer
from mimiry_tui.live.store import Change, Resource, Store
from mimiry_tui.ui.screens.cheaper import CheaperScreen
from tests.support.dialog_app import DialogApp
from tests.support.launch_case import offer, session

THERE = offer("H100_80G_SXM", "verda/FIN-03", 1.80)
RTX = offer("RTXPRO6000_96G_PCIe", "verda/FIN-02", 0.79)
RUNNING = session(
    "train",
    gpu_types=["H100_80G_SXM"],
    gpu_type="H100_80G_SXM",
    provider="verda",
    location="FIN-01",
    hourly_rate=2.10,
)


def news(store: Store, *offers: Offer) -> None:
    store.update_offers({one.id: one for one in offers})
    store.publish(Change(Resource.OFFERS, tuple(one.id for one in offers)))


async def test_the_cursor_keeps_to_its_offer_while_prices_move_and_enter_takes_it() -> None:
    app, store = DialogApp(), Store()
    store.update_offers({one.id: one for one in (THERE, RTX)})
    answers: list[Offer | None] = []

    async def boots_on(one: Offer) -> timedelta | None:
        return timedelta(minutes=2) if one is RTX else None

    async with app.run_test(size=(100, 30)) as pilot:
        app.push_screen(
            CheaperScreen(RUNNING, store, boots_on, (timedelta(minutes=4), "all of yours")), answers.append
        )
        await pilot.pause()
        await app.workers.wait_for_complete()
        await pilot.pause()
        shown = app.shown()
        assert "train · H100 80G ×1 · verda/FIN-01 · €2.10/h" in shown
        assert "−€0.30/h" in shown
        assert "−€7.20/day" in shown
        assert "moving costs ≈€0.12 for a boot of ≈4m00s (all of yours), earned back after 24m" in shown
        await pilot.press("j")
        assert "another family" in app.shown()
        assert "a boot of ≈2m00s, earned" in app.shown()
        news(store, replace(THERE, rate=None))
        await pilot.pause()
        assert "FIN-03" not in app.shown()
        await pilot.press("enter")
        await pilot.pause()
    assert answers == [RTX]


async def test_where_nothing_is_cheaper_it_says_so_and_says_it_when_something_is() -> None:
    app, store = DialogApp(), Store()

    async def boots_on(one: Offer) -> timedelta | None:
        return None

    async with app.run_test(size=(80, 24)) as pilot:
        screen = CheaperScreen(RUNNING, store, boots_on, (None, ""))
        app.push_screen(screen)
        await pilot.pause()
        assert "nothing like it is in stock for less right now" in app.shown()
        await pilot.press("enter")
        assert app.screen is screen
        news(store, THERE)
        await pilot.pause()
        assert "verda/FIN-03" in app.shown()
        assert "how long a boot takes is not known yet" in app.shown()
        await pilot.press("escape")
        await pilot.pause()
        assert app.screen is not screen
