"""Watching GPUs by key: marked where they are listed, and told once when they come into stock."""

from __future__ import annotations

import pytest

from mimiry_tui.domain.launching.draft import Pick
from mimiry_tui.live.account import Account
from mimiry_tui.ui import announce
from tests.support.keys_desk import KeysDesk, keys_desk
from tests.support.launch_ways import at_offer, filled_form, form_by, leave_form, offers, told


def _account(desk: KeysDesk) -> Account:
    assert desk.app.account is not None
    return desk.app.account


async def test_a_watched_gpu_is_marked_and_told_once_when_it_comes_in(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    rung: list[str] = []
    monkeypatch.setattr(announce, "send", lambda _app, codes: rung.append(codes))
    monkeypatch.setenv("TERM_PROGRAM", "WezTerm")
    async with keys_desk() as desk:
        await desk.filled()
        offer = next(one for one in offers(desk) if not one.available)
        await at_offer(desk, offer)
        await desk.press("w")
        assert any("told when it comes into stock" in one for one in desk.toasts)
        row = desk.line_with("◎")
        assert "watch" in row
        assert desk.shows("1 watched")
        place = next(
            quote for quote in desk.cloud.world.market.quotes
            if quote.model.name == offer.model and offer.location in quote.stock
        )  # fmt: skip
        place.stock[offer.location] = 1
        words = await told(desk, "in stock: ")
        assert offer.where in words
        assert "n on its row launches there" in words
        assert len([codes for codes in rung if "in stock" in codes]) == 1
        await desk.until(lambda: not desk.shows("◎") and not desk.shows("1 watched"))
        assert (await form_by(desk, "n")).picks == (Pick.of(offer),)


async def test_the_same_key_watches_no_more_and_the_form_shows_the_same_watches() -> None:
    async with keys_desk() as desk:
        await desk.filled()
        offer = offers(desk)[0]
        await at_offer(desk, offer)
        await desk.press("w")
        assert desk.shows("◉")
        form = await filled_form(desk, "mine")
        assert form.services.account.stock_watch.is_watched(offer.id)
        await desk.press("alt+1", "w")
        await leave_form(desk)
        await desk.until(lambda: not desk.shows("◉ ") and not desk.shows("1 watched"))
        await desk.press("w", "w")
        assert any("watched no more" in one for one in desk.toasts)
        assert not _account(desk).stock_watch.watched
