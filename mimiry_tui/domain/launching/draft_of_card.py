"""A form filled from what is remembered of a session that nobody else knows any more."""

from __future__ import annotations

from collections.abc import Iterable

from mimiry_tui.domain.launching.draft import Draft
from mimiry_tui.domain.launching.draft_copy import copy_of
from mimiry_tui.domain.memory.cards import Card, Outcome
from mimiry_tui.domain.offers import Offer
from mimiry_tui.domain.phases import Phase
from mimiry_tui.domain.sessions import Asked, Got, Mount, Session


def from_card(card: Card, offers: Iterable[Offer], sessions: Iterable[Session] = ()) -> Draft:
    """What would launch it again, as far as its card tells: of its environment nothing is kept.

    `sessions` are those its name must not collide with.
    """
    return copy_of(session_of(card), offers, sessions)


def session_of(card: Card) -> Session:
    """The session that a card remembers. What cards do not hold is empty."""
    provider, _, location = card.where.partition("/")
    asked_provider, _, asked_location = card.asked_where.partition("/")
    failed = card.outcome in (Outcome.FAILED, Outcome.VANISHED)
    ended = Phase.ENDED_FAILED if failed else Phase.ENDED_OK
    return Session(
        id=card.session_id,
        name=card.name,
        phase=Phase.UNKNOWN if card.outcome is Outcome.LIVE else ended,
        state="",
        operation="",
        status="",
        image=card.image,
        asked=Asked(card.asked_gpus, card.gpu_count, asked_provider, asked_location),
        got=Got(card.gpu, provider, location, card.rate, card.cost if card.cost_settled else None),
        ssh_enabled=None,
        ssh=None,
        command=card.command,
        auto_terminate="",
        max_duration=card.max_duration,
        mounts=tuple(_mount(text) for text in card.mounts),
        created_at=card.created_at,
        updated_at=card.seen_at,
        started_at=card.ready_at,
        ended_at=card.ended_at,
        error=card.error,
        stop_reason=card.stop_reason,
        exit_code=card.exit_code,
        events=(),
        raw=b"{}",
    )


def _mount(text: str) -> Mount:
    volume, _, path = text.partition(":")
    return Mount(volume, path)
