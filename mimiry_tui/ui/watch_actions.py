"""Waiting for an offer, by the same keys wherever something that a launch can begin with is shown."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.binding import Binding, BindingType

from mimiry_tui.domain.offers import Offer
from mimiry_tui.domain.safe_text import safe_text
from mimiry_tui.ui.launch_opening import LaunchOpening, load_form

if TYPE_CHECKING:
    from mimiry_tui.domain.watching.rule import Watch
    from mimiry_tui.live.watches.watches import Watches
    from mimiry_tui.ui.watching.teller import HeldOut


WATCH_BINDINGS: list[BindingType] = [
    Binding("w", "watch_offer", "watch", id="offer.watch", tooltip="Tell when this GPU can be had"),
    Binding(
        "W",
        "watches",
        "watches",
        id="watches",
        show=False,
        tooltip="What is watched, and what it may launch",
    ),
    Binding(
        "L",
        "launch_watched",
        "launch it",
        id="watch.launch",
        show=False,
        tooltip="Launch what has just come into stock, while its notice stands",
    ),
]


class WatchActions(LaunchOpening):
    """A screen from which offers are watched, and launched once they can be had."""

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        services = self.services
        if action == "watches":
            return services is not None
        if action == "launch_watched":
            return (
                services is not None
                and services.watch_teller.held_out is not None
                and not services.account.cloud.read_only
            )
        if action == "watch_offer":
            return services is not None and isinstance(self.record, Offer) and self.record.has_gpu
        return super().check_action(action, parameters)

    def action_watch_offer(self) -> None:
        """Say what is to be waited for, beginning with what is under the cursor."""
        from mimiry_tui.domain.money import DEFAULT_CURRENCY
        from mimiry_tui.ui.screens.watch import WatchScreen

        offer = self.record
        if self.services is None or not isinstance(offer, Offer):
            return
        account = self.services.account
        watches = account.watches
        base = watches.of_offer(offer) or watches.suggestion(offer)
        currency = offer.rate.currency if offer.rate else DEFAULT_CURRENCY
        self.app.push_screen(WatchScreen(watches, account.store, base, currency=currency), self._tell_watched)

    def _tell_watched(self, watch: Watch | None) -> None:
        from mimiry_tui.ui.watching.lines import watched_words

        if watch is not None and self.services is not None:
            here = bool(self.services.account.watches.matching(watch))
            self.notify(watched_words(watch, here=here), markup=False)

    def action_watches(self) -> None:
        """Show everything that is watched."""
        from mimiry_tui.ui.screens.watches import WatchesScreen

        if self.services is not None:
            services = self.services
            account = services.account
            screen = WatchesScreen(account.watches, account.store, services.clock, profile=services.profile)
            self.app.push_screen(screen)

    async def action_launch_watched(self) -> None:
        """Launch what a notice that stands now holds out: from its template, else with the form.

        At the price that the notice told, or not at all.
        """
        held = self.services.watch_teller.take() if self.services is not None else None
        if self.services is None or held is None:
            return
        self.refresh_bindings()
        watches = self.services.account.watches
        if not self.may_launch():
            return
        if not self.launches_by_draft:
            await self.open_own_form(held.offer)
            return
        if watches.template(held.watch) is not None and held.offer.rate is not None:
            self.app.run_worker(self._launch_watched(watches, held), name="launch", exit_on_error=True)
            return
        await load_form()
        from mimiry_tui.domain.launching.draft_copy import from_offer

        await self.open_draft(adapt=lambda base: from_offer(held.offer, base))

    async def _launch_watched(self, watches: Watches, held: HeldOut) -> None:
        assert held.offer.rate is not None
        trouble = await watches.launch(held.watch.id, held.offer.id, held.offer.rate)
        if trouble:
            self.app.notify(
                f"not launched: {safe_text(trouble, 200)}", severity="warning", timeout=15, markup=False
            )
