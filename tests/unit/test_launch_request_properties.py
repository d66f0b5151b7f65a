"""No form state whatever makes a body that the service would call invalid."""

from __future__ import annotations

import json
from typing import Any

from hypothesis import given, settings

from mimiry_tui.clouds.mimiry.requests import session_body
from mimiry_tui.domain.launching.draft import Draft
from mimiry_tui.domain.launching.picture import Picture
from mimiry_tui.domain.launching.placing import place_of
from mimiry_tui.domain.launching.request import build_request, problems_of
from mimiry_tui.domain.launching.session_name import suggest_name
from mimiry_tui.simulator.records import Launch
from mimiry_tui.simulator.validation import launch_of
from tests.support.drafts import drafts, nearly_right_drafts, pictures, right_drafts
from tests.support.examples import examples
from tests.support.launch_fields import FIELDS, FIELDS_OF_GPU
from tests.support.pictures import KEY_LINE, a_volume, known


def body_of(draft: Draft, picture: Picture) -> dict[str, Any] | None:
    """What would be sent; None where the form has a problem."""
    name = draft.name.strip() or suggest_name(draft, picture.sessions.value)
    place = place_of(draft, picture)
    if problems_of(draft, picture, name=name, place=place):
        return None
    body: dict[str, Any] = json.loads(session_body(build_request(draft, picture, name=name, place=place)))
    return body


def check(body: dict[str, Any]) -> Launch:
    assert set(body) <= FIELDS
    assert set(body["gpu"]) <= FIELDS_OF_GPU
    assert ("types" in body["gpu"]) != bool({"family", "form_factor", "vram_gb"} & set(body["gpu"]))
    assert ("ssh_public_key" in body) == body["ssh_enabled"]
    return launch_of(body)


@settings(max_examples=examples(300))
@given(drafts | nearly_right_drafts, pictures)
def test_any_form_has_a_problem_or_a_body_that_is_valid(draft: Draft, picture: Picture) -> None:
    body = body_of(draft, picture)
    if body is not None:
        launch = check(body)
        assert len({mount.mount_path for mount in launch.mounts}) == len(launch.mounts)
        assert not {mount.volume_name for mount in launch.mounts} & {"held"}


@given(right_drafts)
def test_a_form_that_is_filled_in_right_is_sent_as_it_was_meant(draft: Draft) -> None:
    body = body_of(draft, known(volumes=(a_volume("ckpt"),)))
    assert body is not None
    launch = check(body)
    assert bool(launch.gpu.types) != draft.by_criteria
    assert launch.gpu.count == int(draft.count)
    assert (launch.command is None) != draft.has_command
    assert launch.ssh_public_key == (KEY_LINE if draft.ssh_enabled else None)
    assert body.get("environment_vars", {}) == {one.name: one.value for one in draft.environment}
    assert [mount.volume_name for mount in launch.mounts] == [wish.volume_name for wish in draft.mounts]
    assert (launch.max_duration is None) == (draft.max_duration == "")
    assert (launch.gpu.max_hourly_rate is None) == (draft.max_price == "")
