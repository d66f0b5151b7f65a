"""The looks of the offer screen."""

from __future__ import annotations

import pytest
from textual.pilot import Pilot

from mimiry_tui.ui.theme import DARK, LIGHT
from tests.support.looks import Comparison, compare
from tests.support.offer_app import OFFERS, OfferApp, an_archive

LOOKS = {"offer": (DARK, (120, 36), "2"), "offer-small": (LIGHT, (80, 24), "3")}


@pytest.mark.parametrize("name", LOOKS)
def test_it_looks_as_accepted(snap_compare: Comparison, name: str) -> None:
    theme, size, key = LOOKS[name]
    app = OfferApp(OFFERS, an_archive(), theme=theme)

    async def prepare(pilot: Pilot[None]) -> None:
        await app.workers.wait_for_complete()
        await pilot.press(key)
        await pilot.pause()

    assert compare(snap_compare, app, size, prepare)
