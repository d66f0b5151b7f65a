"""Names for sessions: suggested from the task or the image, and free."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mimiry_tui.domain.launching.draft import Draft
from mimiry_tui.domain.launching.session_name import (
    LONGEST_NAME,
    session_name_trouble,
    suggest_name,
    taken_by,
    unique_name,
)
from tests.support.pictures import PLAIN, a_session


@pytest.mark.parametrize(
    ("command", "name"),
    [
        ("python train_llama.py --x", "train-llama"),
        ("cd /w && HF=1 ./Run.it.sh", "run-it"),
        ("bash -c 'python eval.py'", "eval"),
        ("#!/bin/bash\nset -e\npython3 /srv/a/train.py", "train"),
        ("torchrun --nproc 4 -m pkg.train_it", "train-it"),
        ("pip install x && python -m vllm.entrypoints.api_server", "api-server"),
        ("jupyter lab --ip 0", "jupyter"),
        ("FOO=1 /usr/bin/ffmpeg -i x", "ffmpeg"),
        ('python "unfinished', "python"),
        ("cd /data; pip install x\n# the task\nsudo nice ollama serve", "ollama"),
        ("sleep 3", "pytorch"),
        ("", "pytorch"),
    ],
)
def test_a_task_gives_its_name(command: str, name: str) -> None:
    draft = replace(PLAIN, has_command=True, command=command)
    assert suggest_name(draft, ()) == name


def test_without_a_task_the_image_gives_it() -> None:
    assert suggest_name(replace(PLAIN, command="python train.py"), ()) == "pytorch"


def test_without_anything_there_still_is_a_name() -> None:
    assert suggest_name(Draft(), ()) == "session"


def test_a_name_is_suggested_that_no_live_session_has() -> None:
    live = [a_session("pytorch"), a_session("pytorch-2")]
    assert suggest_name(PLAIN, live) == "pytorch-3"
    assert suggest_name(PLAIN, [a_session("pytorch", "terminated")]) == "pytorch"


def test_a_number_at_the_end_counts_on() -> None:
    assert unique_name("eval-2", [a_session("eval-2"), a_session("eval-3")]) == "eval-4"


def test_a_long_name_leaves_room_for_its_number() -> None:
    name = unique_name("x" * 90, [a_session("x" * 64)])
    assert name == "x" * 62 + "-2"


def test_the_live_session_that_has_a_name_is_found() -> None:
    live, ended = a_session("a"), a_session("b", "terminated")
    assert taken_by(" a ", [ended, live]) is live
    assert taken_by("b", [ended, live]) is None


@pytest.mark.parametrize(
    ("name", "trouble"),
    [
        ("train", ""),
        (" two words é ", ""),
        ("x" * 64, ""),
        ("", "a name is needed"),
        ("  ", "a name is needed"),
        ("x" * 65, "65 characters: at most 64"),
        ("a\tb", "a name has no control characters"),
        ("a\ud800", "a name has no control characters"),
    ],
)
def test_a_name_has_1_to_64_plain_characters(name: str, trouble: str) -> None:
    assert session_name_trouble(name) == trouble


@given(st.text(), st.text(), st.booleans(), st.integers(min_value=0, max_value=12))
def test_any_draft_gets_a_free_name(image: str, command: str, has_command: bool, others: int) -> None:
    draft = Draft(image=image, command=command, has_command=has_command)
    first = suggest_name(draft, ())
    live = [a_session(first), *(a_session(f"{first}-{number}") for number in range(2, 2 + others))]
    name = suggest_name(draft, live)
    assert session_name_trouble(name) == ""
    assert len(name) <= LONGEST_NAME
    assert taken_by(name, live) is None
