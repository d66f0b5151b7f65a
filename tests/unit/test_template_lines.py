"""A launch on one line: short, true, and harmless whatever stands in it."""

from __future__ import annotations

from datetime import timedelta

import pytest

from mimiry_tui.domain.launching.draft import Criteria, Draft, MountWish, Pick, Variable
from mimiry_tui.ui.template_lines import NAME_WIDTH, ago, draft_words, gpu_words, image_word, name_width
from tests.support.clock import EPOCH


@pytest.mark.parametrize(
    ("draft", "words"),
    [
        (Draft(), ""),
        (Draft(picks=(Pick("H100_80G_SXM", "a"), Pick("H100_80G_SXM", "b"), Pick("T4"))), "H100 SXM, T4"),
        (Draft(picks=(Pick("A"), Pick("B"), Pick("C"), Pick("D")), count="2"), "2× A, B +2"),
        (Draft(picks=(Pick("A"),), by_criteria=True), "any GPU"),
        (
            Draft(by_criteria=True, criteria=Criteria(("Ada",), ("SXM",), " 40 ")),
            "any Ada/SXM, 40 GB and more",
        ),
        (Draft(picks=(Pick("A"),), count="two"), "two× A"),
    ],
)
def test_the_gpu_in_a_few_words(draft: Draft, words: str) -> None:
    assert gpu_words(draft) == words


@pytest.mark.parametrize(
    ("image", "word"),
    [
        ("nvcr.io/nvidia/pytorch:24.01-py3", "pytorch:24.01-py3"),
        ("host:5000/tools/torch@sha256:abcdef", "torch@…"),
        (" ubuntu ", "ubuntu"),
        ("", ""),
    ],
)
def test_an_image_by_its_last_part(image: str, word: str) -> None:
    assert image_word(image) == word


def test_everything_that_matters_is_on_the_line_and_no_value_of_a_variable() -> None:
    draft = Draft(
        picks=(Pick("T4"),),
        image="a/torch:2",
        has_command=True,
        command="\n  python train.py\nsleep 5\n",
        environment=(Variable("TOKEN", "hush"),),
        keep_values=True,
        mounts=(MountWish("v", "ckpt", "/ckpt"), MountWish("w", "data", "")),
        max_duration="4h",
        max_price="2.50",
    )
    line = "T4 · torch:2 · python train.py … · ckpt → /ckpt · data · 4h · ≤ 2.50/h"
    assert draft_words(draft).plain == line


def test_what_is_missing_is_said() -> None:
    assert draft_words(Draft(has_command=True)).plain == "no GPU chosen · no image · no command"
    assert draft_words(Draft(command="kept for later")).plain == "no GPU chosen · no image · interactive"


def test_foreign_text_stays_text() -> None:
    words = draft_words(Draft(image="[red]x[/]\x1b[31m\u202e"))
    assert "[red]x" not in words.plain, "cut at the slash, as any image is"
    assert "\x1b" not in words.plain
    assert "\u202e" not in words.plain


@pytest.mark.parametrize(
    ("passed", "text", "changes_in"),
    [
        (timedelta(seconds=-5), "0 s", 1),
        (timedelta(minutes=3), "3 min", 60),
        (timedelta(hours=23, minutes=59), "23 h", 60),
        (timedelta(days=2, hours=23), "2 d", 3_600),
    ],
)
def test_how_long_ago_it_was(passed: timedelta, text: str, changes_in: float) -> None:
    assert ago(EPOCH - passed, EPOCH) == (text, changes_in)


def test_names_have_one_width_and_not_too_much_of_it() -> None:
    assert name_width(["a", "火火火"]) == 6
    assert name_width(["x" * 99]) == NAME_WIDTH
    assert name_width([]) == 0
