"""From a template and an offer to a launch, by the same checks that the launch form has."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from mimiry_tui.clock import Clock
from mimiry_tui.clouds.base import Cloud
from mimiry_tui.domain.frozen import dataclass
from mimiry_tui.domain.launch import SessionRequest
from mimiry_tui.domain.launching.checks import Mark, Preflight
from mimiry_tui.domain.launching.draft import Draft
from mimiry_tui.domain.launching.numbers import price
from mimiry_tui.domain.money import Money
from mimiry_tui.domain.offers import Offer
from mimiry_tui.domain.sessions import Session
from mimiry_tui.domain.watching.matching import under
from mimiry_tui.live.drafts.templates import Templates
from mimiry_tui.live.key_reader import KeyReader
from mimiry_tui.live.launches.launches import Launches, Launching
from mimiry_tui.live.live import Live
from mimiry_tui.live.picture import picture_of
from mimiry_tui.live.store import Resource
from mimiry_tui.live.watches.market import FRESH, Market

ASKING_AT_MOST = 5.0
"""Seconds until the answers that are there have to do, or it is left."""
_BEHIND_A_LAUNCH = (
    Resource.OFFERS,
    Resource.SESSIONS,
    Resource.VOLUMES,
    Resource.BALANCE,
    Resource.QUOTAS,
)


class NotNow(Exception):
    """The market or the moment is against it: it may be tried again. Its text says why."""


class NotLikeThat(Exception):
    """The account or the template is against it, which time does not mend. Its text says why."""


@dataclass(frozen=True, slots=True)
class Ready:
    """What would be sent, once it has been looked at from all sides."""

    request: SessionRequest
    draft: Draft
    offer: Offer


class Trigger:
    """Prepares launches, and sends them through `Launches`, which journals them first."""

    def __init__(
        self,
        cloud: Cloud,
        live: Live,
        launches: Launches,
        templates: Templates,
        key: KeyReader,
        clock: Clock,
    ) -> None:
        self._cloud = cloud
        self._live = live
        self._launches = launches
        self._templates = templates
        self._key = key
        self._clock = clock
        self._market = Market(live.store, clock)

    async def freshen(self) -> None:
        """Read again whatever a launch depends on and is older than a minute, here and at the service."""
        await self._live.freshen(_BEHIND_A_LAUNCH, older_than=FRESH, at_most=ASKING_AT_MOST)
        await self._key.read()
        await self._templates.load()
        await self._launches.read_again()

    def template(self, name: str) -> Draft | None:
        """As it was last read."""
        return self._templates.get(name)

    def ready(self, draft: Draft, offer_id: str, ceiling: Money) -> Ready:
        """What would be launched there right now, at most that dear. Raises NotNow or NotLikeThat."""
        if self._cloud.read_only:
            raise NotLikeThat("read-only: nothing is sent")
        if self._launches.is_unsettled:
            raise NotNow("another launch is on its way, or may exist")
        if not self._market.is_fresh:
            raise NotNow("the offers could not be read just now")
        offer = self._market.offer(offer_id)
        if offer is None or not offer.available:
            raise NotNow("it was gone again")
        if not under(ceiling, offer):
            raise NotNow(f"it costs {offer.rate or 'an unknown price'} by now, above {ceiling}")
        found = self._looked_at(draft, offer, ceiling)
        bad = next((check for check in found.checks if check.mark is Mark.BAD), None)
        if bad is not None:
            raise NotLikeThat(f"{bad.title}: {bad.reason}")
        if found.request is None or not found.matching:
            raise NotLikeThat(found.problems[0].words if found.problems else "nothing matches the template")
        if found.matching[0].id != offer.id:
            raise NotNow(f"the service would take {found.matching[0].where} first")
        return Ready(found.request, self._draft(draft, offer, ceiling), offer)

    def send(self, ready: Ready) -> Launching:
        """Hand it over, once. Raises NotNow where another one is on its way."""
        launching = self._launches.launch(ready.request, ready.draft)
        if launching.request is not ready.request:
            raise NotNow("another launch is on its way")
        return launching

    def trouble(self, draft: Draft, offer: Offer) -> str:
        """What keeps that template from ever being launched there: its own faults, not the market's."""
        if self._key.facts.signed_in is not True:
            return self._key.facts.trouble or "not signed in"
        found = self._looked_at(draft, offer, None)
        return f"{found.problems[0].field.value}: {found.problems[0].words}" if found.problems else ""

    def _looked_at(self, draft: Draft, offer: Offer, ceiling: Money | None) -> Preflight:
        from mimiry_tui.domain.launching.preflight import preflight  # what only a launch needs comes late
        from mimiry_tui.domain.launching.session_name import suggest_name

        draft = self._draft(draft, offer, ceiling)
        picture = picture_of(self._live.store, self._cloud, self._key.facts, self._clock.now())
        suggested = suggest_name(draft, picture.sessions.value)
        return preflight(draft, picture, suggested_name=suggested)

    def _draft(self, draft: Draft, offer: Offer, ceiling: Money | None) -> Draft:
        """The template for that very offer, under a name of its own and no dearer than agreed."""
        from mimiry_tui.domain.launching.draft_copy import from_offer
        from mimiry_tui.domain.launching.session_name import unique_name

        sessions = [row for row in self._live.store.sessions.values() if isinstance(row, Session)]
        name = draft.name.strip()
        limit = draft.max_price
        if ceiling is not None:
            own = price(draft.max_price)
            limit = _typed(ceiling.amount if own is None else min(own, ceiling.amount))
        named = unique_name(name, sessions) if name else ""
        return replace(from_offer(offer, draft), name=named, max_price=limit)


def _typed(amount: Decimal) -> str:
    return f"{amount:f}"
