"""Records of Mags read as sessions, workspaces, schedules and addresses, whatever they hold."""

from __future__ import annotations

import json
import math
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mimiry_tui.clouds.answers import Answer
from mimiry_tui.clouds.errors import UnreadableAnswer
from mimiry_tui.clouds.halves import mended
from mimiry_tui.clouds.mags.addresses import read_address, url_of
from mimiry_tui.clouds.mags.copies import values_of
from mimiry_tui.clouds.mags.deeds import deeds_of
from mimiry_tui.clouds.mags.logs import log_text
from mimiry_tui.clouds.mags.recipes import session_recipes
from mimiry_tui.clouds.mags.schedules import read_schedule
from mimiry_tui.clouds.mags.wire import UnusableRecordError, build_job, phase_of, read_job, read_workspace
from mimiry_tui.domain.phases import Phase
from tests.support.examples import examples
from tests.support.json_values import scalars, values

NOW = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
_FIELDS = (
    *("name", "status", "workspace_id", "persistent", "no_sleep", "no_sync", "url", "subdomain", "vm_id"),
    *(
        "script",
        "startup_command",
        "disk_gb",
        "script_duration_ms",
        "started_at",
        "completed_at",
        "exit_code",
    ),
    *(
        "error",
        "rootfs_type",
        "environment",
        "cron_expression",
        "enabled",
        "next_run_at",
        "domain",
        "created_at",
    ),
)
records = st.dictionaries(st.sampled_from(_FIELDS), scalars | values, max_size=8)


def _answer(value: object) -> Answer:
    return Answer(200, {}, json.dumps(value).encode())


@given(records)
@settings(max_examples=examples(50))
def test_no_record_with_an_id_fails_and_what_it_became_holds_together(record: dict[str, Any]) -> None:
    session = build_job({**record, "request_id": "a"}, json.dumps(record).encode())
    assert session.id == "a"
    assert session.is_live or session.phase in {Phase.ENDED_OK, Phase.ENDED_FAILED}
    assert session.ended_at is None or not session.is_live
    assert not session.url or session.url.startswith(("https://", "http://"))
    assert session.script_ran is None or session.script_ran > timedelta(0)
    form, copied = values_of(session)
    assert form in {"run", "new"}
    assert all(isinstance(value, str) for value in copied.values())
    keys = [deed.key for deed in deeds_of(session, ())]
    assert len(keys) == len(set(keys))
    assert session_recipes("https://api.magpiecloud.com", session)


@given(records)
@settings(max_examples=examples(50))
def test_no_record_of_other_things_fails_that_has_an_id(record: dict[str, Any]) -> None:
    raw = mended(json.dumps(_finite({**record, "id": "x", "subdomain": "x"})).encode())
    assert read_workspace(raw).name
    item = read_schedule(raw, NOW)
    assert len(item.cells) == 6
    address = read_address(raw)
    assert url_of(address).startswith(("https://", "http://"))


@given(values, st.booleans())
@settings(max_examples=examples(50))
def test_any_log_is_read_or_refused(value: object, timestamps: bool) -> None:
    answer = _answer({"logs": value})
    try:
        text = log_text(answer, tail=3, timestamps=timestamps)
    except UnreadableAnswer:
        assert not isinstance(value, list | str) or _is_odd(value)
    else:
        assert text.count("\n") <= 3


