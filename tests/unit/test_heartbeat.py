"""Signs of life of a machine: fine, late from half of the patience on, lost after it."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from mimiry_tui.domain.heartbeat import Pulse, heartbeat
from mimiry_tui.domain.phases import Phase
from mimiry_tui.ui.columns.session_phase import phase_cell
from mimiry_tui.ui.fleet.columns import FleetRow, fleet_columns
from mimiry_tui.ui.profile_mark import ProfileMark
from tests.support.cells import tones, words
from tests.support.clock import EPOCH
from tests.support.insights import Told
from tests.support.kind_clouds import LIVE

JOB = replace(LIVE["mimiry-jobs"](EPOCH)[0], heartbeat_at=EPOCH)


@pytest.mark.parametrize(
    ("seconds", "pulse", "row", "tone"),
    [
        (0, Pulse.FINE, "ready", "good"),
        (299, Pulse.FINE, "ready", "good"),
        (300, Pulse.LATE, "ready  no heartbeat for 5m", "warn"),
        (599, Pulse.LATE, "ready  no heartbeat for 9m", "warn"),
        (600, Pulse.LOST, "ready  no heartbeat for 10m", "bad"),
    ],
)
def test_silence_is_amber_from_half_of_its_timeout_and_red_past_it(
    seconds: int, pulse: Pulse, row: str, tone: str
) -> None:
    now = EPOCH + timedelta(seconds=seconds)
    beat = heartbeat(JOB, now)
    assert beat is not None
    assert beat.pulse is pulse
    cell = phase_cell(JOB, Told(), now)
    assert words(cell) == row
    assert tones(cell)[-1] == tone
    # Whoever has not asked since knows of no silence.
    assert words(phase_cell(JOB, Told(seen=EPOCH), now)) == "ready"


def test_a_row_is_not_drawn_anew_while_all_is_well() -> None:
    cell = phase_cell(JOB, Told(), EPOCH + timedelta(seconds=10))
    assert cell.changes_in == 290


def test_nothing_is_expected_of_what_does_not_run_or_never_spoke() -> None:
    assert heartbeat(replace(JOB, heartbeat_at=None), EPOCH) is None
    assert heartbeat(replace(JOB, phase=Phase.ENDED_OK), EPOCH) is None
    endless = heartbeat(replace(JOB, heartbeat_timeout=None), EPOCH + timedelta(days=1))
    assert endless is not None
    assert endless.pulse is Pulse.FINE


def test_among_all_accounts_one_that_does_not_answer_tells_of_no_silence() -> None:
    later = EPOCH + timedelta(minutes=9)
    phase = next(column for column in fleet_columns(lambda: later) if column.key == "phase")
    row = FleetRow(ProfileMark("jobs"), JOB)
    assert words(phase.render(row, later)) == "ready  no heartbeat for 9m"
    assert words(phase.render(replace(row, seen_at=EPOCH), later)) == "ready"
