"""The detail pane: the record under the cursor, from every side."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.support.dashboard import dashboard
from tests.support.scripted_account import ScriptedAccount, ago, model, scripted, session, volume
from tests.ui.test_dashboard_focus import focused_pane

SECRET = "hunter2-s3cret"
ACCOUNT = ScriptedAccount(
    sessions=[
        session(
            "a1b2",
            name="alpha",
            ssh={"host": "ssh.example.com", "port": 2222, "username": "root"},
            command="python train.py",
            environment_vars={"WANDB_API_KEY": SECRET, "EPOCHS": "10"},
            volume_mounts=[{"volume_name": "data", "mount_path": "/data"}],
            max_duration=7200,
            auto_terminate={"mode": "on_success"},
            gpu={"types": ["L4_24G_PCIe"], "count": 2, "provider": "verda", "location": "FIN-03"},
        ),
        session("c3d4", name="gamma"),
    ],
    volumes=[volume("v", name="scratch", attached_to="a1b2")],
    models=[model("L4_24G_PCIe", 0.5, display_name="NVIDIA L4 24GB")],
    events={
        "a1b2": [
            {"timestamp": ago(hours=2), "state": "submitted", "message": "accepted it"},
            {"timestamp": ago(minutes=118), "state": "provisioned", "message": "machine found"},
            {"timestamp": ago(minutes=110), "state": "started", "message": "container up"},
        ]
    },
)


async def test_the_overview_says_what_one_wants_to_know_of_a_session(key: Path) -> None:
    async with scripted(ACCOUNT, key, (200, 44)) as shown:
        await shown.detailed()
        text = shown.text()
        for words in (
            "● ready",
            "≈€4.00 so far",
            "€2.00/h",
            "-p 2222 root@ssh.example.com",
            "asked for FIN-03, got FIN-01",
            "L4 24G ×2",
            "ends on success · 2h00m limit",
            "python train.py",
            "data → /data",
            "ubuntu:24.04",
            "a1b2",
            "ready in 10m",
        ):
            assert words in text


async def test_keys_and_clicks_turn_the_tabs(key: Path) -> None:
    async with scripted(ACCOUNT, key, (120, 40)) as shown:
        await shown.detailed()
        assert shown.screen.detail.tab == "Overview"
        await shown.press("e")
        assert shown.screen.detail.tab == "Events"
        assert focused_pane(shown) == "sessions"
        lines = shown.lines()
        told = [
            next(n for n, line in enumerate(lines) if words in line)
            for words in ("container up", "machine found", "accepted it")
        ]
        assert told == sorted(told)
        assert "10:10:00" in shown.line_with("container up")
        await shown.press("4", "right")
        assert shown.screen.detail.tab == "Raw"
        await shown.press("right")
        assert shown.screen.detail.tab == "Overview"
        await shown.press("left", "left")
        assert shown.screen.detail.tab == "Events"
        foot = shown.screen.detail.foot
        row = shown.lines()[foot.region.y]
        for tab in ("Raw", "Overview", "Events"):
            await shown.pilot.click(foot, offset=(row.index(tab) + 1, 0))
            assert shown.screen.detail.tab == tab


async def test_raw_is_the_json_as_it_came_with_secrets_masked(key: Path) -> None:
    async with scripted(ACCOUNT, key, (120, 80)) as shown:
        await shown.detailed()
        await shown.press("4", "z", "left")
        await shown.until(lambda: shown.shows('"environment_vars"'))
        text = shown.text()
        assert SECRET not in text
        assert '"WANDB_API_KEY": "•••"' in text
        assert '"EPOCHS": "•••"' in text
        assert '"name": "alpha"' in text
        assert '"uri": "docker.io/library/ubuntu:24.04"' in text
        assert '"events"' in text
        sent = json.dumps(ACCOUNT.sessions[0])
        assert SECRET in sent


@pytest.mark.parametrize(
    ("pane", "words"),
    [
        ("2", ("NVIDIA L4 24GB", "€0.50/h", "€12.00/day", "● in stock", "verda/FIN-01", "L4_24G_PCIe")),
        ("3", ("◆ attached", "200 GB", "alpha", "verda/FIN-01", "provisioned")),
    ],
)
async def test_offers_and_volumes_have_their_own_overview(
    key: Path, pane: str, words: tuple[str, ...]
) -> None:
    async with scripted(ACCOUNT, key, (120, 44)) as shown:
        await shown.detailed()
        await shown.press(pane, "4", "z")
        for said in words:
            assert said in shown.text()


async def test_the_detail_follows_the_cursor_and_the_pane(key: Path) -> None:
    async with scripted(ACCOUNT, key) as shown:
        await shown.detailed()

        async def titled(name: str) -> None:
            # What the cursor passes quickly is not looked up: the pane follows a moment later.
            await shown.until(lambda: name in shown.line_with("╭ 4 "))

        await titled("alpha")
        await shown.press("j")
        await titled("gamma")
        await shown.press("3")
        await titled("scratch")
        await shown.press("2")
        await titled("L4_24G_PCIe")
        await shown.press("1", "k")
        await titled("alpha")


async def test_a_reader_keeps_the_place_while_the_record_changes(key: Path) -> None:
    account = ScriptedAccount(sessions=[session("a", name="alpha", command="first")])
    async with scripted(account, key, (80, 24)) as shown:
        await shown.detailed()
        await shown.press("4", "left", *["j"] * 3)
        lines = shown.screen.detail.query_one("#detail-lines")
        await shown.until(lambda: lines.scroll_offset.y == 3)
        account.sessions[0] = session("a", name="alpha", command="second")
        await shown.press("r")
        await shown.until(lambda: getattr(shown.store.detail, "command", "") == "second")
        assert lines.scroll_offset.y == 3


async def test_the_timeline_follows_a_booting_session() -> None:
    async with dashboard() as shown:
        await shown.filled()
        assert "pulling image 12s" in shown.text()
        assert "╌" in shown.text()
        # While refreshing is paused nobody knows how far it is, neither its row nor its timeline.
        await shown.press("Z")
        await shown.clock.advance(65)
        await shown.until(lambda: shown.shows("pulling image 12s, 1 min ago"))
        assert shown.shows("last seen 1m")
        assert "slower than" not in shown.text()
        await shown.press("Z")
        await shown.until(lambda: "last seen" not in shown.text())
        await shown.live_for(14)
        await shown.until(lambda: shown.shows("ready in"))
        assert "╌" not in shown.text()


async def test_a_tab_comes_into_view_where_panes_are_tabs(key: Path) -> None:
    async with scripted(ACCOUNT, key, (80, 24)) as shown:
        await shown.detailed()
        await shown.press("e")
        assert focused_pane(shown) == "detail"
        assert "container up" in shown.text()
        await shown.press("escape")
        assert focused_pane(shown) == "sessions"
