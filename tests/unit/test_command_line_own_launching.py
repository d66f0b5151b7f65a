"""`launch` with words at a service that has launch forms of its own."""

from __future__ import annotations

from dataclasses import replace

import pytest

from mimiry_tui.clouds.jobs.launching import launch_form
from mimiry_tui.clouds.mags.forms import RUN_FORM
from mimiry_tui.ui.command_line.command import CommandError, Given
from mimiry_tui.ui.command_line.own_launching import said
from tests.support.pictures import a_volume, an_offer

JOB = launch_form(knows_machines=True)
FORMS = (RUN_FORM, JOB)
OFFER = an_offer("A100_80G_SXM")
WORKSPACE = a_volume("train")


def given(*words: str, **options: str) -> Given:
    named = {f"--{name.replace('_', '-')}": (value,) for name, value in options.items()}
    return Given(words, named)


def test_words_fill_the_fields_that_mean_what_they_say_beside_what_the_form_begins_with() -> None:
    words = given("A100", image="cuda", name="night", max_duration="4h", command="make", location="FIN-03")
    form, values = said(FORMS, words, [OFFER], [])
    assert form is JOB
    assert values == {
        **JOB.defaults,
        "instance_type": OFFER.id,
        "image": "cuda",
        "name": "night",
        "max_runtime_seconds": "4h",
        "startup_script": "make",
        "location": "FIN-03",
    }


def test_the_form_is_the_first_that_has_all_that_is_said_or_the_one_that_is_named() -> None:
    words = Given((), {"--env": ("A=1", "B=2"), "--volume": ("train",), "--no-sleep": ("",)})
    form, values = said(FORMS, words, [], [WORKSPACE])
    assert form is RUN_FORM
    assert values == {
        **RUN_FORM.defaults,
        "environment": "A=1\nB=2",
        "workspace_id": WORKSPACE.id,
        "no_sleep": "yes",
    }
    assert said(FORMS, given(command="x"), [], [])[0] is RUN_FORM
    assert said(FORMS, given(command="x", form=JOB.id), [], [])[0] is JOB


def test_a_machine_is_found_by_the_gpu_in_the_midst_of_its_name_the_smallest_first() -> None:
    many, one = (
        replace(an_offer(f"{count}V100.6V", rate="0.14"), count=count, machine=f"{count}V100.6V")
        for count in (4, 1)
    )
    assert said((JOB,), given("v100"), [many, one], [])[1]["instance_type"] == one.id


@pytest.mark.parametrize(
    ("words", "why"),
    [
        (given("A100", env="A=1"), "no form takes all of --env, A100"),
        (given("X9"), "no GPU on offer is called 'X9'"),
        (given(max_duration="soon"), "--max-duration: "),
        (given(env="1A=2"), "--env: "),
        (given(form="other"), "no form is called 'other'"),
    ],
)
def test_what_fits_no_form_is_told_before_anything_opens(words: Given, why: str) -> None:
    with pytest.raises(CommandError, match=why):
        said(FORMS, words, [OFFER], [])
