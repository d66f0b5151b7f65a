"""Sessions that are set aside until somebody comes: alive, not usable, and awake again later."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from mimiry_tui.domain.boots import read_boot
from mimiry_tui.domain.guarding.fuse import ends_at
from mimiry_tui.domain.phases import Phase
from mimiry_tui.domain.sessions import Session
from mimiry_tui.domain.status_line import counts_of, status_line
from mimiry_tui.domain.timeline import Observation, Source, build_timeline
from mimiry_tui.live.store import Store
from mimiry_tui.ui.columns.session_phase import phase_cell
from mimiry_tui.ui.glyphs import PHASE_TONES, phase_span
from tests.support.cells import words
from tests.support.clock import EPOCH
from tests.support.insights import Told
from tests.support.kind_clouds import LIVE

MINUTE = timedelta(minutes=1)
BOX = LIVE["mags"](EPOCH)[1]


def seen(minutes: float, phase: Phase, *, is_late: bool = False) -> Observation:
    return Observation(EPOCH + MINUTE * minutes, phase, is_late)


def phases(session: Session, *observations: Observation) -> list[tuple[str, str]]:
    return [(part.phase.value, part.source.value) for part in build_timeline(session, observations).segments]


def test_every_phase_has_a_sign_a_word_and_a_tone() -> None:
    for phase in Phase:
        assert phase in PHASE_TONES
        assert phase_span(phase).text
        assert phase.word
    assert BOX.is_live
    assert not BOX.phase.is_moving


def test_sleep_and_waking_up_come_again_and_again_in_a_timeline() -> None:
    store = Store()
    for minutes, phase in enumerate((Phase.READY, Phase.SLEEPING, Phase.READY, Phase.READY, Phase.SLEEPING)):
        store.observe("box", seen(minutes, phase))
    told = store.observations("box")
    assert [one.phase.value for one in told] == ["ready", "sleeping", "ready", "sleeping"]
    assert phases(BOX, *told)[1:] == [
        ("ready", "observed"),
        ("sleeping", "observed"),
        ("ready", "observed"),
        ("sleeping", "observed"),
    ]
    woken = replace(BOX, phase=Phase.READY)
    assert phases(woken, *told[:3])[-1] == ("ready", "observed")


def test_what_an_earlier_run_saw_goes_before_and_makes_nothing_asleep_that_woke_up() -> None:
    store = Store()
    store.observe("box", seen(60, Phase.READY))
    assert store.recall("box", (seen(1, Phase.READY), seen(2, Phase.SLEEPING)))
    assert [one.phase.value for one in store.observations("box")] == ["ready", "sleeping", "ready"]
    assert not store.recall("box", (seen(1, Phase.READY), seen(2, Phase.SLEEPING)))


def test_a_sleep_that_nobody_saw_begin_is_told_without_its_length() -> None:
    timeline = build_timeline(BOX, (seen(0, Phase.SLEEPING, is_late=True),))
    assert timeline.current is not None
    assert timeline.current.source is Source.INFERRED
    assert timeline.current_phase_since() is None
    assert words(phase_cell(BOX, Told(), EPOCH)) == "sleeping  persistent"
    cell = phase_cell(BOX, Told(since=EPOCH - 12 * MINUTE), EPOCH)
    assert words(cell) == "sleeping 12m  persistent"
    assert cell.changes_in == 60


def test_one_that_sleeps_is_up_to_nobody_and_still_counts() -> None:
    counts = counts_of(LIVE["mags"](EPOCH))
    assert status_line(counts, ()) == "1 up · 1 asleep"


def test_its_limit_and_its_boot_are_those_of_one_that_was_ready() -> None:
    limited = replace(BOX, started_at=None, max_duration=timedelta(hours=1), image="i", asked=BOX.asked)
    assert ends_at(limited, (seen(0, Phase.READY),)) == EPOCH + timedelta(hours=1)
    with_gpu = replace(BOX, image="i", got=replace(BOX.got, gpu_type="A100"))
    boot = read_boot(with_gpu, (seen(0, Phase.SLEEPING),))
    assert boot is not None
    assert boot.took == 2 * MINUTE
