"""Whatever happens in whatever order: a guard acts once at most, on what is sure, and announced."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from datetime import timedelta
from decimal import Decimal

from hypothesis import given, settings
from hypothesis import strategies as st

from mimiry_tui.clouds.errors import ServerTrouble
from mimiry_tui.domain.account import Balance
from mimiry_tui.domain.guarding.guard import Guard, GuardState, set_anew
from mimiry_tui.domain.guarding.judging import Judgement, Verdict
from mimiry_tui.domain.guarding.rules import BalanceFloor, EndAt, EndAtCost
from mimiry_tui.domain.guarding.threshold import RECOVERED, Threshold
from mimiry_tui.domain.money import Money
from mimiry_tui.domain.phases import Phase
from mimiry_tui.domain.sessions import Session
from mimiry_tui.live.guards.guards import COUNTDOWN
from mimiry_tui.live.store import Resource
from tests.support.clock import EPOCH
from tests.support.guard_desk import GuardDesk

RULES = (EndAt(EPOCH + timedelta(seconds=90)), EndAtCost(Decimal("2.20")), BalanceFloor(Decimal(10)))
STEPS = st.one_of(
    st.sampled_from(["fail", "heal", "unknown", "started", "undo", "away", "back", "poor", "rich", "again"]),
    st.integers(1, 90),
)


@settings(max_examples=25)
@given(st.lists(STEPS, max_size=14), st.sets(st.sampled_from(RULES), min_size=1))
def test_nothing_is_sent_twice_unannounced_or_on_what_is_not_sure(
    steps: Sequence[int | str], rules: set[EndAt | EndAtCost | BalanceFloor]
) -> None:
    asyncio.run(_walk(steps, sorted(rules, key=repr)))


async def _walk(steps: Sequence[int | str], rules: Sequence[EndAt | EndAtCost | BalanceFloor]) -> None:
    desk = GuardDesk()
    times_set = 1

    def sent(session_id: str) -> None:
        now, store = desk.clock.now(), desk.live.store
        record, ending = store.sessions[session_id], desk.endings.of(session_id)
        assert isinstance(record, Session)
        assert record.phase is Phase.READY
        assert ending is not None
        assert now - ending.asked_at >= timedelta(seconds=COUNTDOWN), "it was announced for a minute"
        assert ending.because
        assert not desk.hindrance
        age = store.health(Resource.SESSIONS).age(now)
        assert age is not None
        assert age <= timedelta(minutes=2)
        fired = [guard.rule for guard in desk.guards.of(session_id) if guard.state is GuardState.FIRED]
        assert fired
        if all(isinstance(rule, BalanceFloor) for rule in fired):
            assert store.balance is not None
            assert store.balance.money.amount < 10

    desk.cloud.answer("terminate", sent)
    async with desk.guarding(*rules):
        for step in steps:
            match step:
                case int():
                    await desk.clock.advance(step)
                case "fail":
                    desk.cloud.answer("live_sessions", ServerTrouble(status=503))
                case "heal":
                    desk.cloud.answer("live_sessions", lambda: desk._page(live=True))
                    desk.live.refresh()
                case "unknown" | "started":
                    desk.becomes("s", step)
                case "undo":
                    before = [one for one in desk.guards.of("s") if one.state is GuardState.COUNTING]
                    desk.endings.undo()
                    after = {one.rule: one.state for one in desk.guards.of("s")}
                    assert all(after[one.rule] is GuardState.CANCELLED for one in before)
                case "away" | "back":
                    desk.hindrance = "a shell has this terminal" if step == "away" else ""
                case "poor" | "rich":
                    desk.cloud.answer("balance", Balance(Money(Decimal(5 if step == "poor" else 50))))
                    desk.live.refresh(Resource.BALANCE)
                case "again":
                    times_set += 1
                    desk.guards.set("s", rules)
        counting = {one.rule for one in desk.guards.of("s") if one.state is GuardState.COUNTING}
        assert bool(counting) == bool(desk.endings.armed)
    # Each time they are set, each guard may act once; the service goes on listing what it was asked to end.
    assert len(desk.deleted()) <= times_set * len(rules)


JUDGED = st.sampled_from([Judgement(verdict) for verdict in Verdict])
LOOKS = st.lists(
    st.one_of(st.tuples(JUDGED, st.sampled_from(["", "away"])), st.sampled_from(["undone", "sent"]))
)


@given(LOOKS)
def test_a_guard_counts_only_while_it_is_reached_and_is_spent_for_good(
    looks: list[tuple[Judgement, str] | str],
) -> None:
    guard = Guard(RULES[0])
    for look in looks:
        before = guard
        match look:
            case "undone":
                guard = guard.cancelled()
            case "sent":
                guard = guard.fired()
            case (judgement, hindrance):
                guard = guard.look(judgement, hindrance)
                reached = judgement.verdict is Verdict.REACHED and not hindrance
                if guard.state is GuardState.COUNTING and judgement.verdict is not Verdict.OVER:
                    assert reached
        if before.state.is_spent:
            assert guard == before
        if guard.state.is_spent and not before.state.is_spent:
            assert before.state is GuardState.COUNTING
    assert set_anew([guard], [guard.rule])[0].state.is_spent is False


@given(st.lists(st.decimals(0, 100, places=2)), st.decimals(1, 50, places=2))
def test_a_threshold_rings_once_for_each_time_it_is_passed(values: list[Decimal], limit: Decimal) -> None:
    threshold, rang = Threshold(limit), 0
    for at, value in enumerate(values):
        threshold, rings = threshold.take(value)
        rang += rings
        assert not rings or value < limit
        if rings and rang > 1:
            earlier = values[: at + 1]
            last = max(place for place, one in enumerate(earlier) if one >= limit * RECOVERED)
            assert all(one >= limit for one in earlier[last:at]), "it fell from above"
    assert rang <= 1 + sum(1 for value in values if value >= limit * RECOVERED)


@given(st.lists(st.decimals(0, 100, places=2)))
def test_no_threshold_rings_never(values: list[Decimal]) -> None:
    threshold = Threshold(Decimal(0))
    for value in values:
        threshold, rings = threshold.take(value)
        assert not rings