def _finite(value: Any) -> Any:
    """Without the numbers that JSON cannot carry."""
    if isinstance(value, dict):
        return {key: _finite(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [_finite(inner) for inner in value]
    return str(value) if isinstance(value, float) and not math.isfinite(value) else value


@pytest.mark.parametrize(
    ("body", "text"),
    [
        (b'{"logs": ["a", "b", "c"]}', "b\nc\n"),
        (b'["a", {"message": "b"}]', "a\nb\n"),
        (b'{"logs": "a\\nb\\nc\\n"}', "b\nc\n"),
        (b'{"logs": null}', ""),
        (b'{"logs": ["a", "\xff"]}', "a\n\ufffd\n"),
        (b'{"logs": ["\\ud83d", ""]}', "\ufffd\n\n"),
        (b'{"logs": [' + b'"x",' * 50_000 + b'"y"]}', "x\ny\n"),
    ],
)
def test_the_end_of_a_log_is_read_in_each_shape(body: bytes, text: str) -> None:
    assert log_text(Answer(200, {}, body), tail=2, timestamps=True) == text


def _is_odd(value: object) -> bool:
    """Whether JSON as the service sends it could not carry that."""
    try:
        json.dumps(value, allow_nan=False).encode()
    except (ValueError, UnicodeEncodeError):
        return True
    return False


@pytest.mark.parametrize(
    ("word", "phase"),
    [
        ("accepted", Phase.ACCEPTED),
        ("pending", Phase.PROVISIONING),
        ("Running", Phase.READY),
        ("sleeping", Phase.SLEEPING),
        ("completed", Phase.ENDED_OK),
        ("error", Phase.ENDED_FAILED),
        ("stopped", Phase.ENDED_OK),
        ("cancelled", Phase.ENDED_OK),
        ("hibernating", Phase.UNKNOWN),
        (None, Phase.UNKNOWN),
        (7, Phase.UNKNOWN),
    ],
)
def test_each_word_has_its_phase_and_an_unknown_one_counts_as_alive(word: object, phase: Phase) -> None:
    assert phase_of(word) is phase
    assert build_job({"id": "a", "status": word}, b"").phase is phase


def test_marks_say_only_what_was_told() -> None:
    def marks(**fields: object) -> tuple[str, ...]:
        return build_job({"id": "a", "status": "running", **fields}, b"").marks

    assert marks() == ()
    assert marks(persistent=True, no_sleep=True) == ("persistent", "always on")
    assert marks(persistent=False) == ("ephemeral",)
    assert marks(persistent=False, workspace_id="lab") == ()
    assert marks(workspace_id="lab", no_sync=True) == ("local disk",)
    assert [
        [
            mount.is_kept
            for mount in build_job({"id": "a", "workspace_id": "lab", "no_sync": local}, b"").mounts
        ]
        for local in (None, False, True)
    ] == [[True], [True], [False]]


def test_the_end_is_taken_from_the_script_where_no_date_is_told() -> None:
    told = {"id": "a", "started_at": "2026-11-23T12:00:00Z", "script_duration_ms": 1500}
    ended = build_job({**told, "status": "completed"}, b"")
    assert ended.ended_at == NOW + timedelta(seconds=1.5)
    assert build_job({**told, "status": "running"}, b"").ended_at is None
    assert build_job({**told, "status": "stopped", "persistent": True}, b"").ended_at is None


def test_one_that_was_stopped_ended_by_its_owner_unless_something_went_wrong() -> None:
    assert build_job({"id": "a", "status": "stopped"}, b"").ended_by_user
    assert not build_job({"id": "a", "status": "stopped", "error": "host lost"}, b"").ended_by_user
    assert not build_job({"id": "a", "status": "completed"}, b"").ended_by_user


@pytest.mark.parametrize(
    "reader", [read_job, read_workspace, read_address, lambda raw: read_schedule(raw, NOW)]
)
def test_a_record_without_an_id_is_refused(reader: Any) -> None:
    with pytest.raises(UnusableRecordError):
        reader(b'{"status": "running"}')


def test_a_schedule_that_does_not_tell_its_next_run_gets_it_from_its_expression() -> None:
    raw = {"id": "1", "name": "nightly", "cron_expression": "0 3 * * *"}
    item = read_schedule(json.dumps(raw).encode(), NOW)
    assert item.cells[2] == datetime(2026, 11, 24, 3, 0, tzinfo=UTC)
    off = read_schedule(json.dumps({**raw, "enabled": False}).encode(), NOW)
    assert (off.is_off, off.cells[2]) == (True, None)
    secret = read_schedule(json.dumps({**raw, "environment": {"KEY": "sesame"}}).encode(), NOW)
    assert "sesame" not in str(secret.facts)
