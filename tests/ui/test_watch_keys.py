"""Watching GPUs on the whole dashboard: marked, told, launched by one key or by itself."""

from __future__ import annotations

import pytest

from mimiry_tui.domain.launching.draft import Draft
from mimiry_tui.domain.offers import Offer
from mimiry_tui.live.account import Account
from mimiry_tui.ui import announce
from mimiry_tui.ui.screens.watch import WatchScreen
from mimiry_tui.ui.screens.watch_arm import ArmScreen
from mimiry_tui.ui.screens.watches import WatchesScreen
from tests.support.keys_desk import KeysDesk, keys_desk
from tests.support.launch_ways import CREATE, at_offer, offers, session_named, told

TEMPLATE = Draft(image="ubuntu:24.04", name="nightly", max_duration="4h")


def _account(desk: KeysDesk) -> Account:
    assert desk.app.account is not None
    return desk.app.account


def _comes_in(desk: KeysDesk, offer: Offer) -> None:
    """One of it can be had from now on."""
    place = next(
        quote for quote in desk.cloud.world.market.quotes
        if quote.model.name == offer.model and offer.location in quote.stock
    )  # fmt: skip
    place.stock[offer.location] = 1


async def _watch(desk: KeysDesk) -> Offer:
    """Watch what is sold out, by keys, with a template; it."""
    await _account(desk).templates.save("nightly", TEMPLATE)
    offer = next(one for one in offers(desk) if not one.available)
    await at_offer(desk, offer)
    await desk.press("w")
    await desk.until(lambda: isinstance(desk.app.screen, WatchScreen) and desk.shows("‹ none ›"))
    await desk.press("down", "down", "down", "down", "right")
    assert desk.shows("‹ nightly ›")
    await desk.press("enter")
    assert desk.on_dashboard()
    return offer


async def test_a_watched_gpu_is_marked_told_once_and_launched_by_one_key(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    rung: list[str] = []
    monkeypatch.setattr(announce, "send", lambda _app, codes: rung.append(codes))
    monkeypatch.setenv("TERM_PROGRAM", "WezTerm")
    async with keys_desk() as desk:
        await desk.filled()
        await desk.press("L")
        offer = await _watch(desk)
        assert any("told when it can be had" in one for one in desk.toasts)
        assert "watch" in desk.line_with("◎")
        assert desk.shows("1 watched")
        _comes_in(desk, offer)
        words = await told(desk, "in stock: ")
        assert offer.where in words
        assert "L launches nightly there for at most €" in words
        assert len([codes for codes in rung if "in stock" in codes]) == 1
        await desk.until(lambda: desk.shows("◉"))
        assert desk.cloud.requests[CREATE] == 0
        await desk.press("L", "L")
        await desk.until(lambda: session_named(desk, "nightly") is not None)
        assert desk.cloud.requests[CREATE] == 1
        await desk.press("W")
        assert isinstance(desk.app.screen, WatchesScreen)
        assert desk.shows("it can be had now")


async def test_an_armed_watch_is_in_the_header_and_launches_once() -> None:
    async with keys_desk() as desk:
        await desk.filled()
        offer = await _watch(desk)
        await desk.press("W", "a")
        await desk.until(lambda: isinstance(desk.app.screen, ArmScreen))
        assert desk.shows("It may spend at most €")
        await desk.press("enter", "enter")
        await desk.until(lambda: bool(_account(desk).watches.armed))
        await desk.press("escape")
        await desk.until(lambda: desk.on_dashboard() and desk.shows("◉ ARMED 1"))
        assert desk.cloud.requests[CREATE] == 0
        _comes_in(desk, offer)
        assert "nightly for at most €" in await told(desk, "the armed watch of")
        await desk.until(lambda: session_named(desk, "nightly") is not None)
        await desk.until(lambda: not desk.shows("ARMED"))
        await desk.live_for(31)
        assert desk.cloud.requests[CREATE] == 1
        assert not any("disarmed" in one for one in desk.toasts)
