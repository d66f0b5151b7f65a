"""A session's own history in words."""

from __future__ import annotations

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from mimiry_tui.domain.session_reading import build_events
from mimiry_tui.ui.session.events import session_events
from tests.support.clock import EPOCH
from tests.support.json_values import values

TOLD = [
    {"timestamp": "2026-06-08T10:00:00Z", "type": "created", "state": "submitted", "message": "accepted it"},
    {
        "timestamp": "2026-06-08T10:00:02Z",
        "state": "submitted",
        "operation": "provisioning",
        "message": "looking",
    },
    {
        "timestamp": "2026-06-08T10:00:09Z",
        "type": "capacity_error",
        "state": "submitted",
        "operation": "provisioning",
        "message": "no capacity at \x1b[2Jverda",
    },
    {"timestamp": "2026-06-08T10:00:20Z", "state": "provisioned", "operation": "starting__pulling_image"},
]


def told(width: int, events: Any = TOLD) -> list[str]:
    return [line.plain.rstrip() for line in session_events(build_events(events), EPOCH, width)]


def test_a_phase_is_named_where_it_begins_and_what_happens_within_by_its_kind() -> None:
    assert told(80) == [
        "10:00:20  pulling image",
        "10:00:09  capacity error  no capacity at ␛[2Jverda",
        "10:00:02  provisioning    looking",
        "10:00:00  accepted        accepted it",
    ]


def test_the_codes_stand_at_the_end_where_there_is_room() -> None:
    assert told(120)[0].endswith("provisioned · starting__pulling_image")
    assert len({line.index("submitted") for line in told(120)[1:]}) == 1


@given(st.lists(values, max_size=6), st.integers(20, 200))
def test_any_events_have_a_line_each_that_fits(events: list[Any], width: int) -> None:
    lines = session_events(build_events(events), EPOCH, width)
    assert len(lines) == len(build_events(events))
    assert all(line.cell_length <= width and "\n" not in line.plain for line in lines)
