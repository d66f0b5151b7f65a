"""Cards made of sessions, and several accounts of one session made into one card."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mimiry_tui.domain.memory.card_building import build_card, forgotten, join_cards, says_the_same, trimmed
from mimiry_tui.domain.memory.cards import Card, CardPhase, Outcome
from mimiry_tui.domain.money import Money
from mimiry_tui.domain.phases import Phase
from mimiry_tui.domain.session_reading import build_session
from mimiry_tui.domain.sessions import Session
from mimiry_tui.domain.timeline import Observation
from tests.support.clock import EPOCH
from tests.support.kept_card import a_card

SECOND = timedelta(seconds=1)
NOW = EPOCH + timedelta(hours=2)


def a_session(**fields: Any) -> Session:
    known = {
        "id": "s",
        "name": "train-1",
        "image": "pytorch:24.01",
        "gpu_types": ["H100_80G"],
        "gpu_count": 2,
        "asked_provider": "verda",
        "gpu_type": "H100_80G_SXM",
        "provider": "verda",
        "location": "FIN-01",
        "hourly_rate": "4.20",
        "command": "python train.py",
        "max_duration": 10_800,
        "mounts": [{"volume_name": "corpus-eu", "mount_path": "/data"}],
        "created_at": EPOCH.isoformat(),
    }
    return build_session(**{**known, **fields})


def test_a_card_says_what_was_asked_got_and_paid() -> None:
    session = a_session(
        state="completed",
        exit_code=0,
        final_cost="4.10",
        started_at=(EPOCH + 90 * SECOND).isoformat(),
        ended_at=(EPOCH + 3_600 * SECOND).isoformat(),
    )
    card = build_card(session, [Observation(EPOCH + 30 * SECOND, Phase.SETTING_UP)], NOW)
    assert card == Card(
        session_id="s",
        name="train-1",
        outcome=Outcome.DONE,
        words="done · exit 0",
        image="pytorch:24.01",
        gpu="H100_80G_SXM",
        gpu_count=2,
        where="verda/FIN-01",
        asked_gpus=("H100_80G",),
        asked_where="verda",
        created_at=EPOCH,
        ready_at=EPOCH + 90 * SECOND,
        ended_at=EPOCH + 3_600 * SECOND,
        seen_at=NOW,
        phases=(
            CardPhase(Phase.ACCEPTED, 30 * SECOND, estimated=False),
            CardPhase(Phase.SETTING_UP, 60 * SECOND, estimated=True),
            CardPhase(Phase.READY, 3_510 * SECOND, estimated=True),
        ),
        rate=Money(Decimal("4.20")),
        cost=Money(Decimal("4.10")),
        cost_settled=True,
        exit_code=0,
        stop_reason="",
        error="",
        command="python train.py",
        max_duration=timedelta(hours=3),
        mounts=("corpus-eu:/data",),
    )


@pytest.mark.parametrize(
    ("fields", "outcome", "words"),
    [
        ({"state": "started"}, Outcome.LIVE, "ready"),
        ({"state": "mystery"}, Outcome.LIVE, "mystery"),
        ({"state": "terminated", "stop_reason": "user_requested"}, Outcome.BY_USER, "ended by you"),
        ({"state": "failed", "exit_code": 3}, Outcome.FAILED, "failed · exit 3"),
        ({"state": "terminated", "stop_reason": "timed_out"}, Outcome.DONE, "reached its time limit"),
    ],
)
def test_the_outcome_is_what_became_of_it(fields: dict[str, Any], outcome: Outcome, words: str) -> None:
    card = build_card(a_session(**fields), (), NOW)
    assert (card.outcome, card.words) == (outcome, words)


def test_what_lives_costs_by_the_clock() -> None:
    card = build_card(a_session(state="started"), (), NOW)
    assert (card.cost, card.cost_settled, card.ended_at) == (Money(Decimal("8.40")), False, None)


def test_a_ready_time_that_is_only_concluded_is_none() -> None:
    told = a_session(state="started", updated_at=NOW.isoformat())
    assert build_card(told, (), NOW).ready_at is None
    assert build_card(told, [Observation(NOW, Phase.READY)], NOW).ready_at == NOW


def test_texts_are_kept_within_bounds_but_a_command_is_never_cut() -> None:
    card = build_card(a_session(name="n" * 9_999, error="e" * 9_999, command="c" * 100_001), (), NOW)
    assert (len(card.name), len(card.error), card.command) == (2_000, 2_000, "")
    assert trimmed(map(str, range(99)))[0] == "69"


def test_an_end_stands_whatever_a_late_word_says() -> None:
    ended = a_card()
    live = a_card(outcome=Outcome.LIVE, ended_at=None, cost=None, seen_at=NOW + timedelta(days=1))
    joined = join_cards(live, ended)
    assert joined == replace(ended, seen_at=live.seen_at)
    assert join_cards(ended, live) == joined


def test_a_bill_stands_whatever_a_later_reckoning_says() -> None:
    settled = a_card()
    reckoned = a_card(cost=Money(Decimal(9)), cost_settled=False, seen_at=NOW + timedelta(days=1))
    assert join_cards(reckoned, settled).cost == settled.cost


def test_what_one_account_lacks_the_other_fills_in() -> None:
    earlier = a_card(
        outcome=Outcome.LIVE, cost=Money(Decimal(3)), cost_settled=False, last_lines=("epoch 1",)
    )
    ended = a_card(name="", cost=None, cost_settled=False, ready_at=None, mounts=(), phases=(), command="")
    joined = join_cards(ended, earlier)
    assert joined == replace(earlier, outcome=Outcome.DONE)


def test_one_that_was_forgotten_may_be_told_again() -> None:
    live = a_card(outcome=Outcome.LIVE, ended_at=None, seen_at=NOW)
    gone = forgotten(live, ended_here=False)
    assert (gone.outcome, gone.words, gone.ended_at) == (
        Outcome.VANISHED,
        "the service no longer knows it",
        NOW,
    )
    assert join_cards(gone, live) == join_cards(live, gone) == gone
    again = replace(live, seen_at=NOW + SECOND)
    assert join_cards(gone, again) == again
    assert forgotten(live, ended_here=True).outcome is Outcome.BY_USER


cards = st.builds(
    a_card,
    st.just("s"),
    outcome=st.sampled_from(Outcome),
    seen_at=st.integers(0, 3).map(lambda hours: EPOCH + timedelta(hours=hours)),
    ended_at=st.sampled_from([None, NOW]),
    cost=st.sampled_from([None, Money(Decimal(1)), Money(Decimal(2))]),
    cost_settled=st.booleans(),
    name=st.sampled_from(["", "a"]),
    phases=st.sampled_from([(), (CardPhase(Phase.READY, SECOND, estimated=False),)]),
)


@settings(max_examples=50)
@given(cards, cards)
def test_what_is_known_never_becomes_less(one: Card, other: Card) -> None:
    joined = join_cards(one, other)
    assert join_cards(joined, one) == joined
    assert says_the_same(join_cards(one, one), one)
    assert joined.seen_at == max(one.seen_at, other.seen_at)
    assert bool(joined.name) == bool(one.name or other.name)
    assert (joined.cost is None) == (one.cost is None and other.cost is None)
    over = {Outcome.DONE, Outcome.BY_USER, Outcome.FAILED}
    assert (joined.outcome in over) == bool(over & {one.outcome, other.outcome})
