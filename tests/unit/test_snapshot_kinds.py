"""What `snapshot` prints of services that lack things: why they do, and nothing made up."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from mimiry_tui.clouds.errors import ScopeMissing, TokenRefused
from mimiry_tui.commands.snapshot.as_json import json_of
from mimiry_tui.commands.snapshot.as_text import text_of
from mimiry_tui.commands.snapshot.figures import figures_of
from mimiry_tui.commands.snapshot.line import line_of
from mimiry_tui.commands.snapshot.schema import json_schema
from mimiry_tui.commands.snapshot.taking import OK, PARTLY, exit_code
from mimiry_tui.live.once import Look, look
from mimiry_tui.settings import Profile
from tests.support.clock import EPOCH, ManualClock
from tests.support.kind_clouds import KINDS, KindCloud


async def seen(kind: str, **answers: object) -> Look:
    clock = ManualClock()
    cloud = KindCloud(kind, clock)
    for name, answer in answers.items():
        cloud.answer(name, answer)
    return await look(cloud, clock, patience=5)


def text(one: Look) -> str:
    return text_of(one, figures_of(one, EPOCH), "work", EPOCH)


def as_json(one: Look, kind: str) -> dict[str, Any]:
    """Read back, after it was found to keep to the schema."""
    profile = Profile("work", "https://api.example.org", "test", None, "", cloud=kind)
    record: dict[str, Any] = json.loads(json_of(one, figures_of(one, EPOCH), profile))
    Draft202012Validator(json_schema(), format_checker=Draft202012Validator.FORMAT_CHECKER).validate(record)
    return record


@pytest.mark.parametrize("kind", KINDS)
async def test_each_service_is_told_in_json_that_keeps_to_its_schema(kind: str) -> None:
    one = await seen(kind)
    assert exit_code(one) == OK
    record = as_json(one, kind)
    assert record["account"]["kind"] == kind
    for part in ("sessions", "ended", "volumes", "offers", "quotas", "balance"):
        assert bool(record[part]["why_not"]) == (record[part]["as_of"] is None)
        assert record[part]["error"] is None


async def test_what_a_service_lacks_is_said_in_one_sentence_each() -> None:
    said = text(await seen("mimiry-jobs"))
    for part in ("volumes", "balance", "quotas"):
        assert f"Mimiry-jobs has no {part}.\n" in said
    cheapest = "8A100.80G at datacrunch/FIN-01 for €1.20 per hour and GPU, 8 GPUs together."
    assert f"the cheapest available one is {cheapest}" in said
    assert "Session batch, ready, " in said


async def test_where_nothing_has_a_price_no_amount_is_made_up() -> None:
    one = await seen("mags")
    assert line_of(one, figures_of(one, EPOCH)) == "1 up · 1 asleep"
    assert "€" not in text(one)
    assert ", always on, persistent" in text(one)
    record = as_json(one, "mags")
    assert (record["summary"]["burn_per_hour"], record["summary"]["asleep"]) == ([], 1)
    web = record["sessions"]["items"][0]
    assert (web["marks"], web["script_ran_seconds"]) == (["always on", "persistent"], 42)
    assert (web["url"], web["price_per_hour"]) == ("https://web.apps.example.org", None)


async def test_a_machine_and_its_last_sign_of_life_are_in_the_json() -> None:
    record = as_json(await seen("mimiry-jobs"), "mimiry-jobs")
    assert record["offers"]["items"][0]["gpu_count"] == 8
    assert record["sessions"]["items"][0]["heartbeat_at"] == "2026-06-08T11:54:00Z"
    assert EPOCH - timedelta(minutes=6) == EPOCH.replace(hour=11, minute=54)


async def test_a_missing_scope_is_named_and_the_rest_is_read() -> None:
    lacks = ScopeMissing("the API key lacks the scope instances:read, which prices need")
    one = await seen("mimiry-jobs", offers=lacks)
    assert exit_code(one) == PARTLY
    assert "Could not read prices: scope missing: the API key lacks the scope instances:read" in text(one)
    assert as_json(one, "mimiry-jobs")["offers"]["error"]["code"] == "scope_missing"
    refused = await seen("mimiry-jobs", live_sessions=TokenRefused())
    assert line_of(refused, figures_of(refused, EPOCH)) == "? · API token refused"
