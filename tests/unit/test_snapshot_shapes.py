"""What `snapshot` prints of a look: sentences, one line, and JSON that keeps to its schema."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

import pytest
from jsonschema import Draft202012Validator
from jsonschema.exceptions import ValidationError

from mimiry_tui.clouds.base import Page
from mimiry_tui.clouds.errors import (
    AnswerLost,
    CloudError,
    InvalidState,
    KeyLocked,
    KeyNotRegistered,
    NoKey,
    NoToken,
    ScopeMissing,
    ServerTrouble,
    StillBooting,
    TimedOut,
    TokenRefused,
)
from mimiry_tui.commands.snapshot.as_json import json_of
from mimiry_tui.commands.snapshot.as_text import spoken, text_of
from mimiry_tui.commands.snapshot.figures import figures_of
from mimiry_tui.commands.snapshot.line import line_of
from mimiry_tui.commands.snapshot.schema import json_schema
from mimiry_tui.commands.snapshot.taking import NOTHING, OK, PARTLY, exit_code
from mimiry_tui.commands.snapshot.trouble import code_of
from mimiry_tui.domain.account import Quota
from mimiry_tui.domain.records import Unreadable
from mimiry_tui.domain.session_reading import build_session
from mimiry_tui.domain.sessions import Session
from mimiry_tui.domain.volumes import build_volume
from mimiry_tui.live.once import Look, look
from mimiry_tui.settings import Profile
from tests.support.clock import EPOCH, ManualClock
from tests.support.fake_cloud import FakeCloud
from tests.support.pictures import an_offer

PROFILE = Profile("demo", "https://api.example.org", "test", None, "test")
EVIL = "a\x1b]0;x\x07\u202eb [red]"


def a_machine(name: str, state: str, rate: str = "2.10", **more: object) -> Session:
    ago = (EPOCH - timedelta(hours=2, minutes=14)).isoformat()
    facts: dict[str, Any] = {
        "created_at": ago,
        "started_at": ago,
        "gpu_type": "H100_80G_SXM",
        "hourly_rate": rate,
        **more,
    }
    return build_session(id=f"s-{name}", name=name, state=state, **facts)


async def seen(**answers: object) -> Look:
    """A look at noon: one session up, one booting, one ended, a volume, an offer, a balance."""
    clock = ManualClock()
    cloud = FakeCloud(clock)
    ended = (EPOCH - timedelta(minutes=30)).isoformat()
    scripted: dict[str, object] = {
        "live_sessions": Page(
            (a_machine("train", "started"), a_machine("next", "provisioning", "1.32", started_at=None))
        ),
        "ended_sessions": Page(
            (a_machine("done", "completed", exit_code=0, ended_at=ended, final_cost="0.75"),), 14
        ),
        "volumes": Page((build_volume(id="v", name="ckpt", size_gb=400, state="provisioned"),)),
        "offers": Page((an_offer(),)),
        "quotas": (Quota("sessions", 5, 2),),
        **answers,
    }
    for name, answer in scripted.items():
        cloud.answer(name, answer)
    return await look(cloud, clock, patience=5)


def line(one: Look) -> str:
    return line_of(one, figures_of(one, EPOCH))


def as_json(one: Look) -> dict[str, Any]:
    """Read back, after it was found to keep to the schema."""
    text = json_of(one, figures_of(one, EPOCH), PROFILE)
    assert text.isascii()
    record: dict[str, Any] = json.loads(text)
    Draft202012Validator(json_schema(), format_checker=Draft202012Validator.FORMAT_CHECKER).validate(record)
    return record


def text(one: Look) -> str:
    return text_of(one, figures_of(one, EPOCH), "demo", EPOCH)


async def test_the_line_counts_and_sums() -> None:
    assert line(await seen()) == "1 up · 1 booting · €3.42/h"


async def test_the_line_says_at_least_where_volumes_are_unknown() -> None:
    assert line(await seen(volumes=ServerTrouble())) == "1 up · 1 booting · ≥€3.42/h"


async def test_the_line_says_why_it_knows_nothing() -> None:
    assert line(await seen(live_sessions=ServerTrouble(EVIL))) == "? · service trouble"


async def test_nothing_running_costs_nothing() -> None:
    assert line(await seen(live_sessions=Page(()))) == "0 up"


async def test_the_text_is_sentences_without_signs() -> None:
    said = text(await seen())
    assert said.splitlines() == [
        "Account demo, Monday 8 June 2026, 12:00.",
        "Sessions: 1 up, 1 booting.",
        "Everything that runs costs €3.42 per hour.",
        "Spent today: about €8.39.",
        "Balance: €50.00, lasts about 14 hours 37 minutes, until Tuesday 9 June 2026 at 02:37.",
        "Session train, ready, 2 hours 14 minutes since it was started, H100 80G, €2.10 per hour, "
        "about €4.69 so far.",
        "Session next, provisioning, 2 hours 14 minutes since it was asked for, H100 80G, €1.32 per hour, "
        "about €2.95 so far.",
        "Session done, ended 30 minutes ago, done, exit 0, H100 80G, €0.75 in all.",
        "Volume ckpt, 400 gigabytes, free.",
        "GPUs: 1 offer, the cheapest available one is A100 80G at verda/FIN-03 for €1.29 per hour.",
    ]


async def test_what_could_not_be_read_is_told_by_its_cause() -> None:
    said = text(await seen(volumes=NoKey(EVIL), balance=NoKey(EVIL)))
    (told,) = [row for row in said.splitlines() if row.startswith("Could not")]
    assert told.startswith("Could not read volumes, balance: no SSH key: a␛]0;x␇‹202E›b [red].")
    assert "What helps: mimiry-tui setup" in told
    said = text(await seen(volumes=KeyNotRegistered("SSH key not registered", hint="Which key is it?")))
    assert "Could not read volumes: SSH key not registered. What helps: Which key is it?\n" in said
    said = text(await seen(volumes=TimedOut()))  # no dashboard is there that would try again
    assert "Could not read volumes: timed out. What helps: check the network and the host.\n" in said


async def test_foreign_names_cannot_leave_their_sentence() -> None:
    said = text(await seen(live_sessions=Page((a_machine(EVIL, "started"),))))
    assert "Session a␛]0;x␇‹202E›b [red], ready" in said
    assert not any(sign in said for sign in "\x1b\x07\u202e")


@pytest.mark.parametrize(
    ("length", "words"),
    [
        (timedelta(seconds=59), "less than a minute"),
        (timedelta(minutes=61), "1 hour 1 minute"),
        (timedelta(hours=2), "2 hours"),
        (timedelta(days=3, hours=4, minutes=5), "3 days 4 hours"),
    ],
)
def test_lengths_of_time_are_spoken(length: timedelta, words: str) -> None:
    assert spoken(length) == words


async def test_the_json_is_whole_and_exact() -> None:
    one = as_json(await seen())
    assert one["at"] == "2026-06-08T12:00:00Z"
    assert one["summary"]["burn_per_hour"] == [{"amount": "3.42", "currency": "EUR"}]
    assert one["summary"]["line"] == "1 up · 1 booting · €3.42/h"
    assert one["summary"]["balance_lasts_seconds"] == 52_631
    train = one["sessions"]["items"][0]
    assert (train["phase"], train["cost_is_estimated"]) == ("ready", True)
    assert train["cost"] == {"amount": "4.6900", "currency": "EUR"}
    assert train["billed_at"] == "2026-06-08T09:46:00Z"
    assert one["ended"]["items"][0]["cost"] == {"amount": "0.75", "currency": "EUR"}
    assert one["ended"]["total"] == 14
    assert one["volumes"]["items"][0]["size_gb"] == 400


async def test_what_failed_is_null_and_says_why() -> None:
    one = as_json(await seen(live_sessions=ServerTrouble(EVIL, status=502, retry_after=7.0)))
    assert one["sessions"]["items"] is None
    assert one["sessions"]["as_of"] is None
    assert one["sessions"]["error"]["code"] == "service_trouble"
    assert one["sessions"]["error"]["status"] == 502
    assert one["summary"]["up"] is None
    assert one["summary"]["spent_today"] is None
    assert one["summary"]["balance_lasts_seconds"] is None


async def test_one_bad_record_costs_one_row() -> None:
    bad = Unreadable("s-9", "no state", b"{}")
    one = await seen(live_sessions=Page((a_machine("train", "started"), bad)))
    record = as_json(one)
    assert [item["name"] for item in record["sessions"]["items"]] == ["train"]
    assert record["sessions"]["unreadable"] == [{"id": "s-9", "reason": "no state"}]
    assert "Records that came and could not be read: 1." in text(one)


async def test_the_exit_code_says_how_much_was_read() -> None:
    down = dict.fromkeys(
        ("live_sessions", "ended_sessions", "volumes", "balance", "quotas", "offers"), ServerTrouble()
    )
    assert exit_code(await seen()) == OK
    assert exit_code(await seen(quotas=ServerTrouble())) == PARTLY
    assert exit_code(await seen(**down)) == NOTHING
    as_json(await seen(**down))


@pytest.mark.parametrize(
    ("error", "word"),
    [
        (StillBooting(), "service_trouble"),
        (AnswerLost(), "unreachable"),
        (TimedOut(), "timed_out"),
        (NoToken(), "no_token"),
        (TokenRefused(), "token_refused"),
        (ScopeMissing(), "scope_missing"),
        (KeyLocked(), "key_locked"),
        (InvalidState(), "refused"),
        (CloudError(), "error"),
    ],
)
def test_a_trouble_has_the_word_of_its_nearest_kind(error: CloudError, word: str) -> None:
    assert code_of(error) == word


async def test_the_schema_is_one_and_refuses_what_is_no_snapshot() -> None:
    Draft202012Validator.check_schema(json_schema())
    good = as_json(await seen())
    for spoilt in (
        {**good, "version": 2},
        {**good, "sessions": {}},
        {**good, "balance": {**good["balance"], "value": {"amount": 46.2, "currency": "EUR"}}},
    ):
        with pytest.raises(ValidationError):
            Draft202012Validator(json_schema()).validate(spoilt)
