"""How long boots took, which account of one is believed, and what is said of one under way."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import permutations
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mimiry_tui.domain.boots import (
    LONGEST,
    Boot,
    BootBook,
    BootEstimate,
    BootKey,
    Boots,
    boot_key,
    estimate,
    read_boot,
    summarise,
)
from mimiry_tui.domain.phases import Phase
from mimiry_tui.domain.session_reading import build_session
from mimiry_tui.domain.sessions import Session
from mimiry_tui.domain.timeline import Observation, Source

NOON = datetime(2026, 6, 8, 12, 0, tzinfo=UTC)
KEY = BootKey("pytorch:24.01", "h100")


def at(seconds: float) -> str:
    return (NOON + timedelta(seconds=seconds)).isoformat()


def seen(seconds: float, phase: Phase) -> Observation:
    return Observation(NOON + timedelta(seconds=seconds), phase)


def a_session(**fields: Any) -> Session:
    known = {"id": "s", "image": "pytorch:24.01", "gpu_type": "H100", "state": "started", "created_at": at(0)}
    return build_session(**{**known, **fields})


def a_boot(seconds: float, source: Source = Source.EVENT, name: str = "s", key: BootKey = KEY) -> Boot:
    return Boot(name, key, timedelta(seconds=seconds), source)


def test_a_reported_ready_is_believed_before_one_that_was_seen() -> None:
    session = a_session(events=[{"timestamp": at(140), "state": "started"}], started_at=at(60))
    assert read_boot(session, [seen(150, Phase.READY)]) == a_boot(140, Source.EVENT)


def test_a_ready_that_was_seen_is_believed_before_the_date_of_the_record() -> None:
    assert read_boot(a_session(started_at=at(60)), [seen(150, Phase.READY)]) == a_boot(150, Source.OBSERVED)


def test_without_either_the_date_in_the_record_counts() -> None:
    assert read_boot(a_session(started_at=at(60))) == a_boot(60, Source.INFERRED)


@pytest.mark.parametrize(
    ("fields", "observations"),
    [
        ({"state": "provisioned"}, [seen(50, Phase.SETTING_UP)]),
        ({"updated_at": at(300)}, []),
        ({"created_at": None}, [seen(50, Phase.READY)]),
        ({"created_at": None, "started_at": at(60)}, []),
        ({"state": "pull_failed", "started_at": at(60), "ended_at": at(70)}, []),
        ({"state": "stopped", "stop_reason": "timed_out", "ended_at": at(900)}, []),
        ({"started_at": at(-5)}, []),
        ({"started_at": (NOON + LONGEST + timedelta(seconds=1)).isoformat()}, []),
        ({"image": " ", "started_at": at(60)}, []),
        ({"gpu_type": None, "started_at": at(60)}, []),
    ],
    ids=[
        "still booting",
        "only the last change is dated",
        "beginning unknown",
        "beginning unknown, ready dated",
        "failed at boot although a start is dated",
        "ended without ever being ready",
        "ready before it began",
        "ready after days",
        "no image",
        "no GPU",
    ],
)
def test_where_an_end_is_not_known_there_is_no_boot(
    fields: dict[str, Any], observations: list[Observation]
) -> None:
    assert read_boot(a_session(**fields), observations) is None


def test_a_session_that_ended_with_an_exit_code_had_been_ready() -> None:
    session = a_session(state="stopped", exit_code=3, started_at=at(60), ended_at=at(900))
    assert read_boot(session) == a_boot(60, Source.INFERRED)


def test_the_gpu_asked_for_and_the_same_one_got_are_one_key() -> None:
    asked = a_session(gpu_type=None, gpu_types=["h100"])
    assert boot_key(asked) == boot_key(a_session()) == KEY


def test_two_boots_say_nothing() -> None:
    assert summarise([timedelta(seconds=60), timedelta(seconds=70)]) is None


def test_three_boots_say_how_long_the_middle_one_took_and_when_nearly_all_were_ready() -> None:
    lengths = [timedelta(seconds=one) for one in (200, 100, 120)]
    assert summarise(lengths) == Boots(timedelta(seconds=120), timedelta(seconds=184), 3)


@given(st.lists(st.floats(0.001, 1e5), min_size=3, max_size=60))
def test_the_slow_bound_lies_between_the_median_and_the_longest(seconds: list[float]) -> None:
    boots = summarise(timedelta(seconds=one) for one in seconds)
    assert boots is not None
    rounding = timedelta(microseconds=2)
    assert boots.median <= boots.slow + rounding
    assert boots.slow <= timedelta(seconds=max(seconds)) + rounding
    assert sum(timedelta(seconds=one) <= boots.slow + rounding for one in seconds) >= 0.9 * (len(seconds) - 1)


@pytest.mark.parametrize(
    ("waited", "expected"),
    [
        (0, BootEstimate(timedelta(seconds=120), late=False)),
        (119, BootEstimate(timedelta(seconds=1), late=False)),
        (120, BootEstimate(timedelta(seconds=60), late=False)),
        (180, BootEstimate(None, late=False)),
        (181, BootEstimate(None, late=True)),
    ],
)
def test_what_is_left_is_told_up_to_the_slow_bound_and_lateness_beyond(
    waited: float, expected: BootEstimate
) -> None:
    boots = Boots(timedelta(seconds=120), timedelta(seconds=180), 5)
    assert estimate(boots, timedelta(seconds=waited)) == expected


def test_the_book_ends_with_the_same_account_in_whichever_order_they_come() -> None:
    accounts = [
        a_boot(90, Source.INFERRED),
        a_boot(150, Source.OBSERVED),
        a_boot(147, Source.OBSERVED),
        a_boot(160, Source.EVENT),
    ]
    ends = set()
    for order in permutations(accounts[:3]):
        book = BootBook()
        for account in order:
            book.put(account)
        ends.add(book.get("s"))
    assert ends == {a_boot(147, Source.OBSERVED)}
    assert accounts[3].is_better_than(accounts[2])


def test_a_session_counts_once_and_only_under_the_key_it_has_now() -> None:
    book, other = BootBook(), BootKey("pytorch:24.01", "a100")
    for number in range(3):
        book.put(a_boot(100 + number, name=f"s{number}"))
        book.put(a_boot(100 + number, name=f"s{number}"))
    assert book.of(KEY) == Boots(timedelta(seconds=101), timedelta(seconds=101.8), 3)
    assert book.put(a_boot(100, name="s0", key=other)) == {KEY, other}
    assert book.of(KEY) is None


def test_a_worse_account_changes_no_key() -> None:
    book = BootBook()
    assert book.put(a_boot(100)) == {KEY}
    assert book.put(a_boot(90, Source.INFERRED)) == frozenset()
    assert book.get("s") == a_boot(100)
