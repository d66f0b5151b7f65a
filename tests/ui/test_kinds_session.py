"""The session screen over each kind of service: what it tells besides, and why it lacks what it lacks."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.support.kind_app import kind_app
from tests.support.kind_clouds import KINDS

TOLD = {
    "mimiry": ("ASKED FOR", "ssh root@ssh.example.org", "none: interactive"),
    "mimiry-jobs": (
        "ASKED FOR",
        "mimiry-jobs has no ssh",
        "heartbeat 6m ago · given up at 10m",
        "auto shutdown on",
        "≈€9.60/h today",
        "4h00m limit",
    ),
    "mags": (
        "asked for at each visit",
        "always on · persistent",
        "took 42s",
        "https://web.apps.example.org",
        "site → /root",
    ),
}
NOT_TOLD = {
    "mimiry": ("alive", "given up"),
    "mimiry-jobs": ("not published yet",),
    "mags": ("ASKED FOR", "interactive", "€", "alive"),
}


@pytest.mark.parametrize("kind", KINDS)
async def test_a_session_is_told_with_all_that_its_service_knows_of_it(
    kind: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    async with kind_app(kind, monkeypatch, tmp_path) as (app, cloud):
        app.screen.sessions.table.move_to(cloud.live[0].id)
        await app.press("enter")
        await app.until(lambda: app.shows("created "))
        for told in TOLD[kind]:
            assert app.shows(told), told
        for silent in NOT_TOLD[kind]:
            assert not app.shows(silent), silent
        await app.press("3")
        await app.until(lambda: app.shows("no events told" if kind == "mimiry" else f"{kind} has no events"))


async def test_while_nobody_asks_no_sign_of_life_grows_older(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    async with kind_app("mimiry-jobs", monkeypatch, tmp_path) as (app, cloud):
        app.screen.sessions.table.move_to(cloud.live[0].id)
        await app.until(lambda: app.shows("heartbeat 6m ago"))
        await app.press("Z")
        await app.clock.advance(600)
        await app.until(lambda: app.shows("heartbeat 6m before the last answer"))
        await app.press("enter")
        await app.until(lambda: app.text().count("heartbeat 6m before the last answer") == 2)
        await app.press("Z")
        await app.until(lambda: "before the last answer" not in app.text())
