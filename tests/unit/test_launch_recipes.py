"""The same launch by other programs: resolved, quoted, and honest about what each cannot say."""

from __future__ import annotations

import ast
import json
import shlex
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mimiry_tui.clouds.mimiry.launch_recipes import launch_recipes
from mimiry_tui.clouds.mimiry.requests import session_fields
from mimiry_tui.clouds.shell_words import json_text, option, shell_word
from mimiry_tui.domain.launch import GpuWish, SessionRequest, VolumeMount
from mimiry_tui.domain.launching.request import MASK, masked

BASE = "https://alpha.mimiry.com"
KEY = Path("/keys/my key.pub")
LEAST = SessionRequest(
    name="train",
    image="ubuntu:24.04",
    gpu=GpuWish(types=("T4",)),
    auto_terminate="never",
    ssh_public_key="ssh-x A",
)
FULL = replace(
    LEAST,
    gpu=GpuWish(
        types=("T4", "L4"),
        count=2,
        priority=("PRICE",),
        max_attempts=3,
        max_hourly_rate=Decimal("2.5"),
        provider="verda",
        location="FIN-03",
    ),
    auto_terminate="on_success",
    command="cd /w\npython 'a b.py'",
    environment=(("TOKEN", "hunter2"), ("B", "-x 1")),
    mounts=(VolumeMount("ckpt", "/ckpt"), VolumeMount("a:b", "/c")),
    max_duration=timedelta(hours=1),
    org_id="o-1",
)
ANY = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=30)


def texts(request: SessionRequest, key: Path | None = KEY) -> dict[str, str]:
    return {recipe.label: recipe.text for recipe in launch_recipes(BASE, request, key)}


def body_of_curl(text: str) -> object:
    head, _, rest = text.partition("<<'JSON'\n")
    assert head.endswith("/api/compute/v1/sessions ")
    assert rest.endswith("\nJSON")
    return json.loads(rest.removesuffix("\nJSON"))


def body_of_python(text: str) -> object:
    (value,) = [node.value for node in ast.parse(text).body if isinstance(node, ast.Assign)]
    return ast.literal_eval(value)


def test_each_recipe_has_a_letter_of_its_own() -> None:
    assert [recipe.key for recipe in launch_recipes(BASE, LEAST, KEY)] == ["c", "k", "i", "p"]


def test_the_least_is_one_line_for_each_option() -> None:
    told = texts(LEAST)
    assert told["mimiry CLI"].splitlines() == [
        "mimiry --ssh-key '/keys/my key' --api-base https://alpha.mimiry.com session create \\",
        "  --name train \\",
        "  --image ubuntu:24.04 \\",
        "  --gpu T4 \\",
        "  --auto-terminate never",
    ]
    assert told["mirc"].splitlines() == [
        "MIMIRY_API_BASE=https://alpha.mimiry.com mirc session create \\",
        "  --name train \\",
        "  --image ubuntu:24.04 \\",
        "  --gpu T4 \\",
        "  --key '/keys/my key'",
    ]


@pytest.mark.parametrize("request_", [LEAST, FULL], ids=["least", "full"])
def test_curl_and_python_say_everything(request_: SessionRequest) -> None:
    told = texts(request_)
    assert body_of_curl(told["curl"]) == session_fields(request_)
    assert body_of_python(told["Python"]) == session_fields(request_)


def test_curl_sets_its_token_and_keeps_secrets_out_of_its_arguments() -> None:
    token, *_ = texts(FULL)["curl"].splitlines()
    assert (
        token == "MIMIRY_TOKEN=$(mimiry --ssh-key '/keys/my key' --api-base https://alpha.mimiry.com token)"
    )
    command, _, _ = texts(FULL)["curl"].partition("<<")
    assert "hunter2" not in command
    assert "--data-binary @-" in command


def test_what_a_program_has_no_option_for_is_told_and_left_out() -> None:
    told = texts(FULL)
    shared = (
        "gpu.types after the first, gpu.priority, gpu.max_attempts, gpu.max_hourly_rate, max_duration, org_id"
    )
    note, _, command = told["mimiry CLI"].partition("\n")
    assert note == (
        f"# mimiry session create has no option for: {shared}, "
        "volume_mounts of a volume with a colon in its name"
    )
    words = shlex.split(command.replace("\\\n", ""))
    assert words[words.index("--env") + 1] == "TOKEN=hunter2"
    assert words[words.index("--command") + 1] == FULL.command
    assert words.count("--volume") == 1
    assert "L4" not in words
    note, _, command = told["mirc"].partition("\n")
    assert note == (
        f"# mirc session create has no known option for: {shared}, "
        "gpu.count, gpu.location, auto_terminate, environment_vars, volume_mounts"
    )
    assert "hunter2" not in command


def test_criteria_cannot_be_said_by_programs_that_want_a_model() -> None:
    told = texts(replace(LEAST, gpu=GpuWish(families=("A100",), min_vram_gb=80)))
    for label in ("mimiry CLI", "mirc"):
        assert told[label].startswith("# ")
        assert told[label].endswith("takes one GPU model, no criteria: gpu.family, gpu.vram_gb")
        assert "\n" not in told[label]


def test_a_session_without_ssh_says_so_where_it_can() -> None:
    told = texts(replace(LEAST, ssh_enabled=False))
    assert told["mimiry CLI"].endswith("--no-ssh")
    assert told["mirc"].startswith("# mirc session create has no known option for: ssh_enabled\n")


def test_without_a_key_the_programs_find_their_own() -> None:
    told = texts(LEAST, None)
    assert "--key" not in told["mirc"]
    assert told["mimiry CLI"].startswith("mimiry --api-base https://alpha.mimiry.com session create")
    assert "get_token(get_config().ssh_key_path, 'https://alpha.mimiry.com')" in told["Python"]
    assert "from mimiry._config import get_config" in told["Python"]


def test_a_masked_request_shows_no_value() -> None:
    for text in texts(masked(FULL)).values():
        assert "hunter2" not in text
    assert f"TOKEN={MASK}" in texts(masked(FULL))["mimiry CLI"]


def test_a_value_that_looks_like_an_option_stays_a_value() -> None:
    assert option("--name", "-x") == "--name=-x"
    assert option("--name", "a b") == "--name 'a b'"


@given(ANY, ANY, st.dictionaries(st.from_regex(r"[A-Z]{1,3}", fullmatch=True), ANY, max_size=2))
def test_hostile_texts_reach_curl_and_python_as_they_are(
    name: str, command: str, pairs: dict[str, str]
) -> None:
    request = replace(LEAST, name=name, command=command, environment=tuple(pairs.items()))
    told = texts(request)
    assert body_of_curl(told["curl"]) == session_fields(request)
    assert body_of_python(told["Python"]) == session_fields(request)
    for text in told.values():
        assert all(char.isprintable() or char == "\n" for char in text)


@given(
    st.text(
        st.characters(exclude_categories=["Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp", "Zs"])
        | st.sampled_from(" \n'\"$`!\\#")
    )
)
def test_a_printable_text_is_one_word_for_any_shell(value: str) -> None:
    assert shlex.split(shell_word(value)) == [value]


def test_json_for_pasting_wakes_no_history_and_hides_nothing() -> None:
    value = {"a": "é!\x7f\u202e\u00a0😀\U000e0001"}
    text = json_text(value)
    assert json.loads(text) == value
    assert "!" not in text
    assert "é" in text
    assert "😀" in text
    assert "\u202e" not in text
