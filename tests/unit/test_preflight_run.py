"""Preflight: the image, the name, the end, and how old the figures are."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any

import pytest

from mimiry_tui.domain.image_past import ImagePast
from mimiry_tui.domain.launching.checks import Check, Mark
from mimiry_tui.domain.launching.draft import AutoTerminate, Draft, Field, Variable
from mimiry_tui.domain.launching.picture import Reading
from tests.support.launch_case import CKPT_WISH, DRAFT, NOON, OFFERS, checks_of, read, session, volume

INTERACTIVE = replace(DRAFT, has_command=False, command="")


@dataclass(frozen=True)
class Hint:
    uri: str
    words: str
    doubtful: bool


def check(title: str, draft: Draft = DRAFT, **fields: Any) -> Check:
    return checks_of(draft, **fields)[title]


def mark_and_reason(title: str, draft: Draft = DRAFT, **fields: Any) -> tuple[Mark, str]:
    found = check(title, draft, **fields)
    return found.mark, found.reason


def past(boots: int, failures: int) -> tuple[ImagePast, ...]:
    return (ImagePast(DRAFT.image, boots, failures, timedelta(minutes=2), NOON),)


def test_an_image_that_reads_well_is_fine() -> None:
    assert mark_and_reason("image") == (Mark.OK, "reads well")


@pytest.mark.parametrize(
    ("boots", "failures", "mark", "reason"),
    [
        (1, 0, Mark.OK, "1 boot here, all fine"),
        (11, 0, Mark.OK, "11 boots here, all fine"),
        (3, 1, Mark.OK, "3 boots here, once not"),
        (0, 2, Mark.WARN, "never booted here, failed 2 times"),
    ],
)
def test_how_it_went_here_before_counts(boots: int, failures: int, mark: Mark, reason: str) -> None:
    assert mark_and_reason("image", past=past(boots, failures)) == (mark, reason)


def test_what_was_seen_to_fail_is_a_warning_until_it_booted_here() -> None:
    doubtful = (Hint(DRAFT.image, "its pull failed once", True),)
    assert mark_and_reason("image", images=doubtful) == (Mark.WARN, "its pull failed once")
    assert check("image", images=doubtful, past=past(1, 0)).mark is Mark.OK
    assert check("image", images=(Hint(DRAFT.image, "recommended", False),)).mark is Mark.OK
    assert check("image", images=(Hint("ubuntu:24.04", "fails", True),)).mark is Mark.OK


def test_a_reference_that_moves_is_a_warning_and_one_that_cannot_be_is_no_launch() -> None:
    moving = check("image", replace(DRAFT, image="ubuntu:latest"))
    assert (moving.mark, moving.reason) == (Mark.WARN, "latest moves: pin a tag")
    for wrong in ("", "a image", "ubuntu:"):
        assert check("image", replace(DRAFT, image=wrong)).mark is Mark.BAD
        assert check("image", replace(DRAFT, image=wrong)).reason


def test_a_free_name_is_fine() -> None:
    assert mark_and_reason("name free") == (Mark.OK, "train")
    assert mark_and_reason("name free", replace(DRAFT, name=" mine ")) == (Mark.OK, "mine")
    ended = (session("train", state="completed"),)
    assert check("name free", sessions=ended).mark is Mark.OK


def test_a_name_that_lives_already_is_a_warning_with_another_one() -> None:
    named = replace(DRAFT, name="train-llama")
    found = check("name free", named, suggested="train-llama-2", sessions=(session(),))
    assert (found.mark, found.reason) == (Mark.WARN, "train-llama is alive already")
    assert found.fix is not None
    assert (found.fix.words, found.fix.draft.name) == ("call it train-llama-2", "train-llama-2")
    stuck = check("name free", named, suggested="train-llama", sessions=(session(),))
    assert stuck.fix is None


def test_a_name_that_cannot_be_is_no_launch() -> None:
    found = check("name free", replace(DRAFT, name="x" * 65))
    assert (found.mark, found.field) == (Mark.BAD, Field.NAME)


def test_names_that_cannot_be_read_never_stand_in_the_way() -> None:
    found = mark_and_reason("name free", sessions=Reading((), None, "401"))
    assert found == (Mark.WARN, "names unknown: 401")


@pytest.mark.parametrize(
    ("draft", "mark", "reason"),
    [
        (DRAFT, Mark.OK, "when the command ends"),
        (replace(INTERACTIVE, max_duration="90m"), Mark.OK, "after 1h30m at the latest"),
        (INTERACTIVE, Mark.WARN, "runs until somebody ends it"),
        (replace(DRAFT, auto_terminate=AutoTerminate.NEVER), Mark.WARN, "runs until somebody ends it"),
        (replace(DRAFT, auto_terminate=AutoTerminate.ON_SUCCESS), Mark.WARN, "goes on if the command fails"),
    ],
)
def test_something_should_end_the_session(draft: Draft, mark: Mark, reason: str) -> None:
    assert mark_and_reason("has an end", draft) == (mark, reason)
    # What the settings end it by is told, and is no end that holds once the dashboard is closed.
    here = "ended from here, while this runs, after 12h"
    fails = "if the command fails, " if reason.endswith("fails") else ""
    told = reason if mark is Mark.OK else f"{fails}only {here}"
    assert mark_and_reason("has an end", draft, guarded=here) == (mark, told)


def test_a_limit_can_be_set_and_one_that_cannot_be_read_is_no_launch() -> None:
    found = check("has an end", INTERACTIVE)
    assert found.fix is not None
    assert (found.fix.words, found.fix.draft.max_duration) == ("end it after 4h", "4h")
    assert check("has an end", found.fix.draft).mark is Mark.OK
    unread = check("has an end", replace(DRAFT, max_duration="a while"))
    assert (unread.mark, unread.field) == (Mark.BAD, Field.DURATION)


def test_figures_of_this_minute_are_fresh() -> None:
    assert mark_and_reason("figures fresh") == (Mark.OK, "none older than 1 min")
    slower: dict[str, Any] = {"balance": read(None, 70), "quotas": read((), 130)}
    assert mark_and_reason("figures fresh", **slower) == (Mark.OK, "none older than 3 min")


def test_older_figures_are_named_with_what_keeps_them_from_being_renewed() -> None:
    found = mark_and_reason("figures fresh", offers=read(OFFERS, 125), sessions=read((), 90, "timed out"))
    words = "offers 2 min old, sessions 1 min old (timed out): asked again before launch"
    assert found == (Mark.WARN, words)
    assert check("figures fresh", balance=read(None, 300)).mark is Mark.WARN


def test_volumes_count_where_one_is_mounted() -> None:
    old: dict[str, Any] = {"volumes": read((volume(),), 300)}
    assert check("figures fresh", **old).mark is Mark.OK
    mounted = replace(DRAFT, mounts=(CKPT_WISH,))
    words = "volumes 5 min old: asked again before launch"
    assert mark_and_reason("figures fresh", mounted, **old) == (Mark.WARN, words)


def test_of_figures_that_never_came_the_age_is_not_told() -> None:
    nothing: dict[str, Any] = {name: Reading(()) for name in ("offers", "sessions", "balance", "quotas")}
    assert "figures fresh" not in checks_of(**nothing | {"balance": Reading(None)})


def test_variables_that_lost_their_values_on_the_way_are_a_warning() -> None:
    one = replace(DRAFT, environment=(Variable("WANDB_API_KEY"), Variable("EPOCHS", "10")))
    assert mark_and_reason("environment", one) == (Mark.WARN, "WANDB_API_KEY has no value")
    two = replace(DRAFT, environment=(Variable("WANDB_API_KEY"), Variable("EPOCHS")))
    assert mark_and_reason("environment", two) == (Mark.WARN, "2 variables have no value")
    assert "environment" not in checks_of(replace(DRAFT, environment=(Variable("EPOCHS", "10"),)))
    assert "environment" not in checks_of(DRAFT)
