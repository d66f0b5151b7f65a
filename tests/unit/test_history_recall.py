"""Observations of earlier runs in a store that already saw something itself."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from mimiry_tui.domain.phases import Phase
from mimiry_tui.domain.timeline import Observation
from mimiry_tui.live.store import Store

NOON = datetime(2026, 6, 8, 12, 0, tzinfo=UTC)


def saw(seconds: float, phase: Phase) -> Observation:
    return Observation(NOON + timedelta(seconds=seconds), phase)


def test_of_each_phase_the_first_moment_stays_and_all_are_in_order_of_time() -> None:
    store = Store()
    for observation in (saw(57, Phase.PULLING_IMAGE), saw(90, Phase.STARTING)):
        store.observe("s", observation)
    assert store.recall(
        "s", [saw(95, Phase.STARTING), saw(31, Phase.SETTING_UP), saw(55, Phase.PULLING_IMAGE)]
    )
    assert store.observations("s") == (
        saw(31, Phase.SETTING_UP),
        saw(55, Phase.PULLING_IMAGE),
        saw(90, Phase.STARTING),
    )


def test_what_is_no_news_leaves_the_very_same_observations() -> None:
    store = Store()
    store.observe("s", saw(57, Phase.PULLING_IMAGE))
    before = store.observations("s")
    assert not store.recall("s", [saw(60, Phase.PULLING_IMAGE)])
    assert not store.recall("s", [])
    assert store.observations("s") is before


def test_a_phase_seen_after_its_recall_keeps_its_first_moment() -> None:
    store = Store()
    store.recall("s", [saw(57, Phase.PULLING_IMAGE)])
    store.observe("s", saw(60, Phase.PULLING_IMAGE))
    store.observe("s", saw(90, Phase.STARTING))
    assert store.observations("s") == (saw(57, Phase.PULLING_IMAGE), saw(90, Phase.STARTING))


sights = st.lists(st.builds(saw, st.integers(0, 9), st.sampled_from(list(Phase))), max_size=8)


@given(sights, sights)
def test_recalling_in_parts_is_recalling_all_at_once(
    first: list[Observation], second: list[Observation]
) -> None:
    apart, together = Store(), Store()
    apart.recall("s", second)
    apart.recall("s", first)
    together.recall("s", [*first, *second])
    assert apart.observations("s") == together.observations("s")
    assert not together.recall("s", first)
