"""What may be done with volumes, and what is worth saying before."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mimiry_tui.domain.launch import VolumeRequest
from mimiry_tui.domain.money import Money
from mimiry_tui.domain.volume_deeds import (
    LONGEST_NAME,
    Spot,
    create_problem,
    estimated_rate,
    extend_problem,
    least_gb,
    may_delete,
    may_extend,
    read_gb,
    request_of,
    spots,
    suggested_gb,
)
from mimiry_tui.domain.volume_use import (
    ORPHANED_AFTER,
    is_orphan,
    last_uses,
    may_hold_data,
    used_until,
    users,
)
from tests.support.clock import EPOCH
from tests.support.volumes import a_session, a_volume, some_offers

VERDA = Spot("verda", "FIN-03")


@pytest.mark.parametrize(
    ("typed", "gb"),
    [
        ("200", 200),
        (" 200 GB ", 200),
        ("1,000", 1000),
        ("1_000gb", 1000),
        ("0", None),
        ("-5", None),
        ("1.5", None),
        ("²", None),
        ("", None),
        ("gb", None),
        ("9" * 10, None),
    ],
)
def test_a_size_is_read_as_people_type_it(typed: str, gb: int | None) -> None:
    assert read_gb(typed) == gb


@given(st.text())
def test_no_text_breaks_the_reading_of_a_size(typed: str) -> None:
    size = read_gb(typed)
    assert size is None or size > 0
    assert bool(create_problem("ckpt", typed, None, (), 1)) == (size is None)


@pytest.mark.parametrize(
    ("name", "size", "spot", "problem"),
    [
        ("ckpt", "100", VERDA, ""),
        ("ckpt", "100", None, ""),
        ("", "100", VERDA, "a name is needed"),
        ("   ", "100", VERDA, "a name is needed"),
        ("x" * (LONGEST_NAME + 1), "100", VERDA, "at most 64 characters"),
        ("a\x1bb", "100", VERDA, "no control characters, and no space around it"),
        (" ckpt", "100", VERDA, "no control characters, and no space around it"),
        ("taken", "100", VERDA, "another volume has this name"),
        ("deleted", "100", VERDA, ""),
        ("ckpt", "lots", VERDA, "a size in whole GB is needed"),
        ("ckpt", "99", VERDA, "at least 100 GB at verda"),
        ("ckpt", "99", None, "at least 100 GB"),
    ],
)
def test_what_keeps_a_volume_from_being_created(
    name: str, size: str, spot: Spot | None, problem: str
) -> None:
    volumes = [a_volume(name="taken"), a_volume("v-2", name="deleted", state="deleted")]
    assert create_problem(name, size, spot, volumes, 100) == problem


def test_the_request_is_what_was_typed() -> None:
    assert request_of("ckpt", "200 GB", VERDA) == VolumeRequest("ckpt", 200, "verda", "FIN-03")
    assert request_of("ckpt", "200", None) == VolumeRequest("ckpt", 200)
    with pytest.raises(ValueError, match="no size"):
        request_of("ckpt", "", None)


def test_a_provider_without_a_minimum_takes_any_size() -> None:
    minimum = {"verda": 100}
    assert (least_gb("verda", minimum), least_gb("acme", minimum), least_gb("", minimum)) == (100, 1, 1)
    assert (suggested_gb("verda", minimum), suggested_gb("acme", minimum)) == (100, 50)


@pytest.mark.parametrize(
    ("size", "problem"),
    [
        ("101", ""),
        ("100", "volumes only grow: more than 100 GB"),
        ("5", "volumes only grow: more than 100 GB"),
        ("", "a size in whole GB is needed"),
    ],
)
def test_a_volume_only_grows(size: str, problem: str) -> None:
    assert extend_problem(size, a_volume()) == problem
    assert extend_problem("1", a_volume(size_gb=None)) == "", "the service knows its size"


@pytest.mark.parametrize(
    ("told", "extend", "delete"),
    [
        ({}, "", ""),
        ({"state": "hatching"}, "", ""),
        ({"state": "submitted"}, "it is creating", ""),
        ({"operation": "resizing"}, "it is resizing", "it is resizing"),
        ({"operation": "deleting__x"}, "it is deleting", "it is deleting"),
        ({"state": "deleted"}, "it is deleted", "it is deleted"),
        ({"state": "failed"}, "it has failed", ""),
        ({"attached_to": "s-1"}, "", "train holds it until it ends"),
        ({"attached_to": "s-9"}, "", "s-9 holds it until it ends"),
        ({"attached_to": "s-2"}, "", ""),
    ],
)
def test_what_a_volume_is_decides_what_may_be_done_with_it(
    told: dict[str, Any], extend: str, delete: str
) -> None:
    sessions = [a_session("s-1", name="train"), a_session("s-2", state="completed")]
    assert may_extend(a_volume(**told)) == extend
    assert may_delete(a_volume(**told), sessions) == delete


def test_places_are_those_of_offers_and_volumes_the_cheapest_in_stock_first() -> None:
    there = [a_volume(), a_volume("v-2", location="FIN-01"), a_volume("v-3", state="deleted", location="X")]
    found = spots(some_offers(), there)
    assert [(one.where, one.in_stock, one.volumes) for one in found] == [
        ("verda/FIN-03", 1, 1),
        ("acme/US-EAST-1", 1, 0),
        ("gcp/europe-west4", 0, 0),
        ("verda/FIN-01", 0, 1),
    ]
    assert found[0].cheapest == Money(Decimal("1.29"))


def test_other_volumes_of_the_provider_tell_what_one_would_cost() -> None:
    volumes = [a_volume(provider="acme", hourly_rate=9), a_volume("v-2", size_gb=200, hourly_rate=0.02)]
    assert estimated_rate(volumes, "verda", 100) == Money(Decimal("0.01"))
    assert estimated_rate(volumes, "gcp", 100) is None


# Use


def test_users_are_those_that_mounted_it_by_name_in_its_place() -> None:
    volume = a_volume(name="ckpt")
    here, elsewhere = a_session("a", "ckpt"), a_session("b", "ckpt", location="FIN-01")
    nowhere_told = a_session("c", "ckpt", location=None)
    assert [one.id for one in users(volume, [here, elsewhere, nowhere_told, a_session("d", "x")])] == [
        "a",
        "c",
    ]


def test_a_volume_is_an_orphan_a_week_after_its_last_use() -> None:
    volume = a_volume(name="ckpt", created_at="2026-01-01T00:00:00Z", updated_at="2026-01-01T00:00:00Z")
    ended = a_session("a", "ckpt", state="completed", ended_at="2026-06-01T12:00:00Z")
    alone, used = used_until(volume, {}), used_until(volume, last_uses([ended, a_session("b", "ckpt")]))
    assert alone is not None
    assert used is not None
    assert alone.month == 1
    assert EPOCH - used == ORPHANED_AFTER
    assert is_orphan(volume, alone, EPOCH)
    assert is_orphan(volume, used, EPOCH)
    assert not is_orphan(volume, used, EPOCH - timedelta(seconds=1))
    assert not is_orphan(volume, None, EPOCH), "nobody knows"
    held = a_volume(name="ckpt", attached_to="b")
    assert not is_orphan(held, alone, EPOCH)


@pytest.mark.parametrize(
    ("told", "mounted", "may"),
    [
        ({}, False, False),
        ({}, True, True),
        ({"created_at": None}, False, True),
        ({"created_at": "2026-06-07T11:59:59Z"}, False, True),
        ({"created_at": "2026-06-07T12:00:00Z"}, False, False),
        ({"attached_to": "s"}, False, True),
    ],
)
def test_what_was_used_or_is_old_may_hold_data(told: dict[str, Any], mounted: bool, may: bool) -> None:
    sessions = [a_session("s", "ckpt")] if mounted else []
    assert may_hold_data(a_volume(name="ckpt", **told), sessions, EPOCH) is may
