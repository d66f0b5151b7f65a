"""The account with the whole screen: every figure, and why one that is missing is."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from pathlib import Path

import pytest

from mimiry_tui.clouds import errors
from mimiry_tui.domain.account import Balance
from mimiry_tui.domain.accounting.balance_now import Jump
from mimiry_tui.domain.money import Money
from mimiry_tui.live.money.money import Told
from mimiry_tui.live.store import Change, Resource
from mimiry_tui.ui.theme import LIGHT
from mimiry_tui.ui.widgets.orderly_input import OrderlyInput
from tests.support.account_desk import SESSIONS, account_desk, fill

NOT_THERE = errors.NotFound("no such endpoint", status=404)
NO_BALANCE = errors.InsufficientBalance("no billing account", title="No billing account", status=402)
BROKEN = errors.ServerTrouble("internal error", status=500)


async def test_one_looks_through_the_account_tab_by_tab() -> None:
    async with account_desk() as desk:
        overview = desk.text()
        for words in ("€46.20", "€2.97/h", "≈15h33m", "sessions €2.97", "train-llama", "no limit", "until"):
            assert words in overview
        assert "concurrent sessions   2 of 2" in overview
        assert "full" in overview
        assert "12 left" in overview
        await desk.press("2")
        table = desk.text()
        for words in ("+€25.00", "-€4.08", "€46.20", "≈€50.28", "card ending 4242", "3 transactions"):
            assert words in table
        await desk.press("slash", *"card", "enter")
        assert "1 of 3 transactions" in desk.text()
        assert "-€4.08" not in desk.text()
        await desk.press("escape")
        assert "-€4.08" in desk.text()
        await desk.press("3")
        assert "30 days by day" in desk.text()
        assert "€5.54 billed + ≈€8.55 estimated" in desk.text()
        assert "-€8.55 running, not billed yet" in desk.text()
        await desk.press("o", "d")
        by_session = desk.text()
        assert "90 days by session" in by_session
        assert "bench" in by_session
        assert "≈€4.35" in by_session
        await desk.press("enter")
        assert desk.opened == ["notebook"]  # the dearest of those the service still knows
        await desk.press("tab")
        limits = desk.text()
        for words in (
            "SHA256:abc",
            "you@example.org",
            "48m left",
            "verda: 100 GB or more",
            "300 used, no limit",
        ):
            assert words in limits
        await desk.press("escape")
        assert desk.app.screen is not desk.screen


@pytest.mark.parametrize("error", [NOT_THERE, NO_BALANCE, BROKEN])
async def test_an_endpoint_that_is_missing_blanks_its_own_figure_and_says_why(
    error: errors.CloudError,
) -> None:
    why = f"{error.title.lower()} {error.status}"
    # The words stand in the pane that the endpoint is for, and the rest of the screen is as ever.
    async with account_desk(without=Resource.BALANCE) as desk:
        await desk.fail(Resource.BALANCE, error)
        shown = desk.text()
        assert why in shown
        assert "the balance is unknown" in shown
        assert "€2.97/h" in shown
        assert "12 left" in shown
        assert "+€25.00" in shown
        # It comes back with the next good answer.
        fill(desk.store, desk.app.clock.now(), without=Resource.QUOTAS)
        await desk.fail(Resource.QUOTAS, error)
        shown = desk.text()
        assert "≈15h33m" in shown
        assert why in shown
        desk.store.transactions = None
        await desk.fail(Resource.TRANSACTIONS, error)
        assert desk.text().count(why) == 2
        desk.cloud.answer("me", error)
        desk.cloud.answer("token_limits", error)
        desk.account.money.me = desk.account.money.token_limits = Told()
        await desk.press("r", "4")
        shown = desk.text()
        assert shown.count(why) == 3
        assert "SHA256:abc" in shown
        assert "48m left" in shown


async def test_several_currencies_stand_side_by_side_and_a_jump_is_told() -> None:
    async with account_desk((80, 24), theme=LIGHT) as desk:
        store, now = desk.store, desk.app.clock.now()
        _, notebook = SESSIONS
        other = replace(notebook, got=replace(notebook.got, rate=Money(Decimal("0.87"), "USD")))
        store.update_sessions({"notebook": other})
        store.balance = Balance(Money(Decimal("71.20")))
        store.balance_jump = Jump(Money(Decimal("25.00")), now)
        store.publish(Change(Resource.BALANCE))
        await desk.settle()
        shown = desk.text()
        assert "€2.10/h" in shown
        assert "$0.87/h" in shown
        assert "+€25.00" in shown
        assert "until Tue" in shown
        # A minute on, what burns is gone from the balance before any answer says so.
        await desk.app.clock.advance(60)
        await desk.settle()
        assert "≈€71.16" in desk.text()
        await desk.app.clock.advance(60)
        await desk.settle()
        assert "+€25.00" not in desk.text().split("Running")[0]


async def test_a_limit_that_the_balance_does_not_reach_is_said_in_red() -> None:
    async with account_desk() as desk:
        long = replace(SESSIONS[0], max_duration=timedelta(hours=90))
        desk.store.update_sessions({"train-llama": long})
        desk.store.publish(Change(Resource.SESSIONS, ("train-llama",)))
        await desk.settle()
        assert "✗ the balance ends before train-llama reaches its limit" in desk.text()


async def test_an_export_is_written_where_one_says_and_nowhere_else(tmp_path: Path) -> None:
    async with account_desk(tab="Transactions") as desk:
        await desk.press("E")
        entry = desk.app.screen.query_one(OrderlyInput)
        assert entry.value == "./mimiry-transactions-2026-06-08.csv"
        for name, words in (("a.txt", "end in .csv or .json"), ("no/a.csv", "not written: no such file")):
            entry.value = str(tmp_path / name)
            await desk.press("enter")
            await desk.app.screen.workers.wait_for_complete()
            await desk.pilot.pause()
            assert words in desk.text()
        entry.value = str(tmp_path / "a.csv")
        await desk.pilot.press("enter")
        await desk.app.workers.wait_for_complete()
        await desk.settle()
        assert desk.app.screen is desk.screen
        assert (tmp_path / "a.csv").read_text().count("\n") == 4
        assert any(str(tmp_path / "a.csv") in told for told in desk.app.toasts)


async def test_more_transactions_are_asked_for_near_the_end_of_those_known(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    async with account_desk(tab="Transactions") as desk:
        wanted: list[bool] = []
        monkeypatch.setattr(desk.account.live, "load_more_transactions", lambda: wanted.append(True))
        await desk.press("G")
        assert wanted
        await desk.press("enter")
        assert any("nothing is remembered" in told for told in desk.app.toasts)
