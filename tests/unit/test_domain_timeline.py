"""Timelines put together from events, from what was seen, and from the dates of the record."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from mimiry_tui.domain.phases import Phase
from mimiry_tui.domain.session_reading import build_session
from mimiry_tui.domain.sessions import Session
from mimiry_tui.domain.timeline import Observation, Source, Timeline, build_timeline

NOON = datetime(2026, 6, 8, 12, 0, tzinfo=UTC)


def at(seconds: float) -> str:
    return (NOON + timedelta(seconds=seconds)).isoformat()


def event(seconds: float, state: str, operation: str = "") -> dict[str, str]:
    return {"timestamp": at(seconds), "state": state, "operation": operation}


def seen(seconds: float, phase: Phase) -> Observation:
    return Observation(NOON + timedelta(seconds=seconds), phase)


def a_session(**fields: Any) -> Session:
    return build_session(**{"id": "s", "created_at": at(0), **fields})


def drawn(timeline: Timeline) -> list[tuple[str, float, float | None, str]]:
    """Phase, start and end in seconds from noon, source."""
    return [
        (
            part.phase.value,
            (part.start - NOON).total_seconds(),
            (part.end - NOON).total_seconds() if part.end else None,
            part.source.value,
        )
        for part in timeline.segments
    ]


def test_events_and_observations_together_tell_the_whole_story() -> None:
    session = a_session(
        state="started",
        events=[event(4, "submitted", "provisioning"), event(26, "provisioned"), event(145, "started")],
    )
    timeline = build_timeline(session, [seen(57, Phase.PULLING_IMAGE), seen(127, Phase.STARTING)])
    assert drawn(timeline) == [
        ("accepted", 0, 4, "event"),
        ("provisioning", 4, 26, "event"),
        ("setting_up", 26, 57, "event"),
        ("pulling_image", 57, 127, "observed"),
        ("starting", 127, 145, "observed"),
        ("ready", 145, None, "event"),
    ]
    assert timeline.time_to_ready == timedelta(seconds=145)
    assert timeline.current_phase_since() == NOON + timedelta(seconds=145)


def test_what_the_service_reported_beats_what_was_seen() -> None:
    session = a_session(state="started", events=[event(30, "started")])
    assert drawn(build_timeline(session, [seen(35, Phase.READY)])) == [
        ("accepted", 0, 30, "event"),
        ("ready", 30, None, "event"),
    ]


def test_a_phase_nobody_reported_or_saw_is_inferred_from_the_dates() -> None:
    started = a_session(state="started", started_at=at(90), updated_at=at(95))
    assert drawn(build_timeline(started)) == [("accepted", 0, 90, "event"), ("ready", 90, None, "inferred")]
    pulling = a_session(state="pulling_image", updated_at=at(20))
    assert drawn(build_timeline(pulling))[-1] == ("pulling_image", 20, None, "inferred")


def test_what_sleeps_when_it_is_first_seen_was_ready_before_also_once_it_woke_up() -> None:
    session = a_session(state="started", started_at=at(4))
    asleep = Observation(NOON + timedelta(seconds=600), Phase.SLEEPING, is_late=True)
    timeline = build_timeline(session, [asleep, seen(900, Phase.READY)])
    assert drawn(timeline) == [
        ("accepted", 0, 4, "event"),
        ("ready", 4, 600, "inferred"),
        ("sleeping", 600, 900, "inferred"),
        ("ready", 900, None, "observed"),
    ]
    assert timeline.time_to_ready == timedelta(seconds=4)


def test_an_end_has_no_length_and_nothing_follows_it() -> None:
    session = a_session(
        state="completed",
        ended_at=at(100),
        events=[event(50, "started"), event(98, "completed"), event(120, "submitted")],
    )
    timeline = build_timeline(session, [seen(150, Phase.READY), seen(160, Phase.ENDED_OK)])
    assert drawn(timeline) == [
        ("accepted", 0, 50, "event"),
        ("ready", 50, 100, "event"),
        ("ended_ok", 100, 100, "event"),
    ]
    assert timeline.current is not None
    assert timeline.current.lasted(NOON + timedelta(days=1)) == timedelta(0)


def test_a_lagging_observation_does_not_turn_back_the_story() -> None:
    session = a_session(state="started", events=[event(30, "started")])
    phases = [part.phase for part in build_timeline(session, [seen(40, Phase.PULLING_IMAGE)]).segments]
    assert phases == [Phase.ACCEPTED, Phase.READY]


def test_events_may_come_in_any_order_and_without_a_date() -> None:
    session = a_session(state="started", events=[event(30, "started"), event(5, "provisioned")])
    assert [part.phase for part in build_timeline(session).segments] == [
        Phase.ACCEPTED,
        Phase.SETTING_UP,
        Phase.READY,
    ]
    undated = a_session(state="started", events=[{"state": "started"}, "just words", event(5, "provisioned")])
    assert [event.message for event in undated.events if event.at is None] == ["", "just words"]
    assert [part.phase for part in build_timeline(undated).segments] == [Phase.ACCEPTED, Phase.SETTING_UP]


def test_a_phase_of_no_length_does_not_cut_another_in_two() -> None:
    session = a_session(
        state="started", events=[event(10, "started"), event(20, "odd"), event(20, "started")]
    )
    assert drawn(build_timeline(session)) == [("accepted", 0, 10, "event"), ("ready", 10, None, "event")]


def test_an_unknown_phase_has_its_place_too() -> None:
    timeline = build_timeline(a_session(state="hibernating"), [seen(12, Phase.UNKNOWN)])
    assert drawn(timeline) == [("accepted", 0, 12, "event"), ("unknown", 12, None, "observed")]


def test_without_any_date_there_is_no_timeline() -> None:
    timeline = build_timeline(build_session(id="s", state="started"))
    assert timeline == Timeline(())
    assert timeline.current is None
    assert timeline.time_to_ready is None
    assert timeline.current_phase_since() is None


def test_a_segment_is_never_shorter_than_nothing() -> None:
    timeline = build_timeline(a_session(state="submitted"))
    assert timeline.segments[0].source is Source.EVENT
    assert timeline.segments[0].lasted(NOON - timedelta(hours=1)) == timedelta(0)
    assert timeline.segments[0].lasted(NOON + timedelta(seconds=9)) == timedelta(seconds=9)


def test_how_it_ended_is_what_the_whole_record_says() -> None:
    # The event alone would make it a failure; the record knows who stopped it.
    session = a_session(
        state="stopped",
        stop_reason="user_requested",
        events=[event(145, "started"), event(200, "stopped", "terminating")],
    )
    assert drawn(build_timeline(session))[-1] == ("ended_ok", 200, 200, "event")
