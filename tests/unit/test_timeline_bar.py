"""A session's phases drawn to scale in any width."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mimiry_tui.domain.phases import BOOT_PHASES, Phase
from mimiry_tui.domain.timeline import Segment, Source, Timeline
from mimiry_tui.ui.widgets.timeline_bar import BAR, DASHED, draw, fit, share, stretches_of

NOON = datetime(2026, 6, 8, 12, 0, tzinfo=UTC)
LIFE = (*BOOT_PHASES, Phase.READY, Phase.STOPPING, Phase.ENDED_OK)


def story(*parts: tuple[Phase, float], source: Source = Source.EVENT) -> Timeline:
    """Phases one after the other from noon, each that many seconds; the last is open unless it is an end."""
    segments = []
    start = NOON
    for place, (phase, length) in enumerate(parts):
        end = start + timedelta(seconds=length)
        is_open = place == len(parts) - 1 and not phase.is_ended
        segments.append(Segment(phase, start, None if is_open else end, source))
        start = end
    return Timeline(tuple(segments))


def end_of(timeline: Timeline, open_for: float) -> datetime:
    return timeline.segments[-1].start + timedelta(seconds=open_for)


RUNNING = story(
    (Phase.ACCEPTED, 4), (Phase.PROVISIONING, 22), (Phase.SETTING_UP, 31), (Phase.PULLING_IMAGE, 70),
    (Phase.STARTING, 18), (Phase.READY, 0),
)  # fmt: skip
PULLING = story((Phase.PROVISIONING, 27), (Phase.SETTING_UP, 33), (Phase.PULLING_IMAGE, 0))


@st.composite
def timelines(draw_from: st.DrawFn) -> Timeline:
    """A life up to any phase, some phases left out, any lengths."""
    upto = draw_from(st.integers(1, len(LIFE)))
    chosen = draw_from(st.lists(st.sampled_from(LIFE[:upto]), min_size=1, max_size=upto, unique=True))
    phases = sorted(chosen, key=lambda phase: phase.rank)
    if draw_from(st.booleans()):
        phases = [phase for phase in phases if not phase.is_ended] + [Phase.UNKNOWN]
    lengths = st.floats(0, 10**7)
    return story(
        *((phase, draw_from(lengths)) for phase in phases), source=draw_from(st.sampled_from(Source))
    )


def test_a_running_session_shows_each_phase_with_its_length() -> None:
    labels, bars, times = (line.plain for line in draw(RUNNING, end_of(RUNNING, 7_920), 118))
    assert " ".join(labels.split()) == (
        "accepted 4s provisioning 22s setting up 31s pulling image 1m10s starting 18s ready 2h12m"
    )
    assert set(bars) == {BAR, " "}
    assert len(bars.split()) == 6
    assert times.split("  ")[0] == "12:00:00"
    assert times.endswith("ready in 2m25s · now")


def test_a_bar_stands_under_its_label() -> None:
    for width in (118, 250):
        labels, bars, _ = (line.plain for line in draw(PULLING, end_of(PULLING, 12), width))
        starts = [place for place, sign in enumerate(bars) if sign != " " and bars[place - 1 : place] != BAR]
        first_of_each = [start for start in starts if bars[start - 1 : start] in ("", " ")]
        words = ["provisioning", "setting up", "pulling image", "starting", "ready"]
        assert first_of_each == [labels.index(word) for word in words]


def test_a_booting_session_shows_what_is_ahead_dashed_up_to_ready() -> None:
    ahead = [stretch for stretch in stretches_of(PULLING, NOON) if stretch.ahead]
    assert [(stretch.word, stretch.length, stretch.weight) for stretch in ahead] == [
        ("starting", "", 0), ("ready", "", 0),
    ]  # fmt: skip
    bars = draw(PULLING, end_of(PULLING, 12), 118)[1].plain
    assert bars.endswith(f"{DASHED * len('starting')} {DASHED * len('ready')}")


@pytest.mark.parametrize("phase", [Phase.READY, Phase.STOPPING, Phase.ENDED_OK, Phase.UNKNOWN])
def test_nothing_is_ahead_of_a_session_that_does_not_boot(phase: Phase) -> None:
    timeline = story((Phase.ACCEPTED, 3), (phase, 0))
    assert not any(stretch.ahead for stretch in stretches_of(timeline, NOON))


def test_an_inferred_length_is_marked_and_an_end_has_none() -> None:
    parts = ((Phase.ACCEPTED, 30.0), (Phase.READY, 90.0), (Phase.ENDED_OK, 0.0))
    told = stretches_of(story(*parts), NOON)
    concluded = stretches_of(story(*parts, source=Source.INFERRED), NOON)
    assert [stretch.length for stretch in told] == ["30s", "1m30s", ""]
    assert [stretch.length for stretch in concluded] == ["≈30s", "≈1m30s", ""]


def test_an_ended_session_ends_at_its_own_time() -> None:
    ended = story((Phase.ACCEPTED, 60), (Phase.ENDED_FAILED, 0))
    assert draw(ended, NOON + timedelta(days=1), 40)[2].plain.split() == ["12:00:00", "12:01:00"]


@pytest.mark.parametrize(
    ("width", "words"),
    [
        (100, ["accepted", "provisioning", "setting up", "pulling image", "starting", "ready"]),
        (80, ["…", "provisioning", "setting up", "pulling image", "starting", "ready"]),
        (60, ["…", "pulling image", "starting", "ready"]),
        (26, ["…", "starting", "ready"]),
        (14, ["…", "ready"]),
        (11, ["ready"]),
        (2, ["ready"]),
    ],
)
def test_the_oldest_phases_give_way_first(width: int, words: list[str]) -> None:
    kept = fit(stretches_of(RUNNING, end_of(RUNNING, 7_920)), width)
    assert [stretch.word for stretch in kept] == words


def test_what_is_ahead_gives_way_before_what_has_been() -> None:
    stretches = stretches_of(PULLING, end_of(PULLING, 12))
    assert [stretch.word for stretch in fit(stretches, 60)] == [
        "provisioning", "setting up", "pulling image", "starting",
    ]  # fmt: skip
    assert [stretch.word for stretch in fit(stretches, 50)] == ["provisioning", "setting up", "pulling image"]


def test_a_longer_phase_has_the_longer_bar() -> None:
    stretches = stretches_of(RUNNING, end_of(RUNNING, 7_920))
    widths = share(stretches, 200)
    assert widths.index(max(widths)) == len(widths) - 1
    assert widths[3] > widths[2] > widths[0]


def test_a_narrow_line_says_that_something_is_missing() -> None:
    labels, bars, times = (line.plain for line in draw(RUNNING, end_of(RUNNING, 7_920), 6))
    assert (labels, bars, times) == ("ready…", BAR * 6, "12:00…")


@given(timelines(), st.floats(0, 10**6), st.integers(1, 250))
def test_no_line_is_wider_than_its_width(timeline: Timeline, open_for: float, width: int) -> None:
    lines = draw(timeline, end_of(timeline, open_for), width)
    assert len(lines) == 3
    assert all(line.cell_length <= width for line in lines)
    assert all(line.plain.strip() for line in lines)


@given(timelines(), st.floats(0, 10**6), st.integers(1, 250))
def test_what_fits_keeps_its_order_and_its_label(timeline: Timeline, open_for: float, width: int) -> None:
    all_of_it = stretches_of(timeline, end_of(timeline, open_for))
    kept = [stretch for stretch in fit(all_of_it, width) if stretch.word != "…"]
    past = [stretch for stretch in all_of_it if not stretch.ahead]
    # The current phase is always there, before it the youngest ones, behind it the nearest ones.
    first = all_of_it.index(kept[0])
    assert kept == all_of_it[first : first + len(kept)]
    assert past[-1] in kept
    widths = share(fit(all_of_it, width), width)
    if len(kept) > 1:
        shown = fit(all_of_it, width)
        assert all(cells >= stretch.least for stretch, cells in zip(shown, widths, strict=True))


@given(timelines(), st.floats(0, 10**6), st.integers(60, 250))
def test_a_bar_that_has_a_length_fills_the_line(timeline: Timeline, open_for: float, width: int) -> None:
    stretches = fit(stretches_of(timeline, end_of(timeline, open_for)), width)
    if any(stretch.weight for stretch in stretches):
        assert sum(share(stretches, width)) + len(stretches) - 1 == width
