"""Tells what became of launches, wherever their user is by now: the form may have been left long ago."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from textual.app import App

from mimiry_tui.clock import Clock
from mimiry_tui.domain.launching.next_best import is_capacity_failure, next_best
from mimiry_tui.domain.offers import Offer, short_model
from mimiry_tui.domain.safe_text import safe_text
from mimiry_tui.live.happenings import Happening, HappeningKind
from mimiry_tui.live.launches.launches import LaunchState

if TYPE_CHECKING:
    from mimiry_tui.live.account import Account

_STAYS = 15.0
"""Seconds a toast stays."""


class LaunchNews:
    """Listens to an account's launches and tells the app's user."""

    def __init__(self, app: App[Any], account: Account, clock: Clock) -> None:
        self._app = app
        self._account = account
        self._clock = clock
        self._told: set[tuple[str, LaunchState]] = set()
        self._reconciled = 0
        account.launches.subscribe(self._launches_changed)
        account.happenings.subscribe(self._happened)
        account.stock_watch.subscribe(self._in_stock)

    def _launches_changed(self) -> None:
        launches = self._account.launches
        current = launches.current
        if current is not None and not current.is_pending and (current.id, current.state) not in self._told:
            self._told.add((current.id, current.state))
            if current.state is LaunchState.ACCEPTED:
                name = safe_text(current.name, 60)
                self._say(f"{name} is launched · s goes in as soon as it is ready")
            elif not self._form_is_open():
                words = current.words(self._clock.now())
                self._say(f"{words} · n opens the form again", severity="error")
        for one in launches.found[self._reconciled :]:
            self._say(one.words, severity="information" if one.session_id else "warning")
        self._reconciled = len(launches.found)

    def _form_is_open(self) -> bool:
        """Its own line says what the service answered."""
        return self._app.screen.id == "launch"

    def _happened(self, happening: Happening) -> None:
        """What was launched here and found no machine could run elsewhere."""
        session = happening.session
        if happening.kind is not HappeningKind.FAILED or self._account.cloud.read_only:
            return
        if self._account.launches.draft_of(session.id) is None or not is_capacity_failure(session):
            return
        rows = self._account.store.offers.values()
        found = next_best(session, (row for row in rows if isinstance(row, Offer)), limit=3)
        if found:
            name = safe_text(session.name or session.id, 60)
            self._say(f"{name} found no machine · C launches it elsewhere:\n" + "\n".join(map(_words, found)))

    def _in_stock(self, offer: Offer) -> None:
        self._say(f"in stock: {_words(offer)} · n on its row launches there")
        self._app.bell()

    def _say(self, words: str, *, severity: Any = "information") -> None:
        self._app.notify(words, severity=severity, timeout=_STAYS, markup=False)


def _words(offer: Offer) -> str:
    """An offer in one line: "A100 80G acme/US-EAST-1 €2.50/h"."""
    form = f" {offer.form_factor}" if offer.form_factor else ""
    rate = f" {offer.rate}/h" if offer.rate else ""
    return safe_text(f"{short_model(offer.model)}{form} {offer.where}{rate}", 120)
