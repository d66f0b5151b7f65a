"""What the detail pane says of a session, an offer, a volume and their history."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from textual.content import Content

from mimiry_tui.domain.offers import build_offers
from mimiry_tui.domain.phases import Phase
from mimiry_tui.domain.session_reading import build_session
from mimiry_tui.domain.sessions import Session
from mimiry_tui.domain.volumes import build_volume
from mimiry_tui.ui.overview import columns, event_lines, offer_lines, session_lines, volume_lines
from tests.support.json_values import fields, values

NOW = datetime(2026, 6, 8, 12, 0, tzinfo=UTC)
KEY = Path("/keys/mimiry")


def a_session(**given_fields: Any) -> Session:
    known = {"id": "s-1", "state": "started", "created_at": (NOW - timedelta(hours=2)).isoformat()}
    return build_session(**{**known, **given_fields})


def plain(lines: list[Content]) -> list[str]:
    return [line.plain.rstrip() for line in lines]


def facts(session: Session) -> dict[str, str]:
    """The labelled facts of a session, one a line."""
    lines = plain(session_lines(session, NOW, KEY, 80))[1:]
    return {line[:9].strip(): line[9:] for line in lines}


def headline(session: Session) -> str:
    return session_lines(session, NOW, KEY, 80)[0].plain


# Sessions


@pytest.mark.parametrize(
    ("given_fields", "line"),
    [
        ({"hourly_rate": 2.1}, "● ready   ≈€4.20 so far   €2.10/h   for 2h00m"),
        ({"state": "hibernating"}, "? hibernating   for 2h00m"),
        ({"created_at": None}, "● ready"),
        (
            {"state": "failed", "exit_code": 3, "final_cost": 1, "ended_at": "2026-06-08T10:30:00Z"},
            "✗ failed · exit 3   €1.00 in all   for 30m   exit 3",
        ),
        (
            {"state": "completed", "hourly_rate": 2, "ended_at": "2026-06-08T11:00:00Z"},
            "○ done   ≈€2.00   €2.00/h   for 1h00m",
        ),
        ({"hourly_rate": 3, "currency": "USD"}, "● ready   ≈$6.00 so far   $3.00/h   for 2h00m"),
    ],
)
def test_the_first_line_says_state_money_and_length(given_fields: dict[str, Any], line: str) -> None:
    assert headline(a_session(**given_fields)) == line


def test_the_age_of_what_sleeps_is_not_told_as_how_long_it_sleeps() -> None:
    asleep = replace(a_session(), phase=Phase.SLEEPING, state="sleeping")
    assert headline(asleep) == "☾ sleeping   2h00m old"


@pytest.mark.parametrize(
    ("given_fields", "said"),
    [
        ({}, "verda/FIN-01"),
        ({"asked_location": "FIN-01"}, "verda/FIN-01  ✓ as asked"),
        ({"asked_location": "FIN-03"}, "verda/FIN-01  asked for FIN-03, got FIN-01"),
        ({"asked_provider": "acme"}, "verda/FIN-01  asked for acme, got verda"),
        ({"gpu_types": ["T4"], "gpu_type": "L4_24G", "gpu_count": 2},
         "L4 24G ×2  verda/FIN-01  asked for T4, got L4_24G"),
    ],
)  # fmt: skip
def test_what_was_got_is_compared_with_what_was_asked_for(given_fields: dict[str, Any], said: str) -> None:
    assert facts(a_session(provider="verda", location="FIN-01", **given_fields))["got"] == said


@pytest.mark.parametrize(
    ("given_fields", "said"),
    [
        ({}, "no time limit"),
        (
            {"auto_terminate": {"mode": "on_complete"}, "max_duration": 14_400},
            "ends on complete · 4h00m limit",
        ),
        ({"auto_terminate": False}, "never ends by itself · no time limit"),
        ({"auto_terminate": {"mode": "at_dawn"}}, "at_dawn · no time limit"),
    ],
)
def test_the_guards_are_said_also_when_there_are_none(given_fields: dict[str, Any], said: str) -> None:
    assert facts(a_session(**given_fields))["guards"] == said


@pytest.mark.parametrize(
    ("given_fields", "said"),
    [
        ({"ssh": {"host": "h.example", "port": 2222, "username": "root"}},
         "ssh -i /keys/mimiry -o IdentitiesOnly=yes -p 2222 root@h.example"),
        ({"ssh": {"host": "-oProxyCommand=x"}},
         "the published SSH host is not a host name: it starts with a dash"),
        ({"ssh": {"host": "h", "username": "a b"}},
         "the published SSH user is not a user name: it holds spaces"),
        ({"ssh_enabled": False}, "off"),
    ],
)  # fmt: skip
def test_the_ssh_command_is_whole_or_refused(given_fields: dict[str, Any], said: str) -> None:
    session = a_session(**given_fields)
    assert facts(session)["ssh"] == said
    # However narrow: one copies it from here.
    assert said in "\n".join(plain(session_lines(session, NOW, KEY, 20)))


def test_no_ssh_line_before_a_host_is_published() -> None:
    assert "ssh" not in facts(a_session(ssh_enabled=True))


def test_an_error_comes_right_after_the_first_line_and_is_harmless() -> None:
    session = a_session(state="failed", error={"message": "no [bold]such[/] tag\x1b[31m\nnext"})
    assert plain(session_lines(session, NOW, KEY, 120))[1] == "error    no [bold]such[/] tag␛[31m␊next"


def test_the_raw_words_stay_beside_ours() -> None:
    session = a_session(state="provisioned", operation="starting__pulling_image", status="pulling_image")
    assert facts(session)["says"] == "provisioned · starting__pulling_image · pulling_image"


def test_the_rest_is_told_where_it_is_known() -> None:
    session = a_session(
        image="docker.io/x",
        command="python train.py",
        mounts=[{"volume_name": "data", "mount_path": "/data"}, {"volume_name": "out", "mount_path": "/out"}],
    )
    told = facts(session)
    assert told["image"] == "docker.io/x"
    assert told["command"] == "python train.py"
    assert told["mounts"] == "data → /data, out → /out"
    assert told["started"] == "Mon 8 Jun 10:00:00"
    assert told["id"] == "s-1"
    assert set(facts(a_session())) == {"guards", "started", "says", "id"}


# Offers and volumes


def test_an_offer_says_its_price_by_hour_and_day_and_where_else_it_is() -> None:
    here, there, gone = (
        build_offers(
            name="T4_16G_PCIe",
            hourly_rate=rate,
            available=stock,
            providers=[{"provider": "p", "location": place}],
        )[0]
        for place, rate, stock in (("A", 0.5, True), ("B", 0.6, True), ("C", None, False))
    )
    lines = plain(offer_lines(here, [here, there, gone], 80))
    assert lines[0] == "● in stock   €0.50/h   €12.00/day"
    assert "also at  p/B €0.60 · p/C" in lines
    assert plain(offer_lines(gone, [], 80))[0] == "○ sold out   no price/h"


def test_a_volume_says_who_holds_it_and_what_it_costs() -> None:
    volume = build_volume(
        id="v",
        size_gb=2000,
        state="provisioned",
        attached_to="s-1",
        hourly_rate="0.05",
        location="FIN-01",
        raw=b"{}",
    )
    lines = plain(volume_lines(volume, "train", 80))
    assert lines[0] == "◆ attached"
    assert lines[1:] == [
        "size     2,000 GB", "where    FIN-01", "held by  train", "costs    €0.05/h", "says     provisioned",
        "id       v",
    ]  # fmt: skip


# Events


def test_events_are_told_newest_first_with_what_they_carry() -> None:
    session = a_session(
        events=[
            {"timestamp": "2026-06-08T10:00:02Z", "state": "submitted", "operation": "provisioning"},
            {"timestamp": "2026-06-08T10:01:00Z", "type": "note", "message": "disk \x1b[2J [b]slow"},
            {"message": "undated"},
        ]
    )
    assert plain(event_lines(session.events)) == [
        f"--:--:--  {'':<32} undated",
        f"10:01:00  {'note':<32} disk ␛[2J [b]slow",
        "10:00:02  submitted · provisioning",
    ]


# Widths


def test_two_columns_where_two_fit_and_one_where_not() -> None:
    pairs = [("one", Content("1")), ("none", Content("")), ("two", Content("2")), ("three", Content("3"))]
    assert plain(columns(pairs, 99)) == ["one      1", "two      2", "three    3"]
    assert plain(columns(pairs, 100)) == [f"{'one      1':<50}two      2", "three    3"]


def test_what_is_cut_in_a_column_says_so() -> None:
    line = columns([("a", Content("x" * 80)), ("b", Content("y" * 80))], 101)[0]
    assert line.cell_length == 100
    assert line.plain.count("…") == 2
    assert line.plain[49] == " "


@given(
    st.lists(st.tuples(st.text("abc", max_size=12), st.text(max_size=200).map(Content)), max_size=6),
    st.integers(100, 250),
)
def test_two_columns_are_never_wider_than_their_width(pairs: list[tuple[str, Content]], width: int) -> None:
    assert all(line.cell_length <= width for line in columns(pairs, width))


@given(
    values, fields("state", "image", "command", "mounts", "error", "ssh", "hourly_rate"), st.integers(20, 250)
)
def test_any_session_has_lines(given_id: Any, given_fields: dict[str, Any], width: int) -> None:
    lines = session_lines(build_session(id=given_id, **given_fields), NOW, KEY, width)
    assert lines[0].plain.strip()
    assert all("\n" not in line.plain and "\x1b" not in line.plain for line in lines)
    assert all(line.plain.strip() for line in lines)
