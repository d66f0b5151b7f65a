"""The forms of Mags: the rules between their fields, what is sent for them, and copies."""

from __future__ import annotations

import json
from datetime import UTC, datetime

import pytest

from mimiry_tui.clouds.mags import forms
from mimiry_tui.clouds.mags.bodies import launch_fields, not_sent
from mimiry_tui.clouds.mags.copies import values_of
from mimiry_tui.clouds.mags.deed_forms import FORMS
from mimiry_tui.clouds.mags.recipes import launch_recipes
from mimiry_tui.clouds.mags.rules import notes_of, trouble_of
from mimiry_tui.clouds.mags.schedules import BadExpressionError, next_runs, show_runs
from mimiry_tui.clouds.mags.wire import build_job
from mimiry_tui.domain.doing.forms import ON, FieldKind, Note, Notes, Role, Values, Weight
from mimiry_tui.domain.launch import FormRequest

NOW = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
HOLDER = build_job({"id": "h", "name": "trainer", "status": "running", "workspace_id": "lab"}, b"")


def _notes(form: str, values: Values) -> Notes:
    return notes_of(form, values, now=NOW, workspaces=("lab", "Data"), live=(HOLDER,))


def _note(form: str, key: str, **values: str) -> Note:
    return _notes(form, values)[key]


def _sent(form: str, values: Values, uploads: tuple[tuple[str, str], ...] = ()) -> dict[str, object]:
    return launch_fields(FormRequest(form, "", "", tuple(values.items()), uploads))


def test_every_form_declares_what_the_dashboard_can_draw() -> None:
    for name, form in FORMS.items():
        assert form.id == name
        keys = [field.key for field in form.fields]
        assert len(keys) == len(set(keys))
        for field in form.fields:
            assert not field.shown_if or field.shown_if in keys
            if field.choices and field.default:
                assert field.default in [choice.value for choice in field.choices]
    for form in forms.LAUNCH_FORMS:
        assert form.of_role(Role.NAME) is not None
        assert not trouble_of(form.id, {**form.defaults, "script": "x", "workspace_id": "y"}, {})


@pytest.mark.parametrize(
    ("values", "key", "weight", "words"),
    [
        ({"no_sleep": ON}, "no_sleep", Weight.WRONG, "persistent"),
        ({"no_sleep": ON, "persistent": ON}, "persistent", Weight.CARE, "day and night"),
        ({"persistent": ON}, "persistent", Weight.FINE, "10 idle minutes"),
        ({"startup_command": "serve"}, "startup_command", Weight.CARE, "never runs"),
        ({"no_sync": ON, "workspace_id": "lab"}, "no_sync", Weight.CARE, "not kept"),
        ({"no_sync": ON}, "no_sync", Weight.FINE, "beyond the machine"),
        ({}, "", Weight.FINE, "ephemeral"),
        ({"workspace_id": "lab"}, "workspace_id", Weight.CARE, "trainer has it now"),
        ({"workspace_id": "Data"}, "workspace_id", Weight.FINE, "has this workspace's files"),
        ({"workspace_id": "data"}, "workspace_id", Weight.CARE, "there is Data"),
        ({"workspace_id": "fresh"}, "workspace_id", Weight.FINE, "a new one"),
        ({"workspace_id": "a\tb"}, "workspace_id", Weight.WRONG, "control characters"),
        ({"workspace_id": "x", "base_workspace_id": "x"}, "base_workspace_id", Weight.CARE, "anyhow"),
        ({"disk_gb": "2.5"}, "disk_gb", Weight.WRONG, "whole number"),
        ({"environment": "A=1\nA=2"}, "environment", Weight.WRONG, "variable 2: is there more than once"),
        ({"environment": "A=1\nsesame"}, "environment", Weight.WRONG, "variable 2: there is no ="),
        ({"script": "a\0b"}, "script", Weight.WRONG, "cannot be sent"),
    ],
)
def test_the_rules_of_a_run_are_said_where_they_apply(
    values: dict[str, str], key: str, weight: Weight, words: str
) -> None:
    note = _note("run", key, **values)
    assert note.weight is weight
    assert words in note.words
    assert "sesame" not in note.words


def test_a_persistent_run_or_one_with_a_workspace_is_not_ephemeral() -> None:
    for values in ({"persistent": ON}, {"workspace_id": "fresh"}):
        assert "" not in _notes("run", values)


def test_a_sandbox_says_whether_its_files_outlive_it() -> None:
    assert _note("new", "sync", workspace_id="box").weight is Weight.CARE
    assert "sync" not in _notes("new", {"workspace_id": "box", "sync": ON})


