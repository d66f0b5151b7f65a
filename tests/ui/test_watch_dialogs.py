"""Watching, arming and disarming in the dialogs for it, over watches that are real."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from datetime import timedelta
from decimal import Decimal

from textual.pilot import Pilot

from mimiry_tui.clouds.base import Capability
from mimiry_tui.domain.money import Money
from mimiry_tui.ui.profile_mark import ProfileMark
from mimiry_tui.ui.screens.watch import WatchScreen
from mimiry_tui.ui.screens.watch_arm import ArmScreen
from mimiry_tui.ui.screens.watches import WatchesScreen
from tests.support.dialog_app import DialogApp
from tests.support.launch_goods import H100, H100_US, T4_SOLD_OUT
from tests.support.watch_desk import OUT, TEMPLATE, WatchDesk


@dataclass
class Stage:
    """An empty app, and the watches that its dialogs are about."""

    app: DialogApp
    pilot: Pilot[None]
    desk: WatchDesk

    async def form(self, *, rate: str = "") -> WatchScreen:
        base = self.desk.watches.suggestion(H100)
        limit = Money(Decimal(rate)) if rate else None
        screen = WatchScreen(self.desk.watches, self.desk.live.store, replace(base, max_rate=limit))
        await self.app.push_screen(screen)
        await self.pilot.pause()
        return screen

    async def list(self) -> None:
        screen = WatchesScreen(
            self.desk.watches, self.desk.live.store, self.desk.clock, profile=ProfileMark("work")
        )
        await self.app.push_screen(screen)
        await self.pilot.pause()

    async def press(self, *keys: str) -> None:
        """Press these, and let what they began come to its end."""
        await self.pilot.press(*keys)
        await self.app.workers.wait_for_complete()
        await self.pilot.pause()

    def line(self, words: str) -> str:
        """The first line with these words."""
        return next((line for line in self.app.shown().splitlines() if words in line), "")


@asynccontextmanager
async def stage(size: tuple[int, int] = (80, 24)) -> AsyncIterator[Stage]:
    desk = WatchDesk()
    async with desk.running_watches():
        await desk.see(OUT, H100_US, T4_SOLD_OUT)
        app = DialogApp()
        app.clock = desk.clock
        async with app.run_test(size=size, notifications=True) as pilot:
            yield Stage(app, pilot, desk)


async def test_the_form_watches_an_offer_as_it_is_or_as_it_is_changed_to() -> None:
    async with stage() as shown:
        await shown.form()
        assert shown.line("now: in stock only at acme/US-EAST-1")
        await shown.press("enter")
        watch = shown.desk.watch
        assert (watch.models, watch.max_rate) == (frozenset({H100.model}), None)
        assert (watch.providers, watch.locations) == (frozenset({"verda"}), frozenset({"FIN-01"}))
        await shown.app.push_screen(WatchScreen(shown.desk.watches, shown.desk.live.store, watch))
        await shown.press(*"2.x")
        assert shown.line("a price per hour and GPU")
        await shown.press("enter")
        assert isinstance(shown.app.screen, WatchScreen)
        await shown.press("backspace", *"2", "down", "down", "down", "down", "right", "enter")
        assert isinstance(shown.app.screen, WatchScreen) is False
        assert (shown.desk.watch.max_rate, shown.desk.watch.template) == (Money(Decimal("2.2")), "train")
        await shown.app.push_screen(WatchScreen(shown.desk.watches, shown.desk.live.store, shown.desk.watch))
        await shown.press("ctrl+r")
        assert shown.desk.watches.all == ()


async def test_a_watch_is_armed_after_the_most_it_can_spend_was_said_and_disarmed_by_one_key() -> None:
    async with stage() as shown:
        desk = shown.desk
        desk.wait_for_h100()
        await desk.see(OUT, H100_US)
        await shown.list()
        assert shown.line("◎ H100 80G SXM ≤ €2.50 · verda/FIN-01")
        assert shown.line("1 check, last 0 s · in stock only at acme/US-EAST-1 · from train")
        await desk.clock.advance(8)
        await shown.press("j", "a")
        assert isinstance(shown.app.screen, ArmScreen)
        assert shown.line("It may spend at most €10.00 in one launch")
        assert shown.line("Arm for ≤ €10.00")
        await shown.press("tab", *"00")
        assert shown.line("from 1 to 20 launches")
        await shown.press("ctrl+s", "backspace", "backspace", "backspace", "2")
        assert shown.line("at most €20.00 in 2 launches")
        await shown.press("enter")
        assert desk.watches.armed == ()
        await shown.press("enter")
        arming = desk.watch.armed
        assert arming is not None
        assert (arming.most, arming.expires_at - desk.clock.now()) == (
            Money(Decimal(20)),
            timedelta(hours=24),
        )
        assert shown.line("launches by itself for ≤ €20.00 · 2 launches · until Tue")
        await shown.press("a")
        assert desk.watches.armed == ()
        assert not shown.line("ARMED")
        await shown.press("d", "y")
        assert desk.watches.all == ()
        assert shown.line("nothing is watched")


async def test_what_may_never_be_armed_says_why_instead_of_asking() -> None:
    async with stage((120, 36)) as shown:
        desk = shown.desk
        desk.wait_for_h100()
        await shown.list()
        for change, why in (
            (replace(TEMPLATE, max_duration=""), "the template needs a duration limit"),
            (TEMPLATE, "read-only"),
        ):
            await desk.templates.save("train", change)
            desk.cloud.read_only = why == "read-only"
            await shown.press("a")
            assert isinstance(shown.app.screen, WatchesScreen)
            assert why in shown.app.toasts[-1]
        # One that matches already is not armed without saying that it launches at once.
        desk.cloud.read_only = False
        await desk.see(H100)
        await shown.press("a")
        assert shown.line("It can be had now: it launches at once.")
        await shown.press("escape")
        assert (desk.posts, desk.watches.armed) == (0, ())


async def test_only_what_the_service_has_is_asked_for() -> None:
    async with stage() as shown:
        shown.desk.cloud.capabilities = frozenset({Capability.OFFERS})
        await shown.form()
        assert "location" in shown.app.shown()
        assert "template" not in shown.app.shown()
        assert "volume" not in shown.app.shown()
        await shown.press("down", "down", "down", "down", "enter")
        assert len(shown.desk.watches.all) == 1
