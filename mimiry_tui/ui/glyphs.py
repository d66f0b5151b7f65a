"""A sign for every state, so that colour never speaks alone."""

from __future__ import annotations

from mimiry_tui.domain.phases import Phase
from mimiry_tui.domain.volumes import VolumeStatus
from mimiry_tui.ui.widgets.cells import Span, Tone

READY, MOVING, FAILED, ENDED, UNKNOWN, UNREADABLE = "●", "◐", "✗", "○", "?", "!"
SLEEPING = "☾"
ATTACHED, FREE = "◆", "◇"
WATCHED, WATCHED_FOR = "◉", "◎"
"""Of an offer that somebody waits for: it is in stock by now, or still sold out."""

PHASE_TONES: dict[Phase, Tone] = {
    Phase.ACCEPTED: "early1",
    Phase.PROVISIONING: "early2",
    Phase.SETTING_UP: "early3",
    Phase.PULLING_IMAGE: "warn",
    Phase.STARTING: "watch",
    Phase.READY: "good",
    Phase.SLEEPING: "early3",
    Phase.STOPPING: "warn",
    Phase.ENDED_OK: "dim",
    Phase.ENDED_FAILED: "bad",
    Phase.UNKNOWN: "warn",
}
"""The colour of each phase in a timeline."""


def phase_span(phase: Phase) -> Span:
    """The sign of a session's state."""
    if phase is Phase.READY:
        return Span(READY, "good")
    if phase is Phase.SLEEPING:
        return Span(SLEEPING, PHASE_TONES[phase])
    if phase.is_moving:
        return Span(MOVING, "warn")
    if phase is Phase.ENDED_FAILED:
        return Span(FAILED, "bad")
    return Span(ENDED, "dim") if phase is Phase.ENDED_OK else Span(UNKNOWN, "warn")


def volume_span(status: VolumeStatus) -> Span:
    """The sign of a volume's state."""
    if status.is_moving:
        return Span(MOVING, "warn")
    signs: dict[VolumeStatus, Span] = {
        VolumeStatus.ATTACHED: Span(ATTACHED, "accent"),
        VolumeStatus.FREE: Span(FREE, "accent"),
        VolumeStatus.FAILED: Span(FAILED, "bad"),
        VolumeStatus.DELETED: Span(ENDED, "dim"),
    }
    return signs.get(status, Span(UNKNOWN, "warn"))
