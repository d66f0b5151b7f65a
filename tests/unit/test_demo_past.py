"""What the demo remembers: plausible, the same for the same seed, and written as a dashboard writes it."""

from __future__ import annotations

import itertools
from datetime import timedelta
from decimal import Decimal
from pathlib import Path

from mimiry_tui.domain.memory.cards import Outcome
from mimiry_tui.domain.memory.digest import ALIVE
from mimiry_tui.domain.memory.questions import CardQuery
from mimiry_tui.domain.phases import Phase
from mimiry_tui.live.history.archive import Archive
from mimiry_tui.live.history.file import NAME
from mimiry_tui.simulator.catalog import LISTINGS
from mimiry_tui.simulator.demo_earlier import COUNT, LATEST, OLDEST, earlier
from mimiry_tui.simulator.demo_memory import write_past
from mimiry_tui.simulator.demo_past import LEFT, build_past
from tests.support.clock import EPOCH, ManualClock
from tests.support.worlds import demo_world

PAST = build_past(1, EPOCH)


def test_the_same_seed_remembers_the_same_and_another_does_not() -> None:
    assert build_past(1, EPOCH) == PAST
    assert build_past(2, EPOCH).samples != PAST.samples


def test_every_change_was_seen_while_somebody_looked_and_nothing_repeats() -> None:
    offers = {
        f"{one.model.name}|{one.provider}|{place}"
        for one in LISTINGS
        if one.model.vram_gb
        for place in one.usual_stock
    }
    assert PAST.samples.keys() == offers
    for samples in PAST.samples.values():
        moments = [sample.at for sample in samples]
        assert moments == sorted(set(moments))
        assert all(any(span.start <= at <= span.end for span in PAST.spans) for at in moments)
        states = [(sample.rate, sample.available) for sample in samples]
        assert all(one != other for one, other in itertools.pairwise(states))
        assert all(sample.rate is not None and sample.rate.amount > 0 for sample in samples)
    assert all(one.end < other.start for one, other in zip(PAST.spans, PAST.spans[1:], strict=False))
    assert PAST.spans[-1].end == PAST.left_at == EPOCH - LEFT


def test_some_prices_have_moved_noticeably_since_one_left() -> None:
    now = {(one.model.name, one.provider): one.base_rate for one in LISTINGS}
    moved = set()
    for offer_id, samples in PAST.samples.items():
        model, provider, _ = offer_id.split("|")
        rate = samples[-1].rate
        assert rate is not None
        if abs(now[model, provider] / rate.amount - 1) >= Decimal("0.05"):
            moved.add(model)
    assert moved == {"H100_80G_SXM", "RTXPRO6000_96G_PCIe"}


def test_forgotten_sessions_are_of_every_kind_and_add_up() -> None:
    cards = PAST.cards
    assert len({card.session_id for card in cards}) == COUNT
    assert {card.outcome for card in cards} == {Outcome.DONE, Outcome.BY_USER, Outcome.FAILED}
    for card in cards:
        assert card.created_at is not None
        assert card.ended_at is not None
        assert EPOCH - OLDEST <= card.created_at <= EPOCH - LATEST
        assert card.ended_at - card.created_at == sum((one.took for one in card.phases), timedelta())
        boot = sum((one.took for one in card.phases if one.phase is not Phase.READY), timedelta())
        assert card.ready_at in (None, card.created_at + boot)


def test_the_account_could_always_pay_and_is_left_with_what_the_demo_begins_with() -> None:
    world, _ = demo_world()
    balance = Decimal(0)
    for entry in world.state.transactions:
        balance += entry.amount
        assert balance >= 0, entry
    charged = {entry.session_id for entry in world.state.transactions}
    assert {card.session_id for card in PAST.cards} <= charged
    kept = earlier(3, EPOCH, Decimal(100))
    assert sum(entry.amount for entry in kept.transactions) == 100


async def test_an_archive_reads_what_was_written_and_nothing_is_written_twice(tmp_path: Path) -> None:
    write_past(PAST, tmp_path)
    assert (tmp_path / NAME).stat().st_mode & 0o777 == 0o600
    write_past(build_past(2, EPOCH), tmp_path)
    archive = Archive(tmp_path, ManualClock())
    assert await archive.marked(ALIVE) == PAST.left_at
    page = await archive.cards(CardQuery())
    assert (page.total, page.cards[0].session_id) == (COUNT, PAST.cards[-1].session_id)
    found = await archive.card(PAST.cards[0].session_id)
    assert found == PAST.cards[0]
    offer_id, samples = next(iter(PAST.samples.items()))
    assert await archive.samples(offer_id, samples[0].at) == samples
    assert await archive.spans(PAST.spans[0].start) == PAST.spans
    past = (await archive.offer_pasts(EPOCH))[offer_id]
    assert past.watched > timedelta(hours=2)
    assert any(rate is not None for rate in past.week)
    assert not archive.trouble
