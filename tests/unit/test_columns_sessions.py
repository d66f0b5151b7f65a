"""The cells of the sessions pane: every phase, costs that grow and costs that stand."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from mimiry_tui.domain.money import Money
from mimiry_tui.domain.records import Unreadable
from mimiry_tui.domain.session_reading import build_session
from mimiry_tui.domain.sessions import Session
from mimiry_tui.ui.columns.common import next_cent
from mimiry_tui.ui.columns.sessions import ended, session_columns, session_tone
from mimiry_tui.ui.widgets.table.sort import comparable
from tests.support.cells import cell_of, column, tones, words
from tests.support.insights import Told
from tests.support.json_values import fields, values

NOW = datetime(2026, 6, 8, 12, 0, tzinfo=UTC)
SINCE = NOW - timedelta(seconds=62)
COLUMNS = session_columns(Told(since=SINCE), lambda: NOW)
UNREADABLE = Unreadable("row-3", "no id", b'{"name": "x"}')
SOONEST = 0.1
"""Nothing asks to be painted again sooner than that."""


def a_session(**given_fields: Any) -> Session:
    known = {"id": "s-1", "name": "train", "state": "started", "created_at": (NOW - timedelta(hours=2))}
    merged = {**known, **given_fields}
    created = merged["created_at"]
    return build_session(**{**merged, "created_at": created and created.isoformat()})


def said(key: str, session: Session | Unreadable, now: datetime = NOW) -> str:
    return words(cell_of(COLUMNS, key, session, now))


@pytest.mark.parametrize(
    ("given_fields", "sign", "phase", "tone"),
    [
        ({"state": "submitted"}, "◐", "accepted 1m02s", "warn"),
        ({"state": "submitted", "operation": "provisioning"}, "◐", "provisioning 1m02s", "warn"),
        ({"state": "booting"}, "◐", "setting up 1m02s", "warn"),
        ({"state": "pulling_image"}, "◐", "pulling image 1m02s", "warn"),
        ({"state": "provisioned", "status": "starting_container"}, "◐", "starting 1m02s", "warn"),
        ({"state": "running"}, "●", "ready", "good"),
        ({"state": "terminating"}, "◐", "stopping 1m02s", "warn"),
        ({"state": "exited", "exit_code": 0}, "○", "done · exit 0", "dim"),
        ({"state": "terminated", "stop_reason": "user_requested"}, "○", "ended by you", "dim"),
        ({"state": "pull_failed"}, "✗", "pull failed", "bad"),
        (
            {"state": "pull_failed", "error": "manifest unknown"},
            "✗",
            "pull failed  there is no such image",
            "bad",
        ),
        ({"state": "failed", "exit_code": 3, "error": "exited with 3"}, "✗", "failed · exit 3", "bad"),
        ({"state": "failed", "exit_code": 3, "error": "boom"}, "✗", "failed · exit 3  boom", "bad"),
        ({"state": "hibernating"}, "?", "hibernating", "warn"),
        ({"state": "", "status": "dozing"}, "?", "dozing", "warn"),
    ],
)
def test_every_phase_has_a_sign_and_words(
    given_fields: dict[str, Any], sign: str, phase: str, tone: str
) -> None:
    session = a_session(**given_fields)
    assert said("state", session) == sign
    assert said("phase", session) == phase
    assert tones(cell_of(COLUMNS, "phase", session, NOW))[0] == tone


def test_a_moving_phase_counts_its_seconds_where_its_beginning_is_known() -> None:
    pulling = a_session(state="pulling_image")
    half = cell_of(COLUMNS, "phase", pulling, NOW + timedelta(milliseconds=250))
    assert half.changes_in == pytest.approx(0.75)
    unknown = session_columns(Told(), lambda: NOW)
    cell = cell_of(unknown, "phase", pulling, NOW)
    assert (words(cell), cell.changes_in) == ("pulling image", None)
    assert cell_of(COLUMNS, "phase", a_session(), NOW).changes_in is None


def test_a_ready_session_elsewhere_than_asked_for_says_so() -> None:
    moved = a_session(asked_location="FIN-03", location="FIN-01")
    assert said("phase", moved) == "ready  asked for FIN-03, got FIN-01"
    assert tones(cell_of(COLUMNS, "phase", moved, NOW)) == ["good", "warn"]
    assert said("phase", a_session(asked_location="FIN-01", location="FIN-01")) == "ready"


def test_what_is_not_known_is_a_dash_and_a_nameless_session_goes_by_its_id() -> None:
    bare = a_session(name="", created_at=None)
    assert [said(key, bare) for key in ("name", "gpu", "where", "up", "cost", "rate")] == [
        "s-1", "–", "–", "–", "–", "–",
    ]  # fmt: skip


def test_hardware_is_named_short_with_its_count() -> None:
    session = a_session(gpu_type="H100_80G_SXM", gpu_count=8, provider="verda", location="FIN-01")
    assert said("gpu", session) == "H100 80G ×8"
    assert said("where", session) == "verda/FIN-01"


def test_an_unreadable_record_says_why_in_its_row() -> None:
    assert said("state", UNREADABLE) == "!"
    assert said("name", UNREADABLE) == "unreadable: no id"
    assert tones(cell_of(COLUMNS, "name", UNREADABLE, NOW)) == ["bad"]
    assert {said(one.key, UNREADABLE) for one in COLUMNS if one.key not in {"state", "name"}} == {""}
    assert {one.sort(UNREADABLE) for one in COLUMNS if one.sort} == {None}
    assert "unreadable" in {one.text(UNREADABLE) for one in COLUMNS}


@pytest.mark.parametrize(
    ("given_fields", "tone", "last"),
    [
        ({}, None, False),
        ({"state": "hibernating"}, None, False),
        ({"state": "completed"}, "dim", True),
        ({"state": "failed"}, "text", True),
    ],
)
def test_what_has_ended_recedes_and_comes_after_what_lives(
    given_fields: dict[str, Any], tone: str | None, last: bool
) -> None:
    session = a_session(**given_fields)
    assert session_tone(session) == tone
    assert ended(session) is last
    assert session_tone(UNREADABLE) is None
    assert ended(UNREADABLE)


# Money


def test_a_running_cost_is_an_estimate_that_grows() -> None:
    cell = cell_of(COLUMNS, "cost", a_session(hourly_rate="2.10"), NOW)
    assert (words(cell), tones(cell)) == ("≈€4.20", ["bright"])
    # Half a cent at 2.10 an hour.
    assert cell.changes_in == pytest.approx(0.005 / 2.10 * 3600)


def test_a_settled_cost_is_exact_and_stands() -> None:
    session = a_session(state="completed", hourly_rate=2, final_cost="3.999", updated_at=NOW.isoformat())
    cell = cell_of(COLUMNS, "cost", session, NOW)
    assert (words(cell), tones(cell), cell.changes_in) == ("€4.00", ["text"], None)


def test_an_ended_cost_that_has_not_settled_is_an_estimate_that_stands() -> None:
    session = a_session(state="completed", hourly_rate=2, ended_at=(NOW - timedelta(hours=1)).isoformat())
    cell = cell_of(COLUMNS, "cost", session, NOW + timedelta(days=1))
    assert (words(cell), cell.changes_in) == ("≈€2.00", None)


def test_what_is_free_never_grows_and_what_has_no_price_has_no_cost() -> None:
    free = cell_of(COLUMNS, "cost", a_session(hourly_rate=0), NOW)
    assert (words(free), free.changes_in) == ("≈€0.00", None)
    assert said("cost", a_session()) == "–"


def test_a_cloud_whose_clock_is_ahead_costs_nothing_yet() -> None:
    assert said("cost", a_session(hourly_rate=2, created_at=NOW + timedelta(minutes=5))) == "≈€0.00"
    assert said("up", a_session(created_at=NOW + timedelta(minutes=5))) == "0s"


@pytest.mark.parametrize(
    ("currency", "cost", "rate"),
    [("EUR", "≈€3.00", "1.50"), ("USD", "≈$3.00", "$1.50"), ("CHF", "≈CHF 3.00", "CHF 1.50")],
)
def test_another_currency_than_the_headers_shows_its_sign(currency: str, cost: str, rate: str) -> None:
    session = a_session(hourly_rate=1.5, currency=currency)
    assert said("cost", session) == cost
    assert said("rate", session) == rate


@given(
    st.decimals("0.0001", 1000, places=4),
    st.decimals(0, 100_000, places=9),
    st.sampled_from(["EUR", "USD", "CHF"]),
)
def test_the_next_cent_shows_at_its_moment_and_not_before(
    per_hour: Decimal, spent: Decimal, currency: str
) -> None:
    rate, money = Money(per_hour, currency), Money(spent, currency)
    seconds = next_cent(rate, money)
    assert seconds is not None

    def shown_after(moment: float) -> str:
        return str(money + rate * (Decimal(moment) / 3600))

    assert shown_after(seconds * (1 + 1e-9)) != str(money)
    if seconds > SOONEST:
        assert shown_after(seconds * (1 - 1e-9)) == str(money)


@given(st.decimals("0.01", 100, places=2), st.integers(0, 10**12))
def test_a_cost_cell_changes_when_it_says(per_hour: Decimal, microseconds: int) -> None:
    session = a_session(hourly_rate=str(per_hour), created_at=NOW)
    now = NOW + timedelta(microseconds=microseconds)
    cell = cell_of(COLUMNS, "cost", session, now)
    assert cell.changes_in is not None
    assert cell.changes_in >= SOONEST
    later = now + timedelta(seconds=cell.changes_in) + timedelta(microseconds=2)
    assert said("cost", session, later) != words(cell)
    assume(cell.changes_in > SOONEST)
    earlier = now + timedelta(seconds=cell.changes_in) - timedelta(microseconds=2)
    assert said("cost", session, max(now, earlier)) == words(cell)


# Order


def keys_in_order(key: str, *rows: Session) -> list[str]:
    sort = column(COLUMNS, key).sort
    assert sort is not None
    ranked = {row.id: comparable(sort(row)) or () for row in rows}
    return sorted(ranked, key=lambda row_id: ranked[row_id])


def test_each_column_sorts_by_what_it_shows() -> None:
    young = a_session(
        id="young", name="beta", created_at=NOW - timedelta(hours=1), hourly_rate=9, state="pulling_image",
        location="A", gpu_type="T4",
    )  # fmt: skip
    old = a_session(id="old", name="Alpha", hourly_rate=1, location="b", gpu_type="V100")
    assert keys_in_order("name", young, old) == ["old", "young"]
    assert keys_in_order("gpu", old, young) == ["young", "old"]
    assert keys_in_order("where", old, young) == ["young", "old"]
    assert keys_in_order("phase", old, young) == ["young", "old"]
    assert keys_in_order("up", old, young) == ["young", "old"]
    assert keys_in_order("cost", young, old) == ["old", "young"]
    assert keys_in_order("rate", young, old) == ["old", "young"]


def test_costs_sort_by_the_time_of_the_clock() -> None:
    clock = [NOW]
    columns = session_columns(Told(), lambda: clock[0])
    sort = column(columns, "cost").sort
    assert sort is not None
    session = a_session(hourly_rate=3)
    assert sort(session) == Decimal(6)
    clock[0] += timedelta(hours=1)
    assert sort(session) == Decimal(9)


@given(values, fields("name", "state", "gpu_types", "hourly_rate", "currency", "created_at", "error"))
def test_any_session_has_cells(given_id: Any, given_fields: dict[str, Any]) -> None:
    session = build_session(id=given_id, **given_fields)
    for one in COLUMNS:
        cell = one.render(session, NOW)
        assert cell.changes_in is None or cell.changes_in > 0
        assert isinstance(one.text(session), str)
        if one.sort:
            comparable(one.sort(session))
