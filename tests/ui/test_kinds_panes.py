"""The panes over each kind of service: what it has is shown, and why it lacks what it lacks."""

from __future__ import annotations

from pathlib import Path

import pytest

from mimiry_tui.clouds.errors import CloudError, NoToken, ScopeMissing, TokenRefused
from tests.support.kind_app import kind_app
from tests.support.kind_clouds import KINDS


@pytest.mark.parametrize("kind", KINDS)
async def test_every_pane_shows_what_the_service_has_or_says_why_not(
    kind: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    async with kind_app(kind, monkeypatch, tmp_path) as (app, cloud):
        for session in cloud.live:
            assert app.shows(session.name)
        text = app.text()
        assert "loading…" not in text
        assert ("mags has no offers" in text) is (kind == "mags")
        assert ("mimiry-jobs has no volumes" in text) is (kind == "mimiry-jobs")
        header = app.lines()[0]
        assert kind.replace("-", " ") in header
        assert "1 up" in header
        assert ("€" in text) is (kind != "mags")
        assert ("€/H ALL" in text) is (kind == "mimiry-jobs")
        assert ("balance" in header or "bal " in header) is (kind == "mimiry")
        assert ("☾ 1 asleep" in header) is (kind == "mags")
        assert ("new" in app.line_with("3 Volumes")) is (kind == "mimiry")
        if kind == "mags":
            row = app.line_with("☾")
            assert "sleeping" in app.line_with("box ")
            assert "always on · persistent" in text
            assert row
        if kind == "mimiry-jobs":
            assert "8× A100 80G" in text
            assert "9.60" in app.line_with("8× A100 80G")
            assert "no heartbeat for 6m" in app.line_with("batch")
        keys = app.lines()[-1]
        assert "l logs" in keys
        assert ("s ssh" in keys) is (kind != "mimiry-jobs")
        assert ("e events" in keys) is (kind == "mimiry")
        assert app.screen.check_action("show_deleted_volumes", ()) is (kind == "mimiry")
        assert app.screen.check_action("cheaper", ()) is (kind != "mags")
        await app.press("s" if kind == "mimiry-jobs" else "y")
        await app.until(lambda: app.shows("mimiry-jobs has no ssh" if kind == "mimiry-jobs" else "raw JSON"))
        assert app.shows("https://web.apps.example.org") is (kind == "mags")


@pytest.mark.parametrize(
    ("kind", "title", "doing", "warning"),
    [
        pytest.param(
            "mimiry",
            "Terminate on work?",
            "terminating",
            "what is not on a volume is lost with the machine",
            marks=pytest.mark.thorough,
        ),
        ("mimiry-jobs", "Cancel on work?", "cancelling", "unsaved work is lost with the machine"),
        ("mags", "Stop on work?", "stopping", "what runs is stopped; its workspace is kept"),
    ],
)
async def test_an_end_is_asked_for_in_the_words_of_the_service(
    kind: str, title: str, doing: str, warning: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    async with kind_app(kind, monkeypatch, tmp_path) as (app, cloud):
        running = cloud.live[0]
        cloud.answer("terminate", None)
        app.screen.sessions.table.move_to(running.id)
        await app.press("x")
        await app.until(lambda: app.shows(title))
        assert app.shows(warning)
        assert app.shows("saves") is (kind != "mags")
        kept = {
            "mimiry": "volumes  none",
            "mags": "volumes  kept, detached: site",
            "mimiry-jobs": "Keep running",
        }
        assert app.shows(kept[kind])
        await app.press("escape", "X")
        await app.until(lambda: app.shows(f"ending {running.name}"))
        assert app.shows(warning) is (kind != "mimiry")
        await app.press("u")
        assert cloud.count("terminate") == 0
        verb = title.split()[0].lower()
        assert f"x {verb}" in app.lines()[-1]
        await app.press("x", "y")
        await app.until(lambda: app.shows(f"{doing} "))
        assert cloud.count("terminate") == 1


@pytest.mark.parametrize(
    ("error", "header", "told"),
    [
        (
            NoToken("MAGS_API_TOKEN is not set", hint="set it"),
            "✗ no API token",
            ("No API token", "MAGS_API_TOKEN is not set", "set it"),
        ),
        pytest.param(
            TokenRefused(),
            "✗ API token refused",
            ("API token refused", "make a new token"),
            marks=pytest.mark.thorough,
        ),
        (
            ScopeMissing("the API key lacks the scope jobs:read, which sessions need"),
            "✗ scope missing",
            ("the API key lacks the scope jobs:read, which sessions need", "make an API key that has it"),
        ),
    ],
)
async def test_what_keeps_a_token_from_showing_anything_is_said_without_a_word_of_keys(
    error: CloudError,
    header: str,
    told: tuple[str, ...],
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
) -> None:
    async with kind_app("mags", monkeypatch, tmp_path, failing=error) as (app, _):
        await app.until(lambda: app.shows(told[0]))
        for words in told:
            assert app.shows(words)
        assert header in app.lines()[0]
        assert not app.shows("SSH key")
        assert not app.shows("passphrase")


@pytest.mark.parametrize("kind", [pytest.param("mimiry-jobs", marks=pytest.mark.thorough), "mags"])
async def test_nothing_is_asked_that_the_service_has_not_and_small_screens_show_the_rest(
    kind: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    async with kind_app(kind, monkeypatch, tmp_path, (80, 24)) as (app, cloud):
        assert all(len(line) <= 80 for line in app.lines())
        await app.press("3")
        await app.until(lambda: app.shows("site" if kind == "mags" else "mimiry-jobs has no volumes"))
        await app.press("plus", "v")
        assert app.on_dashboard()
        await app.press("1", "y")
        await app.until(lambda: app.shows("raw JSON"))
        assert not app.shows("ssh command")
        await app.press("escape", "b")
        await app.until(lambda: app.shows(f"{kind} has no balance"))
        asked = {call.name for call in cloud.calls}
        assert not asked & {"me", "token_limits", "balance", "transactions", "create_volume", "extend_volume"}
