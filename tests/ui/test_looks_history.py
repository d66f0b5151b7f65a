"""The looks of what is remembered."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from textual.pilot import Pilot

from mimiry_tui.domain.memory.cards import Outcome
from mimiry_tui.domain.memory.digest import build_digest
from mimiry_tui.domain.memory.questions import MonthTotal
from mimiry_tui.domain.money import Money
from mimiry_tui.domain.offers import Offer
from mimiry_tui.simulator.demo_past import build_past
from mimiry_tui.ui.screens.digest import DigestScreen
from mimiry_tui.ui.theme import DARK, LIGHT
from tests.support.cards import a_card, a_failed_card, a_live_card
from tests.support.clock import EPOCH
from tests.support.dialog_app import DialogApp
from tests.support.history_app import CardBox, HistoryApp
from tests.support.looks import Comparison, compare

H100 = Offer("H100_80G_SXM", "", "H100", "SXM", 80, "verda", "FIN-01", Money(Decimal("2.10")), available=True)
MONTHS = (
    MonthTotal(2026, 6, 8, 1, (Money(Decimal("11.40")),), (Money(Decimal("5.22")),)),
    MonthTotal(2026, 5, 20, 2, (Money(Decimal("62.16")),), ()),
    MonthTotal(2026, 4, 19, 3, (Money(Decimal("37.06")), Money(Decimal("4.20"), "USD")), ()),
    MonthTotal(2026, 3, 3, 0, (Money(Decimal("6.01")),), ()),
)


@pytest.mark.parametrize(
    ("theme", "size"), [(DARK, (120, 36)), (LIGHT, (80, 24))], ids=["history", "history-small"]
)
def test_the_history_looks_as_accepted(snap_compare: Comparison, theme: str, size: tuple[int, int]) -> None:
    recent = (
        a_live_card("llama"),
        a_live_card("sweep", ready_at=None, words="pulling image", cost=None),
        a_failed_card("no-image"),
        a_card(
            "vanished", outcome=Outcome.VANISHED, words="the service no longer knows it", cost_settled=False
        ),
    )
    app = HistoryApp(CardBox(*recent, *reversed(build_past(1, EPOCH).cards), months=MONTHS), theme)

    async def prepare(pilot: Pilot[Any]) -> None:
        await app.shown_by(pilot)

    assert compare(snap_compare, app, size, prepare)


def test_what_happened_since_one_left_looks_as_accepted(snap_compare: Comparison) -> None:
    cards = (a_live_card("llama"), a_failed_card("no-image"), a_card("done"))
    digest = build_digest(
        EPOCH - timedelta(hours=5),
        EPOCH,
        then=(),
        cards=cards,
        offers=(H100,),
        rates_then={H100.id: Money(Decimal("1.80"))},
    )
    app = DialogApp()

    async def prepare(pilot: Pilot[Any]) -> None:
        await app.push_screen(DigestScreen(digest))
        await pilot.pause()

    assert compare(snap_compare, app, (110, 20), prepare)
