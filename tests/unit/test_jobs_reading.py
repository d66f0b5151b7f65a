"""Records of the job API: what each field becomes, and that nothing that comes can break a reader."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mimiry_tui.clouds.jobs.job_reading import session_of
from mimiry_tui.clouds.jobs.offers import Catalogue, join_offers
from mimiry_tui.clouds.jobs.wire import read_job, read_machine, read_place, read_ssh_key, read_stock
from mimiry_tui.domain.money import Money
from mimiry_tui.domain.phases import Phase
from mimiry_tui.domain.sessions import Session
from mimiry_tui.domain.spending import cost_so_far
from mimiry_tui.ui.overview import gpu_words
from tests.support.examples import examples
from tests.support.jobs_desk import INSTANCES, JOB, raw
from tests.support.json_values import values

CATALOGUE = Catalogue(tuple(read_machine(raw(one)) for one in INSTANCES))
NOW = datetime(2026, 6, 8, 12, 2, tzinfo=UTC)


def session(**changes: object) -> Session:
    body = raw({**JOB, **changes})
    return session_of(read_job(body), body, CATALOGUE)


def test_a_running_job_is_a_session_on_its_machine() -> None:
    read = session()
    assert (read.id, read.name, read.phase, read.state) == ("j1", "train", Phase.READY, "running")
    assert (read.gpu, read.asked.gpu_count, read.where) == ("A100", 8, "datacrunch/FIN-01")
    assert read.got.rate == Money(Decimal("9.45"))
    assert read.command == JOB["startup_script"]
    assert read.max_duration == timedelta(hours=2)
    assert read.heartbeat_at == datetime(2026, 6, 8, 11, 59, 30, tzinfo=UTC)
    assert read.heartbeat_timeout == timedelta(minutes=10)
    assert dict(read.facts) == {
        "type": "8A100.80G",
        "machine": "vm-7",
        "SSH keys": "2",
    }


def test_what_a_job_will_cost_is_said_while_it_waits_for_its_machine() -> None:
    assert dict(session(status="queued", started_at=None).facts)["price"] == "€9.45/h once it runs"
    assert "price" not in dict(session(status="failed", started_at=None).facts)


@pytest.mark.parametrize(
    ("status", "error", "phase", "reason"),
    [
        ("queued", None, Phase.ACCEPTED, ""),
        ("provisioning", None, Phase.PROVISIONING, ""),
        (" Running ", None, Phase.READY, ""),
        ("completed", None, Phase.ENDED_OK, ""),
        ("failed", "no room", Phase.ENDED_FAILED, ""),
        ("cancelled", None, Phase.ENDED_OK, "user_requested"),
        ("cancelled", "Heartbeat timeout", Phase.ENDED_FAILED, ""),
        ("rebalancing", None, Phase.UNKNOWN, ""),
        (None, None, Phase.UNKNOWN, ""),
    ],
)
def test_each_status_has_its_phase(status: str | None, error: str | None, phase: Phase, reason: str) -> None:
    read = session(status=status, error_message=error)
    assert (read.phase, read.stop_reason, read.error) == (phase, reason, error or "")


def test_a_job_costs_from_when_its_machine_was_there() -> None:
    cost = cost_so_far(session(), NOW)
    assert cost is not None
    assert cost.money == Money(Decimal("9.45")), "an hour since the start, not since it was queued"
    ended = cost_so_far(session(status="completed", completed_at="2026-06-08T11:32:00Z"), NOW)
    assert ended is not None
    assert ended.money == Money(Decimal("4.725"))


@pytest.mark.parametrize("status", ["queued", "provisioning", "cancelled", "failed"])
def test_a_job_that_never_got_a_machine_costs_nothing(status: str) -> None:
    read = session(status=status, started_at=None, provider_instance_id=None)
    assert cost_so_far(read, NOW) is None
    assert read.got.rate is None
    assert read.asked.location == "FIN-01"


def test_an_unknown_instance_type_says_its_gpus_by_its_name() -> None:
    read = session(instance_type="4H200.141S")
    assert (read.gpu, read.asked.gpu_count, read.got.rate) == ("H200", 4, None)


@pytest.mark.parametrize("instance_type", ["n3-A100x4-unheard-of", "CPU.8V.32G"])
def test_gpus_that_nobody_tells_of_are_not_counted(instance_type: str) -> None:
    read = session(instance_type=instance_type)
    assert (read.gpu, read.asked.gpu_count) == (instance_type, 0)
    assert gpu_words(read).plain == instance_type


@pytest.mark.parametrize("read", [read_job, read_machine, read_stock, read_place, read_ssh_key])
@given(
    given_values=st.dictionaries(st.sampled_from([*JOB, *INSTANCES[0], "code", "slug"]), values, max_size=9)
)
@settings(max_examples=examples(100))
def test_any_json_is_a_record_or_a_refusal(
    read: Callable[[bytes], Any], given_values: dict[str, Any]
) -> None:
    body = json.dumps({"id": "x", "instance_type": "1A.1", "code": "c", **given_values}).encode()
    try:
        record = read(body)
    except (ValueError, msgspec.MsgspecError):
        return
    if read is read_job:
        assert isinstance(session_of(record, body, CATALOGUE).phase, Phase)
    if read is read_machine:
        assert all(offer.count >= 1 for offer in join_offers([record], []))
