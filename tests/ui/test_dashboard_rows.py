"""What the panes and the header say is what the cloud said."""

from __future__ import annotations

from pathlib import Path

import pytest

from mimiry_tui.domain.offers import Offer
from tests.support.dashboard import dashboard
from tests.support.scripted_account import (
    ScriptedAccount,
    ago,
    ended,
    model,
    scripted,
    session,
    volume,
)

MONEY = ScriptedAccount(
    sessions=[
        session("up", name="train"),
        session("boot", name="sweep", state="submitted", operation="provisioning", created_at=ago(minutes=3)),
        session("end", name="old", state="started", operation="terminating", created_at=ago(hours=1)),
        ended("done", 30),
    ],
    balance={"balance": "96.00", "currency": "EUR"},
)
"""Three live sessions of €2 an hour each: the balance lasts sixteen hours, today cost €6.10."""


async def test_every_pane_shows_what_the_cloud_has() -> None:
    async with dashboard((140, 50)) as shown:
        await shown.filled()
        world = shown.cloud.world
        assert shown.screen.sessions.table.row_count == len(world.state.sessions) == 17
        assert shown.screen.volumes.table.row_count == len(world.state.volumes) == 2
        for record in world.live_sessions():
            assert record.placement is not None
            line = shown.line_with(record.launch.name)
            assert f"{record.placement.provider}/{record.placement.location}" in line
            assert f"{record.placement.hourly_rate:.2f}" in line
        for disk in world.state.volumes.values():
            assert str(disk.size_gb) in shown.line_with(f" {disk.name} ")
        rates = [
            offer.rate.amount
            for offer in shown.store.offers.values()
            if isinstance(offer, Offer) and offer.available and offer.has_gpu and offer.rate is not None
        ]
        assert f"cheapest €{min(rates):.2f}" in shown.text()
        assert "3 live · 14 ended" in shown.text()


async def test_live_sessions_come_first_newest_at_the_top(key: Path) -> None:
    account = ScriptedAccount(
        sessions=[ended("late", 1), session("a"), session("b", created_at=ago(minutes=5)), ended("early", 9)]
    )
    async with scripted(account, key) as shown:
        await shown.filled()
        assert shown.screen.sessions.table.visible_ids == ["b", "a", "late", "early"]
        assert shown.screen.sessions.table.cursor_id == "b"


async def test_the_header_tells_counts_burn_balance_runway_and_today(key: Path) -> None:
    async with scripted(MONEY, key, (160, 36)) as shown:
        await shown.filled()
        header = shown.lines()[0]
        assert "● 1 up ◐ 1 booting ◐ 1 ending" in header
        assert "€6.00/h" in header
        # 96 € at 6 €/h are 16 hours; it is Monday noon.
        assert "balance €96.00 ≈ 16h00m → until Tue 04:00" in header
        assert "today ≈€6.10" in header
        assert header.endswith("● live 0 s   12:00")


@pytest.mark.parametrize(
    ("width", "said", "unsaid"),
    [
        (126, ("1 ending", "bal €96.00 → ≈Tue 04:00", "today ≈€6.10"), ("until",)),
        (110, ("2 moving", "€96.00→≈Tue 04:00", "today ≈€6.10"), ("bal",)),
        (88, ("● 1 up ◐ 2 moving", "€6.00/h", "€96.00→≈Tue 04:00"), ("bal", "today")),
        (80, ("● 1 ◐ 2", "€6.00/h", "€96.00→≈Tue 04:00"), ("bal", "today")),
        (62, ("● 1 ◐ 2", "€6.00/h", "live 0 s", "12:00"), ("96.00", "today")),
    ],
)
async def test_the_header_shortens_its_figures_before_it_drops_any(
    key: Path, width: int, said: tuple[str, ...], unsaid: tuple[str, ...]
) -> None:
    async with scripted(MONEY, key, (width, 24)) as shown:
        await shown.filled()
        header = shown.lines()[0]
        assert len(header) <= width
        for words in said:
            assert words in header
        for words in unsaid:
            assert words not in header


async def test_amounts_of_two_currencies_are_never_added(key: Path) -> None:
    dollars = {"provider": "acme", "hourly_rate": 3, "currency": "USD"}
    account = ScriptedAccount(
        sessions=[session("euro"), session("dollar", billing=dollars)],
        balance={"balance": 20, "currency": "EUR"},
    )
    async with scripted(account, key, (160, 36)) as shown:
        await shown.filled()
        header = shown.lines()[0]
        assert "€2.00/h   $3.00/h" in header
        assert "balance €20.00 ≈ 10h00m" in header
        assert "$3.00" in shown.line_with("name-dollar")


async def test_ages_and_costs_grow_with_the_clock(key: Path) -> None:
    account = ScriptedAccount(sessions=[session("up", created_at=ago(minutes=30), name="grows")])
    async with scripted(account, key) as shown:
        await shown.filled()
        assert "30m" in shown.line_with("grows")
        assert "≈€1.00" in shown.line_with("grows")
        await shown.live_for(61)
        await shown.until(lambda: "31m" in shown.line_with("grows"))
        assert "≈€1.03" in shown.line_with("grows")
        assert "12:01" in shown.lines()[0]


async def test_a_volume_names_the_session_that_holds_it(key: Path) -> None:
    account = ScriptedAccount(
        sessions=[session("s1", name="holder")],
        volumes=[volume("v1", attached_to="s1"), volume("v2", attached_to="unknown-id")],
    )
    async with scripted(account, key) as shown:
        await shown.filled()
        assert "holder" in shown.line_with("disk-v1")
        assert "unknown-id" in shown.line_with("disk-v2")
        assert "2 · 400 GB" in shown.text()


async def test_an_offer_says_how_many_of_it_are_yours(key: Path) -> None:
    account = ScriptedAccount(
        sessions=[session("a"), session("b"), ended("c", 5)],
        models=[model("L4_24G_PCIe", 0.5), model("T4_16G_PCIe", 0.3, available=False)],
    )
    async with scripted(account, key, (160, 40)) as shown:
        await shown.filled()
        await shown.press("2", "z")
        line = shown.line_with("verda/FIN-01")
        row = ["●", "L4", "PCIe", "24", "0.50", "verda/FIN-01", "·······", "yes", "2", "yours", "│"]
        assert line.split()[1:] == row
        assert "1 of 2 in stock · cheapest €0.50" in shown.text()
        assert "○" in shown.line_with("none")
