"""The watches of one dashboard over a cloud that offers what the test says."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from pathlib import Path

import pytest

from mimiry_tui.clouds.base import Page
from mimiry_tui.clouds.errors import CloudError
from mimiry_tui.domain.launch import SessionRequest
from mimiry_tui.domain.launching.draft import Draft
from mimiry_tui.domain.money import Money
from mimiry_tui.domain.offers import Offer
from mimiry_tui.domain.watching.arming import one_costs
from mimiry_tui.domain.watching.rule import Arming, Watch
from mimiry_tui.live.drafts.templates import Templates
from mimiry_tui.live.key_reader import KeyReader
from mimiry_tui.live.store import Resource
from mimiry_tui.live.watches.watches import NewsKind, Watches, WatchNews
from tests.support.clock import ManualClock
from tests.support.ending_desk import background
from tests.support.launch_goods import H100
from tests.support.launching_desk import LaunchingDesk, settled
from tests.support.log_desk import at_once

OUT = replace(H100, available=False)
TEMPLATE = Draft(
    image="example.org/tools/torch:2.4", has_command=True, command="python train.py", max_duration="4h"
)


class WatchDesk(LaunchingDesk):
    """One watch of an H100 at most €2.50, launched from the template "train"."""

    def __init__(self, folder: Path | None = None, *, clock: ManualClock | None = None) -> None:
        super().__init__(folder, clock=clock)
        self.requests: list[SessionRequest] = []
        self.news: list[WatchNews] = []
        self.templates = Templates(folder)
        self.offer(OUT)
        self.accept()
        key = KeyReader(self.cloud, self.live.store, self.clock)
        self.watches = Watches(
            self.cloud, self.live, self.launches, self.templates, key, self.clock, folder, off_loop=at_once
        )
        self.watches.follow(self.news.append)
        self.key = key

    @property
    def watch(self) -> Watch:
        """The only one there is."""
        (watch,) = self.watches.all
        return watch

    @property
    def note(self) -> str:
        return self.watches.progress(self.watch.id).note

    def heard(self, kind: NewsKind) -> list[WatchNews]:
        return [one for one in self.news if one.kind is kind]

    def accept(self) -> None:
        """Every launch is answered with its session from now on."""

        def answer(request: SessionRequest) -> object:
            self.requests.append(request)
            return self.exists(f"s{len(self.requests)}", request.name)

        self.cloud.answer("launch", answer)

    def offer(self, *offers: Offer | CloudError) -> None:
        """The next answers about offers hold these, or are this error."""
        error = next((one for one in offers if isinstance(one, CloudError)), None)
        page = Page(tuple(one for one in offers if isinstance(one, Offer)))
        self.cloud.answer("offers", error or page)

    async def see(self, *offers: Offer | CloudError) -> None:
        """Have that be the next answer, and wait for it."""
        self.offer(*offers)
        await self.clock.advance(1)
        await self.live.freshen((Resource.OFFERS,), older_than=timedelta(0), at_most=5)
        await settled()

    def wait_for_h100(self, **fields: object) -> Watch:
        """Watch it."""
        watch = self.watches.suggestion(H100)
        self.watches.put(
            replace(watch, max_rate=Money(Decimal("2.50")), template="train", **fields)  # type: ignore[arg-type]
        )
        return self.watch

    def an_arming(self, ceiling: str = "2.30", *, launches: int = 1, hours: float = 24) -> Arming:
        """Enough for that many."""
        most = Money(Decimal(ceiling))
        each = one_costs(self.templates.get("train") or TEMPLATE, most) or most
        return Arming(most, launches, each * launches, each, self.clock.now() + timedelta(hours=hours))

    async def arm(self, ceiling: str = "2.30", *, launches: int = 1, hours: float = 24) -> str:
        return await self.watches.arm(self.watch.id, self.an_arming(ceiling, launches=launches, hours=hours))

    @asynccontextmanager
    async def running_watches(self) -> AsyncIterator[None]:
        """With the template at hand and everything running."""
        with pytest.MonkeyPatch.context() as patched:
            # What would be done in threads is done at once, so that `settled` waits for it too.
            for module in ("drafts.templates", "key_reader"):
                patched.setattr(f"mimiry_tui.live.{module}.in_thread", at_once)
            async with self._running():
                yield

    @asynccontextmanager
    async def _running(self) -> AsyncIterator[None]:
        await self.templates.save("train", TEMPLATE)
        async with self.running(), background(self.watches.run()):
            await settled()
            yield
