"""Half a character in a JSON string costs that character and nothing else."""

from __future__ import annotations

import json
import re

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mimiry_tui.clouds.answers import Answer
from mimiry_tui.clouds.halves import mended
from mimiry_tui.clouds.mimiry.wire import read_session
from mimiry_tui.clouds.single import record_of

TEXTS = st.text(st.characters() | st.sampled_from('\ud83d\ude00\udc00\\u"d83'))


@given(st.lists(TEXTS))
def test_any_text_json_can_carry_is_decoded(texts: list[str]) -> None:
    joined = [text.encode("utf-16", "surrogatepass").decode("utf-16", "surrogatepass") for text in texts]
    decoded = msgspec.json.decode(mended(json.dumps(texts).encode()))
    assert decoded == [re.sub("[\ud800-\udfff]", "\ufffd", text) for text in joined]


@pytest.mark.parametrize("body", [rb'{"a": "\\ud83d"}', rb'"\ud83d\ude00"', b'"\xf0\x9f\x98\x80"', b"\\"])
def test_what_is_whole_stays_as_it_came(body: bytes) -> None:
    assert mended(body) == body


def test_a_session_whose_name_was_cut_in_an_emoji_can_be_read() -> None:
    raw = rb'{"id": "a", "name": "run \ud83d", "state": "started"}'
    session = read_session(raw)
    assert session.name == "run \ufffd"
    assert session.raw == raw


def test_so_can_the_single_reading_of_it() -> None:
    answer = Answer(200, {}, rb'{"session": {"id": "a", "name": "run \ud83d"}}')
    assert record_of(answer, "session", read_session).name == "run \ufffd"
