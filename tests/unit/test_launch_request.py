"""From the form to the body of POST /sessions: every field of the protocol's table, and nothing beside."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest

from mimiry_tui.clouds.mimiry.requests import session_body
from mimiry_tui.domain.launching.draft import AutoTerminate, Criteria, Draft, MountWish, Pick, Variable
from mimiry_tui.domain.launching.picture import Picture
from mimiry_tui.domain.launching.placing import place_of
from mimiry_tui.domain.launching.request import (
    MASK,
    build_request,
    effective_auto_terminate,
    masked,
    models_of,
    problems_of,
)
from mimiry_tui.simulator.validation import launch_of
from tests.support.launch_fields import FIELDS, FIELDS_OF_GPU
from tests.support.pictures import IMAGE, KEY_LINE, PICK, PLAIN, a_volume, known

CKPT = a_volume("ckpt")
PICTURE = known(volumes=(CKPT, a_volume("data")))
LEAST: dict[str, Any] = {
    "name": "train",
    "image": {"uri": IMAGE},
    "gpu": {"count": 1, "types": ["A100_80G_SXM"], "provider": "verda", "location": "FIN-03"},
    "ssh_enabled": True,
    "ssh_public_key": KEY_LINE,
    "auto_terminate": {"mode": "never"},
}


def sent(draft: Draft, picture: Picture = PICTURE, name: str = "train") -> dict[str, Any]:
    place = place_of(draft, picture)
    assert problems_of(draft, picture, name=name, place=place) == ()
    body: dict[str, Any] = json.loads(session_body(build_request(draft, picture, name=name, place=place)))
    launch_of(body)  # the simulator reads it as strictly as the service
    return body


def gpu(**fields: Any) -> dict[str, Any]:
    return LEAST | {"gpu": {"count": 1, **fields}}


CRITERIA = Draft(by_criteria=True, image=IMAGE, criteria=Criteria(families=("A100",)))
HERE = {"provider": "verda", "location": "FIN-03"}
COMMAND = {"command": "python train.py", "auto_terminate": {"mode": "on_complete"}}
TABLE: list[tuple[str, Draft, dict[str, Any]]] = [
    ("the least", PLAIN, LEAST),
    ("count", replace(PLAIN, count=" 4 "), gpu(count=4, types=["A100_80G_SXM"], **HERE)),
    (
        "types in order of preference, each once",
        replace(PLAIN, picks=(Pick("H", "verda", "FIN-01"), PICK, Pick("H", "verda", "FIN-03"))),
        gpu(types=["H", "A100_80G_SXM"], provider="verda"),
    ),
    ("no hints", replace(PLAIN, provider="", location=""), gpu(types=["A100_80G_SXM"])),
    (
        "hints as typed",
        replace(PLAIN, provider="acme", location=" US-1 "),
        gpu(types=["A100_80G_SXM"], provider="acme", location="US-1"),
    ),
    ("family", CRITERIA, gpu(family=["A100"])),
    (
        "all criteria",
        replace(
            CRITERIA,
            criteria=Criteria(("A100", "H100", "A100"), ("SXM",), "80 GB", ("PRICE", "VRAM"), "5"),
            max_price="2.50",
        ),
        gpu(
            family=["A100", "H100"],
            form_factor=["SXM"],
            vram_gb=[80],
            priority=["PRICE", "VRAM"],
            max_attempts=5,
            max_hourly_rate=2.5,
        ),
    ),
    ("criteria leave picks out", replace(CRITERIA, picks=(PICK,)), gpu(family=["A100"])),
    (
        "picks leave criteria out",
        replace(PLAIN, criteria=Criteria(("H100",), (), "x", ("?",), "x")),
        LEAST,
    ),
    ("a ceiling", replace(PLAIN, max_price="3"), gpu(types=["A100_80G_SXM"], max_hourly_rate=3, **HERE)),
    ("ssh off", replace(PLAIN, ssh_enabled=False), {**LEAST, "ssh_enabled": False, "ssh_public_key": None}),
    ("a command", replace(PLAIN, has_command=True, command=" python train.py\r\n"), LEAST | COMMAND),
    (
        "a command of several lines",
        replace(PLAIN, has_command=True, command="cd /w\r\npython train.py"),
        LEAST | COMMAND | {"command": "cd /w\npython train.py"},
    ),
    ("a command that is kept for later", replace(PLAIN, command="python train.py"), LEAST),
    (
        "an end by choice",
        replace(PLAIN, auto_terminate=AutoTerminate.ON_SUCCESS),
        LEAST | {"auto_terminate": {"mode": "on_success"}},
    ),
    (
        "an environment",
        replace(PLAIN, environment=(Variable("A", "1 = 2\n"), Variable(" B "), Variable(""))),
        LEAST | {"environment_vars": {"A": "1 = 2\n", "B": ""}},
    ),
    (
        "volumes",
        replace(PLAIN, mounts=(MountWish("v-ckpt", "old name", "/ckpt/"), MountWish("", "data", "/data"))),
        LEAST
        | {
            "volume_mounts": [
                {"volume_name": "ckpt", "mount_path": "/ckpt"},
                {"volume_name": "data", "mount_path": "/data"},
            ]
        },
    ),
    ("a limit", replace(PLAIN, max_duration="1h30m"), LEAST | {"max_duration": 5400}),
    ("an organisation", replace(PLAIN, org_id=" o-1 "), LEAST | {"org_id": "o-1"}),
]


@pytest.mark.parametrize(("draft", "body"), [row[1:] for row in TABLE], ids=[row[0] for row in TABLE])
def test_a_form_sends_exactly_this(draft: Draft, body: dict[str, Any]) -> None:
    assert sent(draft) == {key: value for key, value in body.items() if value is not None}


def test_every_field_that_a_form_can_ask_for_is_in_the_table() -> None:
    bodies = [body for _, _, body in TABLE]
    assert {key for body in bodies for key in body} == FIELDS
    assert {key for body in bodies for key in body["gpu"]} == FIELDS_OF_GPU


def test_nothing_is_ever_sent_as_null_or_empty() -> None:
    for _, draft, _ in TABLE:
        body = sent(draft)
        assert all(value not in (None, "", [], {}) for value in (*body.values(), *body["gpu"].values()))


def test_the_name_is_sent_without_blanks_around_it() -> None:
    assert sent(PLAIN, name=" eval ")["name"] == "eval"


def test_without_a_list_of_volumes_they_are_mounted_by_the_names_known() -> None:
    unread = replace(PICTURE, volumes=replace(PICTURE.volumes, value=(), as_of=None, trouble="timed out"))
    draft = replace(PLAIN, mounts=(MountWish("v-1", "scratch", "/s"),))
    assert sent(draft, unread)["volume_mounts"] == [{"volume_name": "scratch", "mount_path": "/s"}]


def test_the_end_follows_the_command_until_it_is_chosen() -> None:
    assert effective_auto_terminate(PLAIN) is AutoTerminate.NEVER
    assert effective_auto_terminate(replace(PLAIN, has_command=True)) is AutoTerminate.ON_COMPLETE
    chosen = replace(PLAIN, has_command=True, auto_terminate=AutoTerminate.NEVER)
    assert effective_auto_terminate(chosen) is AutoTerminate.NEVER


def test_models_are_named_once_in_the_order_of_preference() -> None:
    assert models_of((Pick("B"), Pick("A", "x"), Pick("B", "y"), Pick(""))) == ("B", "A")


def test_no_request_is_built_of_a_form_with_a_problem() -> None:
    with pytest.raises(ValueError, match="pick a GPU"):
        build_request(replace(PLAIN, picks=()), PICTURE, name="x", place=place_of(PLAIN, PICTURE))


def test_values_are_hidden_where_a_request_is_shown() -> None:
    draft = replace(PLAIN, environment=(Variable("TOKEN", "hunter2"),))
    request = build_request(draft, PICTURE, name="x", place=place_of(draft, PICTURE))
    assert masked(request).environment == (("TOKEN", MASK),)
    assert "hunter2" not in repr(request)
    assert "hunter2" not in repr(draft)
