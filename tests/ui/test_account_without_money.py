"""The account at a service that tells no money: each block says why, and no figure is made up."""

from __future__ import annotations

from dataclasses import replace

from mimiry_tui.clouds import errors
from mimiry_tui.clouds.base import Capability
from mimiry_tui.domain.account import Facts
from mimiry_tui.live.store import Change, Resource
from tests.support.account_desk import SESSIONS, account_desk
from tests.support.fake_extras import FakeExtras

ABSENT = frozenset(
    {
        Capability.OFFERS,
        Capability.BALANCE,
        Capability.TRANSACTIONS,
        Capability.ACCOUNT_KEY,
        Capability.IDENTITY,
        Capability.TOKEN_LIMITS,
    }
)


async def test_where_no_money_is_told_each_block_says_why_and_reports_have_a_tab() -> None:
    extras = FakeExtras()
    async with account_desk((100, 30), extras=extras, absent=ABSENT) as desk:
        store = desk.store
        store.balance = store.transactions = None
        store.update_sessions({one.id: replace(one, got=replace(one.got, rate=None)) for one in SESSIONS})
        store.publish(Change(Resource.TRANSACTIONS))
        await desk.settle()
        shown = desk.text().partition("\n")[2]  # what the header says is its own affair
        for words in ("train-llama", "ready", "there are no balance here", "concurrent sessions"):
            assert words in shown
        assert "€" not in shown
        assert "nothing" not in shown
        await desk.press("2")
        assert "there are no transactions here" in desk.text()
        await desk.press("3")
        assert "nothing is known of what was spent" in desk.text()
        await desk.press("4")
        limits = desk.text()
        for words in ("API token", "from its usual places", "there are no identity here"):
            assert words in limits
        assert "SHA256" not in limits
        await desk.press("tab")
        assert "VM seconds" in desk.text()
        assert "214" in desk.text()
        # What was told stays where asking again fails, and the reason stands beside it.
        extras.told = errors.ServerTrouble("boom", status=502)
        await desk.press("r")
        assert "service trouble: boom" in desk.text()
        assert "214" in desk.text()
        extras.told = Facts((("name", "[bold]\x1b[2J"),))
        await desk.press("r")
        assert "[bold]␛[2J" in desk.text()


async def test_what_runs_unseen_is_not_said_to_cost_nothing() -> None:
    why = "the API key lacks the scope jobs:read, which jobs and their output need"
    async with account_desk((100, 40)) as desk:
        desk.store.update_sessions({}, [one.id for one in SESSIONS])
        desk.store.transactions = ()
        await desk.fail(Resource.SESSIONS, errors.ScopeMissing(why))
        desk.store.publish(Change(Resource.SESSIONS))
        await desk.settle()
        shown = " ".join(desk.text().split())
        assert "sessions are unknown" in shown
        assert "nothing is known" in shown
        assert "nothing runs" not in shown


async def test_where_nothing_is_reported_there_is_no_tab_for_it() -> None:
    async with account_desk() as desk:
        assert "Reports" not in desk.text()
        await desk.press("5")
        assert desk.screen.book.tab == "Overview"
        await desk.press("left")
        assert desk.screen.book.tab == "Limits"
