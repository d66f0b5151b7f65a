"""Drafts in files: nothing typed is lost, no secret is written unasked, nothing read makes trouble."""

from __future__ import annotations

import json
import tomllib
from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from mimiry_tui.domain.launching.draft import AutoTerminate, Criteria, Draft, MountWish, Pick, Variable
from mimiry_tui.domain.launching.draft_fields import from_fields, to_fields
from tests.support import json_values
from tests.support.drafts import drafts
from tests.support.pictures import PLAIN

FULL = Draft(
    by_criteria=True,
    picks=(Pick("A100_80G_SXM", "verda", "FIN-03"), Pick("T4")),
    criteria=Criteria(("A100",), ("SXM",), "80", ("PRICE",), "3"),
    count="2",
    provider="",
    location="FIN-03",
    image="ubuntu:24.04",
    has_command=False,
    command="a\nb",
    name="train",
    environment=(Variable("A", "hunter2"), Variable("B")),
    keep_values=True,
    ssh_enabled=False,
    mounts=(MountWish("v-1", "ckpt", "/ckpt"),),
    auto_terminate=AutoTerminate.ON_SUCCESS,
    max_duration="4h",
    max_price="2.50",
    org_id="o-1",
)


def test_every_field_comes_back() -> None:
    assert from_fields(to_fields(FULL)) == FULL


def test_an_empty_form_takes_no_room() -> None:
    assert to_fields(Draft()) == {}
    assert from_fields({}) == Draft()


def test_no_hint_is_something_else_than_an_untouched_one() -> None:
    assert from_fields(to_fields(Draft(provider=""))).provider == ""
    assert from_fields(to_fields(Draft())).provider is None


def test_values_are_written_only_where_the_user_chose_so() -> None:
    secret = Draft(environment=(Variable("TOKEN", "hunter2"),))
    assert "hunter2" not in json.dumps(to_fields(secret))
    assert from_fields(to_fields(secret)).environment == (Variable("TOKEN"),)
    kept = replace(secret, keep_values=True)
    assert from_fields(to_fields(kept)) == kept
    assert "hunter2" not in json.dumps(to_fields(kept, values=False))
    assert "hunter2" in json.dumps(to_fields(secret, values=True))


def test_a_template_written_by_hand_is_understood() -> None:
    written = """
        image = "ubuntu:24.04"
        command = "python train.py"
        count = 2
        max_price = 2.5
        colour = "red"
        [criteria]
        families = "A100"
        min_vram_gb = 80
        [environment]
        A = 1
        [[mounts]]
        volume_name = "ckpt"
        path = "/ckpt"
    """
    assert from_fields(tomllib.loads(written)) == Draft(
        by_criteria=True,
        criteria=Criteria(families=("A100",), min_vram_gb="80"),
        count="2",
        image="ubuntu:24.04",
        has_command=True,
        command="python train.py",
        environment=(Variable("A", "1"),),
        mounts=(MountWish("", "ckpt", "/ckpt"),),
        max_price="2.5",
    )


def test_what_cannot_be_read_is_as_in_an_empty_form() -> None:
    broken = {
        "picks": "x",
        "criteria": 3,
        "mounts": [1, None],
        "auto_terminate": "soon",
        "ssh_enabled": "perhaps",
    }
    assert from_fields(broken) == Draft()


@given(st.dictionaries(st.sampled_from(list(to_fields(FULL))) | st.text(max_size=3), json_values.values))
def test_nothing_in_a_file_makes_reading_raise(fields: dict[str, object]) -> None:
    draft = from_fields(fields)
    assert from_fields(to_fields(draft, values=True)) == _writable(draft)


@given(drafts)
def test_any_form_comes_back_as_it_was_typed(draft: Draft) -> None:
    fields = to_fields(draft, values=True)
    through_a_file = json.loads(json.dumps(fields, ensure_ascii=False).encode())
    assert through_a_file == fields
    assert from_fields(through_a_file) == _writable(draft)


def test_what_is_written_is_plain() -> None:
    assert to_fields(replace(PLAIN, location="\ud800"))["location"] == "?"


def _writable(draft: Draft) -> Draft:
    """With half characters replaced, and without empty entries in lists."""

    def words(texts: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(text(one) for one in texts if one)

    def text(value: str) -> str:
        return value.encode("utf-8", "replace").decode()

    def maybe(value: str | None) -> str | None:
        return None if value is None else text(value)

    criteria = draft.criteria
    return replace(
        draft,
        picks=tuple(Pick(text(one.model), text(one.provider), text(one.location)) for one in draft.picks),
        criteria=Criteria(
            words(criteria.families),
            words(criteria.form_factors),
            text(criteria.min_vram_gb),
            words(criteria.priority),
            text(criteria.max_attempts),
        ),
        count=text(draft.count),
        provider=maybe(draft.provider),
        location=maybe(draft.location),
        image=text(draft.image),
        command=text(draft.command),
        name=text(draft.name),
        environment=tuple(Variable(text(one.name), text(one.value)) for one in draft.environment),
        mounts=tuple(
            MountWish(text(one.volume_id), text(one.volume_name), text(one.path)) for one in draft.mounts
        ),
        max_duration=text(draft.max_duration),
        max_price=text(draft.max_price),
        org_id=text(draft.org_id),
    )
