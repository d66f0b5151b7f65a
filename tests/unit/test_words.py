"""States in plain words."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mimiry_tui.domain.session_reading import build_session
from mimiry_tui.domain.sessions import Session
from mimiry_tui.domain.words import asked_and_got, auto_terminate_words, ending, phase_words
from tests.support.json_values import fields, values


def a_session(**given_fields: Any) -> Session:
    return build_session(id="s", **given_fields)


@pytest.mark.parametrize(
    ("given_fields", "words"),
    [
        ({"state": "completed"}, "done"),
        ({"state": "completed", "exit_code": 0}, "done · exit 0"),
        ({"state": "exited", "exit_code": 0, "stop_reason": "CONTAINER_EXITED"}, "done · exit 0"),
        ({"state": "exited", "exit_code": 3}, "failed · exit 3"),
        ({"state": "terminated", "stop_reason": "user_requested"}, "ended by you"),
        ({"state": "terminated", "stop_reason": " User_Requested ", "exit_code": 137}, "ended by you"),
        ({"state": "terminated", "stop_reason": "timed_out"}, "reached its time limit"),
        ({"state": "stopped", "stop_reason": "balance_depleted"}, "balance ran out"),
        ({"state": "pull_failed"}, "pull failed"),
        ({"state": "PULL_FAILED"}, "pull failed"),
        ({"state": "odd", "status": "provision_failed"}, "provisioning failed"),
        ({"state": "failed", "exit_code": 1}, "failed · exit 1"),
        ({"state": "failed", "exit_code": 0}, "failed"),
        ({"state": "stopped"}, "stopped"),
    ],
)
def test_an_ending_says_who_or_what_ended_it(given_fields: dict[str, Any], words: str) -> None:
    session = a_session(**given_fields)
    assert session.phase.is_ended
    assert ending(session) == words
    assert phase_words(session) == words


@pytest.mark.parametrize(
    ("given_fields", "words"),
    [
        ({"state": "submitted"}, "accepted"),
        ({"state": "provisioned", "operation": "starting__pulling_image"}, "pulling image"),
        ({"state": "setting_up"}, "setting up"),
        ({"state": "started", "status": "running"}, "ready"),
        ({"state": "terminating"}, "stopping"),
        ({"state": "Hibernating"}, "Hibernating"),
        ({"status": "dozing"}, "dozing"),
        ({"operation": "defragmenting"}, "defragmenting"),
        ({}, "unknown"),
    ],
)
def test_a_phase_in_words_and_an_unknown_state_as_it_came(given_fields: dict[str, Any], words: str) -> None:
    assert phase_words(a_session(**given_fields)) == words


def test_what_is_still_billed_does_not_read_like_what_is_over() -> None:
    fields = {"state": "stopped", "stop_reason": "user_requested", "operation": "terminating"}
    assert phase_words(a_session(**fields)) == "ended by you · terminating"
    assert phase_words(a_session(**fields, ended_at="2026-06-08T12:00:00Z")) == "ended by you"


@pytest.mark.parametrize(
    ("mode", "words"),
    [
        ({"mode": "on_complete"}, "ends on complete"),
        ("on_success", "ends on success"),
        (True, "ends on complete"),
        (False, "never ends by itself"),
        ({"mode": "at_dawn"}, "at_dawn"),
        (None, ""),
    ],
)
def test_the_guard_against_forgetting(mode: object, words: str) -> None:
    assert auto_terminate_words(a_session(auto_terminate=mode)) == words


@pytest.mark.parametrize(
    ("given_fields", "words"),
    [
        ({"asked_location": "FIN-03", "location": "FIN-01"}, "asked for FIN-03, got FIN-01"),
        (
            {"asked_provider": "verda", "provider": "acme", "gpu_types": ["H100"], "gpu_type": "A100"},
            "asked for verda, got acme · asked for H100, got A100",
        ),
        ({"asked_location": "FIN-03", "location": "FIN-03"}, ""),
        ({"asked_location": "FIN-03"}, ""),
        ({"location": "FIN-01"}, ""),
        ({}, ""),
    ],
)
def test_asked_for_and_got_are_compared_where_both_are_known(
    given_fields: dict[str, Any], words: str
) -> None:
    assert asked_and_got(a_session(**given_fields)) == words


def test_any_of_the_models_asked_for_is_as_asked() -> None:
    wish = ["H100_80G_SXM", "A100_80G_SXM"]
    assert asked_and_got(a_session(gpu_types=wish, gpu_type="A100_80G_SXM")) == ""
    assert (
        asked_and_got(a_session(gpu_types=wish, gpu_type="L4_24G_PCIe"))
        == "asked for H100_80G_SXM or A100_80G_SXM, got L4_24G_PCIe"
    )


@pytest.mark.parametrize(
    ("wish", "given_model"),
    [("H100", "H100_80G_SXM"), ("A100_80G", "A100_80G_SXM"), ("T4_16G_PCIe", "T4"), ("l4", "L4_24G_PCIe")],
)
def test_a_legacy_name_and_the_canonical_one_are_the_same_model(wish: str, given_model: str) -> None:
    assert asked_and_got(a_session(gpu_types=[wish], gpu_type=given_model)) == ""


@pytest.mark.parametrize(
    ("wish", "given_model"), [("A100_80G", "A100_40G_SXM"), ("H100_80G_SXM", "H100_80G_PCIe"), ("L4", "L40S")]
)
def test_another_size_form_or_family_is_another_model(wish: str, given_model: str) -> None:
    words = asked_and_got(a_session(gpu_types=[wish], gpu_type=given_model))
    assert words == f"asked for {wish}, got {given_model}"


@given(
    fields("state", "status", "operation", "stop_reason", "exit_code", "auto_terminate", "gpu_types"),
    values | st.sampled_from(["completed", "failed"]),
)
def test_there_are_words_for_anything(given_fields: dict[str, Any], state: Any) -> None:
    session = a_session(**{**given_fields, "state": state})
    assert phase_words(session)
    assert isinstance(auto_terminate_words(session) + asked_and_got(session), str)
