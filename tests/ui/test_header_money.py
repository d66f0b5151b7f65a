"""The money in the line at the top: counted on between answers, corrected by the next one."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

from mimiry_tui.domain.account import Balance
from mimiry_tui.domain.accounting.balance_now import Jump
from mimiry_tui.domain.money import Money
from mimiry_tui.live.store import Health, Resource, Store
from mimiry_tui.ui.profile_mark import ProfileMark
from mimiry_tui.ui.widgets.header import Header
from tests.support.account_desk import SESSIONS, fill
from tests.support.dialog_app import DialogApp


def tone_of(header: Header, words: str) -> str:
    """In which style these words stand."""
    (line,) = header.lines(150)
    start = line.plain.index(words)
    return next(str(span.style) for span in line.spans if span.start <= start < span.end)


async def test_the_balance_counts_down_is_corrected_and_tells_a_jump() -> None:
    app = DialogApp()
    async with app.run_test(size=(150, 10)) as pilot:
        store, clock = Store(), app.clock
        fill(store, clock.now())
        header = Header(ProfileMark("demo"), clock)
        await app.screen.mount(header)
        header.attach(store)
        await pilot.pause()
        assert "balance €46.20 ≈ 15h33m → until Tue 03:33" in app.shown()
        assert "bright" in tone_of(header, "Tue 03:33")
        # €2.97 an hour: a minute later five cents less, without an answer.
        await clock.advance(60)
        await pilot.pause()
        assert "balance ≈€46.15 ≈ 15h32m" in app.shown()
        store.balance = Balance(Money(Decimal("71.15")))
        store.balance_jump = Jump(Money(Decimal(25)), clock.now())
        store.set_health(Resource.BALANCE, Health(as_of=clock.now()))
        header.news()
        await pilot.pause()
        assert "balance €71.15 +€25.00 ≈" in app.shown()
        await clock.advance(120)
        await pilot.pause()
        assert "+€25.00" not in app.shown()
        # What runs may run longer than the money does.
        store.update_sessions({"train-llama": replace(SESSIONS[0], max_duration=timedelta(days=9))})
        header.news()
        assert "bad" in tone_of(header, "Tue 11:5")
        assert "€2.97/h" in app.shown()
        nameless = replace(SESSIONS[1], got=replace(SESSIONS[1].got, rate=None))
        store.update_sessions({nameless.id: nameless})
        header.news()
        await pilot.pause()
        assert "≥€2.10/h" in app.shown()
        header.armed = 2
        await pilot.pause()
        assert "ARMED 2" in app.shown()
        assert "watch" in tone_of(header, "ARMED")
        header.armed = 0
        await pilot.pause()
        assert "ARMED" not in app.shown()
