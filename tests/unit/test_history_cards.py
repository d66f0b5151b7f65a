"""Cards on disk: whole, found by what is asked, counted by month, and not for ever."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest

from mimiry_tui.domain.memory.cards import Card, Outcome
from mimiry_tui.domain.memory.questions import CardQuery, MonthTotal, PlaceBoots
from mimiry_tui.domain.money import Money
from mimiry_tui.live.history import card_rows
from mimiry_tui.live.history.file import HistoryFile
from tests.support.clock import EPOCH
from tests.support.kept_card import a_card

HOUR = timedelta(hours=1)


@pytest.fixture
def database() -> Iterator[sqlite3.Connection]:
    with closing(HistoryFile(None)) as file:
        file.prepare()
        yield file.connection


def eur(amount: str) -> Money:
    return Money(Decimal(amount))


def found(database: sqlite3.Connection, query: CardQuery, limit: int = 10, offset: int = 0) -> list[str]:
    return [card.session_id for card in card_rows.find(database, query, limit, offset).cards]


def test_a_card_comes_back_whole(database: sqlite3.Connection) -> None:
    assert card_rows.put_cards(database, [a_card()])
    assert card_rows.put_lines(database, "s", ["epoch 1", "epoch 2"])
    assert card_rows.read_card(database, "s") == a_card()
    assert card_rows.read_card(database, "s", lines=True) == a_card(last_lines=("epoch 1", "epoch 2"))
    assert card_rows.read_card(database, "never seen") is None


def test_the_same_word_again_is_no_news(database: sqlite3.Connection) -> None:
    card_rows.put_cards(database, [a_card()])
    card_rows.put_lines(database, "s", ["epoch 1"])
    assert not card_rows.put_cards(database, [a_card(seen_at=EPOCH + 9 * HOUR)])
    assert not card_rows.put_lines(database, "s", ["epoch 1"])
    assert not card_rows.put_lines(database, "s", [])


def test_hostile_and_endless_texts_cost_nothing_but_themselves(database: sqlite3.Connection) -> None:
    nasty = a_card(
        "\ud800", name="a\ud800'; DROP TABLE cards; --", command="\x1b[2J\x00", mounts=("\udfff:/",)
    )
    card_rows.put_cards(database, [nasty, a_card("x" * 201), a_card("")])
    card_rows.put_lines(database, "\ud800", [f"{number}\ud800" + "y" * 9_999 for number in range(99)])
    kept = card_rows.read_card(database, "\ud800", lines=True)
    assert kept is not None
    assert kept.name == "a?'; DROP TABLE cards; --"
    assert len(kept.last_lines) == 30
    assert kept.last_lines[-1].startswith("98?yyy")
    assert max(map(len, kept.last_lines)) <= 500
    assert found(database, CardQuery(text="drop TABLE '")) == ["?"]
    assert found(database, CardQuery(text="100% _")) == []


def test_filters_narrow_and_the_count_and_sum_are_of_all_that_is_found(database: sqlite3.Connection) -> None:
    cards = [
        a_card(f"s{number}", created_at=EPOCH + number * HOUR, ended_at=EPOCH + (number + 1) * HOUR)
        for number in range(5)
    ]
    cards[1] = replace(cards[1], outcome=Outcome.FAILED, gpu="A100_80G", cost=eur("0.10"))
    cards[2] = replace(cards[2], image="VLLM:latest", cost=Money(Decimal(7), "USD"))
    cards[3] = replace(cards[3], outcome=Outcome.BY_USER, cost=None, error="Out Of Memory")
    card_rows.put_cards(database, cards)
    assert found(database, CardQuery()) == ["s4", "s3", "s2", "s1", "s0"]
    assert found(database, CardQuery(), limit=2, offset=1) == ["s3", "s2"]
    assert found(database, CardQuery(outcomes=frozenset({Outcome.FAILED, Outcome.BY_USER}))) == ["s3", "s1"]
    assert found(database, CardQuery(gpu="a100")) == ["s1"]
    assert found(database, CardQuery(image="vllm")) == ["s2"]
    assert found(database, CardQuery(text="memory TRAIN")) == ["s3"]
    assert found(database, CardQuery(since=EPOCH + 4 * HOUR)) == ["s4", "s3"]
    assert found(database, CardQuery(until=EPOCH + HOUR)) == ["s0"]
    page = card_rows.find(database, CardQuery(), 1, 0)
    assert page.total == 5
    assert page.totals == (eur("8.50000000002"), Money(Decimal(7), "USD"))
    assert [card.session_id for card in card_rows.alive_since(database, EPOCH + 4 * HOUR)] == ["s4", "s3"]


@pytest.fixture
def in_berlin(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    with monkeypatch.context() as patched:
        patched.setenv("TZ", "Europe/Berlin")
        time.tzset()
        yield
    time.tzset()


@pytest.mark.usefixtures("in_berlin")
def test_months_are_those_of_the_readers_calendar(database: sqlite3.Connection) -> None:
    almost_may = datetime(2026, 4, 30, 22, 30, tzinfo=UTC)  # in Berlin it is May already
    cards = [
        a_card("may", created_at=almost_may, cost=eur("1")),
        a_card("april", created_at=almost_may - HOUR, cost=eur("2"), cost_settled=False),
        a_card(
            "bad", created_at=almost_may - 2 * HOUR, outcome=Outcome.FAILED, cost=Money(Decimal(3), "USD")
        ),
        a_card("free", created_at=almost_may - 3 * HOUR, cost=None),
    ]
    card_rows.put_cards(database, cards)
    assert card_rows.months(database) == (
        MonthTotal(2026, 5, 1, 0, settled=(eur("1"),), estimated=()),
        MonthTotal(2026, 4, 3, 1, settled=(Money(Decimal(3), "USD"),), estimated=(eur("2"),)),
    )


def booted(name: str, seconds: int, **known: object) -> Card:
    return a_card(name, ready_at=EPOCH + timedelta(seconds=seconds), **known)


def test_boots_at_a_place_are_those_of_the_same_model_there(database: sqlite3.Connection) -> None:
    cards = [
        *(booted(f"s{number}", 60 * (number + 1)) for number in range(3)),
        a_card("failed", outcome=Outcome.FAILED, ready_at=None),
        booted("failed later", 240, outcome=Outcome.FAILED),
        booted("elsewhere", 5, where="acme/US"),
        booted("another model", 5, gpu="A100_80G"),
        a_card("by you", outcome=Outcome.BY_USER, ready_at=None),
    ]
    card_rows.put_cards(database, cards)
    boots = card_rows.boots_on(database, "H100_80G_SXM", "VERDA/fin-01")
    assert boots == PlaceBoots(timedelta(seconds=150), timedelta(seconds=222), 4, 1)
    assert card_rows.boots_on(database, "H100", "verda/FIN-01") == boots
    assert card_rows.boots_on(database, "A100_80G", "verda/FIN-01") == PlaceBoots(None, None, 1, 0)


def test_boots_elsewhere_tell_by_their_image_and_all_together(database: sqlite3.Connection) -> None:
    for image, minutes in (("torch:1", (2, 3, 4)), ("vllm:2", (8, 9))):
        for took in minutes:
            ready = EPOCH + timedelta(minutes=took)
            card = a_card(f"{image} {took}", image=image, created_at=EPOCH, ready_at=ready, gpu=f"GPU{took}")
            card_rows.put_cards(database, [card])
    assert card_rows.boots_of(database, "Torch:1") == timedelta(minutes=3)
    assert card_rows.boots_of(database, "vllm:2") is None
    assert card_rows.boots_of(database) == timedelta(minutes=4)


def test_old_cards_go_with_their_lines_and_what_lives_stays(database: sqlite3.Connection) -> None:
    old = a_card("lives", outcome=Outcome.LIVE, ended_at=None, seen_at=EPOCH + 800 * 24 * HOUR)
    card_rows.put_cards(
        database, [old, a_card("old"), *(a_card(f"s{n}", ended_at=EPOCH + n * HOUR) for n in (5, 6))]
    )
    for name in ("lives", "old"):
        card_rows.put_lines(database, name, ["the end"])
    card_rows.forget(database, EPOCH + 2 * HOUR, most=2)
    assert found(database, CardQuery()) == ["lives", "s6"]
    assert database.execute("SELECT session_id FROM last_lines").fetchall() == [("lives",)]
    assert [card.session_id for card in card_rows.still_live(database)] == ["lives"]


def test_rows_that_mean_nothing_are_skipped(database: sqlite3.Connection) -> None:
    card_rows.put_cards(database, [a_card("good"), a_card("torn"), a_card("other")])
    database.execute(
        "UPDATE cards SET card = substr(card, 1, 50), cost = 'dear', boot = 'long' WHERE id = 'torn'"
    )
    database.execute("UPDATE cards SET card = '{}', began = 'noon' WHERE id = 'other'")
    database.execute("INSERT INTO last_lines VALUES ('good', '{')")
    assert found(database, CardQuery()) == ["good"]
    assert card_rows.read_card(database, "good", lines=True) == a_card("good")
    assert card_rows.months(database)[0].count == 2
    assert card_rows.boots_on(database, "H100", "verda/FIN-01").count == 2
    card_rows.put_cards(database, [a_card("torn")])
    assert card_rows.read_card(database, "torn") == a_card("torn")