def test_a_schedule_shows_when_it_comes_due_next() -> None:
    note = _note("schedule", "cron_expression", cron_expression="30 6 * * 1-5")
    assert note == Note("next: Tue 24 Nov 06:30, Wed 25 Nov 06:30, Thu 26 Nov 06:30 UTC", Weight.FINE)
    for wrong in ("x", "61 * * * *", "0 0 31 2 *", "* * * * * *", "@daily"):
        assert _note("schedule", "cron_expression", cron_expression=wrong).weight is Weight.WRONG
        with pytest.raises(BadExpressionError):
            next_runs(wrong, NOW)
    assert _note("schedule", "persistent", persistent=ON).weight is Weight.CARE
    assert show_runs(()) == "never comes due"


@pytest.mark.parametrize(
    ("form", "key", "good", "bad"),
    [
        ("alias", "subdomain", "my-app", "My App"),
        ("alias", "domain", "apps.magpiecloud.com", "https://x"),
        ("url", "port", "8080", "70000"),
        ("url", "port", "443", "22"),
        ("exec", "timeout", "30", "3601"),
        ("resize", "disk_gb", "10", "0"),
    ],
)
def test_what_cannot_be_sent_is_wrong_at_its_field(form: str, key: str, good: str, bad: str) -> None:
    fine = _notes(form, {key: good}).get(key)
    assert fine is None or fine.weight is Weight.FINE
    assert _note(form, key, **{key: bad}).weight is Weight.WRONG
    assert trouble_of(form, {key: bad}, _notes(form, {key: bad}))


def test_a_run_sends_every_field_as_the_service_names_it_and_no_empty_one() -> None:
    assert _sent("run", {"script": "echo hi\n", "rootfs_type": "standard"}) == {
        "script": "echo hi\n",
        "type": "inline",
        "persistent": False,
    }
    full = {
        "script": "train",
        "name": " nightly ",
        "workspace_id": "lab",
        "base_workspace_id": "Data",
        "persistent": ON,
        "no_sleep": ON,
        "no_sync": ON,
        "startup_command": "serve",
        "environment": "A=1\n\nB=x = y ",
        "file_ids": "/data/a.bin\n/data/b.bin",
        "disk_gb": "20",
        "rootfs_type": "claude",
    }
    assert _sent("run", full, (("/data/a.bin", "f-1"),)) == {
        "script": "train",
        "type": "inline",
        "persistent": True,
        "no_sleep": True,
        "no_sync": True,
        "name": "nightly",
        "workspace_id": "lab",
        "base_workspace_id": "Data",
        "startup_command": "serve",
        "environment": {"A": "1", "B": "x = y "},
        "file_ids": ["f-1", "<id of b.bin>"],
        "disk_gb": 20,
        "rootfs_type": "claude",
    }


def test_a_sandbox_is_a_persistent_job_that_sleeps_for_ever() -> None:
    local = _sent("new", {"workspace_id": "box"})
    assert local == {
        "script": "sleep infinity",
        "type": "inline",
        "persistent": True,
        "no_sync": True,
        "name": "box",
        "workspace_id": "box",
    }
    assert "no_sync" not in _sent("new", {"workspace_id": "box", "sync": ON})


@pytest.mark.parametrize(
    "fields",
    [
        {"script": "sleep infinity", "workspace_id": "box", "persistent": True, "disk_gb": 5},
        {
            "script": "sleep infinity",
            "workspace_id": "box",
            "persistent": True,
            "no_sync": True,
            "disk_gb": 2,
        },
        {
            "script": "train",
            "name": "n",
            "persistent": True,
            "no_sleep": True,
            "disk_gb": 2,
            "rootfs_type": "pi",
        },
        {"script": "train", "persistent": False, "base_workspace_id": "Data", "disk_gb": 3, "name": "n"},
    ],
)
def test_a_copy_of_a_session_asks_for_the_same(fields: dict[str, object]) -> None:
    told = {"request_id": "a", "status": "running", **fields}
    form, values = values_of(build_job(told, json.dumps(told).encode()))
    sent = _sent(form, values)
    assert {key: sent.get(key) for key in fields} == fields


def test_no_secret_is_kept_of_a_form() -> None:
    form = forms.RUN_FORM
    assert [field.kind for field in form.fields if field.key == "environment"] == [FieldKind.PAIRS]
    kept = form.keepable({"environment": "KEY=sesame", "script": "echo"})
    assert "sesame" not in str(kept)
    assert "sesame" not in repr(FormRequest("run", "", "", (("environment", "KEY=sesame"),)))


def test_what_stands_for_an_id_is_not_taken_for_one() -> None:
    paths = (("file_ids", "'/data/a b.bin'\n/data/c.bin"), ("script", "x"))
    request = FormRequest("run", "", "", paths, (("/data/a b.bin", "f-1"), ("/data/c.bin", "<id of c.bin>")))
    assert not_sent(request) == ("/data/c.bin",)
    recipes = {one.label: one.text for one in launch_recipes("https://api.magpiecloud.com", request)}
    assert "file_ids=['f-1'] + mags.upload_files(['/data/c.bin'])," in recipes["Python"]
    assert "-F file=@/data/c.bin" in recipes["curl"]
    assert "a b.bin" not in recipes["curl"]
