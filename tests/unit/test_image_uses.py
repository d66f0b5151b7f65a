"""What sessions say about their images: which came up, which did not, and who had no part in it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mimiry_tui.domain.image_past import ImagePast
from mimiry_tui.domain.image_uses import LONGEST_URI, MOST_IMAGES, ImageBook, ImageUse, became_ready, read_use
from mimiry_tui.domain.phases import Phase
from mimiry_tui.domain.session_reading import build_session
from mimiry_tui.domain.sessions import Session
from mimiry_tui.domain.timeline import Observation

NOON = datetime(2026, 6, 8, 12, 0, tzinfo=UTC)
PULLING = Observation(NOON, Phase.PULLING_IMAGE)
SEEN_READY = Observation(NOON, Phase.READY)


def a_session(**fields: Any) -> Session:
    return build_session(**{"id": "s", "image": "torch:2", "created_at": NOON.isoformat()} | fields)


def a_use(name: str = "s", image: str = "torch:2", **fields: Any) -> ImageUse:
    known: dict[str, Any] = {"at": NOON, "ready": None, "took": None}
    return ImageUse(name, image, **known | fields)


def event(state: str) -> dict[str, str]:
    return {"timestamp": NOON.isoformat(), "type": "state_changed", "state": state}


@pytest.mark.parametrize(
    ("fields", "observations", "ready"),
    [
        ({"state": "started"}, (), True),
        ({"state": "running"}, (), True),
        ({"state": "completed"}, (), True),
        ({"state": "failed", "exit_code": 1}, (), True),
        ({"state": "terminated", "started_at": NOON.isoformat()}, (), True),
        ({"state": "terminated"}, (SEEN_READY,), True),
        ({"state": "failed", "events": [event("started"), event("failed")]}, (), True),
        ({"state": "pull_failed"}, (), False),
        ({"state": "failed"}, (PULLING,), False),
        ({"state": "failed", "started_at": NOON.isoformat()}, (PULLING,), False),
        ({"state": "failed", "events": [event("setting_up"), event("failed")]}, (), False),
        ({"state": "failed", "error": "pull_failed: train:1: manifest unknown"}, (), False),
        ({"state": "failed", "error": "Error response: failed to pull image train:1"}, (), False),
        ({"state": "terminated", "error": "pull_failed: train:1: manifest unknown"}, (), None),
        ({"state": "failed", "error": "no capacity"}, (), None),
        ({"state": "provision_failed"}, (Observation(NOON, Phase.PROVISIONING),), None),
        ({"state": "terminated", "stop_reason": "user_requested"}, (PULLING,), None),
        ({"state": "stopped", "stop_reason": "balance_depleted"}, (PULLING,), None),
        ({"state": "provisioned", "operation": "starting__pulling_image"}, (PULLING,), None),
    ],
)
def test_an_image_came_up_or_failed_to_or_had_no_part_in_it(
    fields: dict[str, Any], observations: tuple[Observation, ...], ready: bool | None
) -> None:
    assert became_ready(a_session(**fields), observations) is ready


def test_a_known_boot_is_one_that_became_ready() -> None:
    use = read_use(a_session(state="terminated"), (), timedelta(seconds=90), NOON)
    assert use == a_use(ready=True, took=timedelta(seconds=90))


def test_a_session_without_a_date_was_used_when_it_was_first_known_of() -> None:
    later = NOON + timedelta(hours=1)
    book = ImageBook()
    for moment in (NOON, later):
        use = read_use(a_session(created_at=None), (), None, moment)
        assert use is not None
        book.put(use)
    changes = book.changes()
    assert changes is not None
    assert changes[0].last_used == NOON


@pytest.mark.parametrize("image", ["", "  ", "x" * (LONGEST_URI + 1)])
def test_what_is_no_image_is_not_remembered(image: str) -> None:
    assert read_use(a_session(image=image), (), None, NOON) is None


def test_images_add_up_and_the_last_used_comes_first() -> None:
    book = ImageBook()
    for number in range(3):
        book.put(a_use(f"up-{number}", ready=True, took=timedelta(seconds=100 + number)))
    book.put(a_use("bad", ready=False, at=NOON + timedelta(minutes=5)))
    book.put(a_use("other", "cuda:12", at=NOON + timedelta(minutes=9)))
    assert book.changes() == (
        ImagePast("cuda:12", 0, 0, None, NOON + timedelta(minutes=9)),
        ImagePast("torch:2", 3, 1, timedelta(seconds=101), NOON + timedelta(minutes=5)),
    )


def test_what_reads_the_same_is_no_change() -> None:
    book = ImageBook()
    book.put(a_use(ready=True))
    assert book.changes() is not None
    assert book.changes() is None
    book.put(a_use(ready=None))
    book.put(a_use(ready=False))
    book.put(a_use(ready=True, at=NOON + timedelta(days=1)))
    assert book.changes() is None, "what came up once came up"


def test_a_session_whose_image_turns_out_to_be_another_counts_once() -> None:
    book = ImageBook()
    book.put(a_use(image="torch:2"))
    book.changes()
    book.put(a_use(image="torch:2.4"))
    changes = book.changes()
    assert changes is not None
    assert [past.uri for past in changes] == ["torch:2.4"]


def test_only_so_many_images_are_told() -> None:
    book = ImageBook()
    for number in range(MOST_IMAGES + 5):
        book.put(a_use(f"s{number}", f"image-{number}", at=NOON + timedelta(seconds=number)))
    changes = book.changes()
    assert changes is not None
    assert (len(changes), changes[0].uri) == (MOST_IMAGES, f"image-{MOST_IMAGES + 4}")


uses = st.builds(
    lambda ready, seconds, took: a_use(ready=ready, at=NOON + timedelta(seconds=seconds), took=took),
    st.sampled_from((None, False, True)),
    st.integers(0, 3),
    st.sampled_from((None, timedelta(seconds=5))),
)


@given(st.lists(uses, min_size=1, max_size=5))
def test_the_order_in_which_accounts_come_does_not_matter(accounts: list[ImageUse]) -> None:
    forwards, backwards = ImageBook(), ImageBook()
    for use in accounts:
        forwards.put(use)
    for use in reversed(accounts):
        backwards.put(use)
    assert forwards.changes() == backwards.changes()
