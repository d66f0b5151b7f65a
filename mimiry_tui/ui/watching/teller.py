"""Tells of watches wherever their user is, and holds out what can be launched by one key."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from textual.app import App
from textual.screen import Screen

from mimiry_tui.clock import Clock
from mimiry_tui.domain.frozen import dataclass
from mimiry_tui.domain.offers import Offer
from mimiry_tui.domain.safe_text import safe_text
from mimiry_tui.domain.watching.rule import Watch
from mimiry_tui.domain.watching.words import watch_words
from mimiry_tui.live.watches.entry import NewsKind, WatchNews
from mimiry_tui.ui.announce import STAYS, Announcer
from mimiry_tui.ui.key_of import key_of
from mimiry_tui.ui.launch_commands import LaunchCommands
from mimiry_tui.ui.watching.lines import offer_words, price_words
from mimiry_tui.ui.widgets.header import Header

if TYPE_CHECKING:
    from mimiry_tui.live.account import Account


@dataclass(frozen=True, slots=True)
class HeldOut:
    """What a toast that stands now says can be launched."""

    watch: Watch
    offer: Offer
    until: datetime


class WatchTeller:
    """Listens to an account's watches."""

    def __init__(self, app: App[Any], account: Account, clock: Clock, announcer: Announcer) -> None:
        self._app = app
        self._account = account
        self._clock = clock
        self._announcer = announcer
        self._held_out: HeldOut | None = None
        account.watches.follow(self._heard)
        account.watches.subscribe(self._show_armed)
        app.screen_change_signal.subscribe(app, self._screen_changed, immediate=True)

    @property
    def held_out(self) -> HeldOut | None:
        """What came in a moment ago, while its toast stands."""
        held = self._held_out
        return held if held is not None and self._clock.now() < held.until else None

    def take(self) -> HeldOut | None:
        """The same, once: the key means nothing any more from now on."""
        held, self._held_out = self.held_out, None
        return held

    def _show_armed(self) -> None:
        """Every header says how many watches are armed."""
        stack = self._app.screen_stack
        base = stack[0] if stack else None
        if not isinstance(base, LaunchCommands) or base.services is None:
            return
        if base.services.account is not self._account:
            return  # it is left, and has nothing to say in here any more
        count = len(self._account.watches.armed)
        for screen in stack:
            for header in screen.query(Header):
                header.armed = count

    def _screen_changed(self, screen: Screen[Any]) -> None:
        self._app.call_later(self._show_armed)

    def _heard(self, news: WatchNews) -> None:
        name = safe_text(watch_words(news.watch), 100)
        match news.kind:
            case NewsKind.HIT if news.offer is not None:
                self._tell_hit(news.watch, news.offer)
            case NewsKind.LAUNCHING:
                words = safe_text(news.words, 160)
                self._announcer.say(f"the armed watch of {name} launches {words}", "warning", loud=True)
            case NewsKind.DISARMED:
                why = safe_text(news.words, 240)
                self._announcer.say(f"the watch of {name} is disarmed: {why}", "warning", loud=True)
            case NewsKind.ASK:
                way = f"{self._key('watches')} and there a arm it again"
                self._announcer.say(
                    f"the watch of {name} was armed when the dashboard ended · {way}", "warning"
                )

    def _key(self, name: str) -> str:
        return key_of(self._app.screen_stack[0], name)

    def _tell_hit(self, watch: Watch, offer: Offer) -> None:
        """Which key launches there, and what that costs; told while the toast stands."""
        draft = self._account.watches.template(watch)
        if self._account.cloud.read_only:
            way = ""
        elif draft is None:
            way = f" · {self._key('watch.launch')} opens the form there"
        else:
            template, price = safe_text(watch.template, 40), price_words(draft, offer)
            way = f" · {self._key('watch.launch')} launches {template} there {price}"

        def shown() -> None:
            self._held_out = HeldOut(watch, offer, self._clock.now() + timedelta(seconds=STAYS))
            self._app.screen.refresh_bindings()

        self._announcer.say(f"in stock: {offer_words(offer)}{way}", loud=True, shown=shown)
