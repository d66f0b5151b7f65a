"""How a pane tells the age of what it shows."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from textual.content import Content

from mimiry_tui.clouds.errors import NoKey, NotFound, ServerTrouble, Unreachable
from mimiry_tui.live.store import Health
from mimiry_tui.ui.freshness import describe
from mimiry_tui.ui.placeholders import no_rows

NOW = datetime(2026, 6, 8, 12, 0, tzinfo=UTC)


def before(seconds: float) -> datetime:
    return NOW - timedelta(seconds=seconds)


def after(seconds: float) -> datetime:
    return NOW + timedelta(seconds=seconds)


@pytest.mark.parametrize(
    ("health", "words", "tone", "changes_in"),
    [
        (Health(), "loading…", "dim", None),
        (Health(loading=True), "loading…", "dim", None),
        (Health(as_of=NOW), "0 s", "dim", 1),
        (Health(as_of=before(3.25)), "3 s", "dim", 0.75),
        (Health(as_of=before(3.25), loading=True), "3 s", "dim", 0.75),
        (Health(as_of=before(150)), "2 min", "dim", 30),
        (Health(as_of=after(5)), "0 s", "dim", 1),
        (Health(error=NoKey()), "signed out", "dim", None),
        (Health(as_of=before(9), error=NoKey()), "signed out", "dim", None),
        (Health(error=ServerTrouble()), "no data · service trouble", "warn", None),
        (
            Health(as_of=before(45), error=ServerTrouble(), next_try_at=after(8)),
            "stale 45 s · service trouble · again in 8 s",
            "warn",
            0.05,
        ),
        (
            Health(as_of=before(45.5), error=ServerTrouble(), next_try_at=after(7.25)),
            "stale 45 s · service trouble · again in 7 s",
            "warn",
            0.25,
        ),
        (
            Health(as_of=before(45.75), error=ServerTrouble(), loading=True, next_try_at=after(8)),
            "stale 45 s · service trouble · asking",
            "warn",
            0.25,
        ),
        (
            Health(as_of=before(45.75), error=ServerTrouble(), next_try_at=before(1)),
            "stale 45 s · service trouble",
            "warn",
            0.25,
        ),
        (
            Health(error=ServerTrouble(title="Odd"), next_try_at=after(90)),
            "no data · odd · again in 1 min",
            "warn",
            30,
        ),
    ],
)
def test_age_cause_and_countdown(health: Health, words: str, tone: str, changes_in: float | None) -> None:
    said = describe(health, NOW)
    assert said.content.plain == words
    assert [span.style for span in said.content.spans] == [f"$tone-{tone}"]
    assert said.changes_in == (None if changes_in is None else pytest.approx(changes_in))


def test_while_paused_no_answer_is_promised() -> None:
    assert describe(Health(), NOW, paused=True).content.plain == "not asked yet"
    assert describe(Health(loading=True), NOW, paused=True).content.plain == "loading…"
    waits = Health(error=ServerTrouble(title="trouble"), as_of=before(45), next_try_at=before(-8))
    assert "again in" in describe(waits, NOW).content.plain
    assert "again in" not in describe(waits, NOW, paused=True).content.plain
    assert str(no_rows(Content("none"), Health(), paused=True)).splitlines()[0] == "nothing has been read yet"
    failed = Health(error=Unreachable("no route"))
    tried_again = "check the network and the host; the dashboard keeps trying"
    assert str(no_rows(Content("none"), failed)).splitlines() == ["Offline", "no route", tried_again]
    assert "keeps trying" not in str(no_rows(Content("none"), failed, paused=True))
    repeats = Health(error=NotFound("not found"))
    assert str(no_rows(Content("none"), repeats)).splitlines() == ["Not found"]


def test_a_countdown_asks_to_be_painted_when_it_reads_otherwise_and_not_before() -> None:
    health = Health(error=ServerTrouble(), next_try_at=after(8.5))
    now = NOW
    seen = []
    for _ in range(20):
        said = describe(health, now)
        seen.append(said.content.plain.rpartition("again in ")[2])
        if said.changes_in is None:
            break
        now += timedelta(seconds=said.changes_in + 0.001)
    assert seen == [
        "8 s",
        "7 s",
        "6 s",
        "5 s",
        "4 s",
        "3 s",
        "2 s",
        "1 s",
        "0 s",
        "no data · service trouble",
    ]


def test_the_words_of_a_title_are_harmless() -> None:
    said = describe(Health(error=ServerTrouble(title="[b]\x1b[2J")), NOW).content.plain
    assert said == "no data · [b]␛[2J"
