"""Why a session ended early, and what to do about it."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given

from mimiry_tui.domain.advice import Advice, advice
from mimiry_tui.domain.session_reading import build_session
from tests.support.json_values import fields


def of(**given_fields: Any) -> Advice | None:
    return advice(build_session(id="s", **given_fields))


def cause(**given_fields: Any) -> str:
    told = of(**given_fields)
    assert told is not None
    return told.cause


def attempts(*places: str) -> list[dict[str, str]]:
    return [
        {
            "type": "capacity_error",
            "message": f"no capacity for L4_24G at {place} (attempt {n} of {len(places)})",
        }
        for n, place in enumerate(places, start=1)
    ]


@pytest.mark.parametrize(
    "given_fields",
    [
        {"state": "started"},
        {"state": "hibernating", "error": "odd"},
        {"state": "completed", "exit_code": 0},
        {"state": "terminated", "stop_reason": "user_requested"},
        {"state": "stopped", "stop_reason": "user_requested", "exit_code": 137},
    ],
)
def test_what_lives_and_what_ended_as_it_should_needs_no_advice(given_fields: dict[str, Any]) -> None:
    assert of(**given_fields) is None


@pytest.mark.parametrize(
    ("error", "said"),
    [
        ("pull_failed: x: manifest unknown", "there is no such image"),
        ("manifest unknown or access denied", "there is no such image, or it is private"),
        (
            "pull access denied, authentication required",
            "the registry did not let the machine have the image",
        ),
        (
            "toomanyrequests: You have reached your pull rate limit",
            "the registry refused: too many downloads",
        ),
        ("write /layer: no space left on device", "the image did not fit on the machine's disk"),
        ("connection reset by peer", "the image could not be pulled"),
    ],
)
def test_a_failed_pull_says_what_the_registry_had_against_it(error: str, said: str) -> None:
    assert cause(state="pull_failed", error=error) == said


def test_a_failed_pull_names_the_image_to_check() -> None:
    told = of(state="pull_failed", error="manifest unknown", image={"uri": "docker.io/acme/x:y"}["uri"])
    assert told is not None
    assert "docker.io/acme/x:y" in told.steps[0]


def test_missing_capacity_names_every_place_that_was_tried() -> None:
    told = of(
        state="provision_failed",
        error="no capacity after 3 attempts",
        events=attempts("verda/FIN-01", "verda/FIN-01", "acme/US-EAST-1"),
    )
    assert told is not None
    assert told.cause == "no machine was to be had at verda/FIN-01, acme/US-EAST-1 in 3 attempts"
    assert told.steps[0] == "launch a copy at another provider or location (C)"
    assert "watch the GPU (w) and launch when it is back" in told.steps


@pytest.mark.parametrize(
    ("error", "said"),
    [
        ('unsupported GPU type "T4"', "nobody offers the GPU that was asked for"),
        ("no GPU matches criteria", "nobody offers the GPU that was asked for"),
        (
            "volume data is in FIN-03, session was placed in FIN-01",
            "the machine came up where its volume is not",
        ),
        ("driver installation failed", "the machine could not be made ready"),
        ("no capacity after 3 attempts", "no machine was to be had"),
    ],
)
def test_failed_provisioning_says_what_was_missing(error: str, said: str) -> None:
    assert cause(state="provision_failed", error=error) == said
    # Where the state says less, the error still tells.
    if "driver" not in error and "volume" not in error:
        assert cause(state="failed", error=error) == said


@pytest.mark.parametrize(
    ("code", "error", "said"),
    [
        (3, "", "the command ended with exit code 3"),
        (1, "torch.OutOfMemoryError: CUDA out of memory.", "the GPU's memory ran out (exit 1)"),
        (1, "OSError: [Errno 28] No space left on device", "the disk was full (exit 1)"),
        (127, "", "the command was not found in the image (exit 127)"),
        (137, "", "the command was killed (exit 137): most often the machine's memory ran out"),
    ],
)
def test_an_exit_code_is_told_in_words(code: int, error: str, said: str) -> None:
    assert cause(state="exited", exit_code=code, error=error) == said


def test_an_exit_of_the_command_is_not_taken_for_missing_capacity() -> None:
    assert cause(state="failed", exit_code=1, error="server unavailable").startswith("the command ended")


def test_an_empty_balance_and_a_reached_limit_are_told_also_where_the_end_was_clean() -> None:
    assert (
        cause(state="terminated", stop_reason="balance_depleted")
        == "the balance ran out, so the service ended it"
    )
    assert cause(state="stopped", stop_reason="timed_out", max_duration=7200) == (
        "it reached its time limit of 2h00m"
    )


def test_what_nobody_explains_is_called_unexplained() -> None:
    assert cause(state="failed") == "the service says that it failed, and not why"
    assert cause(state="failed", error="gremlins") == "the service reports an error"
    assert cause(state="stopped") == "it was stopped, and not by you"


@pytest.mark.parametrize(
    "given_fields",
    [
        {"state": "pull_failed", "error": "manifest unknown"},
        {"state": "pull_failed", "error": "denied"},
        {"state": "pull_failed", "error": "toomanyrequests"},
        {"state": "exited", "exit_code": 3},
        {"state": "stopped"},
        {"state": "stopped", "stop_reason": "timed_out"},
        {"state": "stopped", "stop_reason": "balance_depleted"},
        {"state": "failed", "error": "gremlins"},
        {"state": "provision_failed", "error": "volume data is in FIN-03, session was placed in FIN-01"},
        {"state": "provision_failed", "error": "driver installation failed"},
    ],
)
def test_advice_to_launch_a_copy_names_the_key_that_does_so(given_fields: dict[str, Any]) -> None:
    told = of(**given_fields)
    assert told is not None
    assert any(" (c)" in step for step in told.steps)
    copies = [step for step in told.steps if "copy" in step and "public copy" not in step]
    assert all(" (c)" in step or " (C)" in step for step in copies)


@given(fields("state", "status", "error", "stop_reason", "exit_code", "events", "image", "max_duration"))
def test_any_session_has_advice_in_words_or_none(given_fields: dict[str, Any]) -> None:
    told = of(**given_fields)
    if told is not None:
        assert told.cause
        assert told.steps
        assert all(told.steps)
