"""Which field a refusal is about: told where its words tell it, and left open where they do not."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mimiry_tui.domain.launching.draft import Field
from mimiry_tui.domain.launching.refusal import field_of


@pytest.mark.parametrize(
    ("words", "status", "field"),
    [
        ("gpu.count must be an integer of at least 1", 400, Field.COUNT),
        ("gpu.types must be a list of strings", 422, Field.GPU),
        ("gpu.max_hourly_rate must be a positive number", 400, Field.PRICE),
        ("gpu.location FIN-09 is unknown", 400, Field.PLACE),
        ("no such provider and location", 400, Field.PLACE),
        ("unsupported GPU type", 400, Field.GPU),
        ("image.uri must be an image reference", 400, Field.IMAGE),
        ("the image's registry wants credentials", 422, Field.IMAGE),
        ("name must have 1 to 64 characters", 400, Field.NAME),
        ("command must be a string", 400, Field.COMMAND),
        ("environment_vars must map names to strings", 400, Field.ENVIRONMENT),
        ("ssh_public_key is not an OpenSSH public key", 400, Field.SSH),
        ("volume ckpt is attached to session image-test", 409, Field.STORAGE),
        ("volume_mounts[0].mount_path is no path", 422, Field.STORAGE),
        ("auto_terminate.mode must be one of on_complete, never", 400, Field.AUTO_TERMINATE),
        ("max_duration must be a positive integer", 400, Field.DURATION),
        ("org_id is unknown", 404, Field.ORGANISATION),
        ("gpus quota exceeded (limit 8)", 429, Field.COUNT),
    ],
)
def test_words_that_name_a_field_lead_to_it(words: str, status: int, field: Field) -> None:
    assert field_of(words, status) is field


@pytest.mark.parametrize(
    ("words", "status"),
    [
        ("", 400),
        ("body must be an object", 400),
        ("a filename too long", 400),
        ("the image and the gpu do not fit", 400),
        ("insufficient balance", 402),
        ("concurrent_sessions quota exceeded (2 of 2)", 429),
        ("gpu.count broke something", 500),
        ("name is not allowed here", 403),
    ],
)
def test_what_could_be_anything_is_left_open(words: str, status: int) -> None:
    assert field_of(words, status) is None


@given(st.text(), st.none() | st.integers(min_value=100, max_value=599))
def test_no_words_make_it_raise(words: str, status: int | None) -> None:
    assert field_of(words, status) in {None, *Field}
