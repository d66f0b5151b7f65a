"""What the history says of a card: its timeline, its lines, the totals of months, what narrows it down."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mimiry_tui.domain.launching.draft_of_card import from_card, session_of
from mimiry_tui.domain.memory.cards import CardPhase, Outcome
from mimiry_tui.domain.memory.digest import build_digest
from mimiry_tui.domain.memory.questions import CardQuery, MonthTotal
from mimiry_tui.domain.money import Money
from mimiry_tui.domain.offers import Offer
from mimiry_tui.domain.phases import Phase
from mimiry_tui.ui.history import card_words
from mimiry_tui.ui.history.card_lines import card_lines, headline
from mimiry_tui.ui.history.card_timeline import timeline_of
from mimiry_tui.ui.history.copying import copyable
from mimiry_tui.ui.history.digest_words import away_words, price_row, session_row, short_pieces
from mimiry_tui.ui.history.filters import HistoryFilter
from mimiry_tui.ui.history.months import month_lines
from tests.support.cards import BOOT, TOOK, a_card, a_failed_card, a_live_card
from tests.support.clock import EPOCH


def lines_of(*args: object, **fields: object) -> list[str]:
    return [line.plain for line in card_lines(a_card("a", **fields), EPOCH, 80)]


def test_phases_are_laid_end_to_end_from_the_launch_to_the_end() -> None:
    card = a_card("a")
    parts = timeline_of(card).segments
    assert [part.phase for part in parts] == [*(one.phase for one in card.phases), Phase.ENDED_OK]
    assert parts[0].start == card.created_at
    assert all(one.end == other.start for one, other in pairwise(parts))
    assert parts[-1].end == card.ended_at
    assert timeline_of(card).time_to_ready == TOOK


def test_what_lives_has_an_open_end_and_what_has_no_date_no_timeline() -> None:
    assert timeline_of(a_live_card("a")).segments[-1].end is None
    assert timeline_of(a_card("a", created_at=None)).segments == ()
    assert timeline_of(a_failed_card("a")).segments[-1].phase is Phase.ENDED_FAILED


@settings(max_examples=50)
@given(st.lists(st.integers(0, 100_000), max_size=8), st.integers(-1_000, 200_000))
def test_no_timeline_ever_runs_backwards(lengths: list[int], ended: int) -> None:
    phases = tuple(CardPhase(Phase.READY, timedelta(seconds=one), estimated=True) for one in lengths)
    card = a_card("a", phases=phases, created_at=EPOCH, ended_at=EPOCH + timedelta(seconds=ended))
    parts = timeline_of(card).segments
    assert all(one.start <= other.start for one, other in pairwise(parts))
    assert all(part.end is not None and part.end >= part.start for part in parts)


def test_a_card_tells_asked_and_got_cost_and_how_its_log_ended() -> None:
    lines = lines_of(
        asked_where="verda/FIN-01", cost_settled=False, last_lines=("\x1b[31mred\x1b[0m alert", "bye\x07")
    )
    assert any(line.startswith("place") and line.endswith("✗ another") for line in lines)
    assert any(line.startswith("GPU") and line.endswith("✓") for line in lines)
    assert "cost       ≈€2.58  by our own reckoning" in lines
    assert lines[-3:-1] == ["The end of its log", "red alert"]
    assert "\x07" not in lines[-1]


def test_a_wish_for_a_location_alone_is_met_by_it() -> None:
    lines = lines_of(asked_where="FIN-03")
    assert any(line.startswith("place") and line.endswith("✓") for line in lines)


def test_a_failed_one_says_why_and_what_to_do_before_all_else() -> None:
    lines = [line.plain for line in card_lines(a_failed_card("a"), EPOCH, 80)]
    assert "no such image" in lines[0]
    assert lines[1] == "pull_failed: example.org/x:1: manifest unknown"
    assert lines[2].startswith("  → ")


def test_the_headline_leaves_out_what_nobody_knows() -> None:
    whole = headline(a_card("a"), EPOCH).plain
    assert whole == "○ done · exit 0   €2.58 in all · €1.29/h   ran 2h01m   A100 80G ×1   verda/FIN-03"
    bare = a_card("a", cost=None, rate=None, created_at=None, gpu="", where="", words="")
    assert headline(bare, EPOCH).plain == "○ done"


def test_moments_are_as_short_as_they_can_be_told_from_others() -> None:
    said = [
        card_words.when_words(EPOCH - timedelta(days=days), EPOCH).partition(":")[0]
        for days in (0, 2, 20, 400)
    ]
    today, weekday, day, month = said
    assert today.isdigit()
    assert weekday.split()[0] == "Sat"
    assert day == "19 May"
    assert month == "May 2025"
    assert all(
        len(card_words.when_words(EPOCH - timedelta(days=days), EPOCH)) <= card_words.when_width()
        for days in range(0, 500, 7)
    )


def test_a_copy_of_a_card_launches_what_is_known_of_it_under_a_new_name() -> None:
    card = a_card("a", max_duration=timedelta(hours=4))
    draft = from_card(card, (), (session_of(a_live_card("a")),))
    assert (draft.name, draft.image, draft.command) == ("train-a-2", card.image, card.command)
    assert [pick.offer_id for pick in draft.picks] == ["A100_80G_SXM|verda|FIN-03"]
    assert draft.max_duration == "4h"
    assert [(mount.volume_name, mount.path) for mount in draft.mounts] == [("corpus-eu", "/data")]


def test_only_what_there_is_can_be_copied() -> None:
    assert [choice.key for choice in copyable(a_card("a"))] == ["i", "n", "m", "g", "c"]
    tail = copyable(a_card("a", command="", last_lines=("\x1b[1mone\x1b[0m", "two")))[-1]
    assert (tail.key, tail.text, tail.shown) == ("l", "one\ntwo", "2 lines")


def test_each_key_narrows_down_and_the_last_step_shows_all_again() -> None:
    chosen = HistoryFilter()
    seen = []
    for _ in range(6):
        chosen = chosen.next_outcome()
        seen.append(chosen.query(EPOCH).outcomes)
    assert seen[-1] == frozenset()
    assert frozenset().union(*seen) == frozenset(Outcome)
    week = HistoryFilter().next_days()
    assert week.query(EPOCH) == CardQuery(since=EPOCH - timedelta(days=7))
    assert week.next_days().next_days().next_days() == HistoryFilter()
    assert HistoryFilter().only_gpu("T4").only_gpu("H100").is_empty
    assert HistoryFilter(text=" a ").only_image("x").query(EPOCH) == CardQuery(text="a", image="x")


MONTHS = (
    MonthTotal(2026, 6, 12, 2, (Money(Decimal(30)),), (Money(Decimal(10)),)),
    MonthTotal(2026, 5, 1_200, 0, (Money(Decimal(20)), Money(Decimal(7), "USD")), ()),
    MonthTotal(2026, 4, 1, 0, (), ()),
)


def test_months_have_bars_to_one_scale_solid_for_what_was_billed() -> None:
    lines = [line.plain.rstrip() for line in month_lines(MONTHS, 32, 20)]
    assert (
        lines
        == [
            "MONTH    SESSIONS    ✗      COST",
            "Jun 2026       12    2   ≈€40.00",
            "━" * 24 + "╌" * 8,
            "",
            "May 2026    1,200    –    €20.00",
            " " * 27 + "$7.00",
            "━" * 16,
            "",
            "Apr 2026        1    –         –",
            "",
            "",
        ][: len(lines)]
    )
    assert len(lines) >= 9


def test_months_without_room_are_left_out_whole() -> None:
    lines = [line.plain for line in month_lines(MONTHS, 32, 6)]
    assert [line[:8] for line in lines[1:] if line[:1].isalpha()] == ["Jun 2026", "May 2026", "Apr 2026"]
    assert [line.plain for line in month_lines((), 32, 6)] == ["nothing yet"]


@pytest.mark.parametrize(
    ("hours", "words"), [(0.05, "3 min"), (3.05, "3 h"), (47, "47 h"), (50, "2 days"), (24 * 30, "30 days")]
)
def test_an_absence_is_told_roughly(hours: float, words: str) -> None:
    left = EPOCH - timedelta(hours=hours)
    assert away_words(build_digest(left, EPOCH, then=(), cards=())) == words


def test_a_digest_is_told_in_a_line_and_in_rows() -> None:
    left = EPOCH - timedelta(hours=5)
    h100 = Offer("H100_80G_SXM", "", "H100", "SXM", 80, "verda", "FIN-01", Money(Decimal("2.10")), True)
    dear = replace(h100, provider="acme", location="US", rate=Money(Decimal("3.00")), available=False)
    cards = (a_card("a"), a_live_card("b"))
    before = {h100.id: Money(Decimal("2.23")), dear.id: Money(Decimal("2.50"))}
    found = build_digest(left, EPOCH, then=(), cards=cards, offers=(h100, dear), rates_then=before)
    assert [piece.plain for piece in short_pieces(found, times=False)] == [
        "○ train-a done · exit 0 · €2.58",
        "● train-b ready after 1m30s",
        "H100 acme +20%",
        "H100 verda −6%",
    ]
    rows = [session_row(line, EPOCH, 10).plain for line in found.sessions]
    assert rows[0].startswith("○ train-a ")
    assert rows[0].endswith("done · exit 0 · €2.58 · A100 80G ×1 · verda/FIN-03")
    prices = [price_row(line, 10).plain for line in found.prices]
    assert prices[0].startswith("▲ H100 80G ")
    assert prices[0].endswith("+20%  €2.50 → €3.00/h · acme/US · sold out")


def test_an_end_is_named_by_its_fault_where_the_service_only_says_that_it_failed() -> None:
    assert card_words.outcome_words(a_failed_card("a")) == "pull failed"
    assert card_words.outcome_words(a_failed_card("a", error="boom")) == "failed"
    assert card_words.outcome_words(a_failed_card("a", words="failed · exit 3")) == "failed · exit 3"


def test_signs_tell_what_boots_from_what_is_ready() -> None:
    booting = a_live_card("a", ready_at=None, phases=BOOT)
    cards = (a_live_card("b"), booting, a_card("c"), a_failed_card("d"))
    gone = a_card("e", outcome=Outcome.VANISHED)
    assert [card_words.sign(card).text for card in (*cards, gone)] == ["●", "◐", "○", "✗", "?"]
