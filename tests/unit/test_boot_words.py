"""How a boot compares with those before it, in words."""

from __future__ import annotations

import pytest

from mimiry_tui.domain.boots import Boots
from mimiry_tui.domain.timeline import build_timeline
from mimiry_tui.ui.boot_words import boot_words
from tests.support.clock import EPOCH
from tests.support.session_desk import BOOTS, a_session


def booted(seconds_left: float, boots: Boots | None = BOOTS, *, brief: bool = False) -> str:
    """The words for a session that is `seconds_left` short of the two and a half minutes of its boot."""
    session = a_session(steps=4, ready=seconds_left)
    return boot_words(session, build_timeline(session), boots, EPOCH, brief=brief).plain


def test_a_boot_is_measured_by_those_before_it() -> None:
    assert booted(60) == "ready in ≈54s · median of your 11 boots here 2m24s, 9 in 10 within 3m05s"
    assert booted(-10).startswith("ready in ≈25s · ")
    assert booted(-60) == ("slower than 9 in 10 of your 11 boots here (3m05s) · waiting has cost ≈€0.12")
    assert booted(60, None) == ""


@pytest.mark.parametrize("seconds_left", [60, -10, -60])
def test_brief_words_fit_beside_a_place_among_neighbours(seconds_left: float) -> None:
    assert len(booted(seconds_left, brief=True)) <= 46


def test_a_finished_boot_says_what_it_took() -> None:
    session = a_session()
    words = boot_words(session, build_timeline(session), BOOTS, EPOCH).plain
    assert words == "ready in 2m30s · median of your 11 boots here 2m24s, 9 in 10 within 3m05s"
    assert boot_words(session, build_timeline(session), None, EPOCH).plain == "ready in 2m30s"
