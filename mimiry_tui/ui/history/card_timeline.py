"""The timeline of a card: its phases laid end to end from when it was launched. Pure."""

from __future__ import annotations

from mimiry_tui.domain.memory.cards import Card, Outcome
from mimiry_tui.domain.phases import Phase
from mimiry_tui.domain.timeline import Segment, Source, Timeline


def timeline_of(card: Card) -> Timeline:
    """Its phases, and its end; empty where not even its launch is dated."""
    if card.created_at is None:
        return Timeline(())
    at = card.created_at
    segments: list[Segment] = []
    for one in card.phases:
        if one.phase.is_ended:
            break
        source = Source.INFERRED if one.estimated else Source.EVENT
        segments.append(Segment(one.phase, at, at + one.took, source))
        at += one.took
    if card.outcome is Outcome.LIVE:
        if segments:
            last = segments[-1]
            segments[-1] = Segment(last.phase, last.start, None, last.source)
        return Timeline(tuple(segments))
    bad = card.outcome in (Outcome.FAILED, Outcome.VANISHED)
    end = max(at, card.ended_at or at)
    phase = Phase.ENDED_FAILED if bad else Phase.ENDED_OK
    known = Source.EVENT if card.ended_at is not None else Source.INFERRED
    return Timeline((*segments, Segment(phase, end, end, known)))
