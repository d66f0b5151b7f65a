"""A job's launch form: what is sent, what is said of it, and how it is copied."""

from __future__ import annotations

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mimiry_tui.clouds.base import Page
from mimiry_tui.clouds.errors import BadRequest
from mimiry_tui.clouds.jobs.choosing import all_taken, image_choices, location_choices
from mimiry_tui.clouds.jobs.job_reading import session_of
from mimiry_tui.clouds.jobs.launch_copy import values_of_job
from mimiry_tui.clouds.jobs.launch_notes import launch_notes
from mimiry_tui.clouds.jobs.launching import job_body, job_fields, launch_form, wanted
from mimiry_tui.clouds.jobs.offers import Catalogue, OfferBoard
from mimiry_tui.clouds.jobs.recipes import launch_recipes
from mimiry_tui.clouds.jobs.wire import Place, read_job, read_machine, read_stock
from mimiry_tui.domain.doing.forms import FieldKind, Role, Weight
from mimiry_tui.domain.sessions import Session
from tests.support.examples import examples
from tests.support.jobs_desk import AVAILABILITY, FORM, INSTANCES, JOB, raw

CATALOGUE = Catalogue(tuple(read_machine(raw(one)) for one in INSTANCES))


def job(**changes: object) -> Session:
    body = raw({**JOB, **changes})
    return session_of(read_job(body), body, CATALOGUE)


def test_a_full_launch_says_everything_by_the_names_of_the_service() -> None:
    values = {**FORM, "ssh_key_ids": "k1\nk2\n", "heartbeat_timeout_seconds": "15m"}
    assert json.loads(job_body(values)) == {
        "name": "train",
        "instance_type": "8A100.80G",
        "image": "ubuntu-22.04-cuda-12.0",
        "location": "FIN-01",
        "ssh_key_ids": ["k1", "k2"],
        "startup_script": "#!/bin/bash\npython train.py\n",
        "auto_shutdown": True,
        "provider": "datacrunch",
        "heartbeat_timeout_seconds": 900,
        "max_runtime_seconds": 7200,
    }


def test_what_is_empty_is_not_sent_but_whether_it_shuts_down_is() -> None:
    assert job_fields({"instance_type": "1V100.6V", "image": " i ", "startup_script": " \n"}) == {
        "instance_type": "1V100.6V",
        "image": "i",
        "auto_shutdown": False,
    }


@pytest.mark.parametrize(("chosen", "sent"), [("", "FIN-01"), ("any", None), ("ICE-01", "ICE-01")])
def test_the_location_is_the_offers_own_unless_another_is_chosen(chosen: str, sent: str | None) -> None:
    assert job_fields({**FORM, "location": chosen}).get("location") == sent


def test_half_a_character_is_refused_in_words() -> None:
    with pytest.raises(BadRequest, match="half of a character"):
        job_body({**FORM, "startup_script": "echo \ud83d"})


def test_the_form_speaks_of_machines_or_has_them_typed() -> None:
    listed, typed = launch_form(knows_machines=True), launch_form(knows_machines=False)
    assert [one.key for one in listed.fields] == [one.key for one in typed.fields]
    kinds = [(one.fields[0].kind, one.fields[1].kind) for one in (listed, typed)]
    assert kinds == [(FieldKind.OFFER, FieldKind.CHOICE), (FieldKind.LINE, FieldKind.LINE)]
    for role in (Role.NAME, Role.IMAGE, Role.LIMIT, Role.SCRIPT):
        assert listed.of_role(role) is not None
    assert len({one.key for one in listed.fields}) == len(listed.fields)


@given(
    st.dictionaries(
        st.sampled_from([*FORM, "location", "ssh_key_ids", "heartbeat_timeout_seconds"]), st.text()
    )
)
@settings(max_examples=examples(50))
def test_whatever_is_typed_can_be_shown_and_spoken_of(values: dict[str, str]) -> None:
    assert json.loads(job_body(values))["auto_shutdown"] is (values.get("auto_shutdown") == "yes")
    assert all(note.words for note in launch_notes(values, CATALOGUE).values())
    assert all(recipe.text for recipe in launch_recipes("http://127.0.0.1:1", "", values))


def test_a_launch_without_a_limit_says_what_it_can_cost() -> None:
    notes = launch_notes({**FORM, "max_runtime_seconds": ""}, CATALOGUE)
    assert notes["max_runtime_seconds"].weight is Weight.CARE
    assert "€9.45/h, €226.80 a day" in notes["max_runtime_seconds"].words
    assert "max_runtime_seconds" not in launch_notes(FORM, CATALOGUE), "its cost is shown beside the form"


