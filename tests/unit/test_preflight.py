"""The preflight as a whole: what is sent, what keeps it from being sent, and that it never falters."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from mimiry_tui.domain.account import Balance, Quota
from mimiry_tui.domain.launching.checks import Mark, Preflight
from mimiry_tui.domain.launching.draft import AutoTerminate, Criteria, Draft, Field, MountWish, Pick, Variable
from mimiry_tui.domain.launching.picture import KeyFacts, Picture, Reading
from mimiry_tui.domain.launching.preflight import preflight
from mimiry_tui.domain.money import Money
from tests.support.examples import examples
from tests.support.launch_case import (
    A100,
    CKPT_WISH,
    DRAFT,
    H100,
    KEY,
    OFFERS,
    picture,
    read,
    session,
    volume,
)

BLIND = {
    "offers": Reading((), None, "timed out"),
    "sessions": Reading((), None, "timed out"),
    "volumes": Reading((), None, "timed out"),
    "balance": Reading(None, None, "timed out"),
    "quotas": Reading((), None, "timed out"),
}


def look(draft: Draft = DRAFT, **fields: Any) -> Preflight:
    return preflight(draft, picture(**fields), suggested_name="train")


def test_a_draft_that_nothing_speaks_against_may_be_launched() -> None:
    found = look(replace(DRAFT, mounts=(CKPT_WISH,), max_price="2.20", max_duration="4h"))
    assert [check.title for check in found.checks] == [
        "offered, in stock",
        "under the ceiling",
        "volume fits",
        "quota",
        "balance",
        "signed in",
        "image",
        "name free",
        "has an end",
        "figures fresh",
    ]
    assert {check.mark for check in found.checks} == {Mark.OK}
    assert found.may_launch
    assert found.request is not None
    assert (found.request.name, found.name) == ("train", "train")
    assert (found.place.location, found.place.because) == ("FIN-03", "the volume ckpt")
    assert found.request.gpu.location == "FIN-03"
    assert found.matching == (A100,)
    assert found.cost.rate == A100.rate


def test_with_every_source_silent_a_launch_is_still_possible() -> None:
    found = look(replace(DRAFT, mounts=(CKPT_WISH,)), **BLIND)
    assert found.may_launch
    assert [check.title for check in found.checks if check.mark is not Mark.OK] == [
        "offered, in stock",
        "volume fits",
        "quota",
        "balance",
        "name free",
    ]
    assert {check.mark for check in found.checks} == {Mark.OK, Mark.WARN}


def test_a_problem_that_no_rule_tells_of_has_a_line_of_its_own() -> None:
    found = look(replace(DRAFT, count="none", environment=(Variable("1X", "v"), Variable("2Y", "v"))))
    lines = [(check.title, check.field) for check in found.checks if check.mark is Mark.BAD]
    assert lines == [("count", Field.COUNT), ("environment", Field.ENVIRONMENT)]
    assert (found.request, found.may_launch) == (None, False)
    assert found.problem(Field.COUNT)


def test_what_speaks_against_it_keeps_the_request_for_show() -> None:
    found = look(read_only=True)
    assert found.request is not None
    assert not found.may_launch


def test_the_values_of_variables_are_in_no_line() -> None:
    draft = replace(DRAFT, environment=(Variable("TOKEN", "hunter2"), Variable("0", "hunter2")))
    assert "hunter2" not in repr(look(draft))


_WORDS = st.sampled_from(
    ["", "1", "0", "4h", "2.20", "x", "FIN-01", "verda", "\x1b[31m", "A100", "/data", "é" * 70]
)
_PICKS = st.lists(
    st.one_of(st.sampled_from([Pick.of(one) for one in OFFERS]), st.builds(Pick, _WORDS, _WORDS, _WORDS)),
    max_size=3,
)
_TUPLES = st.lists(_WORDS, max_size=2).map(tuple)
_DRAFTS = st.builds(
    Draft,
    by_criteria=st.booleans(),
    picks=_PICKS.map(tuple),
    criteria=st.builds(Criteria, _TUPLES, _TUPLES, _WORDS, _TUPLES, _WORDS),
    count=_WORDS,
    provider=st.none() | _WORDS,
    location=st.none() | _WORDS,
    image=st.sampled_from(["", "ubuntu:24.04", "a b", "nvcr.io/nvidia/pytorch:24.01-py3"]),
    has_command=st.booleans(),
    command=_WORDS,
    name=_WORDS,
    ssh_enabled=st.booleans(),
    mounts=st.lists(
        st.one_of(st.just(CKPT_WISH), st.builds(MountWish, _WORDS, _WORDS, _WORDS)), max_size=2
    ).map(tuple),
    auto_terminate=st.none() | st.sampled_from(AutoTerminate),
    max_duration=_WORDS,
    max_price=_WORDS,
)


def _readings(value: Any, empty: Any) -> st.SearchStrategy[Reading[Any]]:
    return st.one_of(
        st.just(Reading(empty)),
        st.builds(
            read, st.sampled_from([value, empty]), st.floats(0, 9_999), st.sampled_from(["", "offline"])
        ),
    )


_UNPRICED = replace(A100, rate=None)
_PICTURES = st.builds(
    lambda **fields: picture(**fields),
    offers=_readings((*OFFERS, _UNPRICED, replace(H100, available=False)), ()),
    sessions=_readings((session(), session("train", hourly_rate=2)), ()),
    volumes=_readings((volume(), volume("data", location="FIN-01", attached_to="s-train")), ()),
    balance=_readings(Balance(Money(Decimal(2))), None),
    quotas=_readings((Quota("concurrent_sessions", 2, 1), Quota("gpus", 1, 1)), ()),
    key=st.sampled_from([KEY, KeyFacts(), replace(KEY, signed_in=False)]),
)


@settings(max_examples=examples(200), deadline=None)
@given(_DRAFTS, _PICTURES)
def test_no_draft_and_no_picture_makes_it_falter(draft: Draft, seen: Picture) -> None:
    found = preflight(draft, seen, suggested_name="train")
    assert (found.request is None) == bool(found.problems)
    assert {problem.field for problem in found.problems} <= {
        check.field for check in found.checks if check.mark is not Mark.OK
    }, "whatever keeps it from being sent can be read in the list"
    assert all(check.title and check.reason for check in found.checks)
    assert len({check.title for check in found.checks}) == len(found.checks)
    for check in found.checks:
        if check.fix is not None:
            assert check.fix.draft != draft
            assert check.fix.words
            preflight(check.fix.draft, seen, suggested_name="train")
