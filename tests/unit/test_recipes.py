"""The same deed by other programs: every value resolved, nothing from outside obeyed by a shell."""

from __future__ import annotations

import shlex
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from mimiry_tui.clouds.mimiry.recipes import session_recipes
from mimiry_tui.domain.session_reading import build_session

BASE = "https://alpha.mimiry.com"
KEY = Path("/keys/my key.pub")


def texts(session_id: str, *, state: str = "started", key: Path | None = KEY) -> dict[str, str]:
    session = build_session(id=session_id, state=state)
    return {recipe.label: recipe.text for recipe in session_recipes(BASE, session, key)}


def test_a_live_session_can_be_read_and_ended_by_other_means() -> None:
    told = texts("s-1")
    assert told["curl: terminate it"].splitlines() == [
        "MIMIRY_TOKEN=$(mimiry --ssh-key '/keys/my key' --api-base https://alpha.mimiry.com token)",
        'curl -sS -X DELETE -H "Authorization: Bearer $MIMIRY_TOKEN" '
        "https://alpha.mimiry.com/api/compute/v1/sessions/s-1",
    ]
    assert told["mirc terminate"] == "mirc session terminate s-1 --key '/keys/my key'"
    assert told["mimiry logs"] == (
        "mimiry --ssh-key '/keys/my key' --api-base https://alpha.mimiry.com session logs s-1 --follow"
    )


def test_an_ended_session_offers_no_way_to_end_it() -> None:
    told = texts("s-1", state="terminated")
    assert "mimiry status" in told
    assert not any("terminate" in label for label in told)


def test_without_a_key_no_option_is_left_dangling() -> None:
    told = texts("s-1", key=None)
    assert told["mirc status"] == "mirc session status s-1"
    assert told["mimiry status"] == "mimiry --api-base https://alpha.mimiry.com session status s-1"


def test_each_recipe_has_a_letter_of_its_own() -> None:
    keys = [recipe.key for recipe in session_recipes(BASE, build_session(id="s", state="started"), None)]
    assert len(set(keys)) == len(keys)


@given(st.text(min_size=1))
def test_a_hostile_id_stays_one_word_of_the_command(session_id: str) -> None:
    told = texts(session_id)
    assert shlex.split(told["mirc status"])[3] == session_id
    for label, text in told.items():
        if label.startswith("curl"):
            *_, address = shlex.split(text.splitlines()[-1])
            assert address.startswith(f"{BASE}/api/compute/v1/sessions/")
            assert address.isascii()
            assert len(text.splitlines()) == 2