@pytest.mark.parametrize(
    ("field", "changes", "words", "weight"),
    [
        ("instance_type", {"instance_type": "8A100.80G"}, "8 × A100, 80 GB each · €9.45/h", Weight.FINE),
        ("instance_type", {"instance_type": "two words"}, "no spaces", Weight.WRONG),
        ("name", {"name": " "}, "found again", Weight.FINE),
        ("startup_script", {"startup_script": ""}, "only boots, and may shut down again", Weight.CARE),
        ("startup_script", {"startup_script": " ", "auto_shutdown": ""}, "whoever logs in", Weight.CARE),
        ("startup_script", {"startup_script": "python x.py"}, "#!/bin/bash", Weight.CARE),
        ("startup_script", {"startup_script": "#!/bin/sh\r\nls\r\n"}, "Windows", Weight.CARE),
        ("auto_shutdown", {"auto_shutdown": ""}, "at €9.45/h, until its limit", Weight.CARE),
        ("auto_shutdown", {"auto_shutdown": "", "max_runtime_seconds": ""}, "until you cancel", Weight.CARE),
        ("ssh_key_ids", {}, "nobody can log in", Weight.FINE),
        ("ssh_key_ids", {"startup_script": ""}, "nobody can log in", Weight.CARE),
        ("max_runtime_seconds", {"max_runtime_seconds": "soon"}, "write it like", Weight.WRONG),
        ("heartbeat_timeout_seconds", {}, "10m", Weight.FINE),
        ("heartbeat_timeout_seconds", {"heartbeat_timeout_seconds": "x"}, "write it like", Weight.WRONG),
        ("heartbeat_timeout_seconds", {"heartbeat_timeout_seconds": "3h"}, "means nothing", Weight.CARE),
        ("heartbeat_timeout_seconds", {"heartbeat_timeout_seconds": "1m"}, "no heartbeats", Weight.CARE),
    ],
)
def test_each_field_says_what_it_would_do(
    field: str, changes: dict[str, str], words: str, weight: Weight
) -> None:
    note = launch_notes({**FORM, **changes}, CATALOGUE)[field]
    assert (words in note.words, note.weight) == (True, weight), note


def test_a_machine_that_is_taken_everywhere_it_is_wanted_says_so() -> None:
    offers = OfferBoard().page(
        Page(CATALOGUE.machines), Page(tuple(read_stock(raw(one)) for one in AVAILABILITY))
    )
    taken = {"instance_type": "1V100.6V|datacrunch|"}
    assert all_taken(wanted(taken), offers)
    assert launch_notes(taken, CATALOGUE, is_taken=True)["instance_type"].weight is Weight.CARE
    assert not all_taken(wanted(FORM), offers)
    assert not all_taken(wanted({"instance_type": "8A100.80G|datacrunch|XXX"}), offers), "nothing is known"
    assert not all_taken(wanted({"instance_type": "1V100.6V|other|"}), offers), "nor of another provider"


def test_a_copy_of_a_job_asks_for_the_same_again() -> None:
    values = values_of_job(job(auto_shutdown=True), knows_machines=True)
    assert json.loads(job_body(values)) == {
        name: JOB[name]
        for name in (
            "name", "instance_type", "image", "location", "ssh_key_ids", "startup_script", "provider",
            "heartbeat_timeout_seconds", "max_runtime_seconds",
        )
    } | {"auto_shutdown": True}  # fmt: skip
    anywhere = values_of_job(job(location=None), knows_machines=True)
    assert "location" not in job_fields(anywhere)
    typed = values_of_job(job(), knows_machines=False)
    assert (typed["instance_type"], typed["location"]) == ("8A100.80G", "FIN-01")


def test_a_copy_of_a_record_that_cannot_be_read_keeps_its_name() -> None:
    body = raw(JOB)
    broken = session_of(read_job(body), b"{", CATALOGUE)
    assert values_of_job(broken, knows_machines=True) == {"name": "train", "location": "any"}


def test_places_with_a_free_machine_come_before_those_without() -> None:
    offers = OfferBoard().page(
        Page(CATALOGUE.machines), Page(tuple(read_stock(raw(one)) for one in AVAILABILITY))
    )
    places = [Place(code, "", "Finland", "datacrunch", True) for code in ("FIN-02", "FIN-03", "FIN-01")]
    places.append(Place("NOR-01", "", "", "hyperstack", True))
    found = location_choices(places, FORM, offers)
    assert [(one.value, one.label) for one in found] == [
        ("", "FIN-01"), ("any", "anywhere"), ("FIN-03", "FIN-03"), ("FIN-02", "FIN-02"),
    ]  # fmt: skip
    assert found[-1].words == "Finland · none free there now"


def test_images_of_another_provider_cannot_be_chosen() -> None:
    images = [Place("a", "A", "CUDA 12", "datacrunch", True), Place("b", "B", "", "hyperstack", True)]
    (only,) = image_choices(images, "datacrunch")
    assert (only.value, only.label, only.words) == ("a", "A", "a · CUDA 12")


@pytest.mark.parametrize(
    ("reference", "first"),
    [
        ("env:MIMIRY_API_KEY", "curl -sS"),
        ("env:OTHER_KEY", "MIMIRY_API_KEY=$OTHER_KEY\ncurl"),
        ("file:~/my keys/k", "MIMIRY_API_KEY=$(cat -- ~/'my keys/k')\ncurl"),
        ("keyring:work", "MIMIRY_API_KEY=$(keyring get mimiry-tui work)\ncurl"),
    ],
)
def test_recipes_say_where_the_key_is_and_never_the_key(reference: str, first: str) -> None:
    curl, python = launch_recipes("http://127.0.0.1:1", reference, FORM)
    assert curl.text.startswith(first)
    assert '"Bearer $MIMIRY_API_KEY"' in curl.text.replace("Authorization: ", '"')
    compile(python.text, "recipe", "exec")
