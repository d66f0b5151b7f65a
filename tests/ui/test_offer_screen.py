"""The offer screen: what was seen of an offer, and what one has had there."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

from textual.pilot import Pilot

from mimiry_tui.domain.memory.samples import Span
from mimiry_tui.domain.session_reading import build_session
from mimiry_tui.live.store import Change, Resource
from tests.support.clock import EPOCH as NOW
from tests.support.offer_app import HERE, OFFERS, FakeArchive, OfferApp, ago, an_archive


@asynccontextmanager
async def opened(
    archive: FakeArchive, size: tuple[int, int] = (120, 36)
) -> AsyncIterator[tuple[OfferApp, Pilot[None]]]:
    app = OfferApp(OFFERS, archive)
    async with app.run_test(size=size) as pilot:
        await settled(app, pilot)
        yield app, pilot


async def settled(app: OfferApp, pilot: Pilot[None]) -> None:
    """Until the archive has answered and what it told is drawn."""
    await app.workers.wait_for_complete()
    await pilot.pause()


async def pressed(app: OfferApp, pilot: Pilot[None], *keys: str) -> str:
    await pilot.press(*keys)
    await settled(app, pilot)
    return app.shown()


async def test_an_offer_with_a_past_tells_it_over_the_time_that_is_chosen() -> None:
    async with opened(an_archive()) as (app, pilot):
        week = app.shown()
        assert "● in stock   €2.60/h   €62.40/day   €0.032/h per GB" in week
        assert "also at  verda/FIN-03 €2.10 · ○ acme/US-EAST-1 €2.50" in week
        assert "€2.10 – €2.60 · usually €2.43" in week
        assert "in stock 69% of 6d 0h watched" in week
        assert "12 boots 4m10s median · 6m02s for 9 in 10 · 1 failed" in week
        assert "train-1" in week
        assert "train-3" not in week  # which ran elsewhere
        assert "2 earlier · €6.30 in all" in week
        changes = [line for line in week.splitlines() if "Jun" in line and ("→" in line or "stock" in line)]
        assert "back in stock" in week
        assert any("€2.10 → €2.60  +24%" in line for line in changes)
        assert "first seen at €2.10" in week
        assert "€2.60 all along · in stock 12% of 1d 0h watched" in await pressed(app, pilot, "1")
        assert "of 9d 0h watched" in await pressed(app, pilot, "right", "right")
        assert "of 9d 0h watched" in await pressed(app, pilot, "4")
        assert "of 6d 0h watched" in await pressed(app, pilot, "2")


async def test_what_is_new_shows_at_once_and_neighbours_are_a_key_away() -> None:
    async with opened(an_archive()) as (app, pilot):
        app.put(replace(HERE, available=False))
        session = build_session(
            id="s-live",
            name="live-one",
            state="started",
            gpu_type=HERE.model,
            provider="verda",
            location="FIN-01",
            hourly_rate=2.6,
            created_at=(NOW - timedelta(hours=2)).isoformat(),
        )
        app.store.update_sessions({"s-live": session})
        app.store.publish(Change(Resource.SESSIONS, ("s-live",)))
        await settled(app, pilot)
        shown = app.shown()
        assert "○ sold out" in shown
        assert "running now" in shown
        assert "live-one" in shown
        app.put(removed=(HERE.id,))
        await settled(app, pilot)
        assert "○ no longer listed" in app.shown()
        shown = await pressed(app, pilot, "right_square_bracket")
        assert "verda/FIN-03" in shown.splitlines()[1]
        assert "live-one" not in shown
        assert "acme/US-EAST-1" in (await pressed(app, pilot, "right_square_bracket")).splitlines()[1]
        await pressed(app, pilot, "left_square_bracket", "left_square_bracket", "left_square_bracket")
        assert app.offer.offer_id == OFFERS[-1].id
        screen = app.offer
        await pilot.press("escape")
        await pilot.pause()
        assert app.screen is not screen


async def test_someone_new_is_told_that_nothing_is_remembered_yet() -> None:
    async with opened(FakeArchive(), (80, 24)) as (app, pilot):
        shown = app.shown()
        assert "nothing is remembered of this time: prices are noted while" in shown
        assert "you have had no session here yet" in shown
        assert "not watched long enough to say" in shown
        await pilot.resize_terminal(40, 10)
        assert "40×10 is too small" in app.shown()


async def test_one_that_was_first_seen_minutes_ago_says_so() -> None:
    past = replace(
        an_archive().pasts[HERE.id],
        since=NOW - timedelta(minutes=10),
        change=None,
        in_stock=Decimal(1),
        watched=timedelta(minutes=10),
    )
    archive = FakeArchive(
        changes=(ago(minutes=10),),
        looked=(Span(NOW - timedelta(minutes=10), NOW),),
        pasts={HERE.id: past},
    )
    async with opened(archive) as (app, pilot):
        shown = app.shown()
        assert "seen     for 10 min" in shown
        assert "not watched long enough to say" in shown
        assert "€2.10 all along · in stock 100% of 10m watched" in shown
        asked = len(archive.asked_for)
        archive.looked = (Span(NOW - timedelta(minutes=10), NOW + timedelta(seconds=60)),)
        await app.clock.advance(61)
        await settled(app, pilot)
        assert archive.asked_for[asked:].count(HERE.id) == 1
        assert "in stock 100% of 11m watched" in app.shown()
