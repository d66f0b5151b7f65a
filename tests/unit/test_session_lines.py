"""What the session screen says of a session, apart from where it stands."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from textual.content import Content

from mimiry_tui.domain.logs.progress import Progress
from mimiry_tui.domain.offers import Offer, build_offers
from mimiry_tui.domain.records import Unreadable
from mimiry_tui.domain.session_reading import build_session
from mimiry_tui.domain.sessions import Session
from mimiry_tui.domain.timeline import build_timeline
from mimiry_tui.ui.session.compare import comparison
from mimiry_tui.ui.session.figures import gauge
from mimiry_tui.ui.session.overview import overview
from mimiry_tui.ui.session.picture import Picture, changes_in
from mimiry_tui.ui.session.place import neighbour, place
from mimiry_tui.ui.session.summary import summary_lines
from tests.support.clock import EPOCH
from tests.support.json_values import fields, values
from tests.support.session_desk import a_session, moment


def plain(lines: list[Content]) -> list[str]:
    return [line.plain.rstrip() for line in lines]


def summary(session: Session, width: int = 116, facts: int = 3, **more: Any) -> list[str]:
    return plain(summary_lines(Picture(session, build_timeline(session), **more), EPOCH, width, facts))


def told(session: Session, width: int = 100, **more: Any) -> list[str]:
    return plain(overview(session, build_timeline(session), EPOCH, width, **more))


def made(hours: float) -> Progress:
    return Progress("epoch 3/10", 0.28, timedelta(hours=hours), EPOCH)


# The upper box


def test_the_first_line_says_state_money_limit_and_progress() -> None:
    assert summary(a_session(), 140, progress=made(1))[0] == (
        "● ready for 2h12m    ≈€4.71 so far · €2.10/h    limit ≈1h48m ━━━━━━━━──────    "
        "epoch 3/10 ━━━━────────── ≈1h00m left"
    )


def test_work_that_will_not_be_done_within_the_limit_says_so() -> None:
    assert "≈4h10m past the limit" in summary(a_session(), progress=made(4.17))[0]
    assert "past the limit" not in summary(a_session(max_duration=None), progress=made(4.17))[0]


@pytest.mark.parametrize("width", [116, 96, 76, 56])
def test_that_it_is_past_the_limit_is_said_in_every_width(width: int) -> None:
    lines = summary(a_session(), width, progress=made(4.17))
    assert any(line.endswith("past the limit") for line in lines)
    assert all(len(line) <= width for line in lines)


def test_a_limit_that_nothing_counts_down_yet_has_only_its_length() -> None:
    line = summary(a_session(steps=4, ready=60))[0]
    assert line.endswith("limit 4h00m")


def test_time_left_is_counted_down_from_when_it_was_printed() -> None:
    earlier = Progress("epoch 3/10", 0.28, timedelta(hours=1), EPOCH - timedelta(minutes=30))
    assert "≈30m left" in summary(a_session(), progress=earlier)[0]


def test_a_place_that_was_not_asked_for_is_marked() -> None:
    assert any("verda/FIN-01  ✗ asked for FIN-03" in line for line in summary(a_session()))
    assert not any("asked for" in line for line in summary(a_session(asked_location="FIN-01")))


def test_a_failed_session_says_why_before_all_else() -> None:
    lines = summary(a_session(state="pull_failed", error="manifest unknown", ended_at=moment(-60)))
    assert lines[0].startswith("✗ pull failed · 1m00s ago")
    assert lines[1].startswith("why      there is no such image")
    assert not any(line.startswith("ssh") for line in lines)


def test_an_image_that_is_too_long_keeps_its_end() -> None:
    lines = summary(a_session(image="registry.example.com/" + "deep/" * 20 + "name:tag"))
    assert any(line.endswith("deep/name:tag") and "…" in line for line in lines)


def test_a_vanished_session_is_called_no_longer_listed() -> None:
    assert "no longer listed" in summary(a_session(), gone=True)[0]


def test_what_could_not_be_read_and_what_is_unknown_are_said_to_be() -> None:
    unreadable = Unreadable("x", "state is a \x1b[31mlist", b"{}")
    assert plain(summary_lines(Picture(unreadable), EPOCH, 80, 3)) == [
        "! this record could not be read", "state is a ␛[31mlist",
    ]  # fmt: skip
    assert plain(summary_lines(Picture(None), EPOCH, 80, 3)) == ["this session is not known here"]


def test_an_alias_stands_for_the_command() -> None:
    lines = summary(a_session(), alias="mimiry-train-llama")
    assert any("ssh mimiry-train-llama  root@ssh.example.com" in line for line in lines)


def test_it_is_drawn_again_when_a_cent_or_a_second_has_passed() -> None:
    session = a_session(ready=-30)
    wait = changes_in(Picture(session, build_timeline(session)), EPOCH)
    assert wait is not None
    assert 0 < wait <= 1
    assert changes_in(Picture(None), EPOCH) is None


@given(values, fields("state", "image", "command", "mounts", "error", "ssh", "hourly_rate", "max_duration"))
def test_any_session_has_a_summary_and_an_overview_that_fit(
    given_id: Any, given_fields: dict[str, Any]
) -> None:
    session = build_session(id=given_id, **given_fields)
    timeline = build_timeline(session)
    for width in (56, 96, 116):
        box = summary_lines(Picture(session, timeline), EPOCH, width, 3)
        for line in [*box, *overview(session, timeline, EPOCH, width)]:
            assert Content(line.plain.rstrip()).cell_length <= width
            assert "\n" not in line.plain
            assert "\x1b" not in line.plain


# Asked for and got


def offer(location: str, rate: float) -> Offer:
    return build_offers(
        name="H100_80G_SXM",
        hourly_rate=rate,
        available=True,
        providers=[{"provider": "verda", "location": location}],
    )[0]


def test_each_wish_is_compared_with_what_came_of_it() -> None:
    lines = plain(comparison(a_session(), [offer("FIN-03", 2.3), offer("FIN-01", 2.1)], 100))
    rows = {line.split()[0]: line.split()[1:] for line in lines[1:]}
    assert rows["GPU"] == ["H100_80G_SXM", "×1", "H100_80G_SXM", "×1", "✓"]
    assert rows["provider"] == ["verda", "verda", "✓"]
    assert rows["location"] == ["FIN-03", "FIN-01", "✗", "another"]
    assert rows["price"] == ["≈€2.30/h", "today", "€2.10/h", "≈€0.20/h", "less"]


def test_a_price_is_that_of_all_gpus_and_never_compared_across_currencies() -> None:
    pair = a_session(gpu_count=2, hourly_rate=5)
    assert plain(comparison(pair, [offer("FIN-03", 2.3)], 100))[-1].endswith("≈€0.40/h more")
    dollars = a_session(currency="USD")
    assert plain(comparison(dollars, [offer("FIN-03", 2.3)], 100))[-1].endswith("$2.10/h")


def test_what_was_not_asked_for_is_neither_met_nor_missed() -> None:
    free = a_session(gpu_types=[], asked_provider=None, asked_location=None)
    lines = plain(comparison(free, [], 100))
    assert not any("✓" in line or "✗" in line for line in lines)
    assert sum(" any" in line for line in lines) == 3


# The overview


def test_a_failed_session_leads_with_cause_error_steps_events_and_log() -> None:
    session = a_session(
        state="failed", exit_code=3, error="container exited with code 3", ended_at=moment(-60)
    )
    lines = told(session, log_tail=("Traceback:", "  ValueError"))
    wanted = [
        "The command ended with exit code 3",
        "  container exited with code 3",
        "  → read the last log lines: they say what it tripped over",
        "Last events",
        "Last log lines",
        "  ValueError",
        next(line for line in lines if "ASKED FOR" in line),
    ]
    places = [lines.index(line) for line in wanted]
    assert places == sorted(places)
    assert places[0] == 0


def test_long_text_goes_on_below_itself_and_loses_nothing() -> None:
    command = " ".join(f"--option-{number} {number}" for number in range(60))
    lines = told(a_session(command=command), 60)
    start = next(place for place, line in enumerate(lines) if line.startswith("command"))
    shown = " ".join(line[10:].strip() for line in lines[start : start + 30])
    assert command in shown


def test_what_is_not_known_is_not_shown() -> None:
    labels = {line[:10].strip() for line in told(build_session(id="s"), 100)}
    assert not labels & {"name", "image", "created", "ready", "ended", "exit code", "mounts"}


# Small pieces


@given(st.floats(0, 1), st.integers(1, 40))
def test_a_gauge_is_as_long_as_it_should_be_and_shows_the_least_of_progress(share: float, cells: int) -> None:
    drawn = gauge(share, cells, "accent").plain
    filled = drawn.count("━")
    assert drawn == "━" * filled + "─" * (cells - filled)
    assert abs(filled - share * cells) <= 1
    assert (filled > 0) == (share > 0)


def test_neighbours_go_round_and_a_vanished_session_enters_at_an_end() -> None:
    ids = ["a", "b", "c"]
    assert [neighbour("a", ids, step) for step in (1, -1)] == ["b", "c"]
    assert [neighbour("gone", ids, step) for step in (1, -1)] == ["a", "c"]
    assert neighbour("a", [], 1) is None


def test_a_place_says_how_many_there_are() -> None:
    assert "".join(part.content.plain for part in place("4ed5acf3-b78f", ["x", "4ed5acf3-b78f"])) == (
        "4ed5acf3 · 2 of 2 · [ ] neighbours"
    )
    assert "".join(part.content.plain for part in place("only", ["only"])) == "only · 1 of 1"
