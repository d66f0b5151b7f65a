"""Every row of the lifecycle table, in the words of each dialect (Mimiry compute API, lifecycle)."""

from __future__ import annotations

from typing import Any

import pytest

from mimiry_tui.domain.phases import BOOT_PHASES, Phase, read_phase

DOCUMENTED = [
    ({"state": "submitted"}, Phase.ACCEPTED),
    ({"state": "submitted", "operation": ""}, Phase.ACCEPTED),
    ({"state": "submitted", "operation": None}, Phase.ACCEPTED),
    ({"state": "submitted", "operation": "provisioning"}, Phase.PROVISIONING),
    ({"state": "provisioned"}, Phase.SETTING_UP),
    ({"state": "provisioned", "operation": "starting"}, Phase.SETTING_UP),
    ({"state": "provisioned", "operation": "starting__setting_up"}, Phase.SETTING_UP),
    ({"state": "provisioned", "operation": "starting__pulling_image"}, Phase.PULLING_IMAGE),
    ({"state": "provisioned", "operation": "starting__starting_container"}, Phase.STARTING),
    ({"state": "started", "operation": ""}, Phase.READY),
    ({"state": "started", "operation": "stopping"}, Phase.STOPPING),
    ({"state": "started", "operation": "stopping__stopping_container"}, Phase.STOPPING),
    ({"state": "started", "operation": "terminating"}, Phase.STOPPING),
    ({"state": "started", "operation": "terminating__some_step"}, Phase.STOPPING),
    ({"state": "completed"}, Phase.ENDED_OK),
    ({"state": "failed"}, Phase.ENDED_FAILED),
    ({"state": "stopped"}, Phase.ENDED_FAILED),
    ({"state": "provision_failed"}, Phase.ENDED_FAILED),
    ({"state": "terminated"}, Phase.ENDED_OK),
]
OLDER = [
    ({"state": "submitted", "status": "provisioning"}, Phase.PROVISIONING),
    ({"state": "provisioned", "status": "setting_up"}, Phase.SETTING_UP),
    ({"state": "provisioned", "status": "pulling_image"}, Phase.PULLING_IMAGE),
    ({"state": "provisioned", "status": "starting_container"}, Phase.STARTING),
    ({"state": "started", "status": "running"}, Phase.READY),
    ({"state": "started", "status": "stopping_container"}, Phase.STOPPING),
    ({"state": "started", "status": "terminating"}, Phase.STOPPING),
    ({"state": "completed", "status": "completed"}, Phase.ENDED_OK),
    ({"state": "failed", "status": "failed"}, Phase.ENDED_FAILED),
    ({"status": "terminated"}, Phase.ENDED_OK),
    ({"state": "started", "status": "stopped"}, Phase.ENDED_FAILED),
]
OBSERVED = [
    ({"state": "submitted"}, Phase.ACCEPTED),
    ({"state": "provisioned"}, Phase.SETTING_UP),
    ({"state": "booting"}, Phase.SETTING_UP),
    ({"state": "setting_up"}, Phase.SETTING_UP),
    ({"state": "pulling_image"}, Phase.PULLING_IMAGE),
    ({"state": "running"}, Phase.READY),
    ({"state": "terminating"}, Phase.STOPPING),
    ({"state": "exited"}, Phase.ENDED_OK),
    ({"state": "pull_failed"}, Phase.ENDED_FAILED),
    ({"state": "terminated"}, Phase.ENDED_OK),
    ({"status": "running"}, Phase.READY),
]
ENDINGS = [
    ({"state": "exited", "exit_code": 0}, Phase.ENDED_OK),
    ({"state": "exited", "exit_code": "0"}, Phase.ENDED_OK),
    ({"state": "exited", "exit_code": 1}, Phase.ENDED_FAILED),
    ({"state": "completed", "exit_code": 3}, Phase.ENDED_FAILED),
    ({"state": "terminated", "exit_code": 1}, Phase.ENDED_FAILED),
    ({"state": "stopped", "stop_reason": "user_requested"}, Phase.ENDED_OK),
    ({"state": "stopped", "stop_reason": "timed_out"}, Phase.ENDED_FAILED),
    ({"state": "stopped", "stop_reason": "balance_depleted"}, Phase.ENDED_FAILED),
    ({"state": "exited", "stop_reason": "CONTAINER_EXITED", "exit_code": 0}, Phase.ENDED_OK),
    ({"state": "terminated", "stop_reason": "user_requested", "exit_code": 137}, Phase.ENDED_OK),
    ({"state": "terminated", "stop_reason": "user_requested", "exit_code": 2}, Phase.ENDED_FAILED),
    ({"state": "failed", "stop_reason": "user_requested"}, Phase.ENDED_FAILED),
    ({"state": "terminated", "error": "no capacity"}, Phase.ENDED_FAILED),
    ({"state": "terminated", "error": "no capacity", "stop_reason": "user_requested"}, Phase.ENDED_OK),
]
STRANGE = [
    ({}, Phase.UNKNOWN),
    ({"state": "hibernating"}, Phase.UNKNOWN),
    ({"state": {"nested": "running"}}, Phase.UNKNOWN),
    ({"state": "  RUNNING "}, Phase.READY),
    ({"state": "hibernating", "ssh_host": "ssh.example"}, Phase.READY),
    (
        {"state": "provisioned", "operation": "starting__pulling_image", "ssh_host": "ssh.example"},
        Phase.READY,
    ),
    ({"state": "hibernating", "ssh_host": " "}, Phase.UNKNOWN),
    ({"state": "hibernating", "operation": "starting__pulling_image"}, Phase.PULLING_IMAGE),
    ({"state": "terminating", "ssh_host": "ssh.example"}, Phase.STOPPING),
    ({"state": "terminated", "ssh_host": "ssh.example"}, Phase.ENDED_OK),
]


@pytest.mark.parametrize(("words", "phase"), [*DOCUMENTED, *OLDER, *OBSERVED, *ENDINGS, *STRANGE])
def test_words_of_every_dialect_mean_a_phase(words: dict[str, Any], phase: Phase) -> None:
    assert read_phase(**words) is phase


def test_what_is_not_over_is_alive() -> None:
    assert {phase for phase in Phase if phase.is_ended} == {Phase.ENDED_OK, Phase.ENDED_FAILED}
    assert not Phase.UNKNOWN.is_ended
    assert {phase for phase in Phase if phase.is_moving} == {*BOOT_PHASES, Phase.STOPPING}
    assert not Phase.STOPPING.is_booting


def test_phases_follow_one_another_and_unknown_comes_first() -> None:
    ordered = sorted(Phase, key=lambda phase: phase.rank)
    assert ordered[0] is Phase.UNKNOWN
    assert ordered[1:] == list(Phase)[:-1]


def test_phases_have_plain_words() -> None:
    assert [phase.word for phase in (Phase.PULLING_IMAGE, Phase.ENDED_OK, Phase.ENDED_FAILED)] == [
        "pulling image",
        "ended",
        "failed",
    ]
